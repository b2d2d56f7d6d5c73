"""Rules about the symptom check: it can be walked, it ends, danger comes first, and doubt is never the safe answer."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator

from back_guide.content.check import URGENCIES, Check, Exit
from back_guide.triage import rank
from back_guide.understanding.normalise import normalise
from workbench.authoring.compile_check import check as compiled
from workbench.authoring.draft import Draft, Language
from workbench.authoring.rewrites import rewrites
from workbench.authoring.rules.questions import SPOKEN
from workbench.authoring.rules.rule import Finding, rule
from workbench.authoring.shapes import suggestion
from workbench.authoring.strict_yaml import Rows, Table, Text, Value

MOST_QUESTIONS = 12
DANGER_WITHIN = 7
SELF_CARE = URGENCIES.index("self_care")
FEWEST_WORDS = 8
FEWEST_WAYS = 10
LONGEST_HOLD = 10  # seconds, as long as Alexa's break may be


@rule
def unknown_exit(draft: Draft) -> Iterator[Finding]:
    """Every name in the routing is a question, an outcome, an answer, a red flag or a plan that is there."""
    routing = draft.routing
    questions, outcomes = routing["questions"], routing["outcomes"]
    for name, known, kind in _names(draft):
        if name not in known:
            yield name, f'"{name}" is no {kind}', suggestion(name, known)
    for outcome in outcomes.values():
        if outcome["urgency"] not in URGENCIES:
            yield outcome["urgency"], f'"{outcome["urgency"]}" is no urgency', suggestion(outcome["urgency"], URGENCIES)
    for given in (*(sign.get("answers", {}) for sign in routing["signs"].values()), *_conditions(routing)):
        for question, answer in given.items():
            if question in questions and answer not in questions[question]["answers"]:
                what = f'"{answer}" is no answer of "{question}"'
                yield answer, what, suggestion(answer, questions[question]["answers"])


@rule
def stray_follow_up(draft: Draft) -> Iterator[Finding]:
    """A follow-up follows a question that leads to it; its ways of answering count as a yes there."""
    questions = draft.routing["questions"]
    for name in questions.names():
        before = questions[name].get("follows")
        if before is None or before not in questions:
            continue
        targets = questions[before]["answers"].values()
        if name == before or name not in {each["ask"] if isinstance(each, Table) else each for each in targets}:
            yield before, f'"{before}" does not lead to "{name}"', "Name the question whose yes asks this one."


@rule
def empty_rule(draft: Draft) -> Iterator[Finding]:
    """A rule of ``together`` has conditions, and a sign says something: an empty one would hold always, or never."""
    for each in draft.routing["together"]:
        if not each["when"]:
            yield each["when"], "this rule has no condition and would always hold", "Write question: answer."
    for name in draft.routing["signs"].names():
        sign = draft.routing["signs"][name]
        if not sign.get("answers") and "raise" not in sign:
            yield name, f'the sign "{name}" changes nothing', "Write answers or raise."


@rule
def unknown_answer(draft: Draft) -> Iterator[Finding]:
    """The words of a question speak of the answers that its routing has, and of topics that are there."""
    for language in draft.languages.values():
        for name, words in language.check["questions"].items():
            known = draft.routing["questions"].get(name, {}).get("answers", {})
            answers = [*words["answers"].names(), *words["heard_as"].names(), *words.get("in_order", ())]
            answers += words["topics"].names() if "topics" in words else []
            for answer in answers:
                if answer not in known:
                    yield answer, f'"{answer}" is no answer of "{name}"', suggestion(answer, known)
            for topic in (topic for spoken_of in words.get("topics", {}).values() for topic in spoken_of):
                if topic not in language.topics:
                    yield topic, f'"{topic}" is no topic', suggestion(topic, language.topics)


@rule
def way_not_heard(draft: Draft) -> Iterator[Finding]:
    """A way of giving an answer can be said, and holds more than a filler."""
    for language in draft.languages.values():
        meant = rewrites(language)
        for words in language.check["questions"].values():
            for answer, ways in words["heard_as"].items():
                if not ways:
                    yield ways, f'nothing is heard as "{answer}"', "Write ways of saying it, or remove the line."
                for way in ways:
                    if not SPOKEN.fullmatch(way) or not normalise(way, meant):
                        yield way, f'"{way}" can\'t be heard', "Use words, in lower-case letters."


@rule
def words_missing(draft: Draft) -> Iterator[Finding]:
    """Every question and outcome of the routing has its words in each language, and no words lack their routing."""
    for language in draft.languages.values():
        for kind in ("questions", "outcomes"):
            routed, worded = draft.routing[kind], language.check[kind]
            for name in routed.names():
                if name not in worded:
                    yield (
                        name,
                        f'the {kind[:-1]} "{name}" has no words',
                        "Write them in symptom_check.yaml of the language.",
                    )
            for name in worded.names():
                if name not in routed:
                    yield name, f'nothing leads to the {kind[:-1]} "{name}"', suggestion(name, routed)


@rule
def answer_not_heard(draft: Draft) -> Iterator[Finding]:
    """An answer other than yes, no and not sure needs ways of saying it."""
    for language, check in _checks(draft):
        for name, question in check.questions.items():
            for answer in set(question.exits) - {"yes", "no", "not_sure"} - set(question.heard_as):
                words = language.check["questions"][name]
                yield words, f'nothing is heard as "{answer}"', f"Write heard_as: {answer}: … with ways of saying it."


@rule
def unreachable(draft: Draft) -> Iterator[Finding]:
    """A question that no answer leads to is never asked; an outcome that nothing brings is never heard."""
    for _, check in _checks(draft):
        asked = _reachable(check)
        brought = {target.outcome for name in asked for target in check.questions[name].exits.values()}
        brought |= {each.outcome for each in check.together} | {sign.outcome for sign in check.signs.values()}
        for name in draft.routing["questions"].names():
            if name not in asked:
                yield name, f'no answer leads to the question "{name}"', "Lead to it, or remove it."
        for name in draft.routing["outcomes"].names():
            if name not in brought:
                yield name, f'nothing brings the outcome "{name}"', "Lead to it, or remove it."


@rule
def dead_end(draft: Draft) -> Iterator[Finding]:
    """Every question takes "not sure" as an answer, and at least one other: nobody gets stuck."""
    for name in draft.routing["questions"].names():
        answers = draft.routing["questions"][name]["answers"]
        if "not_sure" not in answers or len(answers) < 2:
            yield name, f'the question "{name}" has no way on for every listener', "Write not_sure and another answer."


@rule
def loop(draft: Draft) -> Iterator[Finding]:
    """No path comes back to a question that it has already asked."""
    for _, check in _checks(draft):
        for name in draft.routing["questions"].names():
            if name in _reachable(check, after=name):
                yield name, f'the question "{name}" leads back to itself', "Lead on instead."


@rule
def too_many_questions(draft: Draft) -> Iterator[Finding]:
    """Nobody in pain answers more than twelve questions on the way to self-care; danger is asked within seven."""
    for check in _acyclic(draft):
        longest = _longest_to_self_care(check, check.begins_with)
        if longest > MOST_QUESTIONS:
            what = f"self-care takes up to {longest} questions"
            yield draft.routing["begins_with"], what, f"Join or drop some; the most is {MOST_QUESTIONS}."
        for number, name in enumerate(_all_no(check), 1):
            if check.questions[name].danger_sign and number > DANGER_WITHIN:
                where = _name_of(draft, name)
                yield where, f'the danger sign "{name}" is asked as number {number}', f"Ask it within {DANGER_WITHIN}."


@rule
def danger_sign_not_first(draft: Draft) -> Iterator[Finding]:
    """Danger signs come before everything else."""
    for check in _acyclic(draft):
        for name, question in check.questions.items():
            if question.danger_sign:
                continue
            for later in _reachable(check, after=name):
                if check.questions[later].danger_sign:
                    yield _name_of(draft, later), f'the danger sign "{later}" comes after "{name}"', "Ask it before."


@rule
def danger_sign_to_self_care(draft: Draft) -> Iterator[Finding]:
    """Whoever says yes, or isn't sure, to a danger sign is never sent to self-care."""
    for check in _acyclic(draft):
        for name, question in check.questions.items():
            for answer, target in question.exits.items():
                if (
                    question.danger_sign
                    and not question.follows
                    and answer != "no"
                    and _least(check, target) >= SELF_CARE
                ):
                    what = f'"{answer}" to the danger sign "{name}" can end in self-care'
                    yield _name_of(draft, name), what, "Raise an outcome, or end with one."


