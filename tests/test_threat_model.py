"""The threat model names a test for each control, and each of them is there."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", PAGE)))
DOORS = ["AWS Lambda", "HTTPS", "the content and its build", "the simulator", "dependencies", "deploying, and CI"]


def defined(file: str) -> set[str]:
    path = TESTS / file
    return set(re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE)) if path.is_file() else set()


def test_every_test_that_it_names_is_there() -> None:
    assert [f"{file}::{test}" for file, test in NAMED if test not in defined(file)] == []
    assert len(NAMED) > 60


def test_every_door_is_there_and_each_of_its_attacks_is_answered_with_a_proof() -> None:
    assert re.findall(r"^## Door \d: (.+)$", PAGE, re.MULTILINE) == [*DOORS, "the listener's room"]
    for door in re.split(r"^## ", PAGE, flags=re.MULTILINE):
        rows = re.findall(r"^\| (?!attack|--).*\|$", door, re.MULTILINE) if door.startswith("Door") else []
        cells = [row.strip("| ").split(" | ") for row in rows]
        assert all(len(each) == 3 for each in cells)
        assert len([each for each in cells if "::" not in each[2]]) <= ("CI that acts" in door)
        assert rows or not door.startswith("Door")


def test_what_is_accepted_is_told_with_its_reason() -> None:
    accepted = PAGE.partition("## What is accepted, and why\n")[2]
    rows = re.findall(r"^\| (.+) \| (.+) \|$", accepted, re.MULTILINE)
    assert len(rows) > 8
    assert all(what.endswith(".") and why.endswith(".") for what, why in rows[0:])


def test_every_page_that_it_leads_to_is_there() -> None:
    assert [
        link for link in re.findall(r"\]\(([\w./-]+)\)", PAGE) if not (TESTS.parent / "docs" / link).is_file()
    ] == []
