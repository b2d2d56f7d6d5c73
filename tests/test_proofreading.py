"""The proofreading rules, each against its specimen: content that is clean but for the fault the rule is for."""

import datetime
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.authoring import build as building
from workbench.authoring import command, rules
from workbench.authoring import draft as drafts
from workbench.authoring.build import Places
from workbench.authoring.draft import ROOT, Draft
from workbench.authoring.strict_yaml import BIGGEST_FILE, Place, Problem
from workbench.cli import main

TODAY = datetime.date(2026, 11, 22)
SPECIMENS = Path(__file__).with_name("specimens")
NAMES = sorted(path.name for path in SPECIMENS.iterdir() if path.is_dir() and path.name != "_clean")
HEAT = "en/topics/heat.yaml"
ROUTING = "symptom_check.yaml"
WORDS = "en/symptom_check.yaml"
PLAN = "en/care_plans/heat_pack.yaml"
VOCABULARY = "en/vocabulary.yaml"
FLAGS = "en/red_flags.yaml"

READING = {
    "alias",
    "bad-file-name",
    "duplicate-key",
    "empty-file",
    "file-too-large",
    "hidden-character",
    "link",
    "missing-key",
    "not-composed",
    "not-utf-8",
    "not-yaml",
    "tag",
    "unknown-key",
    "unreadable",
    "wrong-shape",
}
"""What can be wrong before any rule is asked, as strict_yaml and shapes call it."""

PROVEN_IN_CODE = {"file-too-large", "link", "model-too-large"}
"""Faults that fill a megabyte, or that are no file; their specimens are made below."""


# --- every rule and its specimen ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_specimen_gets_just_the_messages_that_it_expects(name: str, tmp_path: Path) -> None:
    problems = proofread(specimen(name, tmp_path))
    assert [str(problem) for problem in problems] == expected(name)
    assert name in {problem.rule for problem in problems}


def test_the_content_that_specimens_start_from_is_clean(tmp_path: Path) -> None:
    assert proofread(clean(tmp_path)) == []


def test_every_rule_has_a_specimen_and_every_specimen_is_for_a_rule() -> None:
    assert {*NAMES, *PROVEN_IN_CODE} == {*rules.RULES, *READING}


def test_a_specimen_holds_only_what_differs_from_the_clean_content() -> None:
    overlays = [path for name in NAMES for path in (SPECIMENS / name).rglob("*") if path.is_file()]
    files = [path for path in overlays if "content" in path.relative_to(SPECIMENS).parts]
    twins = [(path, SPECIMENS / "_clean" / Path(*path.relative_to(SPECIMENS).parts[1:])) for path in files]
    assert [path for path, twin in twins if twin.is_file() and twin.read_bytes() == path.read_bytes()] == []


@pytest.mark.parametrize("name", sorted(rules.RULES))
def test_every_rule_explains_itself_in_a_sentence(name: str) -> None:
    manual = " ".join((rules.RULES[name].__doc__ or "").split())
    assert re.match(r"[A-Z`].{20,}\.$", manual)


def test_the_manual_of_every_rule_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--rules"]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line in rules.RULES] == sorted(rules.RULES)


# --- the two that fill a megabyte ---------------------------------------------------------------------------------


