"""Conversations in the terminal: typed by a person, or read line by line from another program."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from workbench.simulator.session import Exchange, Session

WIDTH = 88
INVITATION = """Type what you would say to the speaker: "heat or ice", "tell me more", "help", "stop".
An empty line is silence; Control-D leaves. You are remembered next time, unless you say "forget me"."""
LONGEST_LINE = 1_000_000  # characters; what is longer is cut, since nobody said it


def ask(question: str, locale: str) -> int:
    """Asks one question and prints the spoken answer."""
    print(_session(locale, "dot").say(question).record()["speech"])
    return 0


def talk(locale: str, device: str, *, as_json: bool, each: bool) -> int:
    """Has a conversation until the input ends or, at a terminal, until the skill says goodbye.

    Who types at a terminal is remembered the next time; "forget me" ends that.
    """
    typed = sys.stdin.isatty()
    session = _session(locale, device, kept=typed and not as_json)
    show = _print_json if as_json else _print_turn
    if typed and not as_json:
        print(INVITATION)
    if not each:
        show(session.launch())
    for line in _lines(typed):
        if each:
            session.close()
        for exchange in _turn(session, line):
            show(exchange)
        if typed and not session.is_open and not each:
            break
    return 0


def _session(locale: str, device: str, *, kept: bool = False) -> Session:
    """A listener who is remembered for as long as the program runs or, where that is ``kept``, until they come back."""
    from back_guide.alexa.skill import Skill
    from back_guide.alexa.storage import Storage
    from back_guide.alexa.storage.in_memory import InMemory
    from workbench.simulator import listeners

    storage = listeners.storage() if kept else Storage(InMemory(), salt="talk")
    return Session(Skill(storage=storage).answer, locale, device)


def _turn(session: Session, line: str) -> Iterator[Exchange]:
    """What a line does. An empty one is silence: Alexa ends an open session, and opens the skill in a closed one."""
    if line.strip():
        yield session.say(line)
    elif session.is_open:
        yield session.end()
    else:
        yield session.launch()


def _lines(typed: bool) -> Iterator[str]:
    while True:
        try:
            line = input("\nYou: ") if typed else sys.stdin.readline()
        except EOFError:
            return
        if not typed and not line:
            return
        yield line[:LONGEST_LINE].rstrip("\n")


def _print_json(exchange: Exchange) -> None:
    print(json.dumps(exchange.record(), ensure_ascii=False), flush=True)


def _print_turn(exchange: Exchange) -> None:
    """Speech as a person reads it, then the card, then whether the microphone is open."""
    record = exchange.record()
    if record["speech"] is None:
        print("\n(The session is over. Alexa says nothing.)")
        return
    print()
    print(textwrap.fill(f"Alexa: {record['speech']}", WIDTH, subsequent_indent="       "))
    if record["card"]:
        print(_card(record["card"]))
    print("       (listening)" if record["session_open"] else "       (microphone closed)", flush=True)


def _card(card: dict[str, Any]) -> str:
    lines = [f"┌ Card: {card['title']}"]
    for paragraph in card["content"].split("\n"):
        lines += textwrap.wrap(paragraph, WIDTH - 11) or [""]
    return textwrap.indent("\n│ ".join(lines), "       ", lambda _: True)
