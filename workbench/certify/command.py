"""``back-guide certify``."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from workbench.authoring.build import write
from workbench.certify import report
from workbench.certify.certification import certify
from workbench.certify.rule import Result

FORMS = {"table": report.as_table, "json": report.as_json, "markdown": report.as_markdown}


def run(form: str, output: Path | None) -> int:
    """Certifies the skill, and tells how it went."""
    logging.disable(logging.CRITICAL)  # the doors log what they refuse, and here they refuse much
    try:
        results = certify()
    finally:
        logging.disable(logging.NOTSET)
    return tell(results, form, output)


def tell(results: Sequence[Result], form: str, output: Path | None) -> int:
    """Prints or writes the results in one of the forms. The exit code is 1 where a rule failed."""
    text = FORMS[form](results)
    if output:
        write(output, text.encode())
    else:
        print(text)
    return 0 if all(result.passed for result in results) else 1
