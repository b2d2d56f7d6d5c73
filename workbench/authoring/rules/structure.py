"""Rules about how the parts fit: red flags that can be heard and acted on."""

from __future__ import annotations

from collections.abc import Iterator

from back_guide.understanding.red_flags import URGENCIES
from workbench.authoring.draft import Draft
from workbench.authoring.rules.rule import Finding, rule
from workbench.authoring.shapes import suggestion
from workbench.authoring.templates import places

NUMBER = "{emergency_number}"


@rule
def bad_template(draft: Draft) -> Iterator[Finding]:
    """A way of saying a danger sign has balanced brackets: (one|another) and [may be left out], not nested."""
    for language in draft.languages.values():
        for flag in language.red_flags.values():
            for template in flag["heard_as"]:
                try:
                    places(template)
                except ValueError as error:
                    yield template, f'"{template}": {error}', "Write (one|another) or [may be left out]."


@rule
def unknown_urgency(draft: Draft) -> Iterator[Finding]:
    """A red flag is an emergency, urgent, or a fact that counts only together with others."""
    known = (*URGENCIES, "fact")
    for language in draft.languages.values():
        for flag in language.red_flags.values():
            if flag["urgency"] not in known:
                yield (
                    flag["urgency"],
                    f'"{flag["urgency"]}" is no urgency',
                    suggestion(flag["urgency"], known),
                )


@rule
def flag_without_words(draft: Draft) -> Iterator[Finding]:
    """A red flag says what to do, what to do meanwhile and what to tell; and there is a way to hear it."""
    for language in draft.languages.values():
        for name, flag in language.red_flags.items():
            missing = [key for key in ("say", "meanwhile", "tell_them") if key not in flag]
            if flag["urgency"] != "fact" and missing:
                yield flag, f'the red flag "{name}" lacks {" and ".join(missing)}', "Write it."
            if not flag["heard_as"] and "together" not in flag:
                yield flag, f'the red flag "{name}" can\'t be heard', "Write heard_as or together."


@rule
def number_not_first(draft: Draft) -> Iterator[Finding]:
    """An emergency's words begin with the number to call: who listens no further has heard what matters."""
    for language in draft.languages.values():
        for flag in language.red_flags.values():
            first = flag.get("say", "").split(".")[0]
            if flag["urgency"] == "emergency" and NUMBER not in first:
                yield (
                    flag.get("say", flag),
                    "the number is not in the first sentence",
                    f"Begin with: Call {NUMBER} now.",
                )