def test_a_file_of_more_than_a_megabyte_is_not_read(tmp_path: Path) -> None:
    content = clean(tmp_path)
    (content / HEAT).write_bytes(b"# padding\n" * (BIGGEST_FILE // 10 + 1))
    message = "content/en/topics/heat.yaml:1: larger than 1000000 bytes. Split it up. [file-too-large]"
    assert [str(problem) for problem in proofread(content)] == [message]


def test_a_model_that_alexa_would_refuse_is_told_for_each_of_its_locales(tmp_path: Path) -> None:
    content = clean(tmp_path)
    add_questions(content / HEAT, range(6_000))
    add_questions(content / "en/topics/ice.yaml", range(6_000, 12_000))
    messages = [str(problem) for problem in proofread(content)]
    assert [re.sub(r"\d{7}", "…", message) for message in messages] == [
        f"content/locales.yaml:{line}: the interaction model of {locale} has … bytes. "
        "Take out example questions; the most is …. [model-too-large]"
        for line, locale in ((2, "en-US"), (9, "en-GB"))
    ]


def add_questions(path: Path, numbers: range) -> None:
    """Puts questions of 130 letters below those that a topic has, each with its own number in letters."""
    letters = str.maketrans("0123456789", "abcdefghij")
    lines = "".join(f"  - {f'{number:06}'.translate(letters)} {'x' * 123}\n" for number in numbers)
    path.write_text(path.read_text(encoding="utf-8").replace("ask:\n", f"ask:\n{lines}"), encoding="utf-8")


# --- files that nobody should write -------------------------------------------------------------------------------

FILES = sorted(str(path.relative_to(SPECIMENS / "_clean/content")) for path in (SPECIMENS / "_clean").rglob("*.yaml"))
BOMB = "".join(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 30))

HOSTILE: dict[str, tuple[bytes, int, str]] = {
    "nothing but a byte order mark": (b"\xef\xbb\xbf", 1, "empty-file"),
    "every byte there is": (bytes(range(256)), 2, "not-utf-8"),
    "Latin-1": ("title: Heat\nname: caf\xe9\n".encode("latin-1"), 2, "not-utf-8"),
    "UTF-16": ("title: Heat\n".encode("utf-16"), 1, "not-utf-8"),
    "a control character": (b"title: Heat\0\n", 1, "hidden-character"),
    "a return that hides what stands before": (b"title: Heat\nname: cure\rname: heat\n", 2, "hidden-character"),
    "an order to the terminal": (b"title: Heat\nname: \x1b[2Jheat\n", 2, "hidden-character"),
    "a text turned around": ("title: Heat\nname: \u202etaeh\n".encode(), 2, "hidden-character"),
    "a comment turned around": ("title: Heat # \u2066heat\u2069\n".encode(), 1, "hidden-character"),
    "a space of no width": ("title: Heat\nname: he\u200bat\n".encode(), 2, "hidden-character"),
    "a space that is none": ("title: Heat\nname: a\u00a0pack\n".encode(), 2, "hidden-character"),
    "a line break of another kind": ("title: Heat\u2028name: heat\n".encode(), 1, "hidden-character"),
    "a byte order mark within": ("title: Heat\nname: \ufeffheat\n".encode(), 2, "hidden-character"),
    "a letter of one's own": ("title: Heat\nname: \ue000\n".encode(), 2, "hidden-character"),
    "a text turned around by an escape": (b'title: Heat\nname: "\\u202etaeh"\n', 2, "hidden-character"),
    "an order to the terminal in a key": (b'title: Heat\n"\\e[2Jname": heat\n', 2, "hidden-character"),
    "an escape in a list": (b'title: Heat\nask: [heat, ["\\0"]]\n', 2, "hidden-character"),
    "an accent beside its letter": ("title: Heat\nname: cafe\u0301\n".encode(), 2, "not-composed"),
    "an accent beside its letter by an escape": (b'title: Heat\nname: "cafe\\u0301"\n', 2, "not-composed"),
    "half a character": ("title: Heat\nname: café\n".encode()[:-2], 2, "not-utf-8"),
    "a surrogate in UTF-8": (b"title: Heat\nname: \xed\xa0\x80\n", 2, "not-utf-8"),
    "UTF-32": ("title: Heat\n".encode("utf-32"), 1, "not-utf-8"),
    "UTF-16 without its mark": ("title: Heat\n".encode("utf-16-le"), 1, "hidden-character"),
    "UTF-7": (b"title: Heat\nname: +AGg-eat\n", 1, "missing-key"),
    "half a surrogate pair": (b'title: Heat\nname: "\\ud800"\n', 2, "not-yaml"),
    "a tab for indentation": (b"title: Heat\nask:\n\t- heat pack\n", 3, "not-yaml"),
    "a bracket left open": (b"title: Heat\nask: [heat pack\nname: heat\n", 3, "not-yaml"),
    "a quote left open": (b"title: Heat\nname: 'heat\n", 3, "not-yaml"),
    "two documents": (b"title: Heat\n---\ntitle: Ice\n", 2, "not-yaml"),
    "a key that is a list": (b"title: Heat\n? [name, title]\n: heat\n", 2, "not-yaml"),
    "brackets a hundred thousand deep": (b"title: Heat\nask: " + b"[" * 100_000, 2, "not-yaml"),
    "dashes a hundred thousand deep": (b"title: Heat\nask:\n" + b"- " * 100_000, 3, "not-yaml"),
    "keys a thousand deep": ("".join(f"{' ' * depth}a:\n" for depth in range(1000)).encode(), 21, "not-yaml"),
    "an alias bomb": (f"a0: &a0 boom\n{BOMB}".encode(), 2, "alias"),
    "an alias that holds itself": (b"title: Heat\nask: &ask [*ask]\n", 2, "alias"),
    "an alias for nothing": (b"title: Heat\nname: *title\n", 2, "alias"),
    "an alias for a key": (b"title: &key name\n*key : heat\n", 2, "alias"),
    "a key that would be merged": (b"title: Heat\n<<: {name: heat}\n", 2, "unknown-key"),
    "a text of a million letters in quotes": (b"title: Heat\nname: '" + b"x" * BIGGEST_FILE, 1, "file-too-large"),
    "a million brackets": (b"[]" * 400_000, 1, "not-yaml"),
    "a Python object": (b"title: Heat\nname: !!python/object:os.system {}\n", 2, "tag"),
    "a tag of one's own by an order": (b"%TAG ! tag:example.com,2026:\n---\ntitle: !x Heat\n", 3, "tag"),
    "a merged mapping": (b"title: &all {name: heat}\n<<: *all\n", 2, "alias"),
    "a Python name": (b"title: Heat\nname: !!python/name:os.system\n", 2, "tag"),
    "a tag before a key": (b"title: Heat\n!!python/name:os.system name: heat\n", 2, "tag"),
    "words and no keys": (b"Heat may ease a spasm.\n", 1, "wrong-shape"),
    "a list and no keys": (b"- title\n- name\n", 1, "wrong-shape"),
}


@pytest.mark.parametrize("fault", sorted(HOSTILE))
def test_a_hostile_file_gets_a_message_and_never_a_traceback(fault: str, tmp_path: Path) -> None:
    data, line, rule = HOSTILE[fault]
    content = clean(tmp_path)
    (content / HEAT).write_bytes(data)
    found = {(problem.place, problem.rule) for problem in proofread(content)}
    assert (Place(f"content/{HEAT}", line), rule) in found
    assert {place.file for place, _ in found} == {f"content/{HEAT}"}


def test_a_python_object_is_refused_and_never_made(tmp_path: Path) -> None:
    content = clean(tmp_path)
    made = tmp_path / "made"
    edit(content / HEAT, "title: Using heat", f"title: !!python/object/apply:os.mkdir [{made}]")
    assert "tag" in {problem.rule for problem in proofread(content)}
    assert not made.exists()


WAYS_OUT: dict[str, Callable[[Path, Path], object]] = {
    "a link to a file outside": lambda path, outside: path.symlink_to(outside / HEAT),
    "a link to a file nearby": lambda path, outside: path.symlink_to("ice.yaml"),
    "a link to nothing": lambda path, outside: path.symlink_to(outside / "nothing"),
    "a link to a file without end": lambda path, outside: path.symlink_to("/dev/zero"),
    "a link to the passwords": lambda path, outside: path.symlink_to("/etc/passwd"),
}


@pytest.mark.parametrize("make", WAYS_OUT.values(), ids=WAYS_OUT)
def test_a_link_is_told_and_never_followed(make: Callable[[Path, Path], object], tmp_path: Path) -> None:
    content, outside = clean(tmp_path), clean(tmp_path / "outside")
    (content / HEAT).unlink()
    make(content / HEAT, outside)
    message = "a link that leads to another place. Put the file itself there. [link]"
    assert [str(problem) for problem in proofread(content)] == [f"content/{HEAT}:1: {message}"]


@pytest.mark.parametrize("folder", ["en", "en/topics"])
def test_no_file_is_read_through_a_link_to_a_folder(folder: str, tmp_path: Path) -> None:
    content, outside = clean(tmp_path), clean(tmp_path / "outside")
    shutil.rmtree(content / folder)
    (content / folder).symlink_to(outside / folder)
    problems = proofread(content)
    assert {problem.rule for problem in problems} == {"link"}
    assert {problem.place.file for problem in problems} == {
        f"content/{file}" for file in FILES if file.startswith(folder)
    }


def test_a_content_folder_is_found_by_a_link_to_the_whole_of_it(tmp_path: Path) -> None:
    clean(tmp_path)
    (tmp_path / "linked").symlink_to("content")
    assert proofread(tmp_path / "linked") == []


def test_an_owner_file_that_is_a_link_is_told(tmp_path: Path) -> None:
    content = clean(tmp_path)
    (tmp_path / "owner.yaml").symlink_to("/etc/passwd")
    assert [(problem.place, problem.rule) for problem in proofread(content)] == [(Place("owner.yaml", 1), "link")]


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "not a plain file"),
    "a folder": (Path.mkdir, "is a directory"),
    "a link to itself": (lambda path: path.symlink_to(path), "too many levels of symbolic links"),
}


