"""Items in a table of DynamoDB, whose key is ``id`` and whose time to live is ``expires``."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from back_guide.alexa.storage.item import CLOCKS_DIFFER, FIELDS, Item

CONNECT_SECONDS = 0.3
READ_SECONDS = 1.0
ATTEMPTS = 2
NOT_LATER = "NOT (version = :version AND expires > :expires AND expires < :wrong)"
"""The condition of writing. It also holds for what is missing, and for what is no item of ours."""


@dataclass(frozen=True)
class DynamoDb:
    """A backend that is a table. Region, credentials and endpoint are found as boto3 finds them."""

    table: str

    def get(self, key: str) -> Item | None:
        found = self._client.get_item(TableName=self.table, Key={"id": {"S": key}}, ConsistentRead=True)
        return _plain(found["Item"]) if "Item" in found else None

    def put(self, key: str, item: Item) -> None:
        typed = {name: {"S": value} if isinstance(value, str) else {"N": str(value)} for name, value in item.items()}
        wrong = {"N": str(int(item["expires"]) + CLOCKS_DIFFER)}
        try:
            self._client.put_item(
                TableName=self.table,
                Item={"id": {"S": key}, **typed},
                ConditionExpression=NOT_LATER,
                ExpressionAttributeValues={":version": typed["version"], ":expires": typed["expires"], ":wrong": wrong},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return  # another device of the household wrote a later step

    def delete(self, key: str) -> None:
        self._client.delete_item(TableName=self.table, Key={"id": {"S": key}})

    @functools.cached_property
    def _client(self) -> Any:
        """The client, made at first use. It gives up while the listener is still willing to wait."""
        from boto3.session import Session
        from botocore.config import Config

        retries = {"total_max_attempts": ATTEMPTS, "mode": "standard"}
        limits = Config(connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS, retries=retries)
        return Session().client("dynamodb", config=limits)


def _plain(attributes: Mapping[str, Mapping[str, str]]) -> Item:
    """The fields of an item that are texts or whole numbers. Ours are nothing else."""
    fields = {name: attributes[name] for name in FIELDS if name in attributes}
    texts = {name: value["S"] for name, value in fields.items() if "S" in value}
    numbers = {name: int(value["N"]) for name, value in fields.items() if value.get("N", "").isdecimal()}
    return {**texts, **numbers}
