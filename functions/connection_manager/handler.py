"""The Lambda of the routes `$connect`, `authenticate` and `$disconnect`."""

from __future__ import annotations

import os
import time
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from aws import clients
from connection_manager.admission import offered_token, origin_allowed
from connection_manager.greeting import Greeting
from connection_manager.room import Room
from connections.connection import Connection
from connections.message_rate import MessageRate, configured_messages_per_minute
from connections.poster import Poster, connection_poster
from connections.store import DynamoDbConnectionStore
from identity.claimed import claimed_identity
from identity.signing_keys import KeysUnavailable, SigningKeys, fetch_from
from identity.token import Identity, InvalidToken, TokenVerifier
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.metrics import count
from protocol.client_messages import Authenticate, parse_client_message
from protocol.server_messages import ErrorMessage, Refusal

logger = Logger()

Answer = dict[str, Any]


def lambda_handler(event: dict[str, Any], context: object) -> Answer:
    """Opens, authenticates or forgets the connection of the event."""
    request = event["requestContext"]
    connection_id: str = request["connectionId"]
    match request["eventType"]:
        case "CONNECT":
            return _connect(connection_id, event)
        case "DISCONNECT":
            return _disconnect(connection_id)
        case _:
            return _authenticate(connection_id, event)


def _connect(connection_id: str, event: dict[str, Any]) -> Answer:
    """Posts nothing to the connection itself: it is there only once this has returned."""
    if not origin_allowed(event, _allowed_origins()):
        logger.warning("origin refused")
        return {"statusCode": 403}
    offered = offered_token(event)
    connection = Connection(connection_id, connected_at=int(time.time()))
    if offered.token:
        try:
            identity = _verifier().verify(offered.token)
        except InvalidToken as invalid:
            logger.warning("token refused", check=str(invalid))
            return {"statusCode": 401}
        except KeysUnavailable:
            return {"statusCode": 503}
        owned = _owned(connection, identity)
        try:
            _rate().count(owned)
        except Refusal as refusal:
            logger.info("connection refused", code=refusal.error.code)
            return {"statusCode": 429}
        _connections().open(connection)
        _connections().authenticate(owned)
        _room().make_for(owned)
    else:
        _connections().open(connection)
    answer: Answer = {"statusCode": 200}
    if offered.subprotocol:
        answer["headers"] = {"Sec-WebSocket-Protocol": offered.subprotocol}
    return answer


def _disconnect(connection_id: str) -> Answer:
    """AWS sends this at best effort: what it misses is forgotten at the first 410, or by its deadline."""
    _connections().forget(connection_id)
    return {"statusCode": 200}


def _authenticate(connection_id: str, event: dict[str, Any]) -> Answer:
    poster = _poster()
    try:
        message = parse_client_message(event.get("body"), is_base64=bool(event.get("isBase64Encoded")))
        if not isinstance(message, Authenticate):
            raise Refusal("unknown_action", "Send a message whose `action` is `authenticate`.")
        connection = _connections().find(connection_id)
        if connection is None:
            raise InvalidToken("connection")
        if connection.never_signed_in(time.time()):
            _end(connection_id)
            return {"statusCode": 200}
        identity = _identity(connection, message)
        welcome = _greeting().authenticate(connection, identity)
        poster.post_to(connection_id, welcome.to_wire())
        _room().make_for(_owned(connection, identity))
    except InvalidToken as invalid:
        logger.warning("token refused", check=str(invalid))
        count("AuthenticationRefused")
        refused = ErrorMessage(code="unauthorized", message="The token was not accepted: sign in again.")
        poster.post_to(connection_id, refused.to_wire())
        _end(connection_id)
    except Refusal as refusal:
        poster.post_to(connection_id, refusal.error.to_wire())
    except Exception as error:
        logger.error("not authenticated", error=type(error).__name__)
        failed = ErrorMessage(code="internal_error", message="The server met an error: authenticate again.")
        poster.post_to(connection_id, failed.to_wire())
    return {"statusCode": 200}


def _end(connection_id: str) -> None:
    _poster().close(connection_id)
    _connections().forget(connection_id)


def _identity(connection: Connection, message: Authenticate) -> Identity:
    """Whom the message proves its sender to be. Raises InvalidToken.

    Without a token it is who came with one at `$connect`, or whom a trial lets the client claim to be.
    """
    if message.token is not None:
        return _verifier().verify(message.token)
    if connection.owner is not None and connection.is_live(time.time()):
        return Identity(
            connection.owner,
            message.username or connection.owner.user_id,
            connection.operator,
            connection.authenticated_until,
        )
    if os.environ.get("ALLOW_CLAIMED_IDENTITY") == "true":
        return claimed_identity(message.user_id, message.username, connection.connection_id, time.time())
    raise InvalidToken("absent")


def _owned(connection: Connection, identity: Identity) -> Connection:
    return Connection(
        connection.connection_id,
        connection.connected_at,
        identity.owner,
        identity.expires_at,
        identity.operator,
    )


def _allowed_origins() -> frozenset[str]:
    return frozenset(filter(None, os.environ.get("ALLOWED_ORIGINS", "").split(",")))


@cache
def _connections() -> DynamoDbConnectionStore:
    return DynamoDbConnectionStore(clients.dynamodb, os.environ["CONNECTIONS_TABLE"])


@cache
def _poster() -> Poster:
    return connection_poster()


@cache
def _greeting() -> Greeting:
    jobs = DynamoDbJobStore(clients.dynamodb, os.environ["JOBS_TABLE"], time.time)
    return Greeting(_connections(), jobs, _rate(), time.time)


@cache
def _rate() -> MessageRate:
    return MessageRate(_connections(), configured_messages_per_minute(), time.time)


@cache
def _room() -> Room:
    return Room(_connections(), _poster(), time.time)


@cache
def _verifier() -> TokenVerifier:
    pool = os.environ["USER_POOL_ID"]
    region = pool.partition("_")[0]
    return TokenVerifier(
        SigningKeys(fetch_from(os.environ["USER_POOL_JWKS_URL"])),
        issuer=f"https://cognito-idp.{region}.amazonaws.com/{pool}",
        client_id=os.environ["USER_POOL_CLIENT_ID"],
        tenant_claim=os.environ.get("TENANT_CLAIM", "custom:tenant"),
    )
