"""``back-guide deploy``: the function to AWS, then the skill package, told where the function is, to Amazon.

Everything is done by sam and ask; this puts them in order. Run again, it brings both up to date. The skill's id and the
copy of the package with the function's address are kept in deployed/, which git ignores.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from workbench.bundle.interpreter import BundleError, deployment_python

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "deployed"
SAM = ROOT / "build" / "sam" / "bin"
BUILT = ROOT / "build" / "sam-build"
STACK = "upper-back-guide"
REMEDIES = {
    "Unable to locate credentials": "sam finds no AWS credentials. Run aws configure, or set AWS_PROFILE",
    "No region information found": "sam knows no AWS region. Set AWS_REGION: us-east-1, us-west-2 or eu-west-1",
    "ExpiredToken": "your AWS session has expired. Sign in again",
    'run "ask configure"': "ask is not signed in. Run ask configure",
}


class DeployError(Exception):
    """Why it was not deployed, in one line that says what to do."""


def deploy(symptom_check: str, package: Path = PACKAGE) -> int:
    """Deploys the skill with the symptom check "on" or "off", or says in one line why not."""
    try:
        deployment_python(None)
        sam = _tool("sam", "make sam brings it", SAM)
        ask = _tool("ask", "npm install --global ask-cli@2.30.7 brings it, then: ask configure")
        known = _outputs(sam)
        _write_package(package, symptom_check, known.get("SkillEndpoint", ""))
        skill_id = _skill_id(package) or _create_skill(ask, package)
        _deploy_function(sam, skill_id, symptom_check, first=not known)
        _write_package(package, symptom_check, _outputs(sam)["SkillEndpoint"])
        _step([ask, "deploy"], package)
    except (BundleError, DeployError) as problem:
        print(f"deploy: {problem}.", file=sys.stderr)
        return 1
    print(f"Deployed {skill_id}. Talk to it: https://developer.amazon.com/alexa/console/ask, tab Test.")
    return 0


def _tool(name: str, remedy: str, folder: Path | None = None) -> str:
    """The path of a program: the one on the path, or the one in a folder."""
    found = shutil.which(name) or shutil.which(name, path=folder)
    if not found:
        raise DeployError(f"{name} is not here. {remedy}")
    return found


def _outputs(sam: str) -> dict[str, str]:
    """What the stack tells of itself, by name; nothing where it was never deployed."""
    result = _run([sam, "list", "stack-outputs", "--stack-name", STACK, "--output", "json"], ROOT)
    if result.returncode == 0:
        return {each["OutputKey"]: each["OutputValue"] for each in json.loads(result.stdout)}
    if "does not exist" in result.stderr:
        return {}
    raise DeployError(_explained("sam", result))


def _write_package(package: Path, symptom_check: str, endpoint: str) -> None:
    """Writes the skill package anew, with the function's address where there is one already."""
    write = [sys.executable, "-m", "workbench", "build", "--symptom-check", symptom_check, "--into", str(package)]
    result = _run(write, ROOT)
    if result.returncode != 0:
        raise DeployError(_explained("back-guide build", result))
    path = package / "skill-package" / "skill.json"
    path.write_text(json.dumps(addressed(json.loads(path.read_text()), endpoint), indent=1), encoding="utf-8")


def addressed(skill: dict[str, Any], endpoint: str) -> dict[str, Any]:
    """The manifest with the address that requests and events go to. Without one it asks for no events yet."""
    manifest = dict(skill["manifest"])
    events = manifest.pop("events", {})
    if endpoint:
        address = {"endpoint": {"uri": endpoint}}
        manifest["apis"] = {"custom": {**manifest["apis"]["custom"], **address}}
        manifest["events"] = {**events, **address}
    return {"manifest": manifest}


def _skill_id(package: Path) -> str:
    """The id of the skill that ask created on an earlier day, or ""."""
    states = package / ".ask" / "ask-states.json"
    if not states.exists():
        return ""
    return str(json.loads(states.read_text())["profiles"]["default"].get("skillId", ""))


def _create_skill(ask: str, package: Path) -> str:
    """Has Amazon make the skill, which the function must know before it can let anyone call it."""
    _step([ask, "deploy"], package)
    skill_id = _skill_id(package)
    if not skill_id:
        raise DeployError(f"ask deploy left no skill id in {package.name}/.ask/ask-states.json. Run make deploy again")
    return skill_id


def _deploy_function(sam: str, skill_id: str, symptom_check: str, *, first: bool) -> None:
    """Builds and deploys the function. Its salt is made once, for the first time, and kept by AWS alone."""
    parameters = [f"SkillId={skill_id}", f"SymptomCheck={symptom_check}"]
    if first:
        parameters.append(f"KeySalt={secrets.token_hex(32)}")
    _step([sam, "build", "--build-dir", str(BUILT)], ROOT)
    where = ["--template-file", str(BUILT / "template.yaml"), "--stack-name", STACK, "--resolve-s3"]
    how = ["--capabilities", "CAPABILITY_IAM", "--no-confirm-changeset", "--no-fail-on-empty-changeset"]
    _step([sam, "deploy", *where, *how, "--parameter-overrides", *parameters], ROOT)


def _step(command: Sequence[str], folder: Path) -> None:
    """Runs one command; what it says is shown only where it fails in a way that is not known."""
    print(f"{Path(command[0]).name} {command[1]} …", flush=True)
    result = _run(command, folder)
    if result.returncode != 0:
        raise DeployError(_explained(f"{Path(command[0]).name} {command[1]}", result))


def _explained(what: str, result: subprocess.CompletedProcess[str]) -> str:
    said = result.stdout + result.stderr
    for words, remedy in REMEDIES.items():
        if words in said:
            return remedy
    lines = [line for line in said.splitlines() if line.strip()] or ["nothing"]
    return f"{what} failed, and said: {lines[-1].strip()}"


def _run(command: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
