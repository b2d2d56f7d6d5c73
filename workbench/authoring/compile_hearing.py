"""Compiles what the red-flag detector listens for: phrases with the places they may fill, and ways of saying signs.

A place has the name of its concept, or a number where its alternatives stand in the template itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from back_guide.understanding import claims
from back_guide.understanding.normalise import normalise
from back_guide.understanding.red_flags import ANY_ORDER
from workbench.authoring.draft import Language
from workbench.authoring.strict_yaml import Table
from workbench.authoring.templates import CONCEPT, Concepts, Places, all_places, phrases, places

PHRASES = (
    "negations",
    "exceptions",
    "new_clause",
    "no_new_clause_after",
    "denials_after",
    "supposing",
    "certain",
    "general_questions",
    "questions_anywhere",
    "prefaces",
    "in_questions",
    "affirmed",
    "long_ago",
    "links",
)
"""Lists of the vocabulary that hold phrases of the small words that decide what a sentence claims."""
WORDS = ("negations", "padding", "somebody", "still", "present")
"""Lists of which the detector needs the single words."""
TEMPLATES = (*PHRASES, "harmless")
"""Lists whose entries are templates."""

Change = Callable[[str], str]
"""Brings a phrase into the form in which it is compared."""
Way = list[str]
"""A sign, ``~`` where any order will do, and the names of its places."""


def hearing(language: Language, rewrites: Mapping[str, str]) -> dict[str, Any]:
    """The signs and how they are said, in the shape of ``Hearing``."""
    table = _Places(language.concepts, _canonical(language, rewrites))
    ways = [way for name, flag in language.red_flags.items() for way in _ways(name, flag, table)]
    sayings = [["harmless", *table.names(each)] for said in _list(language, "harmless") for each in all_places(said)]
    often = table.how_often(_asked(language, rewrites))
    return {
        "ways": _by_rarest_place(ways, often),
        "harmless": _by_rarest_place(sayings, often),
        "phrases": table.phrases(),
    }


def grammar(language: Language, rewrites: Mapping[str, str]) -> dict[str, Any]:
    """The small words, in the shape of ``Grammar``."""
    plain = _plain(language, rewrites)
    table = _Places(language.concepts, plain)
    for name in PHRASES:
        table.add(name, _list(language, name))
    words = {name: sorted({plain(word) or word for word in _list(language, name)}) for name in WORDS}
    return {"alike": _alike(language), **words, "phrases": table.phrases()}


def _list(language: Language, name: str) -> Sequence[str]:
    found: Sequence[str] = language.vocabulary.get(name, ())
    return found


def _alike(language: Language) -> dict[str, str]:
    """Each word that counts as another, and that other: "his" → "my"."""
    return {str(word): str(kind) for kind, words in language.vocabulary["alike"].items() for word in words}


def _plain(language: Language, rewrites: Mapping[str, str]) -> Change:
    padding = frozenset(_list(language, "padding"))
    return lambda phrase: " ".join(claims.bare(word) for word in normalise(phrase, rewrites) if word not in padding)


def _canonical(language: Language, rewrites: Mapping[str, str]) -> Change:
    plain, alike = _plain(language, rewrites), _alike(language)
    return lambda phrase: " ".join(claims.canonical(plain(phrase).split(), alike))


def _ways(sign: str, flag: Table, table: _Places) -> Iterator[Way]:
    for key, order in (("heard_as", []), ("in_any_order", [ANY_ORDER])):
        for template in flag.get(key, ()):
            yield [sign, *order, *table.names(places(template))]


def _asked(language: Language, rewrites: Mapping[str, str]) -> Counter[str]:
    """How often each canonical word occurs in what listeners ask: the topics' example questions."""
    asked = Counter(word for topic in language.topics.values() for said in topic["ask"] for word in said.split())
    canonical = _canonical(language, rewrites)
    found: Counter[str] = Counter()
    for word, count in asked.items():
        found.update(dict.fromkeys(canonical(word).split(), count))
    return found


def _by_rarest_place(ways: Iterable[Way], often: Mapping[str, int]) -> dict[str, list[str]]:
    """Ways of saying signs, each under that of its places which is seldomest said, so that few are tried."""
    found: dict[str, list[str]] = {}
    for way in ways:
        if _places_of(way):
            found.setdefault(min(_places_of(way), key=often.__getitem__), []).append(" ".join(way))
    return {place: sorted(set(ways)) for place, ways in sorted(found.items())}


def _places_of(way: Way) -> list[str]:
    return [place for place in way[1:] if place != ANY_ORDER]


class _Places:
    """The places that templates name, and the phrases that may fill them."""

    def __init__(self, concepts: Concepts, change: Change) -> None:
        self.concepts = concepts
        self.change = change
        self.members: dict[str, frozenset[str]] = {}
        self.numbers: dict[frozenset[str], str] = {}

    def names(self, template: Places) -> list[str]:
        """The name of each place. Where only padding would stand there is none, since it is not looked at."""
        return [name for name in map(self._name, template) if name]

    def add(self, name: str, templates: Iterable[str]) -> None:
        """Keeps what templates stand for under a name."""
        if name not in self.members:
            self.members[name] = self._spelled_out(templates)

    def how_often(self, asked: Mapping[str, int]) -> dict[str, int]:
        """How often each place may be filled by what is asked, given how often each word is."""
        return {
            name: sum(min(asked[word] for word in phrase.split()) for phrase in members)
            for name, members in self.members.items()
        }

    def phrases(self) -> dict[str, list[str]]:
        """The names of places, and the phrases that may fill just these."""
        fills: dict[str, list[str]] = {}
        for name, members in sorted(self.members.items()):
            for phrase in members:
                fills.setdefault(phrase, []).append(name)
        alike: dict[str, list[str]] = {}
        for phrase, names in sorted(fills.items()):
            alike.setdefault(" ".join(names), []).append(phrase)
        return alike

    def _name(self, alternatives: list[str]) -> str:
        concept = CONCEPT.fullmatch(alternatives[0]) if len(alternatives) == 1 else None
        if concept:
            self.add(concept[1], self.concepts[concept[1]])
            return concept[1]
        members = self._spelled_out(alternatives)
        if not members:
            return ""
        name = self.numbers.setdefault(members, str(len(self.numbers)))
        self.members[name] = members
        return name

    def _spelled_out(self, templates: Iterable[str]) -> frozenset[str]:
        said = (self.change(phrase) for each in templates for phrase in phrases(each, self.concepts))
        return frozenset(said) - {""}
