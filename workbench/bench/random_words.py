"""What a random listener says. Each function takes the chance that decides, and gives the words.

The chance is a ``random.Random``. The long run seeds one for each conversation; in the tests hypothesis stands behind
it, and so can shrink what it decided.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from random import Random

import yaml

from back_guide import content as store
from workbench.authoring import draft as drafts

RED_FLAGS = Path(__file__).parents[2] / "tests" / "red_flags" / "en.yaml"

CANARY = re.compile(r"qox\d{4}xoq", re.IGNORECASE)
"""A word that stands in no content: wherever it is found, a listener's words went there."""

LENGTHS = (140, 8_000, 1_000_000)
"""Characters of very long speech: Alexa's limit for a slot, that for speech, and one that nobody keeps to."""

INJECTIONS = (
    "<speak>*</speak>",
    "</p></speak><audio src='https://example.com/*.mp3'/>",
    "*<break time='10s'/><voice name='Brian'>",
    "<![CDATA[*]]>",
    '<!DOCTYPE a [<!ENTITY b "*">]>&b;',
    "&lt;*&gt; &amp; &#60;",
    "<b>*</b> **bold** [*](https://example.com)",
    '{"a": "*"}',
    '"}},"response":{"card":{"title":"*"}}',
    "{emergency_number} {*} {{*}} {0.__class__}",
    "${payload.screen.*} %s %d %(*)s",
    "\\u003c*\\u003e \\n",
    "'; drop table keepsakes; -- *",
    "../../*/etc/passwd",
)
"""Markup, data and paths that somebody might try; a canary takes the place of each star."""

FOREIGN = (
    "mein rücken schmerzt zwischen den schulterblättern",
    "ich bekomme keine luft",
    "मेरी पीठ में दर्द है",
    "背中がつって痛いです",
    "ظهري يؤلمني كثيرا",
    "у меня болит спина",
    "my back 😩🔥 hurts 👩🏽\u200d⚕️",
    "m\u0301y\u0308 b\u0300a\u0302c\u0303k\u0327" + "\u0301" * 50,
    "\u202eyxe\u202c \u200bmy\u200d back\u2066",
    "null\x00byte \x1b[31m \x7f\x85\u2028",
    "\ud83d lone \udc00 surrogates",
    "ＦＵＬＬ ｗｉｄｔｈ ½ ² ﬁ ǆ ß İ",
    "",
    " ",
    "' '' '",
)
TOKENS = (
    "and",
    "or",
    "not",
    "but",
    "if",
    "my",
    "no",
    "can't",
    "zero",
    "a",
    "the",
    "'s",
    "7",
    "1,000",
    "-3",
    "?",
    "...",
)


def canary(chance: Random) -> str:
    """A word to be found again."""
    return f"qox{chance.randrange(10_000):04}xoq"


def marked(chance: Random, words: str) -> str:
    """Words as they are or, one time in four, with a canary after them."""
    return words if chance.random() < 0.75 else f"{words} {canary(chance)}"


def known(chance: Random) -> str:
    """Something that the content has an answer or a command for."""
    return chance.choice(chance.choice(_known()))


def answer(chance: Random) -> str:
    """An answer to a question of the check, of a plan, or to any yes-or-no question."""
    return chance.choice(chance.choice(_answers()))


def danger(chance: Random) -> str:
    """A danger sign."""
    return chance.choice((emergencies(), urgencies())[chance.random() < 0.3])


def babble(chance: Random) -> str:
    """Pieces of sense in no sensible order."""
    return " ".join(chance.choice(chance.choice(_pieces())) for _ in range(chance.randint(1, 12)))


def injection(chance: Random) -> str:
    """Markup or data where words should be."""
    return chance.choice(INJECTIONS).replace("*", canary(chance))


def foreign(chance: Random) -> str:
    """Another language, or letters that are hardly one."""
    return marked(chance, chance.choice(FOREIGN))


def endless(chance: Random) -> str:
    """Speech that fills, or goes far beyond, what Alexa passes on. The longest is rare."""
    (length,) = chance.choices(LENGTHS, (20, 10, 1))
    piece = f"{babble(chance)} {canary(chance)} "
    return (piece * (length // len(piece) + 1))[:length]


@functools.cache
def emergencies() -> tuple[str, ...]:
    """Every sentence that must be taken for an emergency."""
    return tuple(each["said"] for each in _red_flags()["emergency"])


@functools.cache
def urgencies() -> tuple[str, ...]:
    """Every sentence that must at least be urgent."""
    return tuple(each["said"] for each in _red_flags()["urgent"])


@functools.cache
def _red_flags() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = yaml.load(RED_FLAGS.read_bytes(), yaml.CBaseLoader)  # noqa: S506 - strings
    return found


@functools.cache
def _known() -> Sequence[Sequence[str]]:
    english = drafts.read_once().languages["en"]
    return (
        [said for ways in english.vocabulary["commands"].values() for said in ways],
        [question for topic in english.topics.values() for question in topic["ask"]],
        [said for decline in english.declines.values() for said in decline["heard_as"]],
        list(english.vocabulary["alerts"]["ask"]),
        [plan.ask for plan in store.load().plans.values()],
        [*english.check["ask"], "check my ten year old's back", "check symptoms for my mother"],
    )


@functools.cache
def _answers() -> Sequence[Sequence[str]]:
    """Ways of answering. No comes often, since it is what leads on."""
    content = store.load()
    own = [said for asked in content.check.questions.values() for ways in asked.heard_as.values() for said in ways]
    shown = [said for asked in content.check.questions.values() for said in asked.buttons.values()]
    times = ["two days", "since tuesday", "six weeks", "three months", "a year", "an hour", "fifteen minutes"]
    nos = ["no", "nope", "no i don't", "not really", "none of those"]
    return (*[nos] * 6, ["yes", "yes please", "i think so"], ["i'm not sure", "what", "maybe"], own, shown, times)


@functools.cache
def _pieces() -> Sequence[Sequence[str]]:
    content = store.load()
    return (
        TOKENS,
        sorted(content.hearing.phrases),
        sorted(content.rewrites),
        sorted(content.commands),
        [word for counts in content.durations.values() for word in counts],
        list(content.pain_words),
        sorted(content.question_words | content.grammar.negations | content.grammar.somebody | content.contrasts),
        FOREIGN,
    )
