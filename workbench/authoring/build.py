"""Writes everything that is generated from content: compiled files, matchers, last words, interaction models.

What is generated is committed, so that a clean clone deploys without a build step; ``stale`` tells what is out of step.
"""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from back_guide.content.matcher import Matcher
from back_guide.content.store import COMPILED
from workbench.authoring import compile as compiling
from workbench.authoring import compile_matcher, skill_package
from workbench.authoring.draft import ROOT, Draft
from workbench.authoring.last_words import last_words_py
from workbench.authoring.review_page import review_page

ASSETS = skill_package.PACKAGE / "skill-package" / "assets"
REVIEW = ROOT / "docs" / "review"
MODELS = skill_package.PACKAGE / "skill-package" / "interactionModels" / "custom"


@dataclass(frozen=True)
class Places:
    """Where generated files go: compiled content, the skill package, and the clinician's review page."""

    compiled: Path = COMPILED
    package: Path = skill_package.PACKAGE
    review: Path = REVIEW

    @property
    def last_words(self) -> Path:
        """Python beside the compiled content: it has to be there where that is missing."""
        return self.compiled.parent / "last_words.py"


OURS = Places()


def build(draft: Draft, say: Callable[[str], None], places: Places = OURS) -> int:
    """Brings every generated file up to date, and says how many it wrote. Each is written whole or not at all."""
    out_of_step = list(_out_of_step(draft, places))
    for path, make in out_of_step:
        say(f"writing {_called(path)}" + (" (fitting it takes some seconds) …" if path.suffix == ".matcher" else ""))
        write(path, make())
    return len(out_of_step)


def build_package(draft: Draft, folder: Path, *, symptom_check: bool) -> int:
    """Writes a whole skill package, with the symptom check or without, and says how many files that were."""
    texts = {name: text.encode() for name, text in skill_package.files(draft, symptom_check=symptom_check).items()}
    icons = {f"skill-package/assets/{icon}": (ASSETS / icon).read_bytes() for icon in skill_package.ICONS.values()}
    for name, data in {**texts, **icons}.items():
        write(folder / name, data)
    return len(texts) + len(icons)


def stale(draft: Draft, places: Places = OURS) -> list[str]:
    """The generated files that are not what the content would now give."""
    return [_called(path) for path, _ in _out_of_step(draft, places)]


def write(path: Path, data: bytes) -> None:
    """Writes a file so that readers see the old one or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def made_from(path: Path) -> str:
    """The digest that a fitted matcher carries, or "" where it is missing or damaged."""
    data = _read(path) or b""
    try:
        return Matcher.from_bytes(data).made_from
    except (ValueError, KeyError, TypeError, IndexError):
        return ""


def _out_of_step(draft: Draft, places: Places) -> Iterator[tuple[Path, Callable[[], bytes]]]:
    """Each generated file that the content has moved on from, and what makes it anew."""
    texts = {places.compiled / f"{code}.json": compiling.language_json(draft, code) for code in draft.languages}
    texts |= {places.package / name: text for name, text in skill_package.files(draft).items()}
    texts[places.last_words] = last_words_py(draft)
    texts |= {places.review / f"{code}.md": review_page(draft, code) for code in draft.languages}
    for path, text in texts.items():
        if _read(path) != text.encode():
            yield path, text.encode
    for code, language in draft.languages.items():
        path = places.compiled / f"{code}.matcher"
        if made_from(path) != compile_matcher.matcher_digest(language):
            yield path, functools.partial(compile_matcher.matcher_file, language)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _called(path: Path) -> str:
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
