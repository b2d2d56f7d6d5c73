"""What each content file must look like: its keys, and the shape of each value."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

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


def fields(optional: Iterable[str] = (), **shapes: Shape) -> Shape:
    """A mapping with just these keys; those named in ``optional`` may be missing."""

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


PROMPT = fields(say=text, ask=text, reprompt=text, optional=("say", "ask", "reprompt"))

SOURCES = mapping_of(fields(title=text, publisher=text, link=text, read=date, seen=text))
LOCALES = mapping_of(fields(language=language_code, invocation_name=text, terms=mapping_of(text_or_pair)))
TOPIC = fields(
    title=text,
    name=text,
    ask=texts,
    say=text,
    more=text,
    related=texts,
    sources=texts,
    reviewed=date,
    optional=("more",),
)
DECLINE = fields(heard_as=texts, say=text, ask=text, reprompt=text, offers=text, optional=("offers",))
PROMPTS = mapping_of(PROMPT)
RED_FLAGS = mapping_of(
    fields(
        urgency=text,
        name=text,
        say=text,
        meanwhile=text,
        tell_them=text,
        together=groups,
        heard_as=texts,
        sources=texts,
        reviewed=date,
        optional=("say", "meanwhile", "tell_them", "together"),
    )
)
VOCABULARY = fields(
    commands=mapping_of(texts),
    carriers=texts,
    fillers=texts,
    ambiguous=mapping_of(texts),
    contractions=mapping_of(text),
    misheard=mapping_of(text),
    alike=mapping_of(texts),
    negations=texts,
    new_clause=texts,
    long_ago=texts,
    general_questions=texts,
    spoken_letters=texts,
)
