"""The bundle, as Lambda gets it: unpacked, read-only, run by the client of AWS's own images."""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse
from support.lambda_service import running

from lambda_function import lambda_handler
from workbench.bundle.archive import files, pack
from workbench.bundle.build import BUILD, LAMBDA, ROOT, build
from workbench.bundle.interpreter import BundleError, deployment_python, find, function_version
from workbench.bundle.late_imports import make_late
from workbench.certify.response_rules import broken_rules
from workbench.simulator.envelope import SKILL_ID

ENVELOPES = {path.stem: json.loads(path.read_text()) for path in sorted(Path(__file__).with_name("requests").glob("*"))}
RESOURCES = yaml_parse((ROOT / "template.yaml").read_text())["Resources"]
MOST_BYTES = 8_000_000
UNCHECKED_HASH = 1  # the flag of bytecode that is taken as it is
NOT_AT_START = (
    *("boto3", "botocore", "flask", "cryptography", "yaml", "requests", "urllib3", "ssl"),
    *("_hashlib", "html.entities", "sqlite3", "dateutil.parser"),
)
HERE = "{}.{}".format(*sys.version_info)
SAM = BUILD / "sam" / "bin" / "sam"

Json = dict[str, Any]


def interpreter(version: str) -> str:
    """The path of an interpreter, or a skip that says which one is missing."""
    return find(version) or pytest.skip(f"no python{version} here")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the zip file for an interpreter, built once."""

    @functools.cache
    def archive_for(python: str) -> Path:
        folder = tmp_path_factory.mktemp("built")
        build(folder / "bundle", python)
        pack(folder / "bundle", folder / "bundle.zip")
        return folder / "bundle.zip"

    return archive_for


@pytest.fixture(scope="module", params=[HERE, function_version()])
def python(request: pytest.FixtureRequest) -> str:
    """The interpreter at hand, and the function's own."""
    return interpreter(request.param)


@pytest.fixture(scope="module")
def archive(python: str, built: Callable[[str], Path]) -> Path:
    return built(python)


@pytest.fixture(scope="module")
def bundle(archive: Path) -> Iterator[Path]:
    """The bundle as Lambda unpacks it: nobody may write to it, and nobody has when the tests are through."""
    folder = archive.parent / "unpacked"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
        names = sorted(packed.namelist())
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    assert [path.relative_to(folder).as_posix() for path in files(folder)] == sorted(names, key=Path)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)


def answer(response: Json) -> Json:
    """A response without the SDK's name for itself, which tells the version of Python."""
    return {key: value for key, value in response.items() if key != "userAgent"}


def test_every_envelope_is_answered_as_in_the_checkout(bundle: Path, python: str, tmp_path: Path) -> None:
    with running(bundle, python, tmp_path / "log", SKILL_ID=SKILL_ID) as service:
        posted = {name: service.invoke(envelope) for name, envelope in ENVELOPES.items()}
    assert {each.kind for each in posted.values()} == {"response"}
    assert {name: answer(each.body) for name, each in posted.items()} == {
        name: answer(json.loads(json.dumps(lambda_handler(envelope, None)))) for name, envelope in ENVELOPES.items()
    }
    assert [broken_rules(ENVELOPES[name], each.body) for name, each in posted.items()] == [[]] * len(ENVELOPES)


def test_a_request_for_another_skill_is_refused_and_the_next_is_answered(
    bundle: Path, python: str, tmp_path: Path
) -> None:
    with running(bundle, python, tmp_path / "log", SKILL_ID="amzn1.ask.skill.another") as service:
        refused = [service.invoke(ENVELOPES["launch"]) for _ in range(2)]
    assert [(posted.kind, posted.body["errorType"]) for posted in refused] == [("error", "WrongSkillError")] * 2


def test_a_bundle_whose_content_is_damaged_says_so_when_it_starts(bundle: Path, python: str, tmp_path: Path) -> None:
    broken = shutil.copytree(bundle, tmp_path / "broken", copy_function=os.link)
    content = broken / "back_guide" / "content" / "compiled" / "en.json"
    content.parent.chmod(0o755)
    content.unlink()
    with running(broken, python, tmp_path / "log") as service:
        posted = service.next_post()
    assert (posted.kind, posted.body["errorType"]) == ("init error", "FileNotFoundError")


