"""Gathers what the topic matcher learns from: example questions, and the subjects that questions are about."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from back_guide.content import matcher
from back_guide.understanding import normalise, topics
from back_guide.understanding import subjects as topic_subjects
from back_guide.understanding.subjects import mentioned
from workbench.authoring import fit
from workbench.authoring.draft import Language
from workbench.authoring.fit import Example, Subjects
from workbench.authoring.rewrites import rewrites

CHECK = "symptom_check"
"""The name under which the matcher knows the wish to be taken through the check."""

OURS = "ours"
CODE = (fit, matcher, normalise, topics, topic_subjects)
"""The modules that decide how a matcher comes out."""


def examples(language: Language) -> list[Example]:
    """Every example question with its topic, every sentence to turn away with its kind, or of danger with its flag."""
    found = [(said, name) for name, topic in language.topics.items() for said in (*topic["ask"], topic["name"])]
    found += [(said, topics.DO + name) for name, plan in language.care_plans.items() for said in plan["ask"]]
    to_check = (*language.check["ask"], *language.vocabulary["commands"]["SymptomCheckIntent"])
    found += [(said, topics.DO + CHECK) for said in to_check]
    found += [(said, topics.DECLINE + kind) for kind, entry in language.declines.items() for said in entry["heard_as"]]
    found += [(said, topics.FLAG + flag) for flag, ways in language.sounds_like.items() for said in ways]
    meant = rewrites(language)
    return [(normalise.normalise(said, meant), name) for said, name in found]


def subjects(language: Language) -> Subjects:
    """What a question can be about, normalised, and the topics whose examples speak of it; None for what is ours."""
    found: dict[str, list[str] | None] = {}
    meant = rewrites(language)
    for kind, phrases in language.subjects.items():
        for phrase in phrases:
            known: list[str] | None = None if kind == OURS else []
            singular = " ".join(normalise.normalise(phrase, meant))
            found |= {form: known for form in (singular, f"{singular}s") if form not in found}
    for words, name in examples(language):
        for phrase in mentioned(words, found) if not name.startswith(topics.DECLINE) else ():
            known = found[phrase]
            if known is not None and name not in known:
                known.append(name)
    return found


def matcher_digest(language: Language) -> str:
    """A digest of all that decides how the matcher comes out: what it learns from, and the code that fits it."""
    code = "".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in CODE)
    return hashlib.sha256(json.dumps([examples(language), subjects(language), code]).encode()).hexdigest()


def matcher_file(language: Language) -> bytes:
    """The fitted matcher of a language. Takes some seconds."""
    return fit.fit(examples(language), subjects(language), made_from=matcher_digest(language))
