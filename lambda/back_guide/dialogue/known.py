"""Memory that names what the content does not have is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from back_guide.content import Content
from back_guide.dialogue.errand import ENDS, ERRANDS, LONGEST_REMINDER, RECURS, ZONE, Errand, Outcome
from back_guide.dialogue.keepsake import PACES, Keepsake
from back_guide.dialogue.memory import FLAG, RESUME, Memory, Offer


def known(content: Content, memory: Memory) -> Memory:
    """The memory, or a fresh one where it was tampered with, or written by another version of the content."""
    kept = _kept(content, memory.kept) if memory.kept else None
    memory = replace(memory, kept=kept)
    return memory if all(_parts_known(content, memory)) else Memory(kept=kept)


def _kept(content: Content, kept: Keepsake) -> Keepsake:
    """What the content knows of a keepsake: a step that is no more is none."""
    if kept.pace not in PACES:
        return Keepsake()
    return kept if kept.plan in content.plans and kept.step in _steps(content, kept.plan) else kept.at()


def _steps(content: Content, plan: str) -> tuple[str, ...]:
    return tuple(step.id for step in content.plans[plan].steps)


def _parts_known(content: Content, memory: Memory) -> Iterator[bool]:
    yield all(topic in content.topics for topic in memory.path)
    if memory.offer:
        yield _offer_known(content, memory, memory.offer)
    if memory.said:
        said = memory.said
        yield all(topic in content.topics for topic in (*said.options, *([said.topic] if said.topic else [])))
        yield all(flag in content.red_flags for flag in said.flags)
        yield not said.outcome or said.outcome in content.check.outcomes
        yield not said.plan or said.plan in content.plans
        yield said.decision != "answer" or said.prompt in ("", *content.declines)
        yield not said.ended or _ended_known(content, said.ended)
        yield bool({"confirm": said.options or said.flags, "answer": said.topic}.get(said.decision, True))
    if memory.check:
        yield content.check.is_offered and all(sign in content.check.signs for sign in memory.check.signs)
    if memory.errand:
        yield _errand_known(content, memory.errand)
    if memory.plan:
        known_plan = memory.plan.plan in content.plans
        yield known_plan and memory.plan.step in ("", *_steps(content, memory.plan.plan))


def _offer_known(content: Content, memory: Memory, offer: Offer) -> bool:
    if offer.kind == RESUME:
        return memory.kept is not None and memory.kept.plan != ""
    offered = {"plan": content.plans, FLAG: content.red_flags}.get(offer.kind, content.topics)
    return bool(offer.topics) and all(name in offered for name in offer.topics)


def _errand_known(content: Content, errand: Errand) -> bool:
    """Whether an errand is one that the dialogue makes. It may come back from Alexa's side of a permission."""
    if errand.kind not in ERRANDS or errand.recurs not in RECURS or not 0 <= errand.seconds <= LONGEST_REMINDER:
        return False
    if errand.about not in ("", "break", "return", *content.alerts.packs):
        return False
    if errand.zone and not ZONE.fullmatch(errand.zone):
        return False
    return not errand.first or _is_time(errand.first)


def _ended_known(content: Content, ended: Outcome) -> bool:
    """Whether it is something that can come of an errand; what was listed is not kept."""
    read_back = (ended.now, ended.errand.first) if (ended.errand.kind, ended.result) == ("reminder", "done") else ()
    known_parts = ended.result in ENDS and not ended.found and _errand_known(content, ended.errand)
    return known_parts and all(map(_is_time, read_back))


def _is_time(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False
