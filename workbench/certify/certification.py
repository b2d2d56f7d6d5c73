"""Tries every rule on the skill with its symptom check and without."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.certify.rule import Result, Rule, Trial
from workbench.certify.rules import RULES
from workbench.certify.subject import Subject, subjects


def certify() -> list[Result]:
    """What came of every rule, in the order of their numbers."""
    with subjects() as ours:
        results = [tried(rule, ours) for rule in sorted(RULES.values(), key=lambda rule: rule.judges is not None)]
    return sorted(results, key=lambda result: (int(result.rule.numbers[0][1:]), result.rule.name))


def tried(rule: Rule, subjects: Iterable[Subject]) -> Result:
    """What comes of one rule. A skill too broken for the rule to read has broken it."""
    result = Result(rule)
    for subject in subjects:
        try:
            for trial in rule.tries(subject):
                result.note(Trial(f"{trial.what}, {subject.name}", trial.fault))
        except Exception as error:
            result.note(Trial(f"the skill {subject.name}", f"it can't be read: {type(error).__name__}: {error}"))
    return result
