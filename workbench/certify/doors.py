"""The two doors of the skill, opened as a deployment would open them."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import lambda_function
from back_guide.alexa.settings import SYMPTOM_CHECK
from back_guide.alexa.skill import Skill
from back_guide_web.keys import AlexasKeys
from web_service import create_app
from workbench.simulator.envelope import SKILL_ID
from workbench.simulator.session import Handler
from workbench.simulator.signing import Alexa

Post = Callable[[bytes, Mapping[str, str]], int]
"""Sends a body with its headers, and gives the status of the answer."""

HttpsDoor = Callable[[bytes], Post]
"""Opens the HTTPS door to an Alexa who publishes this chain of certificates."""

NOTHING_KEPT = {"TABLE_NAME": "", "STORAGE_PATH": ""}


def lambda_door(*, symptom_check: bool) -> Handler:
    """The AWS door with the settings that template.yaml gives it; nothing survives a session."""
    before = dict(os.environ)
    os.environ.update({"SKILL_ID": SKILL_ID, SYMPTOM_CHECK: "on" if symptom_check else "off", **NOTHING_KEPT})
    try:
        return loaded_door()
    finally:
        os.environ.clear()
        os.environ.update(before)


def loaded_door() -> Handler:
    """The AWS door, loaded afresh with the environment as it is."""
    spec = importlib.util.spec_from_file_location("another_door", Path(lambda_function.__file__))
    if spec is None or spec.loader is None:
        raise ImportError("lambda_function.py can't be loaded")
    door = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(door)
    handler: Handler = door.lambda_handler
    return handler


def https_door(alexa: Alexa, *, symptom_check: bool) -> HttpsDoor:
    """The HTTPS door, which trusts a stand-in for Alexa."""
    skill = Skill(skill_id=SKILL_ID, symptom_check=symptom_check)

    def opened(chain: bytes) -> Post:
        client = create_app(skill, AlexasKeys([alexa.root.certificate], lambda address: chain)).test_client()
        return lambda body, headers: client.post("/", data=body, headers=dict(headers)).status_code

    return opened
