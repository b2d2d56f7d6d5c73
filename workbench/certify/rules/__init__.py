"""The certification rules about the whole skill. One rule is one function; its docstring is its manual.

tests/test_certify.py holds, for each, a specimen that makes it fail.
"""

from __future__ import annotations

from workbench.certify import response_rules
from workbench.certify.rule import RULES
from workbench.certify.rules import advice, doors, interaction_model, privacy, reminders, screens, store_page, talking

__all__ = [
    "RULES",
    "advice",
    "doors",
    "interaction_model",
    "privacy",
    "reminders",
    "response_rules",
    "screens",
    "store_page",
    "talking",
]
