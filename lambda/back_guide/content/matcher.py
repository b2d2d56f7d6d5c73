"""The fitted matcher of ``understanding.topics``, as the file that ships and as what reads it.

The file is one line of JSON, then tables that are used where they lie. Nothing is unpacked when it is loaded: names
are kept as sorted keys and found by bisection, which makes loading a thousandth of a second and keeps memory flat.
Keys of letter n-grams are small numbers, so their rows lie together: half of the file, which few questions need.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from mmap import mmap
from struct import calcsize
from typing import Any, cast

PRIME = 2**61 - 1

TABLES = (
    ("feature_keys", "Q", "features"),
    ("example_keys", "Q", "examples"),
    ("idf", "H", "features"),
    ("example_classes", "H", "examples"),
)
"""The tables between the head and the weights, in order: name, type of an entry, and which number of the head counts
them."""


@dataclass(frozen=True, eq=False, slots=True)
class Matcher:
    """What each feature of a question says for each class.

    ``made_from`` is a digest of what it learned from. ``classes`` are topic ids, declines ("decline:dose") and things
    to do ("do:heat_pack"); ``biases`` are what each starts from. A feature has a row in ``weights``, a byte for each
    class (128 is zero, ``scale`` the unit), and its inverse document frequency in hundredths in ``idf``; ``rarest`` is
    the highest of a phrase or n-gram. ``subjects`` maps what a question can be about, in normalised words, to the
    classes whose examples speak of it: [] where none does, and None where it is one of our own subjects.
    """

    made_from: str
    classes: tuple[str, ...]
    biases: tuple[float, ...]
    scale: float
    rarest: float
    subjects: Mapping[str, Sequence[str] | None]
    feature_keys: Sequence[int]
    idf: Sequence[int]
    weights: memoryview
    example_keys: Sequence[int]
    example_classes: Sequence[int]

    def rows(self, features: Iterable[str]) -> dict[str, int]:
        """The row of each feature that an example had."""
        keys = self.feature_keys
        found = {}
        for feature in features:
            wanted = key(feature)
            at = bisect_left(keys, wanted)
            if at < len(keys) and keys[at] == wanted:
                found[feature] = at
        return found

    def example(self, said: str) -> str:
        """The class of a sentence that an editor wrote as an example, or ""."""
        wanted = key(said)
        at = bisect_left(self.example_keys, wanted)
        known = at < len(self.example_keys) and self.example_keys[at] == wanted
        return self.classes[self.example_classes[at]] if known else ""

    @classmethod
    def from_bytes(cls, data: bytes | mmap) -> Matcher:
        """Reads what ``workbench.authoring.fit`` wrote. Raises ValueError, KeyError or TypeError if it is damaged."""
        end = data.find(b"\n")
        fields = json.loads(data[:end])
        tables: dict[str, Any] = {}
        left = memoryview(data)[end + 1 :]
        for name, entry, counted in TABLES:
            size = fields[counted] * calcsize(entry)
            tables[name], left = left[:size].cast(cast(Any, entry)), left[size:]
        if len(left) != fields["features"] * len(fields["classes"]):
            raise ValueError("the matcher is cut short; build it again")
        return cls(
            made_from=fields["made_from"],
            classes=tuple(fields["classes"]),
            biases=tuple(fields["biases"]),
            scale=fields["scale"],
            rarest=fields["rarest"],
            subjects=fields["subjects"],
            weights=left,
            **tables,
        )


def key(text: str) -> int:
    """A number that stands for a text; the build refuses two texts of one number."""
    return int.from_bytes(text.encode(), "little") % PRIME
