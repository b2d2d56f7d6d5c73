"""Writes the last words as Python: what is said where the content can't be read can't be read from the content."""

from __future__ import annotations

import json

from workbench.authoring.compile import term
from workbench.authoring.compile_check import text
from workbench.authoring.draft import Draft
from workbench.authoring.rules.rule import BRACES, sentences

PROMPT = "last_words"
HEAD = '''"""What is said where the content can't be read, by locale. Written by `back-guide build` from content/."""

SAID = {
'''


def last_words_py(draft: Draft) -> str:
    """The module that holds the prompt for every locale, its terms filled in, a sentence a line."""
    return HEAD + "".join(_entry(draft, code) for code in draft.locales) + "}\n"


def _entry(draft: Draft, code: str) -> str:
    said = "".join(f"        {json.dumps(each, ensure_ascii=False)},\n" for each in sentences(_filled(draft, code)))
    return f'    "{code}": (\n{said}    ),\n'


def _filled(draft: Draft, code: str) -> str:
    locale = draft.locales[code]
    prompt = text(draft.languages[locale["language"]].prompts[PROMPT]["say"])
    return BRACES.sub(lambda brace: term(locale["terms"][brace[1]])["say"], prompt)
