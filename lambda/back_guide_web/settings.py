"""What the environment decides about the HTTPS door. ``SETTINGS`` is the whole list, and ``manual`` prints it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import certifi

from back_guide.alexa.settings import symptom_check

PUBLIC_ROOTS = "certifi"
SHORTEST_SALT = 16
SKILL_ID = re.compile(r"amzn1\.ask\.skill\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class SettingsError(Exception):
    """A setting is missing or malformed. The message is one line: what was given, what is wrong, what to do."""


@dataclass(frozen=True)
class Settings:
    """The settings of the door."""

    skill_id: str
    host: str
    port: int
    key_salt: str
    storage_path: str
    symptom_check: bool
    trusted_roots: str


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, what it is, how it is read (ValueError if it can't be), its default."""

    name: str
    meaning: str
    read: Callable[[str], object]
    default: str = ""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings out of the environment. Raises SettingsError."""
    values: dict[str, Any] = {setting.name.lower(): _value(setting, environment) for setting in SETTINGS}
    return Settings(**values)


def manual() -> str:
    """The settings as ``--help`` lists them."""
    lines = [f"  {setting.name:14} {setting.meaning} ({setting.default or 'required'})" for setting in SETTINGS]
    return "\n".join(["It is set up by the environment:", *lines])


def _value(setting: Setting, environment: Mapping[str, str]) -> object:
    given = environment.get(setting.name) or setting.default
    if not given:
        raise SettingsError(f"{setting.name} is not set: give {setting.meaning}")
    try:
        return setting.read(given)
    except ValueError as error:
        raise SettingsError(f"{setting.name}={given!r} {error}: give {setting.meaning}") from error


def _skill_id(given: str) -> str:
    if not SKILL_ID.fullmatch(given):
        raise ValueError("is no skill id")
    return given


def _salt(given: str) -> str:
    if len(given) < SHORTEST_SALT:
        raise ValueError(f"is shorter than {SHORTEST_SALT} characters")
    return given


def _address(given: str) -> str:
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        raise ValueError("is no IP address") from None


def _port(given: str) -> int:
    if not re.fullmatch(r"\d{1,5}", given, re.ASCII) or int(given) > 65_535:
        raise ValueError("is no port")
    return int(given)


def _certificates(given: str) -> str:
    from back_guide_web.certificates import read_roots

    pem_file = certifi.where() if given == PUBLIC_ROOTS else given
    try:
        read_roots(pem_file)
    except OSError as error:
        raise ValueError(f"can't be read ({error.strerror})") from error
    except ValueError:
        raise ValueError("holds no certificates") from None
    return pem_file


SETTINGS = (
    Setting("SKILL_ID", "your skill's id from the developer console, amzn1.ask.skill.…", _skill_id),
    Setting("HOST", "the IP address to listen on", _address, "127.0.0.1"),
    Setting("PORT", "the port to listen on, 0 for any free one", _port, "8080"),
    Setting("KEY_SALT", "a long random text that hides whose place in a plan is kept; never change it", _salt),
    Setting("STORAGE_PATH", "the SQLite file that keeps it", str, "back-guide.sqlite3"),
    Setting("SYMPTOM_CHECK", "on, or off where the skill may not ask about symptoms", symptom_check, "on"),
    Setting("TRUSTED_ROOTS", "a PEM file of the root certificates to trust, or certifi's", _certificates, PUBLIC_ROOTS),
)