@rule
def not_sure_safer_than_no(draft: Draft) -> Iterator[Finding]:
    """Doubt is never the safer answer: "not sure" leads to nothing less urgent than "no" does."""
    for check in _acyclic(draft):
        for name, question in check.questions.items():
            if {"no", "not_sure"} <= set(question.exits):
                unsure, no = (_least(check, question.exits[answer]) for answer in ("not_sure", "no"))
                if unsure > no:
                    yield _name_of(draft, name), f'"not sure" to "{name}" is treated as safer than "no"', "Raise more."


@rule
def outcome_without_safety_net(draft: Draft) -> Iterator[Finding]:
    """Advice that is no emergency says what would make it one; an emergency says what to tell those who answer."""
    for language in draft.languages.values():
        for name, outcome in draft.routing["outcomes"].items():
            words = language.check["outcomes"].get(name, {})
            needed = "tell_them" if outcome["urgency"] == "emergency" else "safety_net"
            if words and needed not in words:
                yield words, f'the outcome "{name}" has no {needed}', f"Write {needed}: …"


@rule
def plan_after_advice(draft: Draft) -> Iterator[Finding]:
    """A self-care plan is offered after self-care, and after nothing that needs a doctor."""
    for outcome in draft.routing["outcomes"].values():
        if "offers" in outcome and outcome["urgency"] != "self_care":
            yield outcome["offers"], f"a plan is offered after {outcome['urgency']} advice", "Remove offers."


