"""What an editor can rely on: a new file is understood, collisions are told, and any answer can be explained."""

import re
from pathlib import Path

import pytest
from test_proofreading import back_guide, clean

from back_guide import content as store
from back_guide.content.matcher import Matcher
from back_guide.understanding.normalise import normalise
from back_guide.understanding.topics import understand
from workbench.authoring import compile_matcher
from workbench.authoring import draft as drafts
from workbench.authoring.collisions import collisions
from workbench.authoring.rewrites import rewrites
from workbench.cli import main

JUGGLING = """# example: is juggling good for my back
title: Juggling
name: juggling
ask:
  - is juggling good for my back
  - does juggling help
  - can i juggle with a sore back
  - juggling
  - juggling for back pain
  - should i juggle
  - how do i juggle with a stiff back
  - three balls and a bad back
  - will juggling loosen my shoulders
  - what about juggling clubs
say: Juggling keeps you moving.
related: [heat]
sources: [a_source]
reviewed: 2026-01-01
"""


def fitted(content: Path) -> tuple[drafts.Language, Matcher]:
    """The English of a content folder, and the matcher that a build makes of it."""
    language = drafts.read(content).languages["en"]
    return language, Matcher.from_bytes(compile_matcher.matcher_file(language))


def test_a_topic_added_as_one_file_is_understood_after_a_build(tmp_path: Path) -> None:
    content = clean(tmp_path)
    (content / "en/topics/juggling.yaml").write_text(JUGGLING, encoding="utf-8")
    language, matcher = fitted(content)
    match = understand(normalise("is it okay to be juggling", rewrites(language)), matcher)
    assert (match.band, match.topics) == ("answer", ("juggling",))


def test_a_question_that_the_matcher_gives_to_another_topic_is_told_with_its_line(tmp_path: Path) -> None:
    content = clean(tmp_path)
    _, matcher = fitted(content)
    heat = content / "en/topics/heat.yaml"
    text = heat.read_text(encoding="utf-8")
    stray = "how do i use a cold pack after a strain"
    heat.write_text(text.replace("ask:\n", f"ask:\n  - {stray}\n", 1), encoding="utf-8")
    told = [str(problem) for problem in collisions(drafts.read(content).languages["en"], matcher)]
    line = text.splitlines().index("ask:") + 2
    assert [re.sub(r"\d+%", "…", problem) for problem in told] == [
        f'content/en/topics/heat.yaml:{line}: "{stray}" sounds like ice (…) rather than heat (…). '
        "Move it there, or write more like it here. [collides]"
    ]


def test_hardly_any_of_our_own_questions_go_astray() -> None:
    language = drafts.read_once().languages["en"]
    questions = sum(len(topic["ask"]) for topic in language.topics.values())
    found = [str(problem) for problem in collisions(language, store.load().matcher)]
    assert len(found) <= questions / 500, found


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("does heat help a back spasm", "it is one of the examples of heat"),
        ("why do my muscles in the upper back seize up when it is cold outside", "reaches"),
        ("can stress make your hair fall out", "has no example about hair"),
        ("sing me a song about rain", "what is not ours reaches"),
        ("", "(no words)"),
    ],
)
def test_explain_tells_the_band_and_why(question: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", question]) == 0
    assert said in capsys.readouterr().out


def test_explain_names_the_words_and_examples_behind_a_topic() -> None:
    run = back_guide("explain", drafts.ROOT, "can i sit in a sauna with a tight back")
    assert "for it:" in run.stdout
    assert "sauna" in run.stdout.split("for it:")[1]
    assert "like:" in run.stdout
