"""Tells what came of a certification: as a table for the terminal, as JSON, and as the page docs/certification.md."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from workbench.certify.people import TASKS
from workbench.certify.rule import Result

MOST_FAILURES = 10
"""Failures of one rule that a reader is shown; JSON has them all."""

INTRODUCTION = """\
# Certification

Written by `back-guide certify --markdown --output docs/certification.md`; `make test` checks that it is fresh.

Every rule of Amazon's certification that a program can judge, tried on the generated skill package of every locale
and on the real skill at both doors, with the symptom check and without. A rule's manual is its docstring in
`workbench/certify`. The numbers are those under which the rules were gathered; 23, 27 and 29 are not given out.
"""


def as_table(results: Sequence[Result]) -> str:
    """The results for a terminal: a line a rule, then what failed, then what needs a person."""
    rows = [(_numbers(each.rule.numbers), each.rule.name, _tried(each), _outcome(each)) for each in results]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    people = [f"{_numbers(task.numbers):{widths[0]}}  {task.judged} {task.to_do}" for task in TASKS]
    return "\n".join([*lines, *_failures(results), "", "Needs a person:", *people, "", _summary(results)])


def as_json(results: Sequence[Result]) -> str:
    """The results for another program."""
    rules = [
        {
            "rule": each.rule.name,
            "numbers": each.rule.numbers,
            "manual": each.rule.manual,
            "tried": each.tried,
            "of": each.rule.of,
            "passed": each.passed,
            "mend": each.rule.mend,
            "failures": [trial._asdict() for trial in each.failures],
        }
        for each in results
    ]
    passed = all(each.passed for each in results)
    return json.dumps(
        {"passed": passed, "rules": rules, "needs_a_person": [task._asdict() for task in TASKS]},
        ensure_ascii=False,
        indent=1,
    )


def as_markdown(results: Sequence[Result]) -> str:
    """The results as a page. It holds no date and no time, so that it changes only where the skill does."""
    rules = [
        (_numbers(each.rule.numbers), f"`{each.rule.name}`", each.rule.manual, _tried(each), _outcome(each))
        for each in results
    ]
    people = [(_numbers(task.numbers), task.judged, task.to_do) for task in TASKS]
    return "\n".join(
        [
            INTRODUCTION,
            *_grid(("number", "rule", "what it asks", "tried", "result"), rules),
            *_failures(results),
            "\n## Needs a person\n",
            *_grid(("number", "what is to be judged", "what to do"), people),
            "",
        ]
    )


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, line by line."""
    for row in (head, ["---"] * len(head), *rows):
        yield f"| {' | '.join(row)} |"


def _failures(results: Sequence[Result]) -> Iterator[str]:
    """What failed, exactly, with the file to mend."""
    for each in results:
        if each.passed:
            continue
        yield f"\n{_numbers(each.rule.numbers)} {each.rule.name}: {each.rule.manual}"
        yield from (f"- {trial.what}: {trial.fault}" for trial in each.failures[:MOST_FAILURES])
        if len(each.failures) > MOST_FAILURES:
            yield f"- and {len(each.failures) - MOST_FAILURES} more"
        yield f"Mend {each.rule.mend}"


def _numbers(numbers: Sequence[str]) -> str:
    return "/".join(numbers)


def _tried(result: Result) -> str:
    return f"{result.tried:,} {result.rule.of}"


def _outcome(result: Result) -> str:
    if result.failures:
        return f"{len(result.failures):,} failed"
    return "passed" if result.tried else "not tried"


def _summary(results: Sequence[Result]) -> str:
    failed = sum(not each.passed for each in results)
    tried = sum(each.tried for each in results)
    return f"{failed} of {len(results)} rules failed." if failed else f"{len(results)} rules passed, {tried:,} trials."