@rule
def plan_out_of_step(draft: Draft) -> Iterator[Finding]:
    """A plan can be asked for and walked: steps with names of their own, and holds that end, within ten seconds."""
    for language in draft.languages.values():
        names = {topic["name"] for topic in language.topics.values()}
        for plan in language.care_plans.values():
            if len(plan["ask"]) < FEWEST_WAYS:
                yield plan["ask"], f"only {len(plan['ask'])} ways of asking for it", f"Write at least {FEWEST_WAYS}."
            if not plan["steps"]:
                yield plan["steps"], "the plan has no steps", "Write one action a step."
            if plan["name"] in names:
                yield plan["name"], f'a topic is called "{plan["name"]}" as well', "Give the plan a name of its own."
            yield from _step_findings(plan["steps"])


def _step_findings(steps: Rows) -> Iterator[Finding]:
    seen: set[str] = set()
    for step in steps:
        if step["id"] in seen:
            yield step["id"], f'two steps are called "{step["id"]}"', "Give each its own id."
        seen.add(step["id"])
        if "hold_seconds" in step and "then" not in step:
            yield step, "a hold has no end", "Write then: what to do after it."
        if int(step.get("hold_seconds", 0)) > LONGEST_HOLD:
            what = f"the voice can't pause for {step['hold_seconds']} seconds"
            yield step["hold_seconds"], what, f"Hold for {LONGEST_HOLD} at most, or offer a timer."


@rule
def plan_without_warning(draft: Draft) -> Iterator[Finding]:
    """A plan says first who should not do it, in more than a word or two."""
    for language in draft.languages.values():
        for plan in language.care_plans.values():
            if len(plan["not_for"].split()) < FEWEST_WORDS:
                yield plan["not_for"], "it is hardly said who should not do this", "Name who should leave it or ask."


