"""The symptom check and the self-care plans through the front door: what transcripts can't say for all of them."""

import json
from collections.abc import Iterator

import pytest
from support.listener import Record

from back_guide import content as store
from back_guide.content.check import CheckQuestion, Outcome, Plan
from back_guide.dialogue.memory import CheckState, Memory
from back_guide.triage.walk import walk
from lambda_function import lambda_handler
from workbench.authoring import draft as drafts
from workbench.simulator.session import Session, plain_text

CONTENT = store.load()
CHECK = CONTENT.check
QUESTIONS = list(CHECK.questions.values())
NON_EMERGENCIES = [outcome for outcome in CHECK.outcomes.values() if outcome.urgency != "emergency"]
EMERGENCIES = [outcome for outcome in CHECK.outcomes.values() if outcome.urgency == "emergency"]
PLANS = list(CONTENT.plans.values())
Answers = dict[str, str]
MUMBLE = "purple monkey banana"
LONGEST_CHECK = 20  # turns; more than any check asks
MOST_MEMORY = 4_096  # bytes


# --- how the tests come to a place -----------------------------------------------------------------------------------


def words_for(question: CheckQuestion, answer: str) -> str:
    """What somebody says who gives an answer: plain words, or the first of the question's own."""
    return {"yes": "yes", "no": "no", "not_sure": "i'm not sure"}.get(answer) or question.heard_as[answer][0]


def ways(given: Answers | None = None) -> Iterator[Answers]:
    """Every place in the check, by the answers that lead there."""
    answers = given or {}
    place = walk(CHECK, answers)
    yield answers
    if place.question:
        for answer in CHECK.questions[place.question].exits:
            yield from ways({**answers, place.question: answer})


def calmest(given: Answers) -> tuple[int, int]:
    """Short ways first, and of these the ones with most noes."""
    return len(given), -list(given.values()).count("no")


WAYS = sorted(ways(), key=calmest)
TO_QUESTION = {walk(CHECK, given).question: given for given in reversed(WAYS)}
TO_OUTCOME = {walk(CHECK, given).outcome: given for given in reversed(WAYS)}
LONGEST = WAYS[-1]


def in_the_check(given: Answers, about: str = "", locale: str = "en-US", signs: tuple[str, ...] = ()) -> Session:
    """A session in which these answers have been given."""
    session = Session(lambda_handler, locale)
    state = CheckState(answers=tuple(f"{name}={answer}" for name, answer in given.items()), about=about, signs=signs)
    session.attributes, session.is_open = Memory(disclaimed=True, check=state).to_attributes(), True
    return session


def say(session: Session, words: str) -> Record:
    return session.say(words).record()


def answers_in(session: Session) -> Answers:
    """The answers that the session remembers."""
    return dict(pair.split("=") for pair in session.attributes.get("check", {}).get("answers", ()))


def finish(session: Session, record: Record) -> Record:
    """The check answered to its end: no wherever that is an answer, else the first that there is."""
    for _ in range(LONGEST_CHECK):
        if record["decision"] != "check_question":
            break
        asked = CHECK.questions.get(record["question"])
        answer = "yes" if asked is None else "no" if "no" in asked.exits else next(iter(asked.exits))
        record = say(session, words_for(asked, answer) if asked else "yes")
    return record


def outcome_of(outcome: Outcome, about: str = "", locale: str = "en-US") -> Record:
    """How an outcome is told: the last answer on the way to it is spoken, and what is said back is confirmed."""
    if outcome.id not in TO_OUTCOME:
        signs = tuple(name for name, sign in CHECK.signs.items() if sign.outcome == outcome.id)[:1]
        told = in_the_check(TO_OUTCOME["care_strain"], about, locale, signs)
        return finish(told, say(told, "repeat"))
    *before, (last, answer) = TO_OUTCOME[outcome.id].items()
    session = in_the_check(dict(before), about, locale)
    return finish(session, say(session, words_for(CHECK.questions[last], answer)))


