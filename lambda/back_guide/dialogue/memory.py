"""What the skill remembers within one conversation. It travels in the session attributes and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from back_guide.dialogue.errand import Errand, Outcome
from back_guide.dialogue.keepsake import Keepsake

VERSION = 1
MOST_MISSES = 3
MOST_ANSWERS = 40
MOST_CHARACTERS = 2_500
"""More than any conversation comes to. What is larger was not written here, and is not carried along."""
ASKING, SUMMARY, CORRECTING, PAUSED = "asking", "summary", "correcting", "paused"
"""The stages of a check. It is paused during a self-care plan; asking for the check again goes on with it."""
RESUME = "resume"
"""The kind of offer that "shall we go on with step three?" is. It is about the place in the keepsake."""
FLAG = "flag"
"""The kind of offer that "is something serious happening?" is. It is about a red flag."""
LONGEST_PATH = 12
"""Topics remembered, so that memory stays small however long one talks."""


@dataclass(frozen=True, slots=True)
class Said:
    """The name, not the text, of something said: enough to say it again.

    ``decision`` is what kind of thing it was: answer, confirm, decline, red_flag, courtesy, apology. ``prompt`` is
    the courtesy's name or the kind declined; ``part`` is "say" or "more"; ``options`` are topics offered. ``ended`` is
    what came of a timer or reminder, where that was said.
    """

    decision: str
    topic: str = ""
    part: str = ""
    prompt: str = ""
    options: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    question: str = ""
    outcome: str = ""
    urgency: str = ""
    plan: str = ""
    step: str = ""
    ended: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a bare "yes" would mean now.

    ``kind`` is "more", "topic", "second" (a topic that was asked about too), "choice" or "plan", about these topics;
    "flag", about that red flag; or "resume", about the place in the keepsake.
    """

    kind: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckState:
    """Where the symptom check is: ``answers`` as "question=answer" in the order given, and ``signs`` volunteered.

    ``about`` is "other" for somebody else; ``unclear`` is
    the question that was asked again because its answer was not understood.
    """

    stage: str = ASKING
    answers: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    about: str = ""
    unclear: str = ""

    def given(self) -> dict[str, str]:
        """The answers by question."""
        return dict(pair.split("=", 1) for pair in self.answers if "=" in pair)

    def answered(self, question: str, answer: str) -> CheckState:
        """The state with an answer, in place of an earlier one to that question."""
        kept = tuple(pair for pair in self.answers if not pair.startswith(f"{question}="))
        return replace(self, answers=(*kept, f"{question}={answer}")[-MOST_ANSWERS:], unclear="")


@dataclass(frozen=True, slots=True)
class PlanState:
    """Which plan the listener is in, and at which step; ``step`` is "" while it is asked whether the plan fits."""

    plan: str
    step: str = ""
    timer: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """The state of a conversation.

    ``path`` holds the topics told so far, the latest last, and ``part`` how much of that one: "say" or "more".
    ``task`` says that a quick link or a routine began the session, and is to be told when it ends. ``kept`` is what
    also outlives the session; None for somebody not met before, or not yet recalled.
    """

    said: Said | None = None
    offer: Offer | None = None
    path: tuple[str, ...] = ()
    part: str = ""
    misses: int = 0
    disclaimed: bool = False
    check: CheckState | None = None
    plan: PlanState | None = None
    task: bool = False
    kept: Keepsake | None = None
    errand: Errand | None = None

    def with_topic(self, topic: str, part: str) -> Memory:
        """The memory after a part of a topic was told."""
        before = self.path[:-1] if self.path[-1:] == (topic,) else self.path
        return replace(self, path=(*before, topic)[-LONGEST_PATH:], part=part, misses=0, disclaimed=True)

    def to_attributes(self) -> dict[str, Any]:
        """Session attributes: plain JSON, without what is empty."""
        return {"version": VERSION, **_plain(self)}

    def token(self) -> str:
        """What has to come back from Alexa's asking for a permission: the errand, and the place in a plan."""
        kept = Memory(disclaimed=self.disclaimed, plan=self.plan, errand=self.errand)
        return json.dumps(kept.to_attributes(), separators=(",", ":"))

    def with_token(self, token: object) -> Memory:
        """The memory after Alexa asked for a permission. The session may have ended for it: the token leads."""
        try:
            kept = Memory.from_attributes(json.loads(token) if isinstance(token, str) else None)
        except ValueError:
            return self
        return replace(
            self,
            errand=kept.errand or self.errand,
            plan=self.plan or kept.plan,
            disclaimed=self.disclaimed or kept.disclaimed,
        )

    @classmethod
    def from_attributes(cls, attributes: object) -> Memory:
        """The memory that session attributes hold; what is unknown or tampered with starts again."""
        if not isinstance(attributes, Mapping) or repr(attributes.get("version")) != repr(VERSION):
            return cls()
        if len(ascii(attributes)) > MOST_CHARACTERS:
            return cls()
        try:
            return cls(
                said=_read(Said, attributes.get("said")),
                offer=_read(Offer, attributes.get("offer")),
                path=_texts(attributes.get("path", ()))[-LONGEST_PATH:],
                part=_of_type(str, attributes.get("part", "")),
                misses=min(max(_of_type(int, attributes.get("misses", 0)), 0), MOST_MISSES),
                disclaimed=_of_type(bool, attributes.get("disclaimed", False)),
                check=_read(CheckState, attributes.get("check")),
                plan=_read(PlanState, attributes.get("plan")),
                task=_of_type(bool, attributes.get("task", False)),
                kept=_read(Keepsake, attributes.get("kept")),
                errand=_read(Errand, attributes.get("errand")),
            )
        except (TypeError, KeyError):
            return cls()


def _plain(record: Any) -> dict[str, Any]:
    found = {entry.name: getattr(record, entry.name) for entry in fields(record)}
    return {
        name: _plain(value) if is_dataclass(value) else list(value) if isinstance(value, tuple) else value
        for name, value in found.items()
        if value
    }


def _read(kind: type[Any], value: object) -> Any:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise TypeError(f"{kind.__name__} is not a mapping")
    types = {entry.name: entry.type for entry in fields(kind)}
    return kind(**{name: _read_field(str(types[name]), entry) for name, entry in value.items()})


def _read_field(declared: str, entry: object) -> Any:
    if declared in RECORDS:
        return _read(RECORDS[declared], entry)
    return _texts(entry) if "tuple" in declared else _of_type(SCALARS[declared], entry)


SCALARS: Mapping[str, type[Any]] = {"str": str, "int": int, "bool": bool}
RECORDS: Mapping[str, type[Any]] = {"Errand": Errand, "Outcome | None": Outcome}
"""What fields of a record are declared as, beside tuples of texts."""


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError("not a list")
    return tuple(_of_type(str, entry) for entry in value)


def _of_type(kind: type[Any], value: object) -> Any:
    if type(value) is not kind:
        raise TypeError(f"not a {kind.__name__}")
    return value
