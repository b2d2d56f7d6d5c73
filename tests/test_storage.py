"""One contract for all three backends; DynamoDB over the wire. What goes wrong is in test_storage_faults.py."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from support import dynamodb

from back_guide.alexa.storage.dynamodb import DynamoDb
from back_guide.alexa.storage.in_memory import InMemory
from back_guide.alexa.storage.item import CLOCKS_DIFFER, KEPT_SECONDS, Backend, Item, key, to_item, to_keepsake
from back_guide.alexa.storage.sqlite import Sqlite
from back_guide.dialogue import Keepsake

NOW = 4_000_000_000  # seconds; far ahead, so that a server that sweeps by its own clock leaves our items alone
PLACE = Keepsake("gentle_stretches", "seated_turn", "slow")


@pytest.fixture(scope="session")
def server() -> Iterator[None]:
    with dynamodb.server():
        yield


@pytest.fixture(params=["dynamodb", "sqlite", "in memory"])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    if request.param == "sqlite":
        yield Sqlite(tmp_path / "keepsakes.sqlite")
    elif request.param == "in memory":
        yield InMemory()
    else:
        request.getfixturevalue("server")
        with dynamodb.table() as name:
            yield DynamoDb(name)


def item(keepsake: Keepsake = PLACE, later: int = 0) -> Item:
    return to_item(keepsake, NOW + later)


def test_what_is_put_is_got_as_it_was(backend: Backend) -> None:
    backend.put("k", item())
    assert backend.get("k") == item()
    assert to_keepsake(backend.get("k"), NOW) == PLACE


def test_a_keepsake_without_a_place_is_kept_too(backend: Backend) -> None:
    backend.put("k", item(Keepsake()))
    assert to_keepsake(backend.get("k"), NOW) == Keepsake()


def test_nothing_is_got_of_somebody_unknown(backend: Backend) -> None:
    backend.put("k", item())
    assert backend.get("another") is None


def test_what_is_deleted_is_gone_and_the_others_stay(backend: Backend) -> None:
    backend.put("k", item())
    backend.put("another", item(Keepsake()))
    backend.delete("k")
    assert backend.get("k") is None
    assert backend.get("another") == item(Keepsake())


def test_deleting_what_is_not_there_is_no_fault(backend: Backend) -> None:
    backend.delete("k")
    assert backend.get("k") is None


def test_a_later_step_takes_the_place_of_an_earlier_one(backend: Backend) -> None:
    backend.put("k", item())
    backend.put("k", item(Keepsake("heat_pack", "wrap_it"), later=60))
    assert backend.get("k") == item(Keepsake("heat_pack", "wrap_it"), later=60)


def test_a_step_of_the_same_second_takes_the_place_too(backend: Backend) -> None:
    backend.put("k", item())
    backend.put("k", item(Keepsake("heat_pack", "wrap_it")))
    assert backend.get("k") == item(Keepsake("heat_pack", "wrap_it"))


def test_an_earlier_step_that_arrives_late_changes_nothing(backend: Backend) -> None:
    backend.put("k", item(later=60))
    backend.put("k", item(Keepsake("heat_pack", "wrap_it")))
    assert backend.get("k") == item(later=60)


def test_an_item_of_another_version_is_ignored_and_rewritten(backend: Backend) -> None:
    backend.put("k", {**item(later=60), "version": 2})
    assert to_keepsake(backend.get("k"), NOW) is None
    backend.put("k", item())
    assert backend.get("k") == item()


def test_after_ninety_days_it_is_as_if_they_never_met(backend: Backend) -> None:
    backend.put("k", item())
    assert KEPT_SECONDS == 90 * 86_400
    assert to_keepsake(backend.get("k"), NOW + KEPT_SECONDS - 1) == PLACE
    assert to_keepsake(backend.get("k"), NOW + KEPT_SECONDS) is None


def test_an_item_of_a_clock_that_ran_ahead_gives_way(backend: Backend) -> None:
    for ahead in (CLOCKS_DIFFER, 50 * 365 * 86_400):
        backend.put("k", item(later=ahead))
        backend.put("k", item())
        assert backend.get("k") == item()


def test_an_item_of_a_clock_that_is_a_little_ahead_stays(backend: Backend) -> None:
    backend.put("k", item(later=CLOCKS_DIFFER - 1))
    backend.put("k", item())
    assert backend.get("k") == item(later=CLOCKS_DIFFER - 1)


def test_of_two_devices_at_once_the_last_step_wins_and_is_whole(backend: Backend) -> None:
    steps = [item(Keepsake("gentle_stretches", f"step_{number}"), later=number) for number in range(8)]
    start = threading.Barrier(len(steps))

    def write(step: Item) -> None:
        start.wait()
        backend.put("k", step)

    devices = [threading.Thread(target=write, args=(step,)) for step in steps]
    for device in devices:
        device.start()
    for device in devices:
        device.join()
    assert backend.get("k") == steps[-1]


@pytest.mark.parametrize(
    "garbage",
    [
        {},
        {"version": {"S": "1"}},
        {"version": {"N": "1"}},
        {"version": {"N": "1.5"}, "expires": {"N": "-1"}},
        {"version": {"N": "1"}, "expires": {"S": "soon"}, "plan": {"S": "x"}, "step": {"S": "x"}, "pace": {"S": "x"}},
        {
            "version": {"N": "1"},
            "expires": {"BOOL": True},
            "plan": {"L": []},
            "step": {"M": {}},
            "pace": {"NULL": True},
        },
        {"version": {"N": "1"}, "expires": {"N": str(NOW * 2)}, "plan": {"N": "1"}, "step": {"S": ""}},
    ],
)
def test_garbage_in_the_table_is_ignored(server: None, garbage: dict[str, Any]) -> None:
    with dynamodb.table() as name:
        boto3.client("dynamodb").put_item(TableName=name, Item={"id": {"S": "k"}, **garbage})
        assert to_keepsake(DynamoDb(name).get("k"), NOW) is None


def test_garbage_that_never_expires_is_rewritten(server: None) -> None:
    with dynamodb.table() as name:
        garbage = {"id": {"S": "k"}, "version": {"S": "one"}, "expires": {"N": str(NOW * 2)}}
        boto3.client("dynamodb").put_item(TableName=name, Item=garbage)
        DynamoDb(name).put("k", item())
        assert DynamoDb(name).get("k") == item()


def test_what_is_too_old_is_swept_out_of_the_file(tmp_path: Path) -> None:
    file = Sqlite(tmp_path / "keepsakes.sqlite")
    file.put("old", to_item(PLACE, 0))
    file.put("k", item())
    assert file.get("old") is None
    assert file.get("k") == item()


def test_a_key_tells_neither_the_listener_nor_the_salt() -> None:
    keys = {
        key("amzn1.ask.account.A", "salt"),
        key("amzn1.ask.account.A", "pepper"),
        key("amzn1.ask.account.B", "salt"),
    }
    assert len(keys) == 3
    assert all(len(each) == 64 and set(each) <= set("0123456789abcdef") for each in keys)