def _names(draft: Draft) -> Iterator[tuple[Text, Collection[str], str]]:
    """Each name in the routing, what it should be among, and what it should be."""
    routing = draft.routing
    questions, outcomes = routing["questions"], routing["outcomes"]
    yield routing["begins_with"], questions, "question"
    for question in questions.values():
        if "follows" in question:
            yield question["follows"], questions, "question"
        for target in question["answers"].values():
            yield from _target_names(target, questions, outcomes)
    for each in (*routing["together"], *routing["signs"].values()):
        if "raise" in each:
            yield each["raise"], outcomes, "outcome"
        for name in (each.get("when") or each.get("answers") or Table()).names():
            yield name, questions, "question"
    for language in draft.languages.values():
        yield from _names_in(language, routing)


def _target_names(target: Value, questions: Table, outcomes: Table) -> Iterator[tuple[Text, Collection[str], str]]:
    if isinstance(target, Table):
        yield target["ask"], questions, "question"
        yield target["raise"], outcomes, "outcome"
    elif isinstance(target, Text):
        yield target, {**questions, **outcomes}, "question or outcome"


def _names_in(language: Language, routing: Table) -> Iterator[tuple[Text, Collection[str], str]]:
    for sign in routing["signs"].names():
        yield sign, language.red_flags, "red flag"
    for outcome in routing["outcomes"].values():
        if "offers" in outcome:
            yield outcome["offers"], language.care_plans, "self-care plan"


def _conditions(routing: Table) -> Iterator[Table]:
    for each in routing["together"]:
        yield each["when"]


def _checks(draft: Draft) -> Iterator[tuple[Language, Check]]:
    """The check of each language as it would ship, where all its names are known."""
    for language in draft.languages.values():
        worded = all(set(draft.routing[kind]) <= set(language.check[kind]) for kind in ("questions", "outcomes"))
        if worded and not any(unknown_exit(draft)):
            yield language, Check.from_dict(compiled(draft, language, rewrites(language)))


def _acyclic(draft: Draft) -> Iterator[Check]:
    """The checks that can be walked to an end: no question leads back to itself, and each has a way on."""
    for _, check in _checks(draft):
        loops = any(name in _reachable(check, after=name) for name in check.questions)
        if not loops and all(question.exits for question in check.questions.values()):
            yield check


def _name_of(draft: Draft, question: str) -> Text:
    names: list[Text] = draft.routing["questions"].names()
    return names[names.index(Text(question))]


def _reachable(check: Check, after: str = "") -> set[str]:
    """The questions that can be asked: from the start, or after a question."""
    found: set[str] = set()
    waiting = [target.ask for target in check.questions[after].exits.values()] if after else [check.begins_with]
    while waiting:
        name = waiting.pop()
        if name and name not in found:
            found.add(name)
            waiting += [target.ask for target in check.questions[name].exits.values()]
    return found


def _all_no(check: Check) -> Iterator[str]:
    """The questions that are asked of somebody who says no to each."""
    name = check.begins_with
    while name:
        yield name
        target = check.questions[name].exits.get("no")
        name = target.ask if target else ""


@functools.cache
def _least(check: Check, target: Exit) -> int:
    """The rank of the least urgent outcome that an answer can still end in. Assumes that there is no loop."""
    if target.outcome:
        return rank(check, target.outcome)
    return max(_least(check, onward) for onward in check.questions[target.ask].exits.values())


@functools.cache
def _longest_to_self_care(check: Check, name: str) -> int:
    """The most questions, this one included, on a way to self-care; 0 where none leads there."""
    lengths = [
        1 if not target.ask and rank(check, target.outcome) == SELF_CARE else _onward(check, target)
        for target in check.questions[name].exits.values()
    ]
    return max(lengths)


def _onward(check: Check, target: Exit) -> int:
    """As above, for an answer: what raises an outcome never ends in self-care."""
    rest = _longest_to_self_care(check, target.ask) if target.ask and not target.outcome else 0
    return 1 + rest if rest else 0
