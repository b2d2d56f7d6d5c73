"""What a language's words are rewritten to before anything else looks at them."""

from __future__ import annotations

from workbench.authoring.draft import Language


def rewrites(language: Language) -> dict[str, str]:
    """Contractions and recogniser slips, and what they stand for; fillers stand for nothing."""
    vocabulary = language.vocabulary
    stands_for = {said: meant for key in ("contractions", "misheard") for said, meant in vocabulary[key].items()}
    return {str(said): str(meant) for said, meant in stands_for.items()} | {
        str(filler): "" for filler in vocabulary["fillers"]
    }