def filled(text: str, locale: str = "en-US") -> str:
    """A text of the content as this locale says it."""
    return " ".join(text.format_map({name: term.say for name, term in CONTENT.locale(locale).terms.items()}).split())


def number(locale: str) -> str:
    return CONTENT.locale(locale).terms["emergency_number"].say


def question_in(record: Record) -> str:
    """The question that a reply ends with."""
    return str(record["speech"]).rsplit(". ", 1)[-1]


# --- questions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.id)
def test_every_question_can_be_answered_not_sure_and_the_check_still_ends(asked: CheckQuestion) -> None:
    session = in_the_check(TO_QUESTION[asked.id])
    record = finish(session, say(session, "i'm not sure"))
    assert record["decision"] == "check_outcome"
    assert record["urgency"] != "self_care"


@pytest.mark.parametrize("about", ["", "other"], ids=["for oneself", "for somebody else"])
@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.id)
def test_every_question_has_other_words_the_second_time(asked: CheckQuestion, about: str) -> None:
    session = in_the_check(TO_QUESTION[asked.id], about)
    first, second = say(session, "repeat"), say(session, MUMBLE)
    assert first["question"] == second["question"] == asked.id
    assert question_in(first) != question_in(second)
    assert second["speech"].endswith(asked.texts[f"again_{about}" if about else "again"])
    assert second["reprompt"].endswith("?")


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.id)
def test_a_question_not_understood_twice_is_taken_as_not_sure_and_the_check_still_ends(
    asked: CheckQuestion,
) -> None:
    session = in_the_check(TO_QUESTION[asked.id])
    say(session, MUMBLE)
    record = say(session, MUMBLE)
    if record["session_open"]:
        assert "I'll take that as not sure." in record["speech"]
    assert finish(session, record)["urgency"] in ("emergency", "urgent", "routine")


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.id)
def test_why_do_you_ask_has_an_answer_of_its_own_at_every_question(asked: CheckQuestion) -> None:
    session = in_the_check(TO_QUESTION[asked.id])
    record = say(session, "why do you ask")
    assert asked.texts["why"] in record["speech"]
    assert record["speech"].endswith(asked.texts["ask"])


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.id)
def test_a_topic_asked_for_at_any_question_is_told_and_the_question_asked_again(asked: CheckQuestion) -> None:
    session = in_the_check(TO_QUESTION[asked.id])
    record = say(session, "what causes upper back spasms")
    assert (record["decision"], record["topic"]) == ("answer", "causes")
    assert record["speech"].endswith(asked.texts["ask"])
    assert answers_in(session) == TO_QUESTION[asked.id]


MORE_EXACT = {"over_fifty": "over_seventy"}
"""An answer that says the same of fewer people: whoever is eighty is over fifty too."""

OWN = [(asked.id, answer) for asked in QUESTIONS for answer in asked.heard_as]


@pytest.mark.parametrize(("name", "answer"), OWN, ids=[" ".join(pair) for pair in OWN])
def test_every_way_of_giving_an_answer_that_an_editor_wrote_is_taken_as_that_answer(name: str, answer: str) -> None:
    misheard = {}
    for words in CHECK.questions[name].heard_as[answer]:
        session = in_the_check(TO_QUESTION[name])
        record = say(session, words)
        taken = answers_in(session).get(name) if record["session_open"] else record["outcome"] or record["decision"]
        if taken not in (answer, MORE_EXACT.get(answer), CHECK.questions[name].exits[answer].outcome, "red_flag"):
            misheard[words] = taken
    assert misheard == {}


CHOICES = [
    ("limbs_which", "the first one", "call_legs"),
    ("limbs_which", "the second one", "one_limb"),
    ("history_which", "the first one", "cancer"),
    ("history_which", "the second one", "weak_immunity"),
    ("other_which", "the first one", "weight_loss"),
    ("other_which", "the second one", "rash"),
    ("who_which", "the first one", "under_ten"),
    ("who_which", "the second one", "child"),
    ("how_long", "the first one", "days"),
    ("how_long", "the second one", "weeks"),
    ("trigger", "the first one", "nothing"),
    ("trigger", "the second one", "effort"),
]

