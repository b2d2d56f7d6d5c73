"""What each content file must look like: its keys, and the shape of each value."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from workbench.authoring.strict_yaml import Problem, Rows, Table, Text, Value

Shape = Callable[[Value, str], Iterator[Problem]]
"""Takes a value and the key it stands under; yields what is wrong with it."""


def text(value: Value, key: str) -> Iterator[Problem]:
    """One text, not empty."""
    if not isinstance(value, Text):
        yield _problem(value, f'"{key}" should be one text', f"Write {key}: followed by words.")
    elif not value:
        yield _problem(value, f'"{key}" is empty', "Write it, or delete the line.")


def texts(value: Value, key: str) -> Iterator[Problem]:
    """A list of texts; it may be empty."""
    if not isinstance(value, Rows):
        yield _problem(value, f'"{key}" should be a list', f"Write {key}: [one, another], or a line '- one' for each.")
        return
    for item in value:
        yield from text(item, f"{key}, an item of")


def groups(value: Value, key: str) -> Iterator[Problem]:
    """A list of lists of texts."""
    if not isinstance(value, Rows):
        yield _problem(value, f'"{key}" should be a list of lists', f"Write {key}: [[one, another], [one, third]].")
        return
    for item in value:
        yield from texts(item, f"{key}, a group of")


def date(value: Value, key: str) -> Iterator[Problem]:
    """A day, written 2026-11-22."""
    if not isinstance(value, Text) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield _problem(value, f'"{key}" should be a day', "Write it as year-month-day, like 2026-11-22.")
        return
    try:
        datetime.date.fromisoformat(value)
    except ValueError:
        yield _problem(value, f'"{key}" is {value}, which is in no calendar', "Write the day of the review.")


def language_code(value: Value, key: str) -> Iterator[Problem]:
    """A language, and the name of its folder: "en"."""
    if not isinstance(value, Text) or not re.fullmatch(r"[a-z]{2,3}", value):
        yield _problem(value, f'"{key}" should be a language code', "Write it in two letters, like en.")


def text_or_pair(value: Value, key: str) -> Iterator[Problem]:
    """One text, or {say: …, write: …} where speech and card differ."""
    yield from (fields(say=text, write=text)(value, key) if isinstance(value, Table) else text(value, key))


def yes_word(value: Value, key: str) -> Iterator[Problem]:
    """The word yes, or no line at all."""
    if value != "yes":
        yield _problem(value, f'"{key}" should be yes', "Write yes, or remove the line.")


def text_or_exit(value: Value, key: str) -> Iterator[Problem]:
    """A name, or {raise: an outcome, ask: a question}."""
    exit_shape = fields({"raise": text}, ask=text)
    yield from (exit_shape(value, key) if isinstance(value, Table) else text(value, key))


def number(value: Value, key: str) -> Iterator[Problem]:
    """A whole number in digits."""
    if not isinstance(value, Text) or not re.fullmatch(r"[1-9]\d{0,6}", value):
        yield _problem(value, f'"{key}" should be a whole number', "Write it in digits, like 5.")


def yes(value: Value, key: str) -> Iterator[Problem]:
    """A mark that is either there, as yes, or left out."""
    if value != "yes":
        yield _problem(value, f'"{key}" can only be yes', "Write yes, or delete the line.")


def list_of(shape: Shape) -> Shape:
    """A list of things of one shape."""

    def check(value: Value, key: str) -> Iterator[Problem]:
        if not isinstance(value, Rows):
            yield _problem(value, f'"{key}" should be a list', "Begin each of its entries with a dash.")
            return
        for entry in value:
            yield from shape(entry, key)

    return check


def fields(shapes: Mapping[str, Shape] | None = None, *, optional: Iterable[str] = (), **named: Shape) -> Shape:
    """A mapping with just these keys; those named in ``optional`` may be missing.

    ``shapes`` holds keys that Python keeps for itself (raise).
    """
    return _fields({**(shapes or {}), **named}, frozenset(optional))


def _fields(shapes: Mapping[str, Shape], optional: Collection[str]) -> Shape:

    def check(value: Value, key: str) -> Iterator[Problem]:
        if not isinstance(value, Table):
            yield _problem(value, f'"{key}" should hold the keys {", ".join(shapes)}', "See content/README.md.")
            return
        for found in value.names():
            if found not in shapes:
                yield _problem(found, f'"{found}" is no key of "{key}"', suggestion(found, shapes), "unknown-key")
        for name, shape in shapes.items():
            if name in value:
                yield from shape(value[name], name)
            elif name not in optional:
                yield _problem(value, f'"{key}" has no "{name}"', f"Add {name}: …", "missing-key")

    return check


def mapping_of(shape: Shape) -> Shape:
    """A mapping with keys of the editor's choice, each holding this shape."""

    def check(value: Value, key: str) -> Iterator[Problem]:
        if not isinstance(value, Table):
            yield _problem(value, f'"{key}" should be a list of named things', "Write name: and the thing below it.")
            return
        for name, entry in value.items():
            yield from shape(entry, name)

    return check


