"""A response to Alexa, read as far as it can be: the rules look at it, and never raise, whatever JSON it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.parsers import expat

from workbench.simulator.session import plain_text

Table = Mapping[str, Any]

_PAUSE = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")


@dataclass(frozen=True)
class Response:
    """A response to the whole envelope of a request, both as JSON."""

    to: Table
    whole: Table

    @cached_property
    def request(self) -> Table:
        """The request inside its envelope."""
        return table(table(self.to).get("request"))

    @cached_property
    def kind(self) -> str:
        """The type of the request."""
        return str(self.request.get("type"))

    @cached_property
    def body(self) -> Table:
        """The response's inner object of the same name."""
        return table(table(self.whole).get("response"))

    @cached_property
    def decision(self) -> str:
        """What the skill says it decided: "answer", "decline", "apology"; "" where it says nothing."""
        return str(table(table(table(self.whole).get("sessionAttributes")).get("said")).get("decision", ""))

    @cached_property
    def ssml(self) -> str | None:
        """What is said, as SSML: None where nothing is, "" where it is something else than SSML."""
        return _ssml(self.body)

    @property
    def reprompt(self) -> str | None:
        """What is said after silence, as ``ssml``."""
        return _ssml(table(self.body["reprompt"])) or "" if "reprompt" in self.body else None

    @cached_property
    def speech(self) -> str:
        """What is said, as one reads it."""
        return plain_text(self.ssml) or ""

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """Each thing said, with its name."""
        named = (("speech", self.ssml), ("reprompt", self.reprompt))
        return [(name, ssml) for name, ssml in named if ssml is not None]

    @cached_property
    def tags(self) -> list[tuple[str, Table]]:
        """The tags of all that is said, with their attributes, as far as it can be read."""
        return [tag for _, ssml in self.spoken for tag in read_ssml(ssml)[0]]

    @property
    def pauses(self) -> list[float]:
        """The breaks that say how long they last, in seconds."""
        found = [_PAUSE.fullmatch(attributes.get("time", "")) for tag, attributes in self.tags if tag == "break"]
        return [float(pause[1]) / (1000 if pause[2] == "ms" else 1) for pause in found if pause]

    @property
    def card(self) -> Table | None:
        """The card, {} where it is not even an object, None where there is none."""
        return table(self.body["card"]) if "card" in self.body else None

    @property
    def directives(self) -> list[Table]:
        """What else Alexa is to do."""
        listed = self.body.get("directives")
        return [table(directive) for directive in listed] if isinstance(listed, list) else []

    @property
    def hands_over(self) -> bool:
        """Whether Alexa goes on with the conversation, as when it asks for a permission by voice."""
        return any(str(directive.get("type")).startswith("Connections.") for directive in self.directives)

    @property
    def is_open(self) -> bool:
        """Whether the session goes on."""
        return self.body.get("shouldEndSession") is False

    @cached_property
    def as_json(self) -> str | None:
        """The response as JSON in its longest form, every letter escaped; None where it can't be written."""
        try:
            return json.dumps(self.whole, allow_nan=False)
        except (TypeError, ValueError):
            return None


def table(value: object) -> Table:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def read_ssml(text: str) -> tuple[list[tuple[str, Table]], str]:
    """The tags of SSML with their attributes, in order, and why reading stopped ("" where it did not).

    Expat, because Alexa's prefixed tags ("amazon:effect") declare no namespace.
    """
    tags: list[tuple[str, Table]] = []
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, attributes: tags.append((name, attributes))
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as fault:
        return tags, str(fault)
    return tags, ""


def _ssml(holder: Table) -> str | None:
    if "outputSpeech" not in holder:
        return None
    speech = table(holder["outputSpeech"])
    text = speech.get("ssml") if speech.get("type") == "SSML" else ""
    return text if isinstance(text, str) else ""
