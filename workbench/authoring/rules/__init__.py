"""The proofreading rules. One rule is one function; its docstring is its manual; tests/specimens holds its proof."""

from __future__ import annotations

from workbench.authoring.draft import Draft
from workbench.authoring.rules import check, names, questions, screen, structure, words
from workbench.authoring.rules.rule import RULES
from workbench.authoring.strict_yaml import Problem

__all__ = ["RULES", "check", "names", "problems", "questions", "screen", "structure", "words"]


def problems(draft: Draft) -> list[Problem]:
    """Everything that is wrong with a draft, in the order of its files and lines.

    Where files could not be read, only that is told: other complaints would be its echo.
    """
    if draft.problems:
        return sorted(set(draft.problems))
    return sorted({problem for rule in RULES.values() for problem in rule(draft)})
