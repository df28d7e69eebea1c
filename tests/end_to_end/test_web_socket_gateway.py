"""API Gateway's rules for WebSocket APIs, held by the gateway over real sockets."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from local.gateway.limits import ConnectionLimits
from local.runtime import Addresses
from support.tiny_server import STAGE, client, echoed, seen, tiny_server

PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    with tiny_server(tmp_path_factory.mktemp("server")) as addresses:
        yield addresses


async def own_id(server: Addresses) -> tuple[ClientConnection, str]:
    """A socket, and its connection's id."""
    socket = await connect(server.web_socket)
    event = await echoed(socket, "{}")
    return socket, event["requestContext"]["connectionId"]


async def recorded(server: Addresses, kind: str, connection_id: str) -> dict[str, Any]:
    """What a lifecycle function recorded, once it has."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (record := seen(server, kind, connection_id)) is None:
            await asyncio.sleep(0.02)
    return record


async def close_code(socket: ClientConnection) -> int | None:
    """The code with which the server closed, once it has."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        await socket.wait_closed()
    return socket.close_code


async def test_r29_message_of_any_kind_reaches_the_default_route(server: Addresses) -> None:
    async with connect(server.web_socket) as socket:
        for body in ("not json", "", '{"action": "unheard-of"}', "[1]", '"é"'):
            event = await echoed(socket, body)
            assert event["body"] == body
            assert event["requestContext"]["routeKey"] == "$default"
            assert event["requestContext"]["eventType"] == "MESSAGE"


async def test_r13_r29_nothing_can_be_posted_inside_connect(server: Addresses) -> None:
    socket, connection_id = await own_id(server)
    record = await recorded(server, "CONNECT", connection_id)
    assert record["post"] == "GoneException"
    assert record["event"]["requestContext"]["routeKey"] == "$connect"
    await socket.close()


@pytest.mark.parametrize("status", [401, 403, 500])
async def test_r29_connect_that_is_refused_opens_nothing(server: Addresses, status: int) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{server.web_socket}?status={status}")
    assert refused.value.response.status_code == status


async def test_r29_subprotocol_that_connect_answers_is_echoed(server: Addresses) -> None:
    async with connect(
        server.web_socket, subprotocols=[Subprotocol("finops"), Subprotocol("other")]
    ) as socket:
        assert socket.subprotocol == "finops"


@pytest.mark.parametrize("size", [32 * 1024 - 1, 32 * 1024])
async def test_r29_message_of_32_kb_passes(server: Addresses, size: int) -> None:
    async with connect(server.web_socket) as socket:
        assert len((await echoed(socket, "x" * size))["body"]) == size


@pytest.mark.parametrize("size", [32 * 1024 + 1, 200 * 1024])
async def test_r29_message_over_32_kb_closes_with_1009(server: Addresses, size: int) -> None:
    async with connect(server.web_socket) as socket:
        await socket.send("x" * size)
        assert await close_code(socket) == 1009


async def test_r29_binary_frame_closes_with_1003(server: Addresses) -> None:
    async with connect(server.web_socket) as socket:
        await socket.send(b"\x00")
        assert await close_code(socket) == 1003


@pytest.mark.parametrize("action", ["crash", "slow"])
async def test_r29_function_that_fails_is_told_and_the_connection_goes_on(
    server: Addresses, action: str
) -> None:
    async with connect(server.web_socket) as socket:
        answer = await echoed(socket, json.dumps({"action": action}))
        assert answer["message"] == "Internal server error"
        assert answer["connectionId"]
        assert answer["requestId"]
        assert (await echoed(socket, "again"))["body"] == "again"


async def test_r29_disconnect_tells_the_close_code(server: Addresses) -> None:
    socket, connection_id = await own_id(server)
    await socket.close(code=4000, reason="done")
    record = await recorded(server, "DISCONNECT", connection_id)
    context = record["event"]["requestContext"]
    assert (context["routeKey"], context["disconnectStatusCode"]) == ("$disconnect", 4000)


async def test_r29_disconnect_of_a_client_that_vanishes_is_1006(server: Addresses) -> None:
    socket, connection_id = await own_id(server)
    socket.transport.abort()
    record = await recorded(server, "DISCONNECT", connection_id)
    assert record["event"]["requestContext"]["disconnectStatusCode"] == 1006


async def test_r11_r29_post_to_a_closed_connection_is_gone(server: Addresses) -> None:
    socket, connection_id = await own_id(server)
    await socket.close()
    await recorded(server, "DISCONNECT", connection_id)
    api = client("apigatewaymanagementapi", f"{server.http}/{STAGE}")
    with pytest.raises(api.exceptions.GoneException):
        api.post_to_connection(ConnectionId=connection_id, Data=b"x")
    for operation in (api.get_connection, api.delete_connection):
        with pytest.raises(api.exceptions.GoneException):
            operation(ConnectionId=connection_id)


async def test_r12_r29_post_over_128_kb_is_refused_with_413(server: Addresses) -> None:
    socket, connection_id = await own_id(server)
    api = client("apigatewaymanagementapi", f"{server.http}/{STAGE}")
    post = asyncio.to_thread(api.post_to_connection, ConnectionId=connection_id, Data=b"x" * 131_072)
    await post
    assert len(await socket.recv()) == 131_072
    with pytest.raises(api.exceptions.PayloadTooLargeException) as refused:
        await asyncio.to_thread(api.post_to_connection, ConnectionId=connection_id, Data=b"x" * 131_073)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413
    await socket.close()


async def test_r11_r29_posts_to_a_client_that_does_not_read_are_limited_with_429(server: Addresses) -> None:
    socket, connection_id = await own_id(server)
    socket.transport.pause_reading()
    api = client("apigatewaymanagementapi", f"{server.http}/{STAGE}")

    def flood() -> None:
        for _ in range(1000):
            api.post_to_connection(ConnectionId=connection_id, Data=b"x" * 131_072)

    with pytest.raises(api.exceptions.LimitExceededException) as refused:
        await asyncio.to_thread(flood)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    socket.transport.abort()


async def test_r29_connection_can_be_looked_at_and_closed(server: Addresses) -> None:
    socket, connection_id = await own_id(server)
    api = client("apigatewaymanagementapi", f"{server.http}/{STAGE}")
    described = await asyncio.to_thread(api.get_connection, ConnectionId=connection_id)
    assert described["ConnectedAt"] <= described["LastActiveAt"]
    assert described["Identity"]["SourceIp"] == "127.0.0.1"
    await asyncio.to_thread(api.delete_connection, ConnectionId=connection_id)
    assert await close_code(socket) == 1000


async def test_r15_r29_idle_connection_is_cut_with_1001(tmp_path_factory: pytest.TempPathFactory) -> None:
    socket_codes = []
    for limits in (ConnectionLimits(idle_seconds=0.3), ConnectionLimits(lifetime_seconds=0.3)):
        with tiny_server(tmp_path_factory.mktemp("cut"), limits) as addresses:
            async with connect(addresses.web_socket) as socket:
                socket_codes.append(await close_code(socket))
    assert socket_codes == [1001, 1001]
