"""Which Python the function runs on, and where one like it is found here.

Bytecode is good for one minor version only: a bundle compiled by another is recompiled at every cold start.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
ASK = "import sys; print('{}.{}'.format(*sys.version_info), sys.executable)"


class BundleError(Exception):
    """Why there is no bundle, in one line that says what to do."""


def function_version() -> str:
    """The minor version that template.yaml runs the function on: "3.13"."""
    found = re.search(r"^ *Runtime: python(3\.\d+)$", TEMPLATE.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise BundleError(f"{TEMPLATE.name} names no Runtime like python3.13; put one there")
    return found[1]


def deployment_python(named: str | None) -> str:
    """The path of an interpreter that compiles for the function: the one named, or one that is found.

    Raises BundleError where there is none, or where the one named is of another version.
    """
    wanted = function_version()
    if named:
        version, path = _asked(named, wanted)
        if version != wanted:
            what = f"is Python {version}" if version else "does not run"
            raise BundleError(
                f"{named} {what}, but {TEMPLATE.name} runs the function on python{wanted}. {_remedy(wanted)}"
            )
        return path
    path = find(wanted)
    if not path:
        raise BundleError(f"{TEMPLATE.name} runs the function on python{wanted}, and none is here. {_remedy(wanted)}")
    return path


def find(version: str) -> str:
    """The path of an interpreter of this minor version: this one, or one on the path; "" where there is none."""
    for name in (sys.executable, f"python{version}"):
        found, path = _asked(name, version)
        if found == version:
            return path
    return ""


def _asked(name: str, version: str) -> tuple[str, str]:
    """What an interpreter says of its minor version and its path; empty where it does not run."""
    if not shutil.which(name):
        return "", ""
    environment = {**os.environ, "PYENV_VERSION": version}  # pyenv's stand-ins run nothing until told which version
    result = subprocess.run([name, "-c", ASK], capture_output=True, text=True, check=False, env=environment)
    found, _, path = result.stdout.strip().partition(" ")
    return found, path


def _remedy(wanted: str) -> str:
    return f"Install Python {wanted}, or name it: back-guide bundle --python /path/to/python{wanted}"