IN_MANY_WORDS = [
    ("chest", "nope", "no"),
    ("chest", "nope nothing like that", "no"),
    ("chest", "i don't think so", "no"),
    ("chest", "not that i know of", "no"),
    ("chest", "i have no chest pain", "no"),
    ("chest", "i have none of that", "no"),
    ("chest", "it's not in my chest it's my back", "no"),
    ("chest", "a bit", "call_chest"),
    ("chest", "kind of", "call_chest"),
    ("chest", "only when i breathe in", "call_chest"),
    ("chest", "now and then", "call_chest"),
    ("chest", "i'm not sure", "call_chest"),
    ("chest", "no pain but it feels tight", "call_chest"),
    ("chest", "no not pain just tightness", "call_chest"),
    ("chest", "i don't have pain but there's some pressure", "call_chest"),
    ("chest", "not now but earlier this morning i did", "call_chest"),
    ("chest", "not really but a bit of tightness", "call_chest"),
    ("sudden", "no it came on slowly", "no"),
    ("sudden", "it was gradual", "no"),
    ("sudden", "it came on over a few days", "no"),
    ("bladder", "i'm peeing normally", "no"),
    ("bladder", "no that's all fine", "no"),
    ("injury", "no i just lifted something", "no"),
    ("limbs", "no just pain", "no"),
    ("limbs", "a bit of tingling", "yes"),
    ("fever", "i haven't taken my temperature", "not_sure"),
    ("fever", "a little", "yes"),
    ("history", "i take warfarin", "yes"),
    ("history", "no just blood pressure tablets", "no"),
    ("history", "i had breast cancer ten years ago", "yes"),
    ("other_signs", "i've found a lump", "yes"),
    ("other_signs", "no i'm putting weight on", "no"),
    ("who", "i'm forty", "no"),
    ("who", "i'm not pregnant", "no"),
    ("who", "no i'm thirty five", "no"),
    ("who_which", "i'm fifty eight", "over_fifty"),
    ("how_long", "since tuesday", "days"),
    ("how_long", "since this morning", "days"),
    ("how_long", "ten days", "days"),
    ("how_long", "thirteen days", "days"),
    ("how_long", "a week and a half", "days"),
    ("how_long", "less than two weeks", "days"),
    ("how_long", "about three weeks", "weeks"),
    ("how_long", "two and a half weeks", "weeks"),
    ("how_long", "over two weeks", "weeks"),
    ("how_long", "weeks", "weeks"),
    ("how_long", "a month", "weeks"),
    ("how_long", "months", "long"),
    ("how_long", "a couple of months", "long"),
    ("how_long", "forty five days", "long"),
    ("how_long", "more than six weeks", "long"),
    ("how_long", "seven weeks", "long"),
    ("how_long", "years on and off", "long"),
    ("how_long", "since i was a kid", "long"),
    ("how_long", "i can't remember", "not_sure"),
    ("trigger", "nothing", "nothing"),
    ("trigger", "none of those", "nothing"),
    ("trigger", "i just woke up with it", "nothing"),
    ("trigger", "i was lifting a sofa", "effort"),
    ("trigger", "sitting at my desk all week", "posture"),
    ("trigger", "work has been stressful", "stress"),
    ("trigger", "i get this a lot", "familiar"),
]


@pytest.mark.parametrize(("name", "words", "wanted"), [*CHOICES, *IN_MANY_WORDS], ids=lambda part: part)
def test_an_answer_in_a_listeners_own_words_is_taken_for_what_it_says(name: str, words: str, wanted: str) -> None:
    session = in_the_check(TO_QUESTION[name])
    record = say(session, words)
    if wanted in CHECK.outcomes:
        assert (record["urgency"], record["session_open"]) == ("emergency", False), record["speech"]
    else:
        assert record["decision"] == "check_question", record["speech"]
        given = answers_in(session).get(name)
        same = {wanted, "no"} if wanted == "nothing" else {wanted}
        assert given in same, record["speech"]


