"""What may survive a session: where the listener was in a plan, and their pace. Never an answer, sign or outcome."""

from __future__ import annotations

from dataclasses import dataclass, replace

NORMAL, SLOW = "normal", "slow"
PACES = (NORMAL, SLOW)


@dataclass(frozen=True, slots=True)
class Keepsake:
    """What is kept of a listener. That there is one says that they have met the skill before.

    ``plan`` and ``step`` are ids, both "" where no plan is open; ``pace`` is "normal" or "slow".
    """

    plan: str = ""
    step: str = ""
    pace: str = NORMAL

    def at(self, plan: str = "", step: str = "") -> Keepsake:
        """The keepsake at another step; without one, at none."""
        return replace(self, plan=plan, step=step)
