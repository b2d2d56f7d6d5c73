"""Rules about what listeners say: example questions, commands, and Alexa's limits on both."""

from __future__ import annotations

import re
from collections.abc import Iterator

from back_guide.understanding.normalise import normalise
from workbench.authoring import interaction_model
from workbench.authoring.draft import Draft, Language
from workbench.authoring.rewrites import rewrites
from workbench.authoring.rules.rule import Finding, rule
from workbench.authoring.strict_yaml import Text

FEWEST_QUESTIONS = 10
LONGEST_VALUE = 140  # characters of a slot value
LARGEST_MODEL = 1_500_000  # bytes
SPOKEN = re.compile(r"[a-z][a-z']*(?: [a-z']+)*")
LONGEST_NAME = 50  # characters of an invocation name
WAKES = ("alexa", "amazon", "echo", "computer")
LAUNCHES = ("ask", "tell", "open", "start", "launch", "load", "begin", "enable")
JOINS = ("to", "from", "by", "in", "using", "with", "about", "for", "that", "if", "and", "whether")
KEPT = frozenset((*WAKES, *LAUNCHES, *JOINS))
"""Words that Alexa listens for herself, before and after an invocation name."""

LITTLE_WORDS = frozenset(("a", "an", "the", "my", "your", "is", "are", "do", "does", "i", "it", "of", "for", "to"))


@rule
def question_in_two_topics(draft: Draft) -> Iterator[Finding]:
    """A question belongs to one topic or decline. Two that differ only in little words or word order collide too."""
    for language in draft.languages.values():
        seen: dict[str, tuple[str, Text]] = {}
        for topic, question in (*_questions(language), *_turned_away(language), *_wished(language)):
            key = _key(question, language)
            other, earlier = seen.setdefault(key, (topic, question))
            if other != topic and key:
                yield (
                    question,
                    f'"{question}" is also asked at {earlier.place}',
                    f"Leave it to {topic} or to {other}.",
                )


@rule
def question_twice(draft: Draft) -> Iterator[Finding]:
    """The same example question twice in one topic teaches nothing."""
    for language in draft.languages.values():
        seen: dict[tuple[str, str], Text] = {}
        for topic, question in _questions(language):
            earlier = seen.setdefault((topic, str(question)), question)
            if earlier is not question:
                yield (
                    question,
                    f'"{question}" stands here twice',
                    f"It is on line {earlier.place.line} already.",
                )


@rule
def too_few_questions(draft: Draft) -> Iterator[Finding]:
    """A topic that is asked for in many ways is found in many ways: at least ten examples, better forty."""
    for language in draft.languages.values():
        for topic in language.topics.values():
            if len(topic["ask"]) < FEWEST_QUESTIONS:
                what = f"only {len(topic['ask'])} example questions"
                yield topic["ask"], what, f"Write at least {FEWEST_QUESTIONS}, as people say them."


@rule
def bad_utterance(draft: Draft) -> Iterator[Finding]:
    """Alexa takes lower-case letters, spaces and apostrophes, at most 140 of them: no digits, no punctuation."""
    for language in draft.languages.values():
        for said in _utterances(language):
            bare = said.replace(f"{{{interaction_model.QUESTION}}}", "x") if "{" in said else said
            if not SPOKEN.fullmatch(bare):
                yield (
                    said,
                    f'"{said}" is not written as it is heard',
                    "Use lower-case letters, spaces and apostrophes.",
                )
            if len(said) > LONGEST_VALUE:
                yield said, f"{len(said)} characters are more than Alexa takes", f"Cut it to {LONGEST_VALUE}."


@rule
def command_for_two_intents(draft: Draft) -> Iterator[Finding]:
    """What is said for one intent is said for no other, and is no topic's example question."""
    for language in draft.languages.values():
        meant = rewrites(language)
        asked = [(f"the topic {topic}", said) for topic, said in _questions(language)] + list(_wished(language))
        seen = {" ".join(normalise(said, meant)): owner for owner, said in asked}
        for intent, ways in language.vocabulary["commands"].items():
            for said in ways:
                owner = seen.setdefault(" ".join(normalise(said, meant)), str(intent))
                if owner != intent:
                    yield said, f'"{said}" already belongs to {owner}', "Leave it to one of the two."


@rule
def answer_for_two(draft: Draft) -> Iterator[Finding]:
    """What is said for yes is said for nothing else, and there are ways of saying each."""
    for language in draft.languages.values():
        seen: dict[str, str] = {}
        for answer, ways in language.vocabulary["answers"].items():
            if not ways:
                yield ways, f'there is no way of saying "{answer}"', "Write some."
            for way in ways:
                owner = seen.setdefault(str(way), answer)
                if owner != answer:
                    yield way, f'"{way}" already means {owner}', "Leave it to one of the two."


@rule
def no_example(draft: Draft) -> Iterator[Finding]:
    """A topic's file opens with its best example, so that a reader sees at once what it is about."""
    for language in draft.languages.values():
        for topic in language.topics.values():
            first = (draft.folder_path.parent / topic.place.file).read_text(encoding="utf-8-sig").split("\n", 1)[0]
            if not first.startswith("# example: "):
                yield (
                    topic,
                    "the file does not open with an example",
                    'Begin it with "# example: " and a question.',
                )


@rule
def model_too_large(draft: Draft) -> Iterator[Finding]:
    """Alexa refuses an interaction model of more than 1.5 megabytes."""
    for code, locale in draft.locales.items():
        size = len(interaction_model.model_json(draft, code).encode())
        if size > LARGEST_MODEL:
            what = f"the interaction model of {code} has {size} bytes"
            yield locale, what, f"Take out example questions; the most is {LARGEST_MODEL}."


@rule
def bad_invocation_name(draft: Draft) -> Iterator[Finding]:
    """An invocation name has two words or more, 2 to 50 lower-case letters, and no word that Alexa keeps for itself."""
    for locale in draft.locales.values():
        name = locale["invocation_name"]
        if not can_invoke(name):
            yield name, f'"{name}" can\'t be an invocation name', "Use two or more plain lower-case words."


def can_invoke(name: str) -> bool:
    """Whether Alexa takes a name as an invocation name."""
    words = name.split()
    return len(words) >= 2 and len(name) <= LONGEST_NAME and bool(SPOKEN.fullmatch(name)) and KEPT.isdisjoint(words)


def _questions(language: Language) -> Iterator[tuple[str, Text]]:
    for topic_id, topic in language.topics.items():
        for question in topic["ask"]:
            yield topic_id, question


def _turned_away(language: Language) -> Iterator[tuple[str, Text]]:
    for kind, decline in language.declines.items():
        for said in decline["heard_as"]:
            yield f"the decline {kind}", said


def _wished(language: Language) -> Iterator[tuple[str, Text]]:
    for said in language.check.get("ask", ()):
        yield "the symptom check", said
    for plan_id, plan in language.care_plans.items():
        for said in plan["ask"]:
            yield f"the plan {plan_id}", said


def _utterances(language: Language) -> Iterator[Text]:
    for _, question in _questions(language):
        yield question
    for topic in language.topics.values():
        yield topic["name"]
    for _, said in (*_turned_away(language), *_wished(language)):
        yield said
    for ways in language.vocabulary["commands"].values():
        yield from ways
    yield from language.vocabulary["carriers"]


def _key(question: str, language: Language) -> str:
    """A question without its little words and its order, to see whether two are the same."""
    words = normalise(question, rewrites(language))
    return " ".join(sorted(set(words) - LITTLE_WORDS))
