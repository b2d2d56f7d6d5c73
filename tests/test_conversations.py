"""Whole journeys as transcripts: tests/conversations/*.yaml, played through the real handler."""

from pathlib import Path

import pytest
import yaml

from lambda_function import lambda_handler
from workbench.simulator.services import AlexaServices
from workbench.simulator.session import Session
from workbench.simulator.transcript import ALLOWED, DEVICE, LOCALE, Step, play

FOLDER = Path(__file__).with_name("conversations")
JOURNEYS = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", JOURNEYS, ids=lambda path: path.stem)
def test_the_journey_goes_as_its_transcript_says(path: Path, alexa: AlexaServices) -> None:
    journey = yaml.safe_load(path.read_text(encoding="utf-8"))
    alexa.allowed = set(journey.get("allowed", ALLOWED))
    device = journey.get("device", DEVICE)
    session = Session(lambda_handler, journey.get("locale", LOCALE), device, alexa.address)
    for number, turn in enumerate(journey["turns"], 1):
        wanted = turn.pop("expect")
        [(action, value)] = turn.items()
        record = play(session, Step(action, value), alexa).record()
        assert set(wanted) <= {*record, "says", "never_says"}, f"turn {number}: a key that no record has"
        heard = f"turn {number}: {record['utterance']!r} → {record['speech']!r}"
        assert {key: record[key] for key in wanted if key in record} == {
            key: value for key, value in wanted.items() if key in record
        }, heard
        for words in wanted.get("says", []):
            assert words in (record["speech"] or ""), heard
        for words in wanted.get("never_says", []):
            assert words not in (record["speech"] or ""), heard


def test_there_are_journeys_enough_and_many_of_them_unhappy() -> None:
    unhappy = [path for path in JOURNEYS if yaml.safe_load(path.read_text(encoding="utf-8")).get("unhappy")]
    assert len(JOURNEYS) >= 25
    assert len(unhappy) >= 10
