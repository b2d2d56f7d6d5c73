"""``back-guide bench red-flags``: how many dangers are heard, and how often there is an alarm for nothing.

tests/red_flags/en.yaml is what the detector was built on and must pass whole. en_held_out.yaml was kept apart while it
was built; it tells how well it does on sentences that nobody wrote a template for.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

from back_guide import content as store
from back_guide.content import Content
from back_guide.understanding.normalise import normalise
from back_guide.understanding.red_flags import heard

FOLDER = Path(__file__).parents[2] / "tests" / "red_flags"
SETS = ("en", "en_held_out")
KINDS = ("emergency", "urgent", "calm")
NONE = "none"


def measure(name: str, content: Content) -> dict[str, Counter[str]]:
    """For the sentences of each kind (emergency, urgent, calm), how many were taken for each urgency."""
    kinds = yaml.load((FOLDER / f"{name}.yaml").read_bytes(), yaml.CBaseLoader)  # noqa: S506 - strings only
    return {kind: Counter(_urgency(each["said"], content) for each in kinds[kind]) for kind in KINDS}


def shares(counts: dict[str, Counter[str]]) -> dict[str, float]:
    """The shares that matter, by name."""
    emergency, urgent, calm = (counts[kind] for kind in ("emergency", "urgent", "calm"))
    return {
        "emergencies heard as such": emergency["emergency"] / emergency.total(),
        "urgent heard at all": 1 - urgent[NONE] / urgent.total(),
        "alarms for nothing": 1 - calm[NONE] / calm.total(),
    }


def main() -> int:
    """Prints the shares of each set."""
    content = store.load()
    columns = {name: shares(measure(name, content)) for name in SETS}
    print(f"{'':28}" + "".join(f"{name:>14}" for name in SETS))
    for figure in columns[SETS[0]]:
        print(f"{figure:28}" + "".join(f"{columns[name][figure]:14.1%}" for name in SETS))
    return 0


def _urgency(said: str, content: Content) -> str:
    flags = heard(normalise(said, content.rewrites), content)
    return flags[0].urgency if flags else NONE
