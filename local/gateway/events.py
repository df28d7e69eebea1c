"""The events API Gateway gives the functions behind a WebSocket API's routes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
"""

import base64
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CONNECT = "$connect"
DISCONNECT = "$disconnect"

Event = dict[str, Any]


@dataclass(frozen=True)
class Client:
    """A connection as events describe it. `connected_at` is UTC."""

    connection_id: str
    connected_at: datetime
    source_ip: str
    user_agent: str | None


@dataclass(frozen=True)
class Api:
    """The API as events describe it: `domain_name` is HOST:PORT here."""

    api_id: str
    stage: str
    domain_name: str


def new_connection_id() -> str:
    """A connection id of API Gateway's form: base64, 16 characters, the last one `=`."""
    return base64.urlsafe_b64encode(secrets.token_bytes(11)).decode()


def connect_event(
    api: Api,
    client: Client,
    now: datetime,
    headers: Iterable[tuple[str, str]],
    query: Iterable[tuple[str, str]],
) -> Event:
    """`$connect`: the handshake's headers and query, single and multi-valued."""
    event: Event = {**_multi_valued(headers, "headers", "multiValueHeaders")}
    event |= _multi_valued(query, "queryStringParameters", "multiValueQueryStringParameters")
    return event | {
        "requestContext": _context(api, client, now, CONNECT, "CONNECT"),
        "isBase64Encoded": False,
    }


def message_event(api: Api, client: Client, now: datetime, route_key: str, body: str) -> Event:
    """A message, for the function behind `route_key`."""
    context = _context(api, client, now, route_key, "MESSAGE") | {"messageId": _id()}
    return {"requestContext": context, "body": body, "isBase64Encoded": False}


def disconnect_event(api: Api, client: Client, now: datetime, code: int, reason: str) -> Event:
    """`$disconnect`: with the close code, 1005 when the client gave none, 1006 when it vanished."""
    context = _context(api, client, now, DISCONNECT, "DISCONNECT")
    context |= {"disconnectStatusCode": code, "disconnectReason": reason}
    host = {"Host": api.domain_name, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": ""}
    multiple = {name: [value] for name, value in host.items()}
    return {
        "headers": host,
        "multiValueHeaders": multiple,
        "requestContext": context,
        "isBase64Encoded": False,
    }


def error_message(message: str, connection_id: str, request_id: str) -> dict[str, str]:
    """What API Gateway itself sends a client whose message could not be handled."""
    return {"message": message, "connectionId": connection_id, "requestId": request_id}


def _context(api: Api, client: Client, now: datetime, route_key: str, event_type: str) -> Event:
    request_id = _id()
    return {
        "routeKey": route_key,
        "eventType": event_type,
        "extendedRequestId": request_id,
        "requestTime": now.astimezone(UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "messageDirection": "IN",
        "stage": api.stage,
        "connectedAt": int(client.connected_at.timestamp() * 1000),
        "requestTimeEpoch": int(now.timestamp() * 1000),
        "identity": {"userAgent": client.user_agent, "sourceIp": client.source_ip},
        "requestId": request_id,
        "domainName": api.domain_name,
        "connectionId": client.connection_id,
        "apiId": api.api_id,
    }


def _multi_valued(pairs: Iterable[tuple[str, str]], single: str, multiple: str) -> Event:
    """AWS leaves both out when there are none; the last of several values is the single one."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if not values:
        return {}
    last: Mapping[str, str] = {name: several[-1] for name, several in values.items()}
    return {single: last, multiple: values}


def _id() -> str:
    return base64.b64encode(secrets.token_bytes(11)).decode()
