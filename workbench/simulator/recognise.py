"""What Alexa would take words for, judged by the generated interaction model.

Built-in intents by their usual phrasings, then sample utterances with slots and synonyms, then the open question
with the raw words; what holds no word at all falls back.
"""

from __future__ import annotations

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from back_guide.dialogue.turn import ASK
from workbench.authoring.build import MODELS
from workbench.authoring.interaction_model import QUESTION

FALLBACK = "AMAZON.FallbackIntent"
USUAL = {
    "AMAZON.CancelIntent": ("cancel", "never mind", "forget it"),
    "AMAZON.HelpIntent": ("help", "help me", "can you help me"),
    "AMAZON.NavigateHomeIntent": ("go home", "home"),
    "AMAZON.NextIntent": ("next", "skip", "skip forward"),
    "AMAZON.NoIntent": ("no", "no thanks"),
    "AMAZON.PauseIntent": ("pause", "pause that"),
    "AMAZON.PreviousIntent": ("previous", "go back", "back up"),
    "AMAZON.RepeatIntent": ("repeat", "say that again", "repeat that"),
    "AMAZON.ResumeIntent": ("resume", "continue", "keep going"),
    "AMAZON.StartOverIntent": ("start over", "restart", "start again"),
    "AMAZON.StopIntent": ("stop", "off", "shut up"),
    "AMAZON.YesIntent": ("yes", "yes please", "sure"),
}
"""What Amazon's documentation gives for its built-in intents; a model's own samples come on top."""


@dataclass(frozen=True)
class Heard:
    """An intent, the raw words of its open slot ("" for none), and the topic that entity resolution found."""

    intent: str
    question: str = ""
    resolved: str = ""


class Recogniser:
    """Recognises words by one locale's interaction model."""

    def __init__(self, model: dict[str, Any]) -> None:
        language = model["interactionModel"]["languageModel"]
        self.invocation_name: str = language["invocationName"]
        self.samples: dict[str, str] = {}
        self.carriers: list[str] = []
        for intent in language["intents"]:
            for sample in (*intent["samples"], *USUAL.get(intent["name"], ())):
                if "{" in sample:
                    self.carriers.append(sample)
                else:
                    self.samples.setdefault(sample, intent["name"])
        self.topics = {
            said: value["id"]
            for value in language["types"][0]["values"]
            for said in (value["name"]["value"], *value["name"]["synonyms"])
        }

    def hear(self, words: str) -> Heard:
        """What these words are taken for."""
        plain = as_recognised(words)
        if not plain:
            return Heard(FALLBACK)
        if plain in self.samples:
            return Heard(self.samples[plain])
        question = self._without_carrier(plain)
        return Heard(ASK, question, self.topics.get(question, ""))

    def _without_carrier(self, plain: str) -> str:
        """The slot of the most specific sample that the words fit."""
        for carrier in sorted(self.carriers, key=len, reverse=True):
            before, after = carrier.split(f"{{{QUESTION}}}")
            rest = plain[len(before) : len(plain) - len(after)]
            if plain.startswith(before) and plain.endswith(after) and rest.strip():
                return rest
        return plain


@functools.cache
def recogniser(locale: str, models: Path = MODELS) -> Recogniser:
    """The recogniser of a locale, from its generated interaction model. Raises FileNotFoundError where it has none."""
    return Recogniser(json.loads((models / f"{locale}.json").read_text(encoding="utf-8")))


def as_recognised(words: str) -> str:
    """Typed words as a speech recogniser writes them: lower case, no punctuation at their ends."""
    bare = re.sub(r"[^\w\s'’]+", " ", words.lower(), flags=re.UNICODE).replace("’", "'")
    return " ".join(bare.split()) if re.search(r"\w", bare) else ""