@pytest.mark.parametrize(("make", "told"), NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_file_is_told_and_not_waited_for(make: Callable[[Path], object], told: str, tmp_path: Path) -> None:
    content = clean(tmp_path)
    (content / HEAT).unlink()
    make(content / HEAT)
    message = f"can't be read: {told}. Put the file there. [unreadable]"
    assert [str(problem) for problem in proofread(content)] == [f"content/{HEAT}:1: {message}"]


BAD_NAMES = [
    *("Heat.yaml", "heat pack.yaml", "heat.yml", "HEAT.YAML", ".heat.yaml", "-heat.yaml", "..yaml", "1.yaml"),
    *("..\\heat.yaml", "he\x1b[2Jat.yaml", "heat\n.yaml", "h\u0435at.yaml", "he\u202eat.yaml", "heat\udcff.yaml"),
]


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_a_file_whose_name_another_disc_or_eye_would_take_otherwise_is_told_in_a_line(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = clean(tmp_path)
    shutil.copy(content / HEAT, content / "en/topics" / name)
    assert main(["check", str(content)]) == 1
    line, _ = (*capsys.readouterr().out.splitlines(), "")
    assert line.isprintable()
    assert line.endswith(":1: no name for a content file. Call it like heat_or_ice.yaml. [bad-file-name]")


NO_LOCALES = ["../../../../evil", "/etc/evil", "en-US/..", "en-us", "EN-US", "e\u043d-US", "en_US", '""', "CON"]


@pytest.mark.parametrize("locale", NO_LOCALES, ids=ascii)
def test_a_locale_that_could_name_a_file_elsewhere_is_told_and_nothing_is_built(locale: str, tmp_path: Path) -> None:
    content = clean(tmp_path)
    edit(content / "locales.yaml", "en-GB:", f"{locale}:")
    assert {problem.rule for problem in proofread(content)} == {"wrong-shape"}


NO_FOLDERS = {"outside": "../en", "a path": "/nowhere/en", "long": "x" * 1000, "a star": '"*"'}


@pytest.mark.parametrize("language", NO_FOLDERS.values(), ids=NO_FOLDERS)
def test_a_language_that_can_be_no_folder_gets_a_message(language: str, tmp_path: Path) -> None:
    content = clean(tmp_path)
    edit(content / "locales.yaml", "language: en", f"language: {language}")
    assert {problem.rule for problem in proofread(content)} == {"wrong-shape"}


def test_a_missing_content_folder_gets_a_message(tmp_path: Path) -> None:
    assert [str(problem) for problem in proofread(tmp_path / "content")] == [
        f"content/{name}.yaml:1: can't be read: no such file or directory. Put the file there. [unreadable]"
        for name in ("locales", "sources", "symptom_check")
    ]


@pytest.mark.parametrize("habit", [(b"", b"\xef\xbb\xbf"), (b"\n", b"\r\n")], ids=["byte order mark", "CRLF"])
def test_what_a_windows_editor_adds_is_no_fault(habit: tuple[bytes, bytes], tmp_path: Path) -> None:
    content = clean(tmp_path)
    old, new = habit
    for path in content.rglob("*.yaml"):
        data = path.read_bytes()
        path.write_bytes(data.replace(old, new) if old else new + data)
    assert proofread(content) == []


SCRAPS = [
    "",
    ":",
    ": ",
    "\n",
    "\n  ",
    "\t",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "#",
    "&a ",
    "*a",
    "!!x ",
    "| ",
    "> ",
    "%",
]
SCRAPS += ["---\n", "...", "?", "<<", "\\0", "~", "\x85", "\u2028", "\ufeff", "{}", "[]", "(", ")", "|", "é", "😀"]


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.sampled_from(FILES), st.integers(0, 5000), st.integers(0, 40), st.sampled_from(SCRAPS))
def test_no_slip_of_the_pen_makes_the_proofreader_stumble(file: str, at: int, length: int, scrap: str) -> None:
    with TemporaryDirectory() as folder:
        path = clean(Path(folder)) / file
        text = path.read_text(encoding="utf-8")
        at %= len(text)
        path.write_bytes((text[:at] + scrap + text[at + length :]).encode())
        assert_each_names_its_place(proofread(Path(folder) / "content"))


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.sampled_from(FILES), st.one_of(st.binary(), st.text().map(lambda text: text.encode("utf-8", "replace"))))
def test_no_bytes_whatever_make_the_proofreader_stumble(file: str, data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (clean(Path(folder)) / file).write_bytes(data)
        problems = proofread(Path(folder) / "content")
        assert problems
        assert_each_names_its_place(problems)


def assert_each_names_its_place(problems: list[Problem]) -> None:
    message = re.compile(r"content/\S+\.yaml:[1-9]\d*: .+\. .+ \[[a-z0-9-]+\]", re.DOTALL)
    assert [str(problem) for problem in problems if not message.fullmatch(str(problem))] == []
    assert {problem.rule for problem in problems} <= {*rules.RULES, *READING}


# --- faults of the check and of the plans beside those of the specimens -----------------------------------------------

TRIGGER = "{effort: care_strain, no: doctor_unsure, not_sure: doctor_unsure}"
ON = "{raise: today_fever, ask: trigger}"

FAULTS: dict[str, tuple[str, str, str]] = {
    # Odd routings.
    "a question that leads to itself": (
        ROUTING,
        TRIGGER,
        "{effort: care_strain, no: doctor_unsure, not_sure: trigger}",
    ),
    "a danger sign that leads back to an earlier one": (ROUTING, ON, "fever"),
    "a danger sign that leads back to the beginning": (ROUTING, ON, "chest"),
    "a question without answers": (ROUTING, f"answers: {TRIGGER}", "answers: {}"),
    "a follow-up of itself": (ROUTING, "follows: fever\n", "follows: fever_with\n"),
    "a follow-up of a question that does not lead to it": (ROUTING, "follows: fever\n", "follows: chest\n"),
    "danger signs marked true instead of yes": (ROUTING, "danger_sign: yes", "danger_sign: true"),
    "a rule that always holds": (ROUTING, "when: {fever_with: not_sure, trigger: effort}", "when: {}"),
    "a sign that says nothing": (ROUTING, "fever: {answers: {fever: yes}}", "fever: {}"),
    # Words of the check.
    "an answer with an empty list of ways": (WORDS, "{effort: [lifting, i carried a box]}", "{effort: []}"),
    "an answer heard only as a filler": (WORDS, "{effort: [lifting, i carried a box]}", "{effort: [um]}"),
    "a way of answering that nobody can say": (WORDS, "i carried a box", "I carried 2 boxes!"),
    "ways of giving an answer that there is not": (WORDS, "[lifting, i carried", "[lifting], efort: [i carried"),
    "an answer to say back that there is not": (WORDS, "{effort: after effort", "{efort: after effort"),
    "a topic that speaks for an answer and is not there": (
        WORDS,
        "topics: {effort: [heat]}",
        "topics: {effort: [heet]}",
    ),
    "a topic that speaks for no answer there is": (WORDS, "topics: {effort: [heat]}", "topics: {efort: [heat]}"),
    "an order that names no answer there is": (WORDS, "topics: {effort: [heat]}", "in_order: [efort, no]"),
    "a question of the check that asks nothing": (WORDS, "Did it begin after effort?", "Tell me about effort."),
    "a question where it is told why": (WORDS, "It helps to know what set it off.", "Why not?"),
    "a question in a safety net": (WORDS, "If your neck gets stiff, call {emergency_number}.", "Is your neck stiff?"),
    "a question in advice for another": (WORDS, "Have them see {doctor} this week.", "Can they see {doctor} soon?"),
    # Plans.
    "a question that a plan goes on after": (PLAN, "Say next when you're ready.", "Are you ready?"),
    "a question after a hold": (PLAN, "It should feel warm, and never hot.", "Is it hot?"),
    "a warning that is not asked": (PLAN, "Does any of that fit you?", "Think about that."),
    "a hold longer than a break may be": (PLAN, "hold_seconds: 5", "hold_seconds: 15"),
    "a hold that nothing ends": (PLAN, "    then: It should feel warm, and never hot.\n", ""),
    "two steps with one id": (PLAN, "id: shoulders", "id: arms"),
    "a plan with too few ways of asking for it": (PLAN, "  - start a heat pack with me\n", ""),
    "a plan with the name of a topic": (PLAN, "name: using a heat pack", "name: heat"),
    # What is listened for.
    "a fact that lasts marked true instead of yes": (FLAGS, "  urgency: fact", "  urgency: fact\n  lasting: true"),
    # Vocabulary that code counts on.
    "a command that is a wish for the check": (VOCABULARY, "[tell me more, ", "[check my back for me, "),
    "a command that is a wish for a plan": (VOCABULARY, "[stop, ", "[start a heat pack with me, "),
    "no way of saying no": (VOCABULARY, '"no": ["no", nope]', '"no": []'),
    "a misspelt answer": (VOCABULARY, "not_sure: [not sure", "notsure: [not sure"),
    "one word for yes and no": (VOCABULARY, '"no": ["no", nope]', '"no": ["no", nope, yeah]'),
    "a kind of people left out": (VOCABULARY, "young: [baby], ", ""),
    "the counts left out": (VOCABULARY, "  counts: {one: 1, two: 2}\n", ""),
    "no words for the check": (VOCABULARY, "  SymptomCheckIntent: [check my symptoms]\n", ""),
}
"""What an editor may get wrong, the file, what stands there, and what is written instead."""


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_check_or_of_a_plan_gets_a_message_in_its_file(fault: str, tmp_path: Path) -> None:
    file, old, new = FAULTS[fault]
    content = clean(tmp_path)
    edit(content / file, old, new)
    assert f"content/{file}" in {problem.place.file for problem in proofread(content)}


def test_a_check_whose_only_question_has_no_answers_gets_a_message(tmp_path: Path) -> None:
    content = clean(tmp_path)
    (content / ROUTING).write_text(
        "begins_with: chest\nquestions: {chest: {answers: {}}}\ntogether: []\nsigns: {}\noutcomes: {}\n"
    )
    assert "dead-end" in {problem.rule for problem in proofread(content)}


def test_a_check_of_no_questions_at_all_gets_a_message(tmp_path: Path) -> None:
    content = clean(tmp_path)
    (content / ROUTING).write_text("begins_with: chest\nquestions: {}\ntogether: []\nsigns: {}\noutcomes: {}\n")
    assert "unknown-exit" in {problem.rule for problem in proofread(content)}


def test_a_plan_without_steps_gets_a_message(tmp_path: Path) -> None:
    content = clean(tmp_path)
    text = (content / PLAN).read_text(encoding="utf-8")
    (content / PLAN).write_text(re.sub(r"steps:.*?(?=stops_when)", "steps: []\n", text, flags=re.DOTALL))
    assert {problem.place.file for problem in proofread(content)} == {f"content/{PLAN}"}


def test_a_check_of_thirty_questions_is_told_that_it_is_too_long(tmp_path: Path) -> None:
    content = clean(tmp_path)
    names = [f"q_{first}{second}" for first in "abc" for second in "abcdefghij"]
    asked = zip(names, [*names[1:], "trigger"], strict=True)
    add(content / ROUTING, (f"{name}: {{answers: {{yes: {on}, no: {on}, not_sure: {on}}}}}" for name, on in asked))
    edit(content / ROUTING, "not_sure: fever_with, no: trigger", f"not_sure: fever_with, no: {names[0]}")
    words = "ask: Is it so?, again: Is it so?, ask_other: Is it so?, again_other: Is it so?, why: I ask."
    add(content / WORDS, (f"{name}: {{{words}, answers: {{}}, heard_as: {{}}}}" for name in names))
    run = back_guide("check", ROOT, str(content), most_seconds=30)
    assert "self-care takes up to 33 questions" in run.stdout


def add(path: Path, questions: Iterable[str]) -> None:
    """Puts questions before those that a file of the check has."""
    edit(path, "questions:\n", "questions:\n" + "".join(f"  {question}\n" for question in questions))


NO_FAULTS: dict[str, tuple[str, str, str]] = {
    "a fever asked about": (WORDS, "Have you had a fever today?", "Do you have a fever?"),
    "a fever on a condition": (PLAN, "a rash, or a fever.", "or if you have a fever."),
    "a fact that only the check counts on": (FLAGS, "  together: [[fever, chest_pain]]\n", ""),
    "a question answered by its follow-up alone": (WORDS, "answers: {yes: a fever, no: no fever}", "answers: {}"),
    "a check without rules": (
        ROUTING,
        "together:\n  - {when: {fever_with: not_sure, trigger: effort}, raise: call_infection}",
        "together: []",
    ),
    "a check that no sign counts in": (ROUTING, "signs:\n  fever: {answers: {fever: yes}}", "signs: {}"),
    "a sign that raises and answers": (
        ROUTING,
        "fever: {answers: {fever: yes}}",
        "fever: {answers: {fever: yes}, raise: today_fever}",
    ),
}
"""What an editor may well write."""


@pytest.mark.parametrize("habit", NO_FAULTS)
def test_what_is_no_fault_of_the_check_gets_no_message(habit: str, tmp_path: Path) -> None:
    file, old, new = NO_FAULTS[habit]
    content = clean(tmp_path)
    edit(content / file, old, new)
    assert [str(problem) for problem in proofread(content)] == []


# --- the command --------------------------------------------------------------------------------------------------


def test_check_prints_file_and_line_of_each_problem_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(specimen("duplicate-key", tmp_path))]) == 1
    printed = capsys.readouterr()
    assert printed.out.splitlines() == expected("duplicate-key")
    assert printed.err == "back-guide: 2 problems in the content.\n"


