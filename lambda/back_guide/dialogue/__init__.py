"""What to say now: ``Turn`` → ``Reply``. Pure: no clock, no dice, no input or output."""

from back_guide.dialogue.conversation import respond
from back_guide.dialogue.errand import Errand, Outcome
from back_guide.dialogue.keepsake import Keepsake
from back_guide.dialogue.memory import Memory, Offer, Said
from back_guide.dialogue.turn import Card, Line, Question, Reply, Turn

__all__ = [
    "Card",
    "Errand",
    "Keepsake",
    "Line",
    "Memory",
    "Offer",
    "Outcome",
    "Question",
    "Reply",
    "Said",
    "Turn",
    "respond",
]
