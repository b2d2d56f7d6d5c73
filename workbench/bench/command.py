"""``back-guide bench``: one command for each thing that can be measured."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

REQUESTS = 100_000
CONNECTIONS = 32
TURNS = 200_000
CONVERSATIONS = 10_000


def add_to(commands: Any) -> None:
    """Adds the command and what it can measure. What measures is imported when it is asked for."""
    bench = commands.add_parser("bench", help="measure the skill")
    measures = bench.add_subparsers(required=True, metavar="WHAT")

    understanding = measures.add_parser("understanding", help="questions: right, offered, declined; other approaches")
    understanding.add_argument("--plot", type=Path, help="draw the confidence bands into this file (.svg or .png)")
    understanding.set_defaults(run=_understanding)

    measures.add_parser("growth", help="understanding as topics are added").set_defaults(run=_growth)
    measures.add_parser("triage", help="the symptom check on patient stories").set_defaults(run=_triage)
    measures.add_parser("red-flags", help="danger signs: heard, and false alarms").set_defaults(run=_red_flags)

    speed = measures.add_parser("speed", help="start, turns and memory of the bundle, against Amazon's Hello World")
    scale = measures.add_parser("scale", help="what a thousand to a hundred million turns a day take")
    for measure, run in ((speed, _speed), (scale, _scale)):
        measure.add_argument("--json", action="store_true", help="write the figures as JSON")
        measure.set_defaults(run=run)

    load = measures.add_parser("load", help="the HTTPS door under load, against Amazon's Hello World")
    load.add_argument("--requests", type=_count, default=REQUESTS, help=f"to each door (default: {REQUESTS:,})")
    load.add_argument("--connections", type=_count, default=CONNECTIONS, help=f"at once (default: {CONNECTIONS})")
    load.set_defaults(run=_load)

    soak = measures.add_parser("soak", help="random conversations: every turn judged, whatever is said or sent")
    soak.add_argument("--turns", type=_count, default=TURNS, help=f"how many (default: {TURNS:,})")
    soak.add_argument("--seed", type=int, help="of the first conversation (default: any)")
    soak.set_defaults(run=_soak)

    privacy = measures.add_parser("privacy", help="random conversations: nothing of what is told is found outside")
    privacy.add_argument("--conversations", type=_count, default=CONVERSATIONS, help=f"(default: {CONVERSATIONS:,})")
    privacy.add_argument("--seed", type=int, default=0, help="of the first conversation (default: 0)")
    privacy.set_defaults(run=_privacy)


def _understanding(options: argparse.Namespace) -> int:
    from workbench.bench import understanding

    return understanding.main(options.plot)


def _growth(options: argparse.Namespace) -> int:
    from workbench.bench import growth

    return growth.main()


def _triage(options: argparse.Namespace) -> int:
    from workbench.bench import triage

    return triage.main()


def _red_flags(options: argparse.Namespace) -> int:
    from workbench.bench import red_flags

    return red_flags.main()


def _speed(options: argparse.Namespace) -> int:
    from workbench.bench import speed

    return speed.main(options.json)


def _scale(options: argparse.Namespace) -> int:
    from workbench.bench import scale

    return scale.main(options.json)


def _load(options: argparse.Namespace) -> int:
    from workbench.bench import load

    return load.main(options.requests, options.connections)


def _soak(options: argparse.Namespace) -> int:
    from workbench.bench import soak

    return soak.main(options.turns, options.seed)


def _privacy(options: argparse.Namespace) -> int:
    from workbench.bench import privacy

    return privacy.main(options.conversations, options.seed)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)
