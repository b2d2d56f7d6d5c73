"""What those hear who ask for the symptom check where it is switched off."""

from __future__ import annotations

from dataclasses import replace

from back_guide.content import Content
from back_guide.dialogue import topics
from back_guide.dialogue.memory import Memory, Said
from back_guide.dialogue.turn import Reply, line

CHECK_IS_OFF = "check_is_off"
WHERE_HELP_IS = "where_help_is"
DANGER_SIGNS = "emergency_signs"


def advise_instead(content: Content, memory: Memory) -> Reply:
    """Tells the danger signs, and where help is."""
    told = topics.tell(content, memory, DANGER_SIGNS)
    before, after = (line(content.prompts[name].say) for name in (CHECK_IS_OFF, WHERE_HELP_IS))
    return replace(told, said=Said("courtesy", prompt=CHECK_IS_OFF), lines=(*before, *told.lines, *after))
