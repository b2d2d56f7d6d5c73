"""Conversations as YAML: read, played, and written as the tests under tests/conversations/ are.

A turn is one thing done (``say: heat or ice``) and what is expected of the reply, by the keys of ``Exchange.record``.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.authoring.draft import ROOT
from workbench.authoring.strict_yaml import Place, Problem, Rows, Table, Text, Value, parse, read
from workbench.simulator.envelope import DEVICES, LOCALES
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Exchange, Session

FOLDER = ROOT / "tests" / "conversations"
LOCALE, DEVICE = "en-US", "dot"
ALLOWED = ("timers", "reminders")
PERMISSIONS = ("ACCEPTED", "DENIED", "NOT_ANSWERED")
KEYS = ("locale", "device", "allowed", "unhappy", "turns")
EXPECTED = ("decision", "topic", "options", "question", "outcome", "urgency", "session_open")
"""What a saved turn expects of its reply, as far as the reply has it. Its words may change; these should not."""

SAYINGS = ("says", "never_says")
"""What a turn may expect of the words of its reply, a list each."""

WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None}


class MalformedError(Exception):
    """A transcript that can't be read. The message is one line: the file, the line in it, and what to do."""


@dataclass(frozen=True)
class Step:
    """One thing done: its name ("say") and what goes with it, the words or a touch's arguments."""

    action: str
    value: Any = ""
    expect: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Transcript:
    """A conversation: with what, in whose English, what the skill may do from the start, step by step."""

    locale: str
    device: str
    allowed: tuple[str, ...]
    steps: tuple[Step, ...]


def play(session: Session, step: Step, services: AlexaServices) -> Exchange:
    """Does one step in a session. What is granted is allowed from then on."""
    if (step.action, step.value) == ("permission", "ACCEPTED"):
        services.allowed |= set(ALLOWED)
    return ACTIONS[step.action](session, step.value)


def _one_shot(session: Session, words: str) -> Exchange:
    session.close()
    return session.say(words)


ACTIONS: Mapping[str, Callable[[Session, Any], Exchange]] = {
    "launch": lambda session, _: session.launch(),
    "say": lambda session, words: session.say(words),
    "one_shot": _one_shot,
    "touch": lambda session, arguments: session.touch(arguments),
    "permission": lambda session, status: session.permit(status),
    "silence": lambda session, _: session.end(),
}
"""What one can do: open the skill, say something (``one_shot``: in one breath with opening it), tap the screen, answer
a permission prompt, or stay silent until Alexa ends the session."""


def load(path: Path) -> Transcript:
    """The transcript in a file. Raises MalformedError."""
    return _understood(str(path), *read(path, str(path)))


def loads(text: str, called: str) -> Transcript:
    """The transcript in a text; ``called`` is what its problems name it. Raises MalformedError."""
    return _understood(called, *parse(text, called))


def dumps(transcript: Transcript, title: str) -> str:
    """A transcript as YAML, with its title as the comment at the top."""
    head = [f"# {' '.join(title.split())}"]
    head += [f"locale: {transcript.locale}"] if transcript.locale != LOCALE else []
    head += [f"device: {transcript.device}"] if transcript.device != DEVICE else []
    head += [f"allowed: [{', '.join(transcript.allowed)}]"] if transcript.allowed != ALLOWED else []
    return "\n".join([*head, "turns:", *(_written(step) for step in transcript.steps), ""])


def expected(record: Mapping[str, Any]) -> dict[str, Any]:
    """What a saved turn expects of its reply."""
    return {key: record[key] for key in EXPECTED if record[key] is not None}


def is_expected_well(expect: Mapping[str, Any]) -> bool:
    """Whether what is expected to be said, and never said, are lists of words."""
    said = [expect.get(key, []) for key in SAYINGS]
    return all(isinstance(words, list) and all(isinstance(each, str) for each in words) for words in said)


def unmet(step: Step, record: Mapping[str, Any]) -> list[str]:
    """What a step expects and its record does not have, a line each."""
    speech = record["speech"] or ""
    plain = {key: wanted for key, wanted in step.expect.items() if key not in SAYINGS}
    problems = [f"{key}: {wanted!r} was expected, not {record.get(key)!r}" for key, wanted in plain.items()
                if key not in record or record[key] != wanted]  # fmt: skip
    problems += [f"it never said {words!r}" for words in step.expect.get("says", []) if words not in speech]
    return problems + [f"it said {words!r}" for words in step.expect.get("never_says", []) if words in speech]


