"""The measurements themselves: that they measure what they say. What they found stands in docs/."""

import json
import random
import subprocess
import sys

import pytest

from back_guide.content import load
from lambda_function import lambda_handler
from workbench.bench import hello_world, scale, speed, turns
from workbench.bundle.build import ROOT


@pytest.fixture(scope="module")
def ours() -> dict[str, list[turns.Event]]:
    return turns.ours()


def decisions(events: list[turns.Event]) -> set[str]:
    return {lambda_handler(event, None)["sessionAttributes"]["said"]["decision"] for event in events}


def test_the_turns_that_are_measured_are_of_the_kinds_that_they_say(ours: dict[str, list[turns.Event]]) -> None:
    assert {kind: len(events) >= 40 for kind, events in ours.items()} == {"question": True, "check": True, "plan": True}
    assert decisions(ours["question"]) >= {"answer"}
    assert decisions(ours["check"]) >= {"check_question", "check_outcome"}
    assert decisions(ours["plan"]) >= {"plan_step"}


def test_a_turn_of_every_plan_is_measured(ours: dict[str, list[turns.Event]]) -> None:
    assert len(ours["plan"]) == sum(2 + len(plan.steps) for plan in load().plans.values())


def test_hello_world_answers_each_of_its_turns() -> None:
    events = turns.hello_world()["hello"]
    spoken = {hello_world.lambda_handler(event, None)["response"]["outputSpeech"]["ssml"] for event in events}
    assert len(spoken) == 4
    assert not any("Sorry" in words for words in spoken)


def test_hello_world_says_sorry_for_what_it_does_not_know() -> None:
    event = turns.hello_world()["hello"][1]
    event["request"]["intent"]["name"] = "AMAZON.RepeatIntent"
    assert "Sorry" in hello_world.lambda_handler(event, None)["response"]["outputSpeech"]["ssml"]


def test_speed_is_measured_for_four_functions_and_judged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(speed, "ROUNDS", 2)
    assert speed.main(as_json=True) == 0
    figures = json.loads(capsys.readouterr().out)
    assert list(figures["functions"]) == ["bare", "hello", "compiled", "ours"]
    assert set(figures["functions"]["ours"]["warm_ms"]) == {"question", "check", "plan"}
    assert all(found["cold_ms"]["low"] > 0 and found["peak_mb"]["low"] > 5 for found in figures["functions"].values())
    assert len(figures["targets"]) == 10


def test_with_room_for_everyone_only_the_first_starts_cold() -> None:
    share, most = scale.simulate(1_000_000, random.Random(7))  # noqa: S311 - a simulation
    assert 0 <= share < 0.001
    assert 2 <= most <= 20


def test_the_fewer_the_turns_the_more_start_cold() -> None:
    shares = [scale.day(number).cold_share for number in (100, 1_000, 1_000_000)]
    assert shares[0] > shares[1] > shares[2]


@pytest.fixture
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scale, "DRAWS", 20_000)


@pytest.mark.usefixtures("few_draws")
def test_a_hundred_times_the_turns_cost_about_a_hundred_times_as_much() -> None:
    few, many = scale.day(1_000_000), scale.day(100_000_000)
    assert many.dollars == pytest.approx(100 * few.dollars, rel=0.05)
    assert many.peak_turns_a_second == pytest.approx(100 * few.peak_turns_a_second)


@pytest.mark.usefixtures("few_draws")
def test_scale_is_told_as_a_table_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    scale.main(as_json=True)
    assert [row["turns"] for row in json.loads(capsys.readouterr().out)] == list(scale.TURNS_A_DAY)
    scale.main(as_json=False)
    assert "100,000,000" in capsys.readouterr().out


def test_figures_as_json_are_for_speed_and_scale_alone() -> None:
    command = [sys.executable, "-m", "workbench", "bench", "triage", "--json"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "unrecognized arguments: --json" in result.stderr
