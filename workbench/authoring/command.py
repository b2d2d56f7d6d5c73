"""``back-guide check`` and ``back-guide build``."""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

from back_guide import content as store
from workbench.authoring import build as building
from workbench.authoring import draft as drafts
from workbench.authoring import explain as explaining
from workbench.authoring import rules, skill_package
from workbench.authoring.collisions import collisions


def check(folder: Path = drafts.CONTENT) -> int:
    """Prints every problem of a content folder, and says which of our generated files are out of step with ours."""
    draft = drafts.read(folder)
    problems = rules.problems(draft)
    for problem in problems:
        print(problem)
    if problems:
        return _failed(f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in the content.")
    stale = building.stale(draft) if folder == drafts.CONTENT else []
    if stale:
        return _failed(f"out of step with the content: {', '.join(stale)}. Run: back-guide build")
    for code, language in draft.languages.items() if folder == drafts.CONTENT else ():
        for warning in collisions(language, store.load(code).matcher):
            print(f"warning: {warning}")
    language_count = sum(len(language.topics) for language in draft.languages.values())
    print(f"The content is clean: {language_count} topics, {len(rules.RULES)} rules.")
    print("\n".join(skill_package.unfilled(draft)))
    return 0


def explain(question: str) -> int:
    """Prints why the matcher takes a question for what it does."""
    content = store.load()
    for line in explaining.explain(question, content, drafts.read_once().languages[content.language]):
        print(line)
    return 0


def build(into: Path | None = None, *, symptom_check: bool = True) -> int:
    """Writes what is generated from the content, or only a skill package into a folder; with problems, nothing."""
    draft = drafts.read()
    problems = rules.problems(draft)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return _failed("nothing was built. Mend the content first.")
    if into:
        count = building.build_package(draft, into, symptom_check=symptom_check)
        print(f"{count} files of the skill package, {'with' if symptom_check else 'without'} the symptom check: {into}")
    elif not building.build(draft, print):
        print("Everything generated is up to date.")
    return 0


def list_rules() -> int:
    """Prints every rule with its manual."""
    for name, rule in sorted(rules.RULES.items()):
        print(f"{name}\n  {inspect.getdoc(rule)}\n")
    return 0


def _failed(message: str) -> int:
    print(f"back-guide: {message}", file=sys.stderr)
    return 1