@pytest.mark.parametrize("called", [".", "../content", "../content/", "en/.."])
def test_check_takes_a_folder_by_whatever_name(
    called: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(specimen("question-twice", tmp_path))
    assert main(["check", called]) == 1
    assert set(expected("question-twice")) <= set(capsys.readouterr().out.splitlines())


def test_check_finds_nothing_wrong_with_our_content(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.check() == 0, "".join(capsys.readouterr())


def test_the_generated_files_that_are_committed_are_fresh() -> None:
    assert building.stale(drafts.read()) == []


# --- the build ----------------------------------------------------------------------------------------------------


def test_a_build_brings_everything_up_to_date_and_a_second_one_finds_nothing_to_do(tmp_path: Path) -> None:
    draft = drafted(clean(tmp_path))
    first: list[str] = []
    second: list[str] = []
    assert building.build(draft, first.append, places(tmp_path)) == 10
    assert building.build(draft, second.append, places(tmp_path)) == 0
    assert len(first) == 10
    assert second == []
    assert set(read_all(tmp_path / "compiled")) == {"en.json", "en.matcher"}
    assert set(read_all(tmp_path / "package/skill-package/interactionModels/custom")) == {"en-US.json", "en-GB.json"}
    assert set(read_all(tmp_path / "package/skill-package/tasks")) == {"StartPlan.1.json", "StartSymptomCheck.1.json"}
    assert set(read_all(tmp_path / "review")) == {"en.md"}
    assert building.stale(draft, places(tmp_path)) == []


def test_a_change_of_the_words_of_an_outcome_makes_what_is_compiled_and_the_review_page_stale(tmp_path: Path) -> None:
    content = clean(tmp_path)
    building.build(drafted(content), lambda _: None, places(tmp_path))
    edit(content / WORDS, "Keep moving gently.", "Keep moving a little.")
    assert building.stale(drafted(content), places(tmp_path)) == [
        str(tmp_path / "compiled/en.json"),
        str(tmp_path / "review/en.md"),
    ]


def test_the_review_page_shows_all_that_a_clinician_is_to_judge(tmp_path: Path) -> None:
    building.build(drafted(clean(tmp_path)), lambda _: None, places(tmp_path))
    page = (tmp_path / "review/en.md").read_text(encoding="utf-8")
    shown = [
        "not yet reviewed by a clinician",
        "Have you had a fever today?",
        "fever_with = not_sure and trigger = effort → **call_infection**",
        "If your neck gets stiff, call {emergency_number}.",
        "my chest (hurts|is tight)",
        "Leave heat out with numb skin, a rash, or a fever.",
        "Hold the wrapped pack in your arms. It should feel warm, and never hot.",
    ]
    assert [words for words in shown if words not in page] == []


GENERATED = [
    "compiled/en.json",
    "compiled/en.matcher",
    "last_words.py",
    "package/skill-package/interactionModels/custom/en-GB.json",
    "package/skill-package/skill.json",
    "review/en.md",
]


@pytest.mark.parametrize("name", GENERATED)
@pytest.mark.parametrize("harm", [b"", b"{}\n", b"[1]\n", b"\xff\xfe"], ids=["emptied", "other", "list", "bytes"])
def test_a_generated_file_that_was_changed_is_stale(name: str, harm: bytes, tmp_path: Path) -> None:
    draft = drafted(clean(tmp_path))
    building.build(draft, lambda _: None, places(tmp_path))
    (tmp_path / name).write_bytes(harm)
    assert building.stale(draft, places(tmp_path)) == [str(tmp_path / name)]


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_file_that_is_missing_is_stale_and_built_again(name: str, tmp_path: Path) -> None:
    draft = drafted(clean(tmp_path))
    building.build(draft, lambda _: None, places(tmp_path))
    (tmp_path / name).unlink()
    assert building.stale(draft, places(tmp_path)) == [str(tmp_path / name)]
    assert building.build(draft, lambda _: None, places(tmp_path)) == 1


def test_a_matcher_that_was_cut_short_is_stale(tmp_path: Path) -> None:
    draft = drafted(clean(tmp_path))
    matcher = tmp_path / "compiled/en.matcher"
    building.build(draft, lambda _: None, places(tmp_path))
    matcher.write_bytes(matcher.read_bytes()[:-1])
    assert building.stale(draft, places(tmp_path)) == [str(matcher)]


def test_a_build_of_content_with_problems_leaves_what_was_built_before(tmp_path: Path) -> None:
    clone = project(tmp_path / "clone", "dose-given")
    ours = building.OURS
    built = Places(*(clone / path.relative_to(ROOT) for path in (ours.compiled, ours.package, ours.review)))
    building.build(drafted(clean(tmp_path / "before")), lambda _: None, built)
    before = [read_all(folder) for folder in (built.compiled, built.package, built.review)]

    run = back_guide("build", clone)

    assert run.returncode == 1
    assert run.stdout == ""
    assert set(expected("dose-given")) <= set(run.stderr.splitlines())
    assert run.stderr.endswith("back-guide: nothing was built. Mend the content first.\n")
    assert [read_all(folder) for folder in (built.compiled, built.package, built.review)] == before


def test_a_build_that_cannot_write_a_file_leaves_no_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "compiled/en.json/in_the_way").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        building.build(drafted(clean(tmp_path)), lambda _: None, places(tmp_path))
    assert [path.name for path in (tmp_path / "compiled").iterdir()] == ["en.json"]


def test_a_write_that_fails_halfway_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    building.write(tmp_path / "en.json", b"old")
    with files_of_at_most(1000), pytest.raises(OSError, match="File too large"):
        building.write(tmp_path / "en.json", b"new" * 100_000)
    assert read_all(tmp_path) == {"en.json": b"old"}


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk, as it were, on which no file can grow beyond a size; root is not exempt."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def project(folder: Path, name: str) -> Path:
    """A copy of the project that holds a specimen as its content, with nothing built in it yet."""
    leave_out = shutil.ignore_patterns("__pycache__", "compiled")
    for part in ("workbench", "lambda"):
        shutil.copytree(ROOT / part, folder / part, ignore=leave_out)
    specimen(name, folder)
    return folder


def back_guide(argument: str, clone: Path, *more: str, most_seconds: int = 600) -> subprocess.CompletedProcess[str]:
    """Runs the command of a copy of the project, or gives up on it."""
    paths = os.pathsep.join([str(clone), str(clone / "lambda")])
    return subprocess.run(
        [sys.executable, "-c", "import sys; from workbench.cli import main; sys.exit(main())", argument, *more],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=most_seconds,
    )


# --- content folders ----------------------------------------------------------------------------------------------


def clean(folder: Path) -> Path:
    """A content folder that nothing is wrong with."""
    return Path(shutil.copytree(SPECIMENS / "_clean/content", folder / "content"))


def specimen(name: str, folder: Path) -> Path:
    """The content folder of a specimen: the clean one, what differs laid over it, what is to be missing taken out."""
    content = clean(folder)
    if (SPECIMENS / name / "content").is_dir():
        shutil.copytree(SPECIMENS / name / "content", content, dirs_exist_ok=True)
    without = SPECIMENS / name / "without.txt"
    for line in without.read_text(encoding="utf-8").splitlines() if without.is_file() else []:
        (content / line).unlink()
    return content


def expected(name: str) -> list[str]:
    return (SPECIMENS / name / "expected.txt").read_text(encoding="utf-8").splitlines()


def drafted(content: Path) -> Draft:
    """A draft on the day that the specimens were written."""
    draft = drafts.read(content)
    draft.today = TODAY
    return draft


def proofread(content: Path) -> list[Problem]:
    return rules.problems(drafted(content))


def places(folder: Path) -> Places:
    """Where a test builds to."""
    return Places(folder / "compiled", folder / "package", folder / "review")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def read_all(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