def test_a_turn_that_fails_leaves_the_line_that_the_alarm_counts(bundle: Path, python: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(bundle, python, log, SKILL_ID=SKILL_ID) as service:
        service.invoke(ENVELOPES["odd_request_type"])
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    pattern = RESOURCES["ApologyCount"]["Properties"]["FilterPattern"]
    counted = re.fullmatch(r'{ \$\.message = "(.*)" }', pattern)
    assert counted
    assert [fnmatchcase(line["message"], counted[1]) for line in lines] == [True]


def test_starting_loads_nothing_that_a_turn_does_not_need(bundle: Path, python: str) -> None:
    code = f"import sys, lambda_function; print([name for name in {NOT_AT_START} if name in sys.modules])"
    command = [python, "-S", "-c", code]
    result = subprocess.run(command, cwd=bundle, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_all_bytecode_is_there_and_taken_without_a_look_at_the_source(bundle: Path, python: str) -> None:
    tag = subprocess.run(
        [python, "-c", "import sys, importlib.util as u; print(sys.implementation.cache_tag, u.MAGIC_NUMBER.hex())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    sources = [path for path in files(bundle) if path.suffix == ".py"]
    heads = {path: (path.parent / "__pycache__" / f"{path.stem}.{tag[0]}.pyc").read_bytes()[:8] for path in sources}
    assert len(sources) > 800
    assert set(heads.values()) == {bytes.fromhex(tag[1]) + UNCHECKED_HASH.to_bytes(4, "little")}


def test_it_holds_what_is_needed_and_nothing_else(bundle: Path, archive: Path) -> None:
    names = {path.name for path in bundle.iterdir()}
    locked = [line.split("==")[0] for line in (LAMBDA / "requirements.txt").read_text().splitlines() if "==" in line]
    modules = {"python-dateutil": "dateutil", "six": "six.py"}
    parts = {modules.get(name, name.replace("-", "_")) for name in locked}
    assert names == {"lambda_function.py", "back_guide", "__pycache__"} | parts
    assert {path.suffix for path in files(bundle / "back_guide")} <= {".py", ".pyc", ".json", ".matcher"}
    assert archive.stat().st_size <= MOST_BYTES


def test_the_same_input_gives_the_same_bytes(built: Callable[[str], Path], tmp_path: Path) -> None:
    build(tmp_path / "again", find(HERE))
    pack(tmp_path / "again", tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == built(find(HERE)).read_bytes()


NAMES = """
import importlib, json, pathlib, sys
import ask_sdk_model
root = pathlib.Path(ask_sdk_model.__file__).parent
packages = [".".join(path.parent.relative_to(root.parent).parts) for path in sorted(root.rglob("__init__.py"))]
found = {}
for name in packages:
    package = importlib.import_module(name)
    classes = [key for key, value in vars(package).items() if isinstance(value, type)]
    names = getattr(package, "__all__", classes)
    found[name] = {key: getattr(package, key).__module__ for key in sorted(names)}
print(json.dumps(found))
"""


def test_the_sdks_packages_hold_the_same_names_though_they_import_them_late(bundle: Path, python: str) -> None:
    late = subprocess.run([python, "-S", "-c", NAMES], cwd=bundle, capture_output=True, text=True, check=True)
    eager = subprocess.run([sys.executable, "-c", NAMES], capture_output=True, text=True, check=True)
    assert json.loads(late.stdout) == json.loads(eager.stdout)
    assert sum(map(len, json.loads(late.stdout).values())) > 500


def test_a_late_package_knows_no_other_names(bundle: Path, python: str) -> None:
    code = "import ask_sdk_model as m; print('Intent' in dir(m), hasattr(m, 'Intent'), hasattr(m, 'Intend'))"
    result = subprocess.run([python, "-S", "-c", code], cwd=bundle, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["True", "True", "False"]


PLAIN = "from __future__ import absolute_import\n\nfrom .cat import Cat, Kitten\nfrom .dog import Dog\n"


@pytest.mark.parametrize(
    ("source", "late"),
    [
        (PLAIN, 1),
        ("", 0),
        (PLAIN + "print('hello')\n", 0),
        (PLAIN + "import os\n", 0),
        (PLAIN + "from . import fish\n", 0),
        (PLAIN + "from .fish import *\n", 0),
        (PLAIN + "from .fish import Fish as Cod\n", 0),
        (PLAIN + "from os import path\n", 0),
    ],
)
def test_a_package_is_made_late_only_where_it_does_nothing_but_import_its_names(
    source: str, late: int, tmp_path: Path
) -> None:
    (tmp_path / "__init__.py").write_text(source)
    assert make_late(tmp_path) == late
    assert ((tmp_path / "__init__.py").read_text() == source) is (late == 0)


def test_starting_loads_a_small_part_of_the_sdks_model(bundle: Path, python: str) -> None:
    code = "import sys, lambda_function; print(sum(name.startswith('ask_sdk_model') for name in sys.modules))"
    result = subprocess.run([python, "-S", "-c", code], cwd=bundle, capture_output=True, text=True, check=True)
    assert int(result.stdout) < 100


# --- the function's own Python ------------------------------------------------------------------------------------


def test_another_pythons_bytecode_is_refused(tmp_path: Path) -> None:
    other = "3.11" if function_version() != "3.11" else "3.12"
    python = interpreter(other)
    into = tmp_path / "bundle"
    command = [sys.executable, "-m", "workbench.bundle", "--into", str(into), "--python", python]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert f"{python} is Python {other}, but template.yaml runs the function on python{function_version()}." in (
        result.stderr
    )
    assert len(result.stderr.splitlines()) == 1
    assert not into.exists()


def test_a_python_that_is_not_there_is_told_in_a_line() -> None:
    with pytest.raises(BundleError, match=r"^/no/such/python does not run"):
        deployment_python("/no/such/python")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    with pytest.raises(BundleError, match="is not empty"):
        build(tmp_path, sys.executable)


def test_sam_builds_the_same(built: Callable[[str], Path], tmp_path: Path) -> None:
    ours = built(interpreter(function_version()))
    if not SAM.exists():
        pytest.skip("no aws-sam-cli here; `make sam` brings it")
    command = [str(SAM), "build", "--build-dir", str(tmp_path / "sam")]
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert result.returncode == 0, result.stderr
    pack(tmp_path / "sam" / "UpperBackGuideFunction", tmp_path / "sam.zip")
    assert (tmp_path / "sam.zip").read_bytes() == ours.read_bytes()
