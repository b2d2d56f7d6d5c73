"""``back-guide export-replay``: a transcript as what ``ask dialog --replay`` plays in Amazon's own simulator."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.authoring.build import write
from workbench.simulator import transcript
from workbench.simulator.recognise import recogniser
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Session
from workbench.simulator.transcript import MalformedError, Step, Transcript


def export(path: Path, skill_id: str, output: Path | None) -> int:
    """Writes the replay file of a transcript to a file, or prints it; what is wrong with it is told in one line."""
    try:
        replay = replay_file(transcript.load(path), skill_id)
    except MalformedError as error:
        print(f"back-guide: {error}", file=sys.stderr)
        return 1
    text = json.dumps(replay, indent=2, ensure_ascii=False) + "\n"
    if output is None:
        print(text, end="")
    else:
        write(output, text.encode())
    return 0


def replay_file(played: Transcript, skill_id: str) -> dict[str, Any]:
    """The replay file of a transcript, for the skill with this id."""
    return {
        "skillId": skill_id,
        "locale": played.locale,
        "type": "text",
        "userInput": list(_typed(played)),
    }


def _typed(played: Transcript) -> Iterator[str]:
    """What one types, step by step. The transcript is played to know where a new session begins.

    A touch is typed as the words that it stands for. Silence and permission prompts are left out.
    """
    from lambda_function import lambda_handler

    name = recogniser(played.locale).invocation_name
    with AlexaServices() as services:
        services.allowed = set(played.allowed)
        session = Session(lambda_handler, played.locale, played.device, services.address)
        for step in played.steps:
            yield from _words(step, name, within=session.is_open)
            transcript.play(session, step, services)


def _words(step: Step, name: str, *, within: bool) -> Iterator[str]:
    """What one types for a step, within a session or to open one."""
    if step.action == "launch":
        yield f"open {name}"
    elif step.action in ("say", "one_shot"):
        yield step.value if within and step.action == "say" else f"ask {name} {step.value}"
    elif step.action == "touch":
        yield str(step.value[-1])
