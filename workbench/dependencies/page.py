"""Writes docs/licences.md: what others wrote that is used here, of which version, under which licence, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from workbench.dependencies import licences
from workbench.dependencies.locks import (
    BUNDLE,
    OURSELVES,
    TOOLS,
    WEB,
    Pin,
    npm_asked_for,
    npm_needed_by,
    read_lock,
    read_npm_lock,
)

PAGE = "docs/licences.md"

REASONS = {
    "ask-sdk-core": "Amazon's SDK for skills",
    "python-dateutil": "for the SDK, kept below version 4",
    "cryptography": "verifies Alexa's certificates and signatures",
    "flask-ask-sdk": "Amazon's adapter for Flask",
    "waitress": "the web server",
    "apl-viewhost-web": "Amazon's renderer draws the device's screen",
    "apl-suggester": "Amazon's validator judges our screens in a test",
    "@fontsource-variable/open-sans": "the font that screens and page are drawn with",
}
"""Why we asked for what we asked for; all else is needed by that."""


@dataclass(frozen=True)
class Used:
    """One thing that others wrote."""

    name: str
    version: str
    licence: str
    reason: str

    @property
    def is_fine(self) -> bool:
        """Whether we may pass it on."""
        return licences.is_permissive(self.licence) or self.name in licences.ALLOWED


class LicenceError(Exception):
    """Something may not be used, or can't be judged here. The message is one line for each, with what to do."""


def page(root: Path) -> str:
    """The page, in Markdown. Raises LicenceError, or LockError where a lock can't be read."""
    bundle, web, tools = ([_installed(pin) for pin in _beyond(root, *locks)] for locks in _STEPS)
    npm = list(_npm(root))
    refused = [each for each in (*bundle, *web, *npm) if not each.is_fine]
    if refused:
        raise LicenceError("\n".join(map(_refusal, refused)))
    asks_more = [each for each in tools if each.licence and not licences.is_permissive(each.licence)]
    return "\n".join(
        (
            "# Licences\n",
            "What others wrote that is used here. Written by `back-guide dependencies` from the lock files and from "
            "what the packages state of themselves; don't change it by hand.\n",
            "All that is passed on is under a permissive licence, with one exception: "
            + "; ".join(f"{name} ({why})" for name, why in licences.ALLOWED.items())
            + ".\n",
            "## In the bundle for AWS Lambda\n",
            *_table(bundle),
            "## Beside those, in the HTTPS door\n",
            *_table(web),
            "## In the simulator, on the developer's machine\n",
            *_table(npm),
            "## Tools whose licence asks for more\n",
            "They are run while the skill is made and tested, and no part of them is passed on.\n",
            *_table(asks_more),
        )
    )


_STEPS = ((BUNDLE,), (WEB, BUNDLE), (TOOLS, WEB))


def _beyond(root: Path, lock: str, smaller: str = "") -> list[Pin]:
    """The pins of a lock that a smaller one does not have."""
    known = {pin.name for pin in read_lock(root, smaller)} if smaller else set()
    return [pin for pin in read_lock(root, lock) if pin.name not in known]


def _installed(pin: Pin) -> Used:
    needed_by = ", ".join(name for name in pin.needed_by if name != OURSELVES)
    reason = REASONS.get(pin.name) or (f"needed by {needed_by}" if needed_by else "asked for in pyproject.toml")
    try:
        return Used(pin.name, pin.version, licences.of_installed(pin.name), reason)
    except metadata.PackageNotFoundError:  # a package for another system, which only tools have
        return Used(pin.name, pin.version, "", reason)


def _npm(root: Path) -> Iterator[Used]:
    packages, asked = read_npm_lock(root), npm_asked_for(root)
    for name, package in packages.items():
        reason = REASONS[name] if name in asked else f"needed by {', '.join(npm_needed_by(packages, name))}"
        yield Used(name, package["version"], licences.spelled(package.get("license", "")), reason)


def _refusal(used: Used) -> str:
    under = f"is under {used.licence}" if used.licence else "states no licence here"
    return (
        f"{used.name} {used.version} {under}, which is not known as permissive. Do without it, or say in "
        "workbench/dependencies/licences.py why it may be passed on"
    )


def _table(rows: Iterable[Used]) -> Iterator[str]:
    yield "| package | version | licence | why it is here |"
    yield "|---|---|---|---|"
    for used in rows:
        yield f"| {used.name} | {used.version} | {used.licence} | {used.reason} |"
    yield ""
