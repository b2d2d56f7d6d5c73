"""The short form of ``back-guide bench load``: nothing fails, and no connection gets another's answer."""

import pytest
from support.https_door import encoded

from workbench.bench.load import measure
from workbench.bench.load_doors import DOORS, OURS, answers
from workbench.bench.load_talks import talks
from workbench.cli import main
from workbench.simulator.signing import Alexa


def test_conversations_at_once_get_their_own_answers_and_none_fails() -> None:
    tallies = measure(requests=300, connections=8)
    assert list(tallies) == list(DOORS)
    assert [(len(tally.latencies), tally.failures) for tally in tallies.values()] == [(300, 0), (300, 0)]
    assert [len(tally.rates) for tally in tallies.values()] == [5, 5]


def test_another_conversations_answer_is_a_failure() -> None:
    mine, other = (talk[1] for talk in talks(Alexa(), answers(OURS), 2))
    answer = answers(OURS)
    assert mine.is_answered_by(encoded(answer(mine.event, None)))
    assert not mine.is_answered_by(encoded(answer(other.event, None)))


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_numbers_of_requests_begin_at_one(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["bench", "load", "--requests", number])
    assert f"'{number}' is no number from 1 up" in capsys.readouterr().err
