"""Reads the compiled content that the build wrote beside this module."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from back_guide.content.advice_only import advice_only
from back_guide.content.model import Content, Matcher

COMPILED = Path(__file__).with_name("compiled")


def load(language: str = "en", *, symptom_check: bool = True) -> Content:
    """The content of a language, with the symptom check or without, read once a process.

    Raises FileNotFoundError, ValueError, KeyError or TypeError where the build is missing or of another version.
    """
    return _load(language, symptom_check)


@functools.cache
def _load(language: str, symptom_check: bool) -> Content:
    data = json.loads((COMPILED / f"{language}.json").read_text(encoding="utf-8"))
    said = data if symptom_check else advice_only(data)
    return Content.from_dict(said, read_matcher((COMPILED / f"{language}.matcher").read_bytes()))


def read_matcher(data: bytes) -> Matcher:
    """The fitted matcher: one line of JSON, then the table. Raises ValueError or KeyError where it is damaged."""
    head, table = data.split(b"\n", 1)
    fields = json.loads(head)
    names = fields["features"]
    if len(table) != len(names) * len(fields["classes"]):
        raise ValueError("the matcher's table is cut short; build it again")
    return Matcher(
        examples={said: fields["classes"][index] for said, index in fields["examples"].items()},
        classes=tuple(fields["classes"]),
        biases=tuple(fields["biases"]),
        scale=fields["scale"],
        idf=dict(zip(names, fields["idf"], strict=True)),
        rarest=max(fields["idf"]),
        row={name: row for row, name in enumerate(names)},
        table=table,
    )
