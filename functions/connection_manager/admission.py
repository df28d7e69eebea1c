"""Who may connect: the page a browser comes from, and the token it may bring along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PROTOCOL_NAME = "finops"
"""The WebSocket subprotocol a client offers beside its token."""


def origin_allowed(event: Mapping[str, Any], allowed_origins: frozenset[str]) -> bool:
    """Whether every Origin header of a `$connect` is one of the allowed, letter for letter.

    A client without an Origin is no browser: it carries no other site's user, and its token decides.
    """
    return all(origin in allowed_origins for origin in _headers(event, "origin"))


@dataclass(frozen=True)
class OfferedToken:
    """A token brought at `$connect`, and the subprotocol to echo, which API Gateway demands."""

    token: str | None
    subprotocol: str | None


def offered_token(event: Mapping[str, Any]) -> OfferedToken:
    """The token of a `$connect`: query string `token`, or a subprotocol beside (or without) `finops`."""
    query = event.get("queryStringParameters") or {}
    offered = [
        name.strip() for header in _headers(event, "sec-websocket-protocol") for name in header.split(",")
    ]
    offered = [name for name in offered if name]
    tokens = [name for name in offered if name.count(".") == 2]
    echoed = next((name for name in offered if name not in tokens), offered[0] if offered else None)
    if PROTOCOL_NAME in offered:
        echoed = PROTOCOL_NAME
    return OfferedToken(query.get("token") or (tokens[0] if tokens else None), echoed)


def _headers(event: Mapping[str, Any], name: str) -> list[str]:
    """All values of a header, whatever the case of its name."""
    several = event.get("multiValueHeaders") or {}
    values = [value for key, held in several.items() if key.lower() == name for value in held]
    if values:
        return values
    return [value for key, value in (event.get("headers") or {}).items() if key.lower() == name]