def suggestion(name: str, known: Iterable[str] | Mapping[str, object]) -> str:
    """The remedy: "Did you mean …?" where something known is close, else what to do."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f'Did you mean "{near[0]}"?' if near else "Correct it or remove it."


def _problem(value: Value, what: str, remedy: str, rule: str = "wrong-shape") -> Problem:
    return Problem(value.place, what, remedy, rule)


PROMPT = fields(
    say=text,
    ask=text,
    reprompt=text,
    points=texts,
    suggests=texts,
    optional=("say", "ask", "reprompt", "points", "suggests"),
)

SOURCES = mapping_of(fields(title=text, publisher=text, link=text, read=date, seen=text))
LOCALES = mapping_of(fields(language=language_code, invocation_name=text, terms=mapping_of(text_or_pair)))
TOPIC = fields(
    title=text,
    name=text,
    ask=texts,
    say=text,
    more=text,
    points=texts,
    picture=text,
    muscles=texts,
    plan=text,
    related=texts,
    sources=texts,
    reviewed=date,
    optional=("more", "points", "picture", "muscles", "plan"),
)
DECLINE = fields(heard_as=texts, say=text, ask=text, reprompt=text, offers=text, optional=("offers",))
PROMPTS = mapping_of(PROMPT)
SUBJECTS = fields(ours=texts, place=texts, trouble=texts, remedy=texts, animal=texts)
RED_FLAGS = mapping_of(
    fields(
        urgency=text,
        name=text,
        say=text,
        meanwhile=text,
        tell_them=text,
        together=groups,
        heard_as=texts,
        in_any_order=texts,
        lasting=yes,
        sources=texts,
        reviewed=date,
        optional=("say", "meanwhile", "tell_them", "together", "in_any_order", "lasting"),
    )
)
ROUTING = fields(
    begins_with=text,
    questions=mapping_of(
        fields(
            danger_sign=yes_word, follows=text, answers=mapping_of(text_or_exit), optional=("danger_sign", "follows")
        )
    ),
    together=list_of(fields({"raise": text}, when=mapping_of(text))),
    signs=mapping_of(fields({"raise": text}, answers=mapping_of(text), optional=("answers", "raise"))),
    outcomes=mapping_of(fields(urgency=text, offers=text, optional=("offers",))),
)
OTHERWISE = ("say_other", "meanwhile_other", "tell_them_other", "safety_net_other")
"""What an outcome says in other words where the check is for somebody else."""
CHECK_WORDS = fields(
    ask=texts,
    questions=mapping_of(
        fields(
            ask=text,
            again=text,
            ask_other=text,
            again_other=text,
            why=text,
            answers=mapping_of(text),
            heard_as=mapping_of(texts),
            topics=mapping_of(texts),
            in_order=texts,
            buttons=mapping_of(text),
            optional=("topics", "in_order", "buttons"),
        )
    ),
    outcomes=mapping_of(
        fields(
            dict.fromkeys(OTHERWISE, text),
            title=text,
            say=text,
            meanwhile=text,
            tell_them=text,
            safety_net=text,
            points=texts,
            sources=texts,
            reviewed=date,
            optional=(
                "points",
                "tell_them",
                "safety_net",
                "say_other",
                "meanwhile_other",
                "tell_them_other",
                "safety_net_other",
            ),
        )
    ),
)
CARE_PLAN = fields(
    title=text,
    name=text,
    ask=texts,
    not_for=text,
    not_for_question=text,
    not_for_reprompt=text,
    if_it_fits=text,
    starts_with=text,
    steps=list_of(
        fields(
            id=text,
            say=text,
            hold_seconds=number,
            then=text,
            timer_minutes=number,
            picture=text,
            optional=("hold_seconds", "then", "timer_minutes", "picture"),
        )
    ),
    stops_when=text,
    ends_with=text,
    points=texts,
    sources=texts,
    reviewed=date,
    left_for=texts,
)
PLAN_TEXTS = ("not_for", "not_for_question", "not_for_reprompt", "if_it_fits", "starts_with", "stops_when", "ends_with")
PLAN_SAID_OTHERWISE = fields(dict.fromkeys(PLAN_TEXTS, text), optional=PLAN_TEXTS)
STORE_PAGE: dict[str, Shape] = {
    "summary": text,
    "description": text,
    "example_phrases": texts,
    "keywords": texts,
    "testing_instructions": text,
}
ADVICE_ONLY = fields(
    prompts=mapping_of(PROMPT),
    topics=mapping_of(fields(say=text, more=text, points=texts, optional=("say", "more", "points"))),
    care_plans=mapping_of(PLAN_SAID_OTHERWISE),
    every_plan=PLAN_SAID_OTHERWISE,
    skill=fields(STORE_PAGE, optional=STORE_PAGE),
)
SKILL = fields(STORE_PAGE, name=text, tasks=fields(start_check=text, start_plan=text, plan=text))
OWNER = fields(privacy_policy_url=text, terms_of_use_url=text)
CONCEPTS = mapping_of(texts)
SCREEN = fields(
    title=text,
    buttons=mapping_of(text),
    urgency=fields(emergency=text, urgent=text, routine=text, self_care=text),
    progress=text,
    hold=text,
    source=text,
)
SMALL_WORDS = (
    "padding",
    "exceptions",
    "no_new_clause_after",
    "links",
    "certain",
    "supposing",
    "questions_anywhere",
    "prefaces",
    "in_questions",
    "somebody",
    "affirmed",
    "denials_after",
    "still",
    "present",
    "harmless",
)
"""Lists of the vocabulary that a language may do without; see there what each is for."""
HEARD = (
    *("polite", "set", "cancel", "list", "tell_again", "timer", "reminder"),
    *("every", "at_work", "break", "return", "off", "small"),
)
TIMES_SAID = ("second", "minute", "hour", "day", "soon", "weekdays", "parts", "oh")
"""What the words of timers and reminders stand for; see there."""
VOCABULARY = fields(
    dict.fromkeys(SMALL_WORDS, texts),
    commands=mapping_of(texts),
    commands_midway=mapping_of(texts),
    carriers=texts,
    fillers=texts,
    people=fields(other=texts, child=texts, young=texts, aged=texts),
    answers=fields({"yes": texts, "no": texts}, not_sure=texts, yes_alone=texts),
    contrasts=texts,
    question_words=texts,
    leaning=fields(pronouns=texts, pointing=texts, openings=texts, joins=texts),
    stop_signs=texts,
    pain_words=texts,
    durations=fields(
        more=mapping_of(number), counts=mapping_of(number), days=mapping_of(number), seconds=mapping_of(number)
    ),
    alerts=fields(
        ask=texts,
        heard=fields(dict.fromkeys(HEARD, texts)),
        packs=mapping_of(fields({"while": texts}, heard_as=texts, minutes=number, most=number)),
        hours=fields(first=number, last=number),
        said=fields(dict.fromkeys(TIMES_SAID, texts)),
    ),
    ambiguous=mapping_of(texts),
    contractions=mapping_of(text),
    misheard=mapping_of(text),
    alike=mapping_of(texts),
    negations=texts,
    new_clause=texts,
    long_ago=texts,
    general_questions=texts,
    spoken_letters=texts,
    optional=SMALL_WORDS,
)
