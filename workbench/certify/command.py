"""``back-guide certify``."""

from __future__ import annotations

import logging
from pathlib import Path

from workbench.authoring.build import write
from workbench.certify import report
from workbench.certify.certification import certify

FORMS = {"table": report.as_table, "json": report.as_json, "markdown": report.as_markdown}


def run(form: str, output: Path | None) -> int:
    """Certifies the skill, tells how it went in one of the forms, and fails where a rule did."""
    logging.disable(logging.CRITICAL)  # the doors log what they refuse, and here they refuse much
    try:
        results = certify()
    finally:
        logging.disable(logging.NOTSET)
    text = FORMS[form](results)
    if output:
        write(output, text.encode())
    else:
        print(text)
    return 0 if all(result.passed for result in results) else 1
