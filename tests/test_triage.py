"""Every path of the symptom check, walked: it ends, in time, and never too low."""

from collections.abc import Iterator, Mapping

import pytest

from back_guide import content as store
from back_guide.content.check import URGENCIES
from back_guide.triage import rank, walk

CHECK = store.load().check
ANSWERS = Mapping[str, str]


def paths(answers: dict[str, str] | None = None) -> Iterator[tuple[dict[str, str], str]]:
    """Every way through the check, depth first: the answers given, and the outcome they end in."""
    given = answers or {}
    place = walk(CHECK, given)
    if not place.question:
        yield given, place.outcome
        return
    for answer in CHECK.questions[place.question].exits:
        yield from paths({**given, place.question: answer})


ALL = list(paths())


def urgency(outcome: str) -> str:
    return CHECK.outcomes[outcome].urgency


def test_every_path_ends_in_an_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f" [{len(ALL)} paths]", end="")
    assert len(ALL) > 500
    assert all(outcome in CHECK.outcomes for _, outcome in ALL)


def test_every_outcome_is_reached_by_a_path_or_a_volunteered_sign() -> None:
    volunteered = {sign.outcome for sign in CHECK.signs.values()}
    assert set(CHECK.outcomes) - {outcome for _, outcome in ALL} - volunteered == set()


def test_no_way_to_self_care_asks_more_than_twelve_questions() -> None:
    assert max(len(given) for given, outcome in ALL if urgency(outcome) == "self_care") <= 12


def test_every_danger_sign_is_asked_within_the_first_seven_questions() -> None:
    asked = list(next(given for given, outcome in ALL if outcome == "care_strain"))
    signs = [name for name, question in CHECK.questions.items() if question.danger_sign and not question.follows]
    assert set(signs) == set(asked[:7])


def test_an_emergency_ends_the_check_at_once() -> None:
    for given, outcome in ALL:
        if urgency(outcome) == "emergency":
            before = dict(list(given.items())[:-1])
            assert walk(CHECK, before).question, given


def test_each_answer_brings_at_least_the_urgency_that_it_raises_whatever_else_was_said() -> None:
    for given, outcome in ALL:
        for name, answer in given.items():
            raised = CHECK.questions[name].exits[answer].outcome
            if raised:
                assert rank(CHECK, outcome) <= rank(CHECK, raised), (given, name)


def test_not_sure_to_a_danger_sign_counts_as_yes() -> None:
    for question in CHECK.questions.values():
        if question.danger_sign and "yes" in question.exits:
            assert question.exits["not_sure"] == question.exits["yes"], question.id


def worse(given: ANSWERS, name: str) -> Iterator[dict[str, str]]:
    """The same answers with one danger sign more: yes, and each answer to what is asked then."""
    follow_ups = [question for question in CHECK.questions.values() if question.follows == name]
    if not follow_ups:
        yield {**given, name: "yes"}
    for question in follow_ups:
        for answer in set(question.exits) - {"no"}:
            yield {**given, name: "yes", question.id: answer}


def completed(given: ANSWERS) -> str:
    """The outcome of some answers, anything else that is asked being answered no, or else with the first answer."""
    answers = dict(given)
    while (place := walk(CHECK, answers)).question:
        exits = CHECK.questions[place.question].exits
        answers[place.question] = "no" if "no" in exits else next(iter(exits))
    return place.outcome


def test_one_more_danger_sign_never_lowers_the_urgency() -> None:
    signs = [name for name, question in CHECK.questions.items() if question.danger_sign and not question.follows]
    signs += [name for name in ("history", "other_signs", "who") if name in CHECK.questions]
    for given, outcome in ALL:
        for name in signs:
            if given.get(name) == "no":
                for more in worse(given, name):
                    assert rank(CHECK, completed(more)) <= rank(CHECK, outcome), (given, more)


def test_a_volunteered_fact_has_the_effect_of_answering_it() -> None:
    for sign, counts in CHECK.signs.items():
        volunteered_first = walk(CHECK, counts.answers, [counts.outcome] if counts.outcome else [])
        for name, answer in counts.answers.items():
            assert answer in CHECK.questions[name].exits, sign
        assert volunteered_first.question, f"{sign} ends the check before its danger signs are asked"
        everything_else_no = completed(counts.answers)
        for name, answer in counts.answers.items():
            raised = CHECK.questions[name].exits[answer].outcome
            main_asked = not CHECK.questions[name].follows or CHECK.questions[name].follows in counts.answers
            if raised and main_asked:
                assert rank(CHECK, everything_else_no) <= rank(CHECK, raised), sign


def test_answers_that_are_worse_together_are_an_emergency_together() -> None:
    base = {"limbs": "yes", "limbs_which": "one_limb"}
    assert urgency(completed(base)) == "urgent"
    assert urgency(completed({**base, "history": "yes", "history_which": "cancer"})) == "emergency"
    assert urgency(completed({**base, "fever": "yes"})) == "emergency"


def test_an_answer_that_no_question_knows_is_asked_again() -> None:
    assert walk(CHECK, {"chest": "banana"}).question == "chest"
    assert walk(CHECK, {"chest": "no", "nonsense": "yes"}, ["nothing"]).question == "unwell_now"


def test_the_urgencies_are_in_order() -> None:
    assert URGENCIES == ("emergency", "urgent", "routine", "self_care")
