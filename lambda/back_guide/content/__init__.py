"""What can be said: frozen dataclasses behind one door, ``Content.from_dict``."""

from back_guide.content.danger import Grammar, RedFlag
from back_guide.content.matcher import Matcher
from back_guide.content.model import Content, Decline, Locale, Source, Term, Topic
from back_guide.content.prompts import Prompt
from back_guide.content.store import load

__all__ = [
    "Content",
    "Decline",
    "Grammar",
    "Locale",
    "Matcher",
    "Prompt",
    "RedFlag",
    "Source",
    "Term",
    "Topic",
    "load",
]
