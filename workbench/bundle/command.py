"""``back-guide bundle``: builds the deployable zip file, and says how large it is."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from workbench.bundle.archive import files, pack
from workbench.bundle.build import BUILD, ROOT, build
from workbench.bundle.interpreter import BundleError, deployment_python

FOLDER = BUILD / "bundle"
ARCHIVE = BUILD / "upper-back-guide.zip"


def bundle(python: str | None) -> int:
    """Builds the bundle anew, as a folder and as a zip file, and prints its size."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    code = fill(FOLDER, python)
    if code == 0:
        pack(FOLDER, ARCHIVE)
        found = files(FOLDER)
        unpacked = sum(path.stat().st_size for path in found)
        print(f"{ARCHIVE.relative_to(ROOT)}: {_mb(ARCHIVE.stat().st_size)} ({_mb(unpacked)} in {len(found)} files)")
    return code


def fill(folder: Path, python: str | None) -> int:
    """Builds the bundle for the function's runtime into a folder; a one-line error where that can't be."""
    try:
        build(folder, deployment_python(python))
    except BundleError as problem:
        print(f"bundle: {problem}.", file=sys.stderr)
        return 1
    return 0


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
