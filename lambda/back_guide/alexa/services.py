"""Calls to Alexa's services with short time limits and no second try: a listener waits for the answer."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model.services import (
    ApiClient,
    ApiClientRequest,
    ApiClientResponse,
    ApiConfiguration,
    ServiceClientFactory,
)

SECONDS = 1.0
"""The longest wait for a connection, and then for each part of the answer."""

MOST_BYTES = 200_000
LOOPBACK = ("127.0.0.1", "localhost")
"""Hosts that may be called without TLS: a stand-in on the same machine."""


class PromptClient(ApiClient):  # type: ignore[misc]
    """The SDK's way to the network. Its own client waits without limit."""

    def invoke(self, request: ApiClientRequest) -> ApiClientResponse:
        """Sends one request. Raises OSError or HTTPException where no answer comes, ValueError for an address."""
        where = urlsplit(request.url)
        connection = _connection(where)
        try:
            body = None if request.body is None else json.dumps(request.body)
            connection.request(request.method, _target(where), body, dict(request.headers))
            answer = connection.getresponse()
            text = answer.read(MOST_BYTES).decode("utf-8", "replace")
            return ApiClientResponse(headers=answer.getheaders(), status_code=answer.status, body=text)
        finally:
            connection.close()


class Reader(DefaultSerializer):  # type: ignore[misc]
    """Reads answers without the texts of reminders: the SDK looks for their model in a module that it hasn't got."""

    def deserialize(self, payload: str, obj_type: Any) -> Any:
        """The answer as the SDK's model of it; None where it is no JSON, which a refusal may be."""
        try:
            known = json.loads(payload, object_hook=_without_texts)
        except ValueError:
            return None
        return super().deserialize(json.dumps(known), obj_type)


def clients(endpoint: str, token: str) -> ServiceClientFactory:
    """The SDK's service clients for the endpoint and access token of a request."""
    return ServiceClientFactory(
        ApiConfiguration(
            serializer=Reader(),
            api_client=PromptClient(),
            authorization_value=token,
            api_endpoint=endpoint,
        )
    )


def _without_texts(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key != "alertInfo"}


def _connection(where: SplitResult) -> HTTPConnection:
    host = where.hostname or ""
    if where.scheme == "https":
        return HTTPSConnection(host, where.port, timeout=SECONDS)
    if host not in LOOPBACK:
        raise ValueError("Alexa's services are called over HTTPS only")
    return HTTPConnection(host, where.port, timeout=SECONDS)


def _target(where: SplitResult) -> str:
    return f"{where.path}?{where.query}" if where.query else where.path
