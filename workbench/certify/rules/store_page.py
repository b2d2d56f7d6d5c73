"""Rules about the page in the store: what it shows works, and what has to stand there does."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

from workbench.authoring.rules.store_page import LONGEST, MOST, WARNINGS
from workbench.authoring.skill_package import PACKAGE
from workbench.certify.response import Response
from workbench.certify.rule import Trial, rule
from workbench.certify.rules.talking import HELP, quoted, unanswered
from workbench.certify.subject import Subject, heard

PAGE = "content/en/skill.yaml"
ASSETS = PACKAGE / "skill-package" / "assets"

TO_ALEXA = re.compile(r'"(Alexa, [^"]+)"')
QUOTED = re.compile(r'"([^"]+)"')
SUGGESTED = re.compile(r"(?:\b[Ss]ay|\b[Aa]sk|\bTry|\bor|\bexample), (?!say,)([a-zI' ]+?)(?=[,.]|$)")
"""What spoken words suggest to say: "you can say, check my symptoms, or, …"."""

REAL = ("answer", "check_question", "plan_step")
"""Decisions that give what was asked for."""

NOT_TAKEN = ("decline", "confirm", "apology")
ICONS = {"smallIconUri": 108, "largeIconUri": 512}
"""How many pixels wide and high each icon is."""

PNG = b"\x89PNG\r\n\x1a\n"
LONGEST_ON_PAGE = {key: most for key, most in LONGEST.items() if key != "testing_instructions"}
MOST_ON_PAGE = {"examplePhrases": MOST["example_phrases"], "keywords": MOST["keywords"]}


@rule("C1", of="pages", mend=PAGE)
def not_opened_first(subject: Subject) -> Iterator[Trial]:
    """The first example phrase opens the skill, or asks it something, by the invocation name of the locale."""
    for locale, page in subject.pages.items():
        first = next(iter(page["examplePhrases"]), "")
        opens = _after_the_name(subject, locale, first) is not None
        yield Trial(f'"{first}" ({locale})', "" if opens else "the skill is not called by its name")


@rule("C2", of="phrases", mend=PAGE)
def phrase_not_a_sample(subject: Subject) -> Iterator[Trial]:
    """Every phrase on the page and in the spoken help is a sample utterance, or a value of the slot of one."""
    for locale in subject.pages:
        said = [_after_the_name(subject, locale, phrase) or "" for phrase in _phrases(subject, locale)]
        for words in (*filter(None, said), *_in_the_help(subject, locale)):
            meant = subject.recognisers[locale].hear(words)
            is_one = not meant.question or meant.resolved
            yield Trial(f'"{words}" ({locale})', "" if is_one else "no sample of the interaction model is like that")


@rule("C3", of="phrases", mend=PAGE)
def phrase_declined(subject: Subject) -> Iterator[Trial]:
    """Said to the skill, every phrase on the page, in the spoken help and in the testing instructions is answered."""
    for locale in subject.pages:
        for phrase in _phrases(subject, locale):
            yield _answered(subject, locale, phrase)
        for words in _in_the_help(subject, locale):
            talk = subject.talk(locale)
            talk.say("heat or ice")
            yield _taken(words, locale, talk.hear(words))
        talk = subject.talk(locale)
        for words in QUOTED.findall(subject.manifest["publishingInformation"]["testingInstructions"]):
            yield _taken(words, locale, heard(talk.launch()) if words.startswith("Alexa, ") else talk.hear(words))


@rule("C4", of="pages", mend=PAGE)
def description_incomplete(subject: Subject) -> Iterator[Trial]:
    """The description says that this is a skill, and shows how to ask it something in one breath."""
    for locale, page in subject.pages.items():
        one_shots = [phrase for phrase in TO_ALEXA.findall(page["description"]) if phrase.startswith("Alexa, ask ")]
        asks = any(_after_the_name(subject, locale, phrase) for phrase in one_shots)
        yield Trial(f"the description ({locale})", "" if asks else "it shows no question asked in one breath")
        yield Trial(f"the description ({locale})", "" if "skill" in page["description"] else 'it does not say "skill"')


@rule("C4", of="texts and icons", mend=PAGE)
def page_too_large(subject: Subject) -> Iterator[Trial]:
    """The page keeps Amazon's limits: so many characters, phrases and keywords, and icons of two sizes."""
    for locale, page in subject.pages.items():
        for key, most in LONGEST_ON_PAGE.items():
            yield Trial(f"{key} ({locale})", _over(len(page[key]), most, "characters"))
        for key, (most, longest) in MOST_ON_PAGE.items():
            yield Trial(f"{key} ({locale})", _over(len(page[key]), most, key) or "" if page[key] else "there are none")
            for text in page[key]:
                yield Trial(f'"{text}" ({locale})', _over(len(text), longest, "characters"))
        for key, pixels in ICONS.items():
            size = _size(ASSETS / Path(page[key]).name)
            yield Trial(f"{page[key]} ({locale})", "" if size == (pixels, pixels) else f"its size is {size}")


@rule("C4", "C24", of="texts", mend=PAGE)
def disclaimer_missing(subject: Subject) -> Iterator[Trial]:
    """The description says in every locale what the skill can't be, and which number to call in an emergency."""
    for locale, page in subject.pages.items():
        number = subject.content.locale(locale).terms["emergency_number"].write
        for words in WARNINGS:
            wanted = words.replace("{emergency_number}", f"call {number}")
            missing = wanted not in page["description"]
            yield Trial(f"the description ({locale})", f'it does not say "{wanted}"' if missing else "")


def _phrases(subject: Subject, locale: str) -> list[str]:
    """Every phrase on a page that begins with "Alexa"."""
    page = subject.pages[locale]
    return [*page["examplePhrases"], *TO_ALEXA.findall(page["description"])]


def _in_the_help(subject: Subject, locale: str) -> list[str]:
    """What the spoken help suggests to say."""
    return SUGGESTED.findall(subject.talk(locale).command(HELP).speech)


def _after_the_name(subject: Subject, locale: str, phrase: str) -> str | None:
    """What a phrase asks, "" where it just opens the skill; None where it calls it in no way that Alexa knows."""
    name = re.escape(subject.models[locale]["invocationName"])
    found = re.fullmatch(rf"Alexa, (?:open {name}|ask {name} (?:to |for )?(.+))", phrase)
    return (found[1] or "") if found else None


def _answered(subject: Subject, locale: str, phrase: str) -> Trial:
    """Whether a phrase on the page opens the skill, or gets what it promises."""
    words, talk = _after_the_name(subject, locale, phrase), subject.talk(locale)
    said = talk.hear(words) if words else heard(talk.launch())
    is_real = said.decision in REAL if words else words is not None and said.is_open
    return Trial(f'"{phrase}" ({locale})', unanswered(said) or ("" if is_real else quoted(said)))


def _taken(words: str, locale: str, said: Response) -> Trial:
    """Whether something is not turned away."""
    is_taken = bool(said.decision) and said.decision not in NOT_TAKEN
    return Trial(f'"{words}" ({locale})', unanswered(said) or ("" if is_taken else quoted(said)))


def _over(count: int, most: int, what: str) -> str:
    return f"{count} {what} are more than {most}" if count > most else ""


def _size(icon: Path) -> tuple[int, int]:
    """The width and height of a PNG, which stand at its beginning."""
    head = icon.read_bytes()[:24]
    width, height = struct.unpack(">II", head[16:]) if head.startswith(PNG) else (0, 0)
    return width, height
