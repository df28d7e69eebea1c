"""API Gateway's cuts (10 minutes idle, 2 hours in any case) in seconds: the client loses nothing."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from local.client import FinOpsSession
from local.client.job_stream import Message
from local.client.session import HEARTBEAT_SECONDS
from local.client.sign_in import id_token, read_config
from local.gateway.limits import ConnectionLimits
from local.runtime import Addresses, RuntimeOptions, running
from support.focus import focus_rows, write_csv

IDLE_SECONDS, LIFETIME_SECONDS = 4.0, 6.0
API_GATEWAY_IDLE_SECONDS = 10 * 60


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    folder: Path = tmp_path_factory.mktemp("server")
    options = RuntimeOptions(
        port=0,
        data=write_csv(folder / "bill.csv", focus_rows()),
        log_file=folder / "server.log",
        limits=ConnectionLimits(idle_seconds=IDLE_SECONDS, lifetime_seconds=LIFETIME_SECONDS),
    )
    with running(options) as addresses:
        yield addresses


@asynccontextmanager
async def session(server: Addresses, heartbeat_seconds: float) -> AsyncIterator[FinOpsSession]:
    token = await asyncio.to_thread(lambda: id_token(read_config(server.web_socket)))
    async with FinOpsSession(server.web_socket, token, heartbeat_seconds=heartbeat_seconds) as opened:
        yield opened


def connection_id(opened: FinOpsSession) -> str:
    return str(opened.authenticated["connectionId"])


async def reconnected(opened: FinOpsSession, before: str) -> None:
    """Returns once the session has another connection than before."""
    async with asyncio.timeout(60):
        while connection_id(opened) == before:
            await asyncio.sleep(0.05)


def test_r15_heartbeats_come_before_the_idle_cut() -> None:
    assert HEARTBEAT_SECONDS < 0.95 * API_GATEWAY_IDLE_SECONDS


async def test_r15_connections_cut_again_and_again_lose_no_message(server: Addresses) -> None:
    seen: dict[str, list[Message]] = {}
    cuts = 0
    async with session(server, heartbeat_seconds=0.5) as opened:
        while cuts < 2:
            before = connection_id(opened)
            await opened.ask(
                "What did we spend by service in February 2024?",
                on_message=lambda message: seen.setdefault(message["jobId"], []).append(message),
            )
            if cuts == 0:
                # the second question is asked at once on whatever connection there is
                await reconnected(opened, before)
            cuts += connection_id(opened) != before
    for messages in seen.values():
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        assert messages[-1]["type"] == "job_completed"
