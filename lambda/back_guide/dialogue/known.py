"""Memory that names what the content does not have is not believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from back_guide.content import Content
from back_guide.dialogue.errand import ERRANDS, LONGEST_REMINDER, RECURS, Errand
from back_guide.dialogue.memory import Memory

_ZONE = re.compile(r"(?:[A-Za-z][\w+-]*(?:/[\w+-]+){0,2})?", re.ASCII)


def known(content: Content, memory: Memory) -> Memory:
    """The memory, or a fresh one where it was tampered with, or written by another version of the content."""
    return memory if all(_parts_known(content, memory)) else Memory()


def _parts_known(content: Content, memory: Memory) -> Iterator[bool]:
    yield all(topic in content.topics for topic in memory.path)
    if memory.offer:
        offered = content.plans if memory.offer.kind == "plan" else content.topics
        yield bool(memory.offer.topics) and all(name in offered for name in memory.offer.topics)
    if memory.said:
        said = memory.said
        yield all(topic in content.topics for topic in (*said.options, *([said.topic] if said.topic else [])))
        yield all(flag in content.red_flags for flag in said.flags)
        yield not said.outcome or said.outcome in content.check.outcomes
        yield bool({"confirm": said.options, "answer": said.topic}.get(said.decision, True))
    if memory.check:
        yield all(sign in content.check.signs for sign in memory.check.signs)
    if memory.errand:
        yield _errand_known(content, memory.errand)
    if memory.plan:
        plan = content.plans.get(memory.plan.plan)
        yield plan is not None and memory.plan.step in ("", *(step.id for step in plan.steps))


def _errand_known(content: Content, errand: Errand) -> bool:
    """Whether an errand is one that the dialogue makes. It may come back from Alexa's side of a permission."""
    if errand.kind not in ERRANDS or errand.recurs not in RECURS or not 0 <= errand.seconds <= LONGEST_REMINDER:
        return False
    if errand.about not in ("", "break", "return", *content.alerts.packs) or not _ZONE.fullmatch(errand.zone):
        return False
    try:
        return not errand.first or bool(datetime.fromisoformat(errand.first))
    except ValueError:
        return False
