"""What a reply shows: the layout that suits it, and the words that go into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from back_guide.alexa.response import filled, written
from back_guide.alexa.screens import buttons
from back_guide.alexa.screens.buttons import Button
from back_guide.content import Content, Locale
from back_guide.dialogue import Line, Reply
from back_guide.dialogue.check import is_open
from back_guide.dialogue.check_speech import length
from back_guide.dialogue.topics import publishers

NUMBERS = ("emergency_number", "crisis_line", "advice_line")
"""Terms that hold a number to call, the most urgent first."""

MINUTE = 60  # seconds

SHORT_NUMBER = 4
"""Digits that can be shown very large."""

SHORT_TEXT = 150
"""Characters that can be shown large."""

LONGEST_ROW = 60
"""Characters that a row of buttons has room for, on a screen 960 dp wide."""

ROOM_AROUND = 5
"""Characters' worth of room that the edges of a button take."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A layout by its name, its data, and the figure that it shows ("" for none)."""

    layout: str
    data: Mapping[str, Any]
    picture: str = ""


def scene(reply: Reply, content: Content, locale: Locale) -> Scene:
    """The scene of a reply."""
    painter = _Painter(reply, content, written(locale))
    said, plan = reply.said, reply.memory.plan
    if said.urgency:
        return painter.advice()
    if said.decision == "answer":
        return painter.topic()
    if plan and plan.step and said.step:
        return painter.step()
    if buttons.choices(reply.memory, content):
        return painter.choice()
    if said.question in content.check.questions or not reply.lines:
        return painter.question()
    return painter.words()


@dataclass(frozen=True, slots=True)
class _Painter:
    """Paints one reply."""

    reply: Reply
    content: Content
    terms: Mapping[str, str]

    def topic(self) -> Scene:
        """An answer: its points, or more of it in full, and what it leads to."""
        said = self.reply.said
        topic = self.content.topics[said.topic]
        points = topic.points if said.part == "say" else ()
        waiting = is_open(self.reply.memory) or self.reply.memory.plan
        related = () if waiting else (self.content.topics[name].name for name in topic.related)
        data = {
            "title": topic.title,
            "points": self._lines(points),
            "lines": [] if points else self._said(),
            "source": self._text(self.content.screen.source, sources=publishers(self.content, topic)),
            "chips": buttons.questions(related),
            "muscles": dict.fromkeys(topic.muscles, True),
        }
        return self._scene("page", data, topic.picture or ("back" if topic.muscles else ""))

    def words(self) -> Scene:
        """Anything else: what is said, in short where the content says how, and what one may ask next."""
        said = self.reply.said
        prompt = self.content.prompts.get(said.prompt)
        points = prompt.points if prompt else ()
        suggests = prompt.suggests if prompt and not buttons.answers(self.reply, self.content) else ()
        data = {
            "title": self.content.plans[said.plan].title if said.plan else self.content.screen.title,
            "points": self._lines(points),
            "lines": [] if points else self._said(),
            "short": sum(len(text) for text in self._said()) <= SHORT_TEXT,
            "suggests": _rows(buttons.questions(suggests)),
        }
        return self._scene("page", data)

    def question(self) -> Scene:
        """A question large, and how far the check has come."""
        name, questions = self.reply.said.question, self.content.check.questions
        count = length(self.content)
        number = count - length(self.content, name) if name in questions else 0
        data = {
            "lines": self._said(),
            "number": number,
            "count": count,
            "progress": self._text(self.content.screen.progress, number=str(number), count=str(count)),
        }
        return self._scene("question", data)

    def choice(self) -> Scene:
        """Two things of which one is to be chosen."""
        data = {"choices": buttons.choices(self.reply.memory, self.content), "lines": self._said()}
        return self._scene("choice", data)

    def advice(self) -> Scene:
        """What to do and how soon: by colour, by symbol and in words; the number to call large, the rest in short."""
        said = self.reply.said
        note = self.content.prompts["disclaimer_advice"].say
        action, *others = (line for line in self.reply.lines if line.text != note)
        first, *rest = re.split(r"(?<=[.!]) ", action.text, maxsplit=1)
        points = self.content.check.outcomes[said.outcome].points if said.outcome else ()
        in_full = [*self._lines(rest), *(filled(line, self.terms) for line in others)]
        number = self._number(first)
        data = {
            "urgency": said.urgency,
            "title": self.content.screen.urgency[said.urgency],
            "action": self._text(first),
            "number": number,
            "short": len(number) <= SHORT_NUMBER,
            "points": self._lines(points),
            "lines": [] if points else in_full,
            "note": "" if len(others) + 1 == len(self.reply.lines) else note,
        }
        return self._scene("advice", data, said.urgency)

    def step(self) -> Scene:
        """A step of a plan: the action, or what was said about it, with its number; a timer that runs counts down."""
        said = self.reply.said
        plan = self.content.plans[said.plan]
        step = next(step for step in plan.steps if step.id == said.step)
        number, count = plan.steps.index(step) + 1, len(plan.steps)
        told = [line for line in self.reply.lines if line.text == step.say]
        holds = told and step.hold_seconds
        data = {
            "title": plan.title,
            "number": number,
            "count": count,
            "progress": self._text(self.content.screen.progress, number=str(number), count=str(count)),
            "action": " ".join(filled(line, self.terms) for line in told or self.reply.lines),
            "lines": [filled(line, self.terms) for line in self.reply.lines if told and line not in told],
            "hold": self._text(self.content.screen.hold, seconds=str(step.hold_seconds)) if holds else "",
            "minutes": self._running(),
        }
        return self._scene("step", data, step.picture)

    def _running(self) -> float:
        """The minutes of a timer that was set just now; 0 where none was."""
        ended = self.reply.said.ended
        return ended.errand.seconds / MINUTE if ended and (ended.errand.kind, ended.result) == ("timer", "done") else 0

    def _scene(self, layout: str, data: Mapping[str, Any], picture: str = "") -> Scene:
        """A scene with what every layout shows: the question, and the buttons that answer it, in rows."""
        asked = self.reply.question
        common = {
            "question": filled(asked.ask, self.terms) if asked else "",
            "rows": _rows(buttons.answers(self.reply, self.content)),
            "picture": picture,
        }
        return Scene(layout, {**common, **data}, picture)

    def _said(self) -> list[str]:
        return [filled(line, self.terms) for line in self.reply.lines]

    def _lines(self, texts: Iterable[str]) -> list[str]:
        return [self._text(text) for text in texts]

    def _text(self, text: str, **values: str) -> str:
        return filled(Line(text, values), self.terms)

    def _number(self, action: str) -> str:
        """The digits to call that an action names; "" where it names none, or they depend on where one lives."""
        named = (self.terms[term] for term in NUMBERS if f"{{{term}}}" in action)
        found = (re.search(r"\d[\d -]*\d", term) for term in named)
        return next((digits[0] for digits in found if digits), "")


def _rows(shown: Iterable[Button]) -> list[list[Button]]:
    """Buttons in rows of about a screen's width."""
    rows: list[list[Button]] = []
    room = 0
    for button in shown:
        needed = len(button["label"]) + ROOM_AROUND
        if needed > room:
            rows.append([])
            room = LONGEST_ROW
        rows[-1].append(button)
        room -= needed
    return rows
