"""Questions reach the right answer: tests/understanding/en.yaml, which shares no sentence with the content."""

from collections import Counter

import pytest
from support.listener import ask

from back_guide import content as store
from back_guide.understanding.normalise import normalise
from back_guide.understanding.topics import IDF_UNIT, SPELLING, ZERO, letters, understand, weigh, weighed_rows
from workbench.authoring import draft as drafts
from workbench.bench import understanding

CONTENT = store.load()
HALVES = sorted(understanding.HALVES)


@pytest.mark.parametrize("half", HALVES)
def test_every_topic_has_at_least_six_paraphrases(half: str) -> None:
    counts = {topic: len(ways) for topic, ways in understanding.read(half)["in_scope"].items()}
    assert set(counts) == set(CONTENT.topics)
    assert min(counts.values()) >= 6


@pytest.mark.parametrize("half", HALVES)
def test_no_paraphrase_stands_in_the_content(half: str) -> None:
    language = drafts.read_once().languages["en"]
    taught = {question for topic in language.topics.values() for question in topic["ask"]}
    taught |= {said for decline in language.declines.values() for said in decline["heard_as"]}
    sentences = understanding.read(half)
    asked = [said for part in sentences.values() for ways in part.values() for said in ways]
    assert [said for said in asked if said in taught] == []
    assert [said for said, count in Counter(asked).items() if count > 1] == []


def test_unseen_questions_reach_their_answer_as_often_as_we_promise() -> None:
    shares = understanding.measure("test", CONTENT).shares()
    assert shares["in scope: right answer"] >= 0.93
    assert shares["in scope: right answer, or offered"] >= 0.97
    assert shares["in scope: wrong answer as if right"] <= 0.02
    assert shares["out of scope: declined"] >= 0.96


def test_a_topic_is_found_by_each_of_its_own_examples() -> None:
    language = drafts.read_once().languages["en"]
    lost = [
        question
        for name, topic in language.topics.items()
        for question in topic["ask"]
        if name not in understand(normalise(question, CONTENT.rewrites), CONTENT.matcher).topics
    ]
    assert lost == []


@pytest.mark.parametrize("topic", CONTENT.topics)
def test_a_topic_answers_its_first_example_out_loud(topic: str) -> None:
    question = drafts.read_once().languages["en"].topics[topic]["ask"][0]
    record = ask(question)
    assert (record["decision"], record["topic"]) == ("answer", topic)
    assert record["card"]["title"] == CONTENT.topics[topic].title


@pytest.mark.parametrize(
    "words",
    [
        "",
        "   ",
        "?",
        "…",
        "🤕🤕🤕",
        "ظهري يؤلمني",
        "мне больно",
        "\x00\x07\x1b[2J",
        "the of and to",
        "a " * 5000,
        "spasm " * 2000,
    ],
)
def test_odd_words_get_a_reply_with_a_question(words: str) -> None:
    record = ask(words)
    assert record["decision"] in ("decline", "confirm", "answer")
    assert record["session_open"]
    assert record["reprompt"]


def test_a_question_about_a_place_that_is_not_ours_is_turned_away_however_it_is_treated() -> None:
    for question in ("should a hip x ray hurt", "what does a ct scan of the abdomen show", "does a tens help my knee"):
        assert ask(question)["decision"] == "decline"
    assert ask("can heartburn be felt in the back")["topic"] == "organs_that_refer_pain"


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("where are my rom boys", "rhomboids"),
        ("where are my lads", "latissimus_dorsi"),
        ("should i see a fizzy o", "physical_therapy"),
        ("is it better eyes or heat", "heat_or_ice"),
    ],
)
def test_what_a_recogniser_mishears_is_still_understood(heard: str, meant: str) -> None:
    record = ask(heard)
    assert meant in (record["topic"], *(record["options"] or ()))


def meaning(feature: str) -> list[float]:
    """What a feature says for each class."""
    matcher = CONTENT.matcher
    row, width = matcher.rows([feature])[feature], len(matcher.classes)
    return [(weight - ZERO) * matcher.scale for weight in matcher.weights[row * width : (row + 1) * width]]


@pytest.mark.parametrize("word", ["spasm", "rhomboids", "the"])
def test_the_letters_of_a_known_word_say_together_what_they_say_one_by_one(word: str) -> None:
    matcher = CONTENT.matcher
    counts = Counter(letters(word))
    idf = {name: matcher.idf[row] / IDF_UNIT for name, row in matcher.rows(counts).items()}
    one_by_one = [(weight, meaning(name)) for name, weight in weigh(counts, idf, matcher.rarest).items()]
    most = (ZERO - 1) * matcher.scale  # what a byte holds
    summed = [sum(weight * said[at] for weight, said in one_by_one) for at in range(len(matcher.classes))]
    summed = [max(-most, min(most, each)) for each in summed]
    assert meaning(f"{SPELLING}{word}") == pytest.approx(summed, abs=2 * matcher.scale)


def test_a_word_that_was_never_met_is_taken_by_its_letters() -> None:
    weighed = weighed_rows(["rhombboids"], CONTENT.matcher)
    assert set(weighed) <= set(letters("rhombboids"))
    assert understand(["where", "are", "the", "rhombboids"], CONTENT.matcher).topics == ("rhomboids",)
