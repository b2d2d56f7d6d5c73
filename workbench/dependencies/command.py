"""``back-guide dependencies``."""

from __future__ import annotations

import sys
from pathlib import Path

from workbench.authoring.build import write
from workbench.dependencies import in_step
from workbench.dependencies.page import PAGE, LicenceError, page


def dependencies(root: Path) -> int:
    """Checks that the locks of a checkout are in step, and writes its page of licences; with problems, nothing."""
    problems = in_step.problems(root)
    try:
        text = "" if problems else page(root)
    except LicenceError as error:
        problems = str(error).splitlines()
    for problem in problems:
        print(f"back-guide: {problem}", file=sys.stderr)
    if problems:
        return 1
    write(root / PAGE, text.encode())
    print(f"The locks are in step, and {PAGE} lists what they pin.")
    return 0