# --- somebody else ---------------------------------------------------------------------------------------------------

CHILDREN = [
    "check my baby's symptoms",
    "check symptoms for my toddler",
    "do a symptom check for my six year old",
    "check my ten year old's symptoms",
    "check symptoms for my fourteen year old daughter",
    "check my son's symptoms he's sixteen",
]


@pytest.mark.parametrize("cause", ["lifting", "sitting at a desk", "stress", "the usual"])
@pytest.mark.parametrize("opening", CHILDREN)
def test_a_child_never_reaches_a_plan(opening: str, cause: str) -> None:
    session = Session(lambda_handler)
    record = say(session, opening)
    assert "Do they have" in record["speech"]
    for _ in range(LONGEST_CHECK):
        if record["decision"] != "check_question":
            break
        lead = {"summary": "yes", "how_long": "two days", "trigger": cause}
        record = say(session, lead.get(record["question"], "no"))
    assert record["urgency"] in ("urgent", "routine")
    assert session.attributes.get("offer") is None


@pytest.mark.parametrize("outcome", NON_EMERGENCIES, ids=lambda outcome: outcome.id)
def test_advice_for_somebody_else_does_not_speak_of_the_listeners_own_doctor(outcome: Outcome) -> None:
    record = outcome_of(outcome, about="other")
    assert record["outcome"] == outcome.id
    advice = record["speech"].split("Shall I take you")[0]
    assert "your doctor" not in advice


# --- outcomes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", CONTENT.locales)
@pytest.mark.parametrize("outcome", EMERGENCIES, ids=lambda outcome: outcome.id)
def test_every_emergency_begins_with_the_number_and_closes_the_session(outcome: Outcome, locale: str) -> None:
    for about in ("", "other"):
        record = outcome_of(outcome, about, locale)
        assert (record["outcome"], record["urgency"]) == (outcome.id, "emergency")
        assert record["speech"].startswith(f"Call {number(locale)} now.")
        assert (record["session_open"], record["reprompt"]) == (False, None)


@pytest.mark.parametrize("locale", CONTENT.locales)
@pytest.mark.parametrize("outcome", NON_EMERGENCIES, ids=lambda outcome: outcome.id)
def test_every_other_outcome_speaks_its_safety_net_and_stays_open(outcome: Outcome, locale: str) -> None:
    record = outcome_of(outcome, locale=locale)
    assert record["outcome"] == outcome.id
    assert filled(outcome.texts["safety_net"], locale) in record["speech"]
    assert f"all {number(locale)}" in record["speech"]
    assert record["session_open"] is True


def test_the_card_is_the_same_after_every_outcome_that_is_no_emergency() -> None:
    cards = {json.dumps(outcome_of(outcome)["card"], sort_keys=True) for outcome in NON_EMERGENCIES}
    assert len(cards) == 1


def test_the_card_is_the_same_after_every_emergency() -> None:
    cards = {json.dumps(outcome_of(outcome)["card"], sort_keys=True) for outcome in EMERGENCIES}
    assert len(cards) == 1


@pytest.mark.parametrize("outcome", CHECK.outcomes.values(), ids=lambda outcome: outcome.id)
def test_a_card_never_holds_what_was_answered_or_found(outcome: Outcome) -> None:
    card = outcome_of(outcome)["card"]
    shown = f"{card['title']} {card['content']}".lower()
    phrases = {phrase for asked in QUESTIONS for phrase in asked.said_back.values()}
    assert [phrase for phrase in (*phrases, outcome.id, outcome.id.replace("_", " ")) if phrase in shown] == []


@pytest.mark.parametrize("outcome", NON_EMERGENCIES, ids=lambda outcome: outcome.id)
def test_a_plan_is_offered_just_where_the_pain_can_be_looked_after_at_home(outcome: Outcome) -> None:
    record = outcome_of(outcome)
    assert ("Shall I take you through" in record["speech"]) is (outcome.urgency == "self_care")


