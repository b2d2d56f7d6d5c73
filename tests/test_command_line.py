"""The console command, as a person or another tool runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BACK_GUIDE = [sys.executable, "-m", "workbench"]
KEYS = [
    "utterance",
    "locale",
    "request",
    "intent",
    "decision",
    "topic",
    "options",
    "question",
    "outcome",
    "urgency",
    "speech",
    "ssml",
    "reprompt",
    "card",
    "directives",
    "session_open",
    "elapsed_ms",
    "response_bytes",
]


def run(*arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*BACK_GUIDE, *arguments], input=lines, capture_output=True, text=True, cwd=ROOT, check=False)


def test_ask_prints_the_spoken_answer() -> None:
    result = run("ask", "what causes upper back spasms")
    assert "strained or overworked muscle" in result.stdout
    assert result.returncode == 0


def test_ask_takes_the_words_of_a_locale() -> None:
    british, american = (
        run("ask", "when should i see a doctor", "--locale", code).stdout for code in ("en-GB", "en-US")
    )
    assert "your GP" in british
    assert "your doctor" in american


def test_each_line_is_a_session_of_its_own() -> None:
    result = run("talk", "--json", "--each", lines="what causes upper back spasms\nheat or ice\nsing me a song\n")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(record["decision"], record["topic"]) for record in records] == [
        ("answer", "causes"),
        ("answer", "heat_or_ice"),
        ("decline", None),
    ]
    assert all(list(record) == KEYS for record in records)


def test_lines_are_one_session_that_begins_with_a_launch() -> None:
    result = run("talk", "--json", lines="heat\ntell me more\nstop\n")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["request"] for record in records] == ["LaunchRequest", *["IntentRequest"] * 3]
    assert records[0]["utterance"] is None
    assert [record["topic"] for record in records[1:3]] == ["heat", "heat"]
    assert [record["session_open"] for record in records] == [True, True, True, False]


def test_a_conversation_reads_as_a_person_reads_it() -> None:
    result = run("talk", lines="heat\nstop\n")
    assert "Alexa: Welcome to Upper Back Guide." in result.stdout
    assert "┌ Card: " in result.stdout
    assert "(listening)" in result.stdout
    assert result.stdout.rstrip().endswith("(microphone closed)")
    assert "<p>" not in result.stdout


def test_silence_ends_an_open_session() -> None:
    result = run("talk", "--json", lines="\n")
    assert [json.loads(line)["request"] for line in result.stdout.splitlines()] == [
        "LaunchRequest",
        "SessionEndedRequest",
    ]


def test_a_line_of_a_megabyte_is_answered() -> None:
    result = run("talk", "--json", "--each", lines="my back hurts " * 75_000 + "\n")
    assert json.loads(result.stdout)["session_open"] is True


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "COMMAND"),
        (("sing",), "sing"),
        (("ask",), "question"),
        (("ask", "heat", "--locale", "fr-FR"), "fr-FR"),
        (("talk", "--device", "fridge"), "fridge"),
        (("bench", "luck"), "luck"),
    ],
)
def test_bad_arguments_get_one_line_and_exit_code_two(arguments: tuple[str, ...], hint: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert hint in result.stderr
    assert "--help" in result.stderr


def test_a_content_folder_that_is_not_there_is_told_in_a_line() -> None:
    result = run("check", "/nowhere")
    assert result.returncode == 1
    assert "nowhere/locales.yaml:1: can't be read: no such file or directory." in result.stdout
    assert "Traceback" not in result.stderr


def test_check_finds_nothing_wrong_with_what_is_committed() -> None:
    result = run("check")
    assert (result.returncode, result.stderr) == (0, "")
    assert "The content is clean: " in result.stdout
    assert "privacy_policy_url is no https address yet" in result.stdout
