"""The content folder as an editor wrote it, read and shaped but not yet judged."""

from __future__ import annotations

import datetime
import functools
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from workbench.authoring import shapes, strict_yaml
from workbench.authoring.strict_yaml import Place, Problem, Table, Value

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "content"

FILE_NAME = re.compile(r"[a-z][a-z0-9_]*\.yaml", re.ASCII)
YAML_SUFFIXES = (".yaml", ".yml")


@dataclass
class Language:
    """What one language says: a table a file, by the file's name where there are many."""

    topics: dict[str, Table] = field(default_factory=dict)
    declines: dict[str, Table] = field(default_factory=dict)
    prompts: Table = field(default_factory=Table)
    red_flags: Table = field(default_factory=Table)
    sounds_like: Table = field(default_factory=Table)
    vocabulary: Table = field(default_factory=Table)
    concepts: Table = field(default_factory=Table)
    subjects: Table = field(default_factory=Table)
    check: Table = field(default_factory=Table)
    care_plans: dict[str, Table] = field(default_factory=dict)
    advice_only: Table = field(default_factory=Table)
    skill: Table = field(default_factory=Table)
    screen: Table = field(default_factory=Table)


@dataclass
class Draft:
    """Everything under a content folder. Files that are missing or misshapen are left out and noted as problems."""

    folder_path: Path = CONTENT
    today: datetime.date = field(default_factory=datetime.date.today)
    sources: Table = field(default_factory=Table)
    locales: Table = field(default_factory=Table)
    routing: Table = field(default_factory=Table)
    owner: Table = field(default_factory=Table)
    languages: dict[str, Language] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def file(self, path: Path, called: str, shape: shapes.Shape) -> Table:
        """Reads one file of a shape; where that fails, notes why and gives an empty table."""
        value, problems = _read(path, called)
        if value is not None:
            problems = [*problems, *(list(strict_yaml.escaped(value)) or shape(value, path.stem))]
        self.problems += problems
        if isinstance(value, Table) and not problems:
            return value
        empty = Table()
        empty.place = Place(called, 1)
        return empty

    def file_if_there(self, path: Path, called: str, shape: shapes.Shape) -> Table:
        """Reads a file that a language can do without."""
        return self.file(path, called, shape) if os.path.lexists(path) else Table()

    def folder(self, path: Path, called: str, shape: shapes.Shape) -> dict[str, Table]:
        """Reads every YAML file of a folder; those in order, by the name of their file."""
        files = sorted(file for file in path.glob("*") if file.suffix.lower() in YAML_SUFFIXES)
        tables = {file.stem: self.file(file, f"{called}/{file.name}", shape) for file in files}
        return {name: table for name, table in tables.items() if table}


@functools.cache
def read_once() -> Draft:
    """Our own content, read once a process, for those who only look at it."""
    return read()


def read(content: Path = CONTENT) -> Draft:
    """Reads a content folder. Never raises for what an editor may have written."""
    content = content.resolve()
    draft = Draft(content)
    called = content.name
    draft.sources = draft.file(content / "sources.yaml", f"{called}/sources.yaml", shapes.SOURCES)
    draft.locales = draft.file(content / "locales.yaml", f"{called}/locales.yaml", shapes.LOCALES)
    draft.routing = draft.file(content / "symptom_check.yaml", f"{called}/symptom_check.yaml", shapes.ROUTING)
    draft.owner = draft.file_if_there(content.parent / "owner.yaml", "owner.yaml", shapes.OWNER)
    for code in sorted({entry["language"] for entry in draft.locales.values()}):
        draft.languages[code] = _language(draft, content / code, f"{called}/{code}")
    return draft


def _read(path: Path, called: str) -> tuple[Value | None, list[Problem]]:
    """Reads a file that stands where it seems to, under a name that every disc can tell from another."""
    if not FILE_NAME.fullmatch(path.name):
        place = Place(called.encode("unicode_escape").decode(), 1)
        return None, [Problem(place, "no name for a content file", "Call it like heat_or_ice.yaml.", "bad-file-name")]
    if os.path.realpath(path) != str(path):
        what, remedy = "a link that leads to another place", "Put the file itself there."
        return None, [Problem(Place(called, 1), what, remedy, "link")]
    return strict_yaml.read(path, called)


def _language(draft: Draft, folder: Path, called: str) -> Language:
    return Language(
        topics=draft.folder(folder / "topics", f"{called}/topics", shapes.TOPIC),
        declines=draft.folder(folder / "declines", f"{called}/declines", shapes.DECLINE),
        prompts=draft.file(folder / "prompts.yaml", f"{called}/prompts.yaml", shapes.PROMPTS),
        red_flags=draft.file(folder / "red_flags.yaml", f"{called}/red_flags.yaml", shapes.RED_FLAGS),
        sounds_like=draft.file_if_there(folder / "sounds_like.yaml", f"{called}/sounds_like.yaml", shapes.SOUNDS_LIKE),
        vocabulary=draft.file(folder / "vocabulary.yaml", f"{called}/vocabulary.yaml", shapes.VOCABULARY),
        concepts=draft.file_if_there(folder / "concepts.yaml", f"{called}/concepts.yaml", shapes.CONCEPTS),
        subjects=draft.file(folder / "subjects.yaml", f"{called}/subjects.yaml", shapes.SUBJECTS),
        check=draft.file(folder / "symptom_check.yaml", f"{called}/symptom_check.yaml", shapes.CHECK_WORDS),
        care_plans=draft.folder(folder / "care_plans", f"{called}/care_plans", shapes.CARE_PLAN),
        advice_only=draft.file(folder / "advice_only.yaml", f"{called}/advice_only.yaml", shapes.ADVICE_ONLY),
        skill=draft.file(folder / "skill.yaml", f"{called}/skill.yaml", shapes.SKILL),
        screen=draft.file(folder / "screen.yaml", f"{called}/screen.yaml", shapes.SCREEN),
    )
