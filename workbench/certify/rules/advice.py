"""Rules about advice: the disclaimer comes first, the number of an emergency before all, and nothing is promised."""

from __future__ import annotations

from collections.abc import Iterator

from back_guide.content import Content
from back_guide.dialogue.no_check import DANGER_SIGNS
from workbench.authoring.rules.rule import BRACES, spoken
from workbench.authoring.rules.store_page import WARNINGS
from workbench.authoring.rules.words import CLAIM, DOSE
from workbench.certify.response import Response
from workbench.certify.rule import Trial, rule
from workbench.certify.rules.talking import quoted
from workbench.certify.subject import Subject, heard

PROMPTS = "content/en/prompts.yaml"
CONTENT = "content/en"
SIGNS = ("i have chest pain", "i can't feel my legs")


@rule("C24", of="beginnings", mend=PROMPTS)
def advice_before_disclaimer(subject: Subject) -> Iterator[Trial]:
    """Whatever a conversation begins with, the whole disclaimer is spoken before its first advice, in every locale."""
    for locale in subject.models:
        yield _trial(subject, locale, "opening the skill", heard(subject.talk(locale).launch()), "")
        for words, advice in _first_advice(subject.content):
            yield _trial(subject, locale, f'"{words}"', subject.talk(locale).hear(words), advice)


@rule("C24", of="emergencies", mend="content/en/red_flags.yaml")
def number_not_first(subject: Subject) -> Iterator[Trial]:
    """In an emergency the first thing said is the number to call in that country, and the session ends."""
    for locale in subject.models:
        number = subject.content.locale(locale).terms["emergency_number"].say
        for words in SIGNS:
            said = subject.talk(locale).hear(words)
            is_first = number in said.speech.split(".")[0] and not said.is_open
            yield Trial(f'"{words}" ({locale})', "" if is_first else quoted(said))


@rule("C25", of="texts", mend=CONTENT)
def claim_made(subject: Subject) -> Iterator[Trial]:
    """No text that is spoken, and none on the page in the store, diagnoses, promises a cure, or names a dose."""
    for text in spoken(subject.draft):
        yield Trial(f"{text.text.place}", _claim(text.text))
    for locale, page in subject.pages.items():
        for key in ("name", "summary", "description"):
            yield Trial(f"{key} ({locale})", _claim(page[key]))
        yield from (Trial(f'"{phrase}" ({locale})', _claim(phrase)) for phrase in page["examplePhrases"])


def _first_advice(content: Content) -> Iterator[tuple[str, str]]:
    """All that one may ask for at once, with the advice that it gets."""
    yield from ((topic.name, topic.say) for topic in content.topics.values())
    yield from ((plan.ask, plan.not_for) for plan in content.plans.values())
    asks = content.check.is_offered
    yield "check my symptoms", content.prompts["check_begins"].say if asks else content.topics[DANGER_SIGNS].say


def _trial(subject: Subject, locale: str, what: str, said: Response, advice: str) -> Trial:
    """Whether the disclaimer is said, and before the advice."""
    opening = BRACES.split(advice)[0].strip()
    before = (said.speech.partition(opening)[0] if opening else said.speech).lower()
    number = subject.content.locale(locale).terms["emergency_number"].say
    wanted = [words.replace("{emergency_number}", f"call {number}") for words in WARNINGS]
    missing = [words for words in wanted if words not in before]
    return Trial(f"{what} ({locale})", f"its advice comes without, or before, {missing}" if missing else "")


def _claim(text: str) -> str:
    found = CLAIM.search(text) or DOSE.search(text)
    return f'"{found[0]}" diagnoses, promises or doses' if found else ""