def _written(step: Step) -> str:
    value = "" if step.action in ("launch", "silence") else f" {_quoted(step.value)}"
    wanted = ", ".join(f"{key}: {_plain_yaml(value)}" for key, value in step.expect.items())
    return f"  - {step.action}:{value}\n    expect: {{{wanted}}}"


def _plain_yaml(value: object) -> str:
    """A name as YAML writes it; everything else as JSON, which is YAML too."""
    return value if isinstance(value, str) and value.isidentifier() else _quoted(value)


def _quoted(value: object) -> str:
    """A value as JSON. What nobody would see in the file stands there as an escape."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
    composed = unicodedata.is_normalized("NFC", text)
    seen = (each.isprintable() and (composed or each.isascii()) for each in text)
    return "".join(each if as_it_is else f"\\U{ord(each):08x}" for each, as_it_is in zip(text, seen, strict=True))


def _understood(called: str, value: Value | None, problems: Sequence[Problem]) -> Transcript:
    if problems:
        raise MalformedError(str(problems[0]))
    if not isinstance(value, Table):
        raise _malformed(value or Place(called, 1), "no transcript", "Begin with 'turns:' and a list under it")
    for name in value.names():
        if name not in KEYS:
            raise _malformed(name, f'"{name}" is nothing that a transcript has', f"It may have {', '.join(KEYS)}")
    turns = value.get("turns")
    if not isinstance(turns, Rows) or not turns:
        raise _malformed(turns or value, "there are no turns", "Write 'turns:' and a list under it")
    return Transcript(
        _one_of(value, "locale", LOCALES, LOCALE),
        _one_of(value, "device", tuple(DEVICES), DEVICE),
        _allowed(value),
        tuple(_step(turn) for turn in turns),
    )


def _one_of(table: Table, key: str, choices: Sequence[str], otherwise: str) -> str:
    chosen = table.get(key, otherwise)
    if chosen not in choices:
        raise _malformed(chosen, f"{chosen!r} is no {key}", f"Choose from {', '.join(choices)}")
    return str(chosen)


def _allowed(table: Table) -> tuple[str, ...]:
    named = table.get("allowed", ALLOWED)
    if isinstance(named, (Text, Table)) or not set(map(str, named)) <= set(ALLOWED):
        raise _malformed(named, "what the skill may do is unknown", f"List some of {', '.join(ALLOWED)} in [brackets]")
    return tuple(map(str, named))


def _step(turn: Value) -> Step:
    done = [name for name in turn.names() if name in ACTIONS] if isinstance(turn, Table) else []
    if not isinstance(turn, Table) or len(done) != 1:
        raise _malformed(turn, "a turn does one thing", f"Write one of {', '.join(ACTIONS)}")
    for name in turn.names():
        if name not in (*ACTIONS, "expect"):
            raise _malformed(name, f'"{name}" is nothing that one does', f"Write one of {', '.join(ACTIONS)}")
    action, expect = str(done[0]), turn.get("expect", Table())
    if not isinstance(expect, Table):
        raise _malformed(expect, "what is expected is no table", "Write it as {decision: answer}")
    wanted = _plain(expect)
    if not is_expected_well(wanted):
        raise _malformed(expect, "what it says, or never says, is no list of words", "Write it as {says: [words]}")
    return Step(action, _value(action, turn[action]), wanted)


def _value(action: str, value: Value) -> Any:
    """What goes with an action: a list for a touch, an answer to a permission prompt, else words."""
    if action == "touch":
        if not isinstance(value, Rows):
            raise _malformed(value, "a touch has a list of arguments", "Write them in [brackets]")
        return _plain(value)
    if not isinstance(value, Text):
        raise _malformed(value, f"what goes with {action} is no text", "Write it on the same line, in quotes")
    if action == "permission" and value not in PERMISSIONS:
        raise _malformed(value, f"{str(value)!r} is no answer to a prompt", f"Choose from {', '.join(PERMISSIONS)}")
    if action in ("say", "one_shot") and not value:
        raise _malformed(value, f"nothing is said with {action}", "Write the words, or use silence")
    return str(value)


def _plain(value: Value) -> Any:
    """A value without its places; true, false and null are what they say."""
    if isinstance(value, Table):
        return {str(name): _plain(entry) for name, entry in value.items()}
    if isinstance(value, Rows):
        return [_plain(entry) for entry in value]
    return WORDS.get(value, str(value))


def _malformed(where: Value | Place, what: str, remedy: str) -> MalformedError:
    place = where if isinstance(where, Place) else where.place
    return MalformedError(f"{place}: {what}. {remedy}.")
