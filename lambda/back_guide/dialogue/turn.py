"""One exchange, as the dialogue sees it: a ``Turn`` comes in, a ``Reply`` goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from back_guide.content import Content, Prompt
from back_guide.dialogue.errand import Errand, Outcome
from back_guide.dialogue.memory import Memory, Said
from back_guide.understanding.red_flags import Utterance

ASK = "AskIntent"
"""The intent that brings free words."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the listener did: the intent that Alexa took it for, and the words where it passed them on.

    ``words`` are normalised. ``locale`` is Alexa's code, whatever it was; ``memory`` the conversation so far. With an
    ``outcome`` it was not the listener who did something, but one of Alexa's services.
    """

    intent: str
    words: tuple[str, ...] = ()
    memory: Memory = field(default_factory=Memory)
    locale: str = ""
    outcome: Outcome | None = None
    _searched: dict[tuple[str, ...], Utterance] = field(default_factory=dict, compare=False, repr=False)

    def utterance(self, content: Content) -> Utterance:
        """The words as searched for danger signs, which is done once a turn, however many rooms ask."""
        if self.words not in self._searched:
            self._searched[self.words] = Utterance(self.words, content)
        return self._searched[self.words]


@dataclass(frozen=True, slots=True)
class Line:
    """A text from the content, what to put in its ``{braces}`` beside the terms of the locale, and a pause after it."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)
    pause_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What the listener is asked at the end, and asked again after silence. It is what keeps the session open."""

    ask: Line
    reprompt: Line


@dataclass(frozen=True, slots=True)
class Card:
    """What the companion app shows: a title and plain lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say. Without a ``question`` the session closes.

    An ``errand`` is done first, and what came of it said instead. ``ask_for`` ("timer", "reminder") is a permission
    that Alexa asks the listener for after this; ``way_to_allow`` is one for which the app shows how to give it.
    """

    said: Said
    lines: tuple[Line, ...]
    memory: Memory
    question: Question | None = None
    card: Card | None = None
    errand: Errand | None = None
    ask_for: str = ""
    way_to_allow: str = ""


Taker = Callable[[Content, Turn], Reply]
"""Takes a turn and gives the reply to it."""


def line(text: str, **values: str) -> tuple[Line, ...]:
    """A text as lines: one, or none where the text is empty."""
    return (Line(text, values),) if text else ()


def question(prompt: Prompt, **values: str) -> Question | None:
    """The closing question of a prompt, if it has one."""
    return Question(Line(prompt.ask, values), Line(prompt.reprompt, values)) if prompt.ask else None


def disclaimer(content: Content, memory: Memory) -> tuple[Line, ...]:
    """The disclaimer before the first advice; none where it was spoken."""
    return () if memory.disclaimed else line(content.prompts["disclaimer"].say)


def courtesy(content: Content, name: str, memory: Memory, /, **values: str) -> Reply:
    """A reply that is just a prompt. What was on offer no longer is."""
    prompt = content.prompts[name]
    said = Said("courtesy", prompt=name)
    return Reply(said, line(prompt.say, **values), replace(memory, offer=None), question(prompt, **values))
