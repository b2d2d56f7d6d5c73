"""``back-guide deploy``, with programs in place of sam and ask that behave as those do."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench import deploy
from workbench.bundle.interpreter import find, function_version

SKILL_ID = "amzn1.ask.skill.00000000-0000-4000-8000-000000000000"
ARN = "arn:aws:lambda:eu-west-1:123456789012:function:upper-back-guide:live"
MANIFEST = {"manifest": {"apis": {"custom": {"interfaces": []}}, "events": {"subscriptions": []}, "permissions": []}}

SAM = f"""
import json, pathlib, sys
done = pathlib.Path(sys.argv[0]).parent
with open(done / "calls", "a") as calls: calls.write(json.dumps(["sam", *sys.argv[1:]]) + "\\n")
if sys.argv[1] == "list" and not (done / "stack").exists():
    sys.exit("Error: The input stack upper-back-guide does not exist on Cloudformation in the region eu-west-1")
if sys.argv[1] == "list":
    print(json.dumps([{{"OutputKey": "SkillEndpoint", "OutputValue": {ARN!r}, "Description": ""}}]))
if sys.argv[1] == "deploy":
    (done / "stack").touch()
"""
ASK = f"""
import json, pathlib, sys
done = pathlib.Path(sys.argv[0]).parent
manifest = json.loads(pathlib.Path("skill-package/skill.json").read_text())["manifest"]
with open(done / "calls", "a") as calls: calls.write(json.dumps(["ask", *sys.argv[1:], manifest]) + "\\n")
pathlib.Path(".ask").mkdir(exist_ok=True)
states = {{"profiles": {{"default": {{"skillId": {SKILL_ID!r}}}}}}}
pathlib.Path(".ask/ask-states.json").write_text(json.dumps(states))
"""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Puts programs on the path, and nothing else of that name; gives the folder where they note their calls."""
    if not find(function_version()):
        pytest.skip(f"no python{function_version()} here")
    folder = tmp_path / "tools"
    folder.mkdir()

    def put(**programs: str) -> Path:
        for name, code in programs.items():
            program = folder / name
            program.write_text(f"#!{sys.executable}\n{code}")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        monkeypatch.setattr(deploy, "SAM", tmp_path / "no-sam-of-our-own")
        return folder

    return put


def calls(folder: Path) -> list[list[Any]]:
    return [json.loads(line) for line in (folder / "calls").read_text().splitlines()]


def test_the_first_time_the_skill_is_made_then_the_function_then_they_are_joined(
    tools: Callable[..., Path], tmp_path: Path
) -> None:
    done = tools(sam=SAM, ask=ASK)
    assert deploy.deploy("on", tmp_path / "package") == 0
    made = calls(done)
    assert [call[:2] for call in made] == [
        ["sam", "list"],
        ["ask", "deploy"],
        ["sam", "build"],
        ["sam", "deploy"],
        ["sam", "list"],
        ["ask", "deploy"],
    ]
    assert "endpoint" not in made[1][2]["apis"]["custom"]
    parameters = made[3][made[3].index("--parameter-overrides") + 1 :]
    assert parameters[:2] == [f"SkillId={SKILL_ID}", "SymptomCheck=on"]
    assert parameters[2].startswith("KeySalt=")
    assert made[5][2]["apis"]["custom"]["endpoint"] == {"uri": ARN}
    assert made[5][2]["events"]["endpoint"] == {"uri": ARN}


def test_the_next_time_the_skill_and_the_salt_stay_as_they_are(tools: Callable[..., Path], tmp_path: Path) -> None:
    done = tools(sam=SAM, ask=ASK)
    deploy.deploy("on", tmp_path / "package")
    (done / "calls").unlink()
    assert deploy.deploy("off", tmp_path / "package") == 0
    made = calls(done)
    assert [call[:2] for call in made].count(["ask", "deploy"]) == 1
    parameters = made[2][made[2].index("--parameter-overrides") + 1 :]
    assert parameters == [f"SkillId={SKILL_ID}", "SymptomCheck=off"]


def test_a_manifest_without_an_address_asks_for_no_events() -> None:
    assert deploy.addressed(MANIFEST, "") == {"manifest": {"apis": {"custom": {"interfaces": []}}, "permissions": []}}


def test_a_manifest_is_told_where_requests_and_events_go() -> None:
    manifest = deploy.addressed(MANIFEST, ARN)["manifest"]
    assert manifest["apis"]["custom"] == {"interfaces": [], "endpoint": {"uri": ARN}}
    assert manifest["events"] == {"subscriptions": [], "endpoint": {"uri": ARN}}
    assert MANIFEST["manifest"]["apis"] == {"custom": {"interfaces": []}}


@pytest.mark.parametrize(
    ("programs", "hint"),
    [
        ({}, "sam is not here. make sam brings it."),
        ({"sam": SAM}, "ask is not here. npm install"),
        ({"sam": "import sys; sys.exit('Error: Unable to locate credentials')", "ask": ASK}, "Run aws configure"),
        ({"sam": "import sys; sys.exit('Error: No region information found.')", "ask": ASK}, "Set AWS_REGION"),
        ({"sam": "import sys; sys.exit('It rained.')", "ask": ASK}, "sam failed, and said: It rained."),
        ({"sam": "import sys; sys.exit(3)", "ask": ASK}, "sam failed, and said: nothing."),
    ],
    ids=["no sam", "no ask", "no credentials", "no region", "a failure", "a silent failure"],
)
def test_what_is_missing_is_told_in_a_line(
    programs: dict[str, str],
    hint: str,
    tools: Callable[..., Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tools(**programs)
    if missing := next((name for name in ("sam", "ask") if name not in programs and shutil.which(name)), ""):
        pytest.skip(f"{missing} is on the path here")
    assert deploy.deploy("on", tmp_path / "package") == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("deploy: ")
    assert hint in line


def test_an_ask_that_is_not_signed_in_is_told_in_a_line(
    tools: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tools(
        sam=SAM, ask="""import sys; sys.exit('[Error]: Please run "ask configure" to complete the initialization.')"""
    )
    assert deploy.deploy("on", tmp_path / "package") == 1
    assert capsys.readouterr().err == "deploy: ask is not signed in. Run ask configure.\n"