SIGNS_TOLD_LATE = [
    "my calf is swollen and hot",
    "i've got a fever",
    "i've got a new rash",
    "my wee is very dark",
]


@pytest.mark.parametrize("said", SIGNS_TOLD_LATE)
def test_a_sign_told_when_the_answers_are_said_back_is_never_met_with_self_care_or_an_apology(
    said: str,
) -> None:
    session = in_the_check(TO_OUTCOME["care_strain"])
    say(session, "repeat")
    record = finish(session, say(session, said))
    assert (record["decision"], record["urgency"]) in (("check_outcome", "urgent"), ("red_flag", "urgent"))


def test_whatever_was_answered_is_said_back_before_there_is_advice() -> None:
    ends = [given for given in WAYS if (end := walk(CHECK, given).outcome) and CHECK.outcomes[end] not in EMERGENCIES]
    silent = []
    for given in ends:
        record = say(in_the_check(given), "repeat")
        if record["question"] != "summary" or "So, ." in record["speech"]:
            silent.append(given)
    assert silent == []


# --- memory ----------------------------------------------------------------------------------------------------------


def test_memory_stays_small_in_the_longest_check() -> None:
    session = Session(lambda_handler)
    say(session, "check my symptoms")
    sizes = []
    for name, answer in LONGEST.items():
        for words in ("what causes upper back spasms", MUMBLE, words_for(CHECK.questions[name], answer)):
            say(session, words)
            sizes.append(len(json.dumps(session.attributes)))
    assert max(sizes) < MOST_MEMORY
    assert answers_in(session) == {**LONGEST, "limbs": "yes"}  # the tingling told after it settles what was not sure


# --- plans -----------------------------------------------------------------------------------------------------------


def wish(plan: Plan) -> str:
    """One way of asking to be taken through a plan, as an editor wrote it."""
    return str(drafts.read_once().languages["en"].care_plans[plan.id]["ask"][0])


def begun(plan: Plan) -> tuple[Session, Record]:
    """A session at the first step of a plan."""
    session = Session(lambda_handler)
    say(session, wish(plan))
    return session, say(session, "no")


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_plan_warns_first_and_asks_whether_that_fits(plan: Plan) -> None:
    for locale in CONTENT.locales:
        record = Session(lambda_handler, locale).say(wish(plan)).record()
        assert filled(plan.not_for, locale) in record["speech"]
        assert record["speech"].endswith(plan.not_for_question)
        assert plan.steps[0].say[:20] not in record["speech"]


@pytest.mark.parametrize("words", ["yes", "i'm not sure", "i think so", "a bit", "one of them", "maybe", "dunno"])
def test_a_plan_that_may_not_fit_is_left_with_advice(words: str) -> None:
    for plan in PLANS:
        session = Session(lambda_handler)
        say(session, wish(plan))
        assert filled(plan.if_it_fits) in say(session, words)["speech"], plan.id
        assert session.attributes.get("plan") is None


@pytest.mark.parametrize("words", ["no", "nope", "none of that", "not that i know of", "no i don't have any of those"])
def test_a_no_in_any_words_begins_a_plan_with_when_to_stop(words: str) -> None:
    for plan in PLANS:
        session = Session(lambda_handler)
        say(session, wish(plan))
        record = say(session, words)
        assert filled(plan.stops_when) in record["speech"], plan.id
        assert filled(plan.steps[0].say) in record["speech"]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_plan_can_be_walked_to_its_end_by_next_alone(plan: Plan) -> None:
    session, record = begun(plan)
    for step in plan.steps:
        assert filled(step.say) in record["speech"]
        assert record["session_open"] is True
        record = say(session, "next")
    assert filled(plan.ends_with) in record["speech"]
    assert session.attributes.get("plan") is None


