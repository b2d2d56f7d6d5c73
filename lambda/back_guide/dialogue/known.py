"""Memory that names what the content does not have is not believed."""

from __future__ import annotations

from collections.abc import Iterator

from back_guide.content import Content
from back_guide.dialogue.memory import Memory


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
        yield content.check.is_offered and all(sign in content.check.signs for sign in memory.check.signs)
    if memory.plan:
        plan = content.plans.get(memory.plan.plan)
        yield plan is not None and memory.plan.step in ("", *(step.id for step in plan.steps))
