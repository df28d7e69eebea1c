"""`--fail` fails a step on its first call; the replay goes through, on the real template."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from local.client.sign_in import id_token, read_config
from local.lambdas.failure_injection import StepFailure
from local.runtime import Addresses, RuntimeOptions, running
from support.tiny_server import BILL


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    folder: Path = tmp_path_factory.mktemp("server")
    bill = folder / "bill.csv"
    bill.write_text(BILL)
    options = RuntimeOptions(
        port=0,
        data=bill,
        today=date(2024, 10, 1),
        failures=(StepFailure("AnalyzeCost"),),
        log_file=folder / "server.log",
    )
    with running(options) as addresses:
        yield addresses


async def until(socket: ClientConnection, *kinds: str) -> dict[str, Any]:
    """The next message of one of these types."""
    async for text in socket:
        message: dict[str, Any] = json.loads(text)
        if message["type"] in kinds:
            return message
    raise AssertionError("the connection was closed")


async def test_step_told_to_fail_fails_once_and_its_replay_completes(server: Addresses) -> None:
    token = id_token(read_config(server.web_socket))
    async with connect(server.web_socket) as socket:
        await socket.send(json.dumps({"action": "authenticate", "token": token}))
        await until(socket, "authenticated")
        await socket.send(
            json.dumps({"action": "finops_query", "query": "What was my S3 spend in September 2024?"})
        )
        failed = await until(socket, "job_failed", "job_completed")
        assert (failed["type"], failed.get("failedStep")) == ("job_failed", "AnalyzeCost")
        await socket.send(json.dumps({"action": "replay", "jobId": failed["jobId"]}))
        completed = await until(socket, "job_completed", "error")
    assert completed["type"] == "job_completed"
    assert completed["attempt"] == 2
    assert completed["result"]["cost_analysis"]["total"] == {"amount": "1.25", "currency": "USD"}