def test_the_last_step_of_a_plan_does_not_ask_for_a_next_one() -> None:
    for plan in PLANS:
        session, record = begun(plan)
        for _ in plan.steps[1:]:
            record = say(session, "next")
        assert "next one" not in record["speech"], plan.id


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_every_plan_can_be_walked_back_to_its_first_step(plan: Plan) -> None:
    session, record = begun(plan)
    for _ in plan.steps[1:]:
        say(session, "next")
    for step in reversed(plan.steps[:-1]):
        record = say(session, "previous")
        assert filled(step.say) in record["speech"]
    assert filled(plan.steps[0].say) in say(session, "previous")["speech"]


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)
def test_how_many_are_left_counts_down_to_the_last_step(plan: Plan) -> None:
    session, _ = begun(plan)
    counts = {count: word for word, count in CONTENT.durations["counts"].items() if word not in ("a", "an")}
    for left in range(len(plan.steps) - 1, 0, -1):
        assert f"After this one, {counts[left]} to go." in say(session, "how many are left")["speech"]
        say(session, "next")
    assert "This is the last one." in say(session, "how many are left")["speech"]


HOLDS = [(plan, at) for plan in PLANS for at, step in enumerate(plan.steps) if step.hold_seconds]


@pytest.mark.parametrize(("plan", "at"), HOLDS, ids=[f"{plan.id} {at + 1}" for plan, at in HOLDS])
def test_a_hold_is_a_break_of_so_many_seconds_between_what_is_done_and_the_release(plan: Plan, at: int) -> None:
    session, record = begun(plan)
    for _ in range(at):
        record = say(session, "next")
    before, held, after = record["ssml"].partition(f'<break time="{plan.steps[at].hold_seconds}s"/>')
    assert held
    assert (plain_text(before) or "").endswith(filled(plan.steps[at].say))
    assert (plain_text(after) or "").startswith(filled(plan.steps[at].then))


TIMED = [(plan, at) for plan in PLANS for at, step in enumerate(plan.steps) if step.timer_minutes]


@pytest.mark.parametrize("reply", ["yes", "no", "no thanks"])
@pytest.mark.parametrize(("plan", "at"), TIMED, ids=[f"{plan.id} {at + 1}" for plan, at in TIMED])
def test_whatever_is_said_to_a_timer_the_steps_go_on(plan: Plan, at: int, reply: str) -> None:
    session, record = begun(plan)
    for _ in range(at):
        record = say(session, "next")
    assert record["speech"].endswith("Would you like a timer for that?")
    assert say(session, reply)["session_open"] is True
    then = plan.steps[at + 1].say if at + 1 < len(plan.steps) else plan.ends_with
    assert filled(then) in say(session, "next")["speech"]


ASIDES = ["heat or ice", MUMBLE, "why do you ask", "where did you get that from", "self care"]


@pytest.mark.parametrize("aside", ASIDES)
def test_nothing_said_before_the_first_step_turns_its_question_round(aside: str) -> None:
    for plan in PLANS:
        session = Session(lambda_handler)
        say(session, wish(plan))
        assert say(session, aside)["speech"].endswith(plan.not_for_question), plan.id
        assert filled(plan.if_it_fits) in say(session, "yes")["speech"]


@pytest.mark.parametrize("words", ["when should i stop", "it hurts", "that hurts", "ow"])
def test_who_hurts_in_the_middle_of_a_plan_hears_when_to_stop(words: str) -> None:
    for plan in PLANS:
        session, _ = begun(plan)
        say(session, "next")
        record = say(session, words)
        assert filled(plan.stops_when) in record["speech"] or not record["session_open"], plan.id


@pytest.mark.parametrize("age", ["she's six", "he's eight years old", "she is four"])
def test_a_childs_age_said_to_another_question_is_kept(age: str) -> None:
    session = Session(lambda_handler)
    opened = [session.say("check my symptoms for my daughter").record(), session.say(age).record()]
    assert opened[1]["question"] == opened[0]["question"]
    told = session.attributes["check"]["answers"]
    assert "who_which=under_ten" in told
