"""Events have the shape API Gateway gives them."""

from datetime import UTC, datetime

from local.gateway.events import (
    Api,
    Client,
    connect_event,
    disconnect_event,
    message_event,
    new_connection_id,
)

NOW = datetime(2024, 10, 1, 12, 30, 5, tzinfo=UTC)
API = Api("WebSocketApi", "prod", "127.0.0.1:8787")
CLIENT = Client("abc=", datetime(2024, 10, 1, 12, 0, tzinfo=UTC), "127.0.0.1", "tests")


def test_connect_event_has_the_handshake() -> None:
    event = connect_event(API, CLIENT, NOW, [("Origin", "http://a"), ("X", "1"), ("X", "2")], [("t", "1")])
    assert event["headers"] == {"Origin": "http://a", "X": "2"}
    assert event["multiValueHeaders"]["X"] == ["1", "2"]
    assert event["queryStringParameters"] == {"t": "1"}
    assert event["multiValueQueryStringParameters"] == {"t": ["1"]}
    assert event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert (context["routeKey"], context["eventType"]) == ("$connect", "CONNECT")
    assert context["connectedAt"] == 1727784000000
    assert context["requestTimeEpoch"] == 1727785805000
    assert context["requestTime"] == "01/Oct/2024:12:30:05 +0000"
    assert context["identity"] == {"userAgent": "tests", "sourceIp": "127.0.0.1"}
    assert "messageId" not in context


def test_connect_event_without_query_has_none() -> None:
    event = connect_event(API, CLIENT, NOW, [("Host", "h")], [])
    assert "queryStringParameters" not in event


def test_message_event_has_body_and_message_id() -> None:
    event = message_event(API, CLIENT, NOW, "authenticate", "{}")
    assert event["body"] == "{}"
    context = event["requestContext"]
    assert (context["routeKey"], context["eventType"]) == ("authenticate", "MESSAGE")
    assert context["messageId"]
    assert context["connectionId"] == "abc="
    assert (context["stage"], context["apiId"], context["domainName"]) == (
        "prod",
        "WebSocketApi",
        API.domain_name,
    )


def test_disconnect_event_has_the_close_code() -> None:
    context = disconnect_event(API, CLIENT, NOW, 1001, "Going away")["requestContext"]
    assert (context["routeKey"], context["eventType"]) == ("$disconnect", "DISCONNECT")
    assert (context["disconnectStatusCode"], context["disconnectReason"]) == (1001, "Going away")


def test_connection_ids_are_unlike_and_safe_in_a_path() -> None:
    ids = {new_connection_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(name) == 16 and "/" not in name and "+" not in name for name in ids)
