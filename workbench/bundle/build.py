"""Fills a folder with what is deployed: our code and content, the pinned parts it needs, and bytecode of both."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from workbench.bundle import late_imports
from workbench.bundle.interpreter import BundleError

ROOT = Path(__file__).parents[2]
LAMBDA = ROOT / "lambda"
LOCK = LAMBDA / "requirements.txt"
BUILD = ROOT / "build"
ON_LAMBDA = "/var/task"  # the place that bytecode names, wherever it was made

OURS = ("lambda_function.py", "back_guide")
NOT_NEEDED = ("bin", "*.dist-info", "tests", "__pycache__")

ANY_MACHINE = ("--platform", "any", "--implementation", "py", "--abi", "none")
"""Only wheels of plain Python, which run on every machine: so one bundle is good for arm64 and x86_64."""


def build(into: Path, python: str) -> None:
    """Fills the folder with a bundle for the interpreter's minor version. Same input, same bytes.

    Raises BundleError where the folder holds something already, or a part can't be had.
    """
    if into.exists() and any(into.iterdir()):
        raise BundleError(f"{into} is not empty; name another folder, or empty it")
    shutil.copytree(parts(python), into, dirs_exist_ok=True)
    for name in OURS:
        source = LAMBDA / name
        if source.is_dir():
            shutil.copytree(source, into / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, into / name)
        compile_all(into, python, name)


def parts(python: str) -> Path:
    """A folder with the locked dependencies, pruned and compiled; made once for each lock, recipe and interpreter."""

    def make(folder: Path) -> None:
        shutil.copytree(installed(python), folder)
        _prune(folder)
        late_imports.make_late(folder / "ask_sdk_model")
        compile_all(folder, python)

    return _once(f"parts-{_digest(python)}", make)


def installed(python: str) -> Path:
    """A folder with the locked dependencies as they come; installed once for each lock and interpreter."""
    return _once(f"installed-{_digest(python)}", lambda folder: _install(folder, python))


def compile_all(folder: Path, python: str, name: str = ".") -> None:
    """Compiles a folder, or a part of it; bytecode is taken as it is, without a look at the source.

    The hash seed is fixed because the order of a set's members, which it decides, is written into bytecode.
    """
    how = ["--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", ON_LAMBDA]
    command = [python, "-W", "ignore", "-m", "compileall", "-q", "-f", *how, str(folder / name)]
    result = _run(command, PYTHONHASHSEED="0")
    if result.returncode != 0:
        raise BundleError(f"{name} does not compile: {(result.stdout + result.stderr).strip()}")


def _install(folder: Path, python: str) -> None:
    pip = [python, "-m", "pip", "--quiet", "--quiet", "--disable-pip-version-check", "install"]
    pinned = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--no-compile", "--requirement", str(LOCK)]
    result = _run([*pip, *pinned, *ANY_MACHINE, "--target", str(folder)])
    if result.returncode != 0:
        complaint = (result.stderr.strip() or "no reason given").splitlines()[-1]
        raise BundleError(f"pip could not install {LOCK.relative_to(ROOT)}: {complaint}. Check the network, try again")


def _once(name: str, make: Callable[[Path], None]) -> Path:
    """A folder under build/: the one that is there, or else one that is made, whole or not at all."""
    folder = BUILD / name
    if not folder.exists():
        BUILD.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=BUILD) as temporary:
            made = Path(temporary, name)
            make(made)
            made.rename(folder)
    return folder


def _prune(folder: Path) -> None:
    for pattern in NOT_NEEDED:
        for path in sorted(folder.rglob(pattern)):
            shutil.rmtree(path)


def _digest(python: str) -> str:
    """One digest of all that decides how the parts come out: the interpreter, the lock and the recipe."""
    version = _run([python, "-VV"]).stdout
    recipe = Path(__file__).read_bytes() + Path(late_imports.__file__).read_bytes()
    return hashlib.sha256(version.encode() + LOCK.read_bytes() + recipe).hexdigest()[:16]


def _run(command: Sequence[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
