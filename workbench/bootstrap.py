"""Makes .venv ready: the step behind every make target. Runs on any Python 3, before anything is installed.

Creates the environment, installs the locked dependencies with their hashes checked, then the project itself, then
what the simulator draws screens with. Quick when nothing changed: the digest of everything that decides the outcome is
kept beside what was made.
"""
# ruff: noqa: UP032 - an old Python must be able to read this file to say that it is too old

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from.sha256"
INPUTS = ("requirements-dev.txt", "pyproject.toml", "workbench/bootstrap.py")
SIMULATOR = ROOT / "workbench" / "simulator"
RENDERER_STAMP = SIMULATOR / "node_modules" / "made-from.sha256"


def main() -> None:
    """Brings everything up to date, or says in one line why it can't."""
    make_environment()
    install_renderer()


def make_environment() -> None:
    """Makes .venv anew where what it is made from has changed."""
    python = suitable_python()
    digest = inputs_digest(python)
    if STAMP.exists() and STAMP.read_text() == digest:
        return
    print("Setting up .venv with {} (a minute or two the first time) …".format(python), flush=True)
    shutil.rmtree(str(VENV), ignore_errors=True)
    step("create .venv", [python, "-m", "venv", str(VENV)], "Is there room on the disk, and may you write here?")
    pip = [
        str(VENV / "bin" / "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--quiet",
    ]
    print("  installing the locked dependencies …", flush=True)
    step(
        "install the dependencies",
        [*pip, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", "requirements-dev.txt"],
        "Check the network and try again.",
    )
    print("  installing the project …", flush=True)
    step(
        "install the project",
        [*pip, "--no-deps", "--no-build-isolation", "-e", "."],
        "Is pyproject.toml whole?",
    )
    STAMP.write_text(digest)
    print("  ready.", flush=True)


def install_renderer() -> None:
    """Installs Amazon's screen renderer with the npm that came with the dependencies. All else works without it."""
    digest = hashlib.sha256((SIMULATOR / "package-lock.json").read_bytes()).hexdigest()
    if RENDERER_STAMP.exists() and RENDERER_STAMP.read_text() == digest:
        return
    print("  installing Amazon's screen renderer …", flush=True)
    npm = [str(VENV / "bin" / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.call([*npm, "--fetch-retries=0"], cwd=str(SIMULATOR)) == 0:
        RENDERER_STAMP.write_text(digest)
    else:
        print(
            "setup: npm could not install Amazon's screen renderer, so the simulator draws plain screens. All else "
            "works. To try again: make setup",
            flush=True,
        )


def suitable_python() -> str:
    """The path of a Python that is new enough and can make environments: this one, or a newer one on the path."""
    names = [sys.executable, "python3.13", "python3.12", "python3.11"]
    found = [path for path in (shutil.which(name) for name in names) if path]
    new_enough = [path for path in found if works(path, "import sys; assert sys.version_info >= {}".format(OLDEST))]
    if not new_enough:
        sys.exit(
            "setup: Python {}.{} or newer is needed, this is {}.{}. Install one (Debian: apt install python3 "
            "python3-venv), or name it: make PYTHON=/path/to/python3.13".format(*OLDEST, *sys.version_info[:2])
        )
    for path in new_enough:
        if works(path, "import ensurepip, venv"):
            return path
    sys.exit("setup: this Python can't make environments. Install python3-venv (Debian: apt install python3-venv).")


def works(python: str, code: str) -> bool:
    """Whether a Python runs this line of code without complaint."""
    return subprocess.call([python, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def inputs_digest(python: str) -> str:
    """One digest of the interpreter and of every file that decides what is installed."""
    digest = hashlib.sha256(python.encode())
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def step(what: str, command: list, remedy: str) -> None:  # type: ignore[type-arg] # read by old Pythons
    """Runs one command in the project's root; a failure ends set-up with what to do about it."""
    if subprocess.call(command, cwd=str(ROOT)) != 0:
        sys.exit("setup: could not {}. {}".format(what, remedy))


if __name__ == "__main__":
    main()
