"""Reads YAML strictly: every value knows its file and line, and nothing is guessed.

``yes``, ``no`` and ``1:30`` stay words, a duplicate key is a problem, and so are tags, anchors and aliases
(an alias bomb never unfolds), and characters that nobody sees. Problems are values, so that all of them can be shown
at once.
"""

from __future__ import annotations

import errno
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

BIGGEST_FILE = 1_000_000  # bytes; a hand-written content file is a few kilobytes
DEEPEST = 20  # levels of nesting


@dataclass(frozen=True, order=True)
class Place:
    """A file, as an editor would name it, and a line in it (from 1)."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong with the content: where, what, and what to do about it."""

    place: Place
    what: str
    remedy: str
    rule: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}. {self.remedy} [{self.rule}]"


class Text(str):
    """A word or text that knows its place."""

    place: Place


class Table(dict[str, Any]):
    """A mapping that knows its place; so do its names, each a Text."""

    place: Place

    def names(self) -> list[Text]:
        """Its keys, with their places."""
        return [name for name in self if isinstance(name, Text)]


class Rows(list[Any]):
    """A list that knows its place."""

    place: Place


Value = Text | Table | Rows
Placed = TypeVar("Placed", Text, Table, Rows)


def read(path: Path, called: str) -> tuple[Value | None, list[Problem]]:
    """The content of one file (None where it has none that can be read) and what is wrong with it.

    ``called`` is the name that problems use for the file.
    """
    try:
        data = _bytes(path)
        if len(data) > BIGGEST_FILE:
            return None, [_problem(called, 1, f"larger than {BIGGEST_FILE} bytes", "Split it up.", "file-too-large")]
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [_problem(called, line, "not UTF-8 text", "Save the file as UTF-8.", "not-utf-8")]
    except OSError as error:
        reason = (error.strerror or "unreadable").lower()
        return None, [_problem(called, 1, f"can't be read: {reason}", "Put the file there.", "unreadable")]
    return parse(text, called)


def parse(text: str, called: str) -> tuple[Value | None, list[Problem]]:
    """As ``read``, of text that is at hand."""
    lines = enumerate(text.split("\n"), 1)
    unseen = [Problem(Place(called, number), *told) for number, line in lines for told in _unseen(line)]
    if unseen:
        return None, unseen
    try:
        unwanted = [Problem(Place(called, line), *told) for line, told in _unwanted(text)]
        if unwanted:
            return None, unwanted
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(str(error.problem or "not YAML").split())
        remedy = "Indent with spaces, not tabs; quote text that holds ': ' or '#'."
        return None, [_problem(called, mark.line + 1 if mark else 1, what, remedy, "not-yaml")]
    except yaml.YAMLError as error:
        what = " ".join(str(error).split())[:100]
        return None, [_problem(called, 1, what, "Remove what is not text.", "not-yaml")]
    if node is None:
        return None, [_problem(called, 1, "empty", "Write its content or delete it.", "empty-file")]
    walk = _Walk(called)
    return walk.value(node), walk.problems


def escaped(value: Value) -> Iterator[Problem]:
    """Problems with characters of a value that were written as escapes, which no line of the file shows."""
    if isinstance(value, Text):
        yield from (Problem(value.place, *told) for told in _unseen(value.replace("\n", " ")))
    elif isinstance(value, Table):
        for name in value.names():
            yield from escaped(name)
            yield from escaped(value[name])
    else:
        for item in value:
            yield from escaped(item)


def _bytes(path: Path) -> bytes:
    """The bytes of a plain file, cut off where it is too large. Raises OSError, for a pipe or a device too."""
    if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "not a plain file")
    with path.open("rb") as file:
        return file.read(BIGGEST_FILE + 1)


def _unseen(line: str) -> Iterator[tuple[str, str, str]]:
    """What a reader of a line would not see: characters without a picture or that turn it around, and two spellings."""
    hidden = next((letter for letter in line.removesuffix("\r").replace("\t", "") if not letter.isprintable()), None)
    if hidden:
        yield f"the character U+{ord(hidden):04X} can't be seen", "Delete it, or use a plain space.", "hidden-character"
    elif not unicodedata.is_normalized("NFC", line):
        yield (
            "a letter is not the one character that it could be",
            "Save the file in Unicode's form NFC.",
            "not-composed",
        )


def _unwanted(text: str) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """What YAML allows and content may not have, with its line. Judged before anything is built from it."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        tag = getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            yield line, (f"the alias *{event.anchor} points elsewhere", "Write the text out.", "alias")
        elif tag:
            yield line, (f"the tag {tag.split(':')[-1]!r} is not allowed", "Remove the '!…'.", "tag")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                yield line, ("nested too deeply", "Flatten it.", "not-yaml")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


class _Walk:
    """Turns YAML nodes into placed values, noting problems on the way."""

    def __init__(self, called: str) -> None:
        self.called = called
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node) -> Value:
        place = Place(self.called, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return _placed(Table(self.entries(node)), place)
        if isinstance(node, yaml.SequenceNode):
            return _placed(Rows(self.value(child) for child in node.value), place)
        return _placed(Text(node.value.strip()), place)

    def entries(self, node: yaml.MappingNode) -> Iterator[tuple[Text, Value]]:
        seen: dict[str, int] = {}
        for key_node, value_node in node.value:
            key = self.value(key_node)
            if not isinstance(key, Text):
                self.problem(key.place, "a key is not a word", "Use a plain word before the colon.", "not-yaml")
                continue
            if key in seen:
                what = f'"{key}" stands here twice (first on line {seen[key]})'
                self.problem(key.place, what, "Keep one of the two.", "duplicate-key")
            seen.setdefault(key, key.place.line)
            yield key, self.value(value_node)

    def problem(self, place: Place, what: str, remedy: str, rule: str) -> None:
        self.problems.append(Problem(place, what, remedy, rule))


def _placed(value: Placed, place: Place) -> Placed:
    value.place = place
    return value


def _problem(called: str, line: int, what: str, remedy: str, rule: str) -> Problem:
    return Problem(Place(called, line), what, remedy, rule)
