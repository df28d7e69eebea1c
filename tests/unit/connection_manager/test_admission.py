"""Who may connect, and with what in hand."""

from __future__ import annotations

from typing import Any

import pytest

from connection_manager.admission import offered_token, origin_allowed

ALLOWED = frozenset({"https://finops.example.com"})
TOKEN = "aaa.bbb.ccc"


def test_a_client_without_an_origin_is_no_browser() -> None:
    assert origin_allowed({}, ALLOWED)
    assert origin_allowed({"headers": None}, frozenset())


def test_r22_without_an_allowed_origin_no_page_connects() -> None:
    assert not origin_allowed({"headers": {"origin": "https://finops.example.com"}}, frozenset())


@pytest.mark.parametrize(
    ("event", "token", "subprotocol"),
    [
        ({}, None, None),
        ({"queryStringParameters": {"token": TOKEN}}, TOKEN, None),
        ({"headers": {"Sec-WebSocket-Protocol": f"finops, {TOKEN}"}}, TOKEN, "finops"),
        ({"headers": {"sec-websocket-protocol": f"{TOKEN},finops"}}, TOKEN, "finops"),
        ({"multiValueHeaders": {"Sec-WebSocket-Protocol": ["finops", TOKEN]}}, TOKEN, "finops"),
        ({"headers": {"Sec-WebSocket-Protocol": TOKEN}}, TOKEN, TOKEN),
        ({"headers": {"Sec-WebSocket-Protocol": "other"}}, None, "other"),
        ({"headers": {"Sec-WebSocket-Protocol": " , "}}, None, None),
    ],
)
def test_a_token_comes_in_the_query_or_beside_the_subprotocol(
    event: dict[str, Any], token: str | None, subprotocol: str | None
) -> None:
    offered = offered_token(event)
    assert (offered.token, offered.subprotocol) == (token, subprotocol)
