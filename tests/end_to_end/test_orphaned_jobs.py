"""A message handler that dies at StartExecution leaves a job that the schedule brings to its end."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from jobs.job import timestamp_text
from local.client.sign_in import id_token, read_config
from local.engine.step_functions.api import StepFunctionsApi
from local.runtime import Addresses, RuntimeOptions, running
from support.raw_socket import raw_socket
from support.sandbox_processes import kill, sandboxes_of
from support.tiny_server import BILL, client
from sweeper.sweep import ORPHAN_SECONDS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    """A server whose schedules run twice a second."""
    folder: Path = tmp_path_factory.mktemp("server")
    bill = folder / "bill.csv"
    bill.write_text(BILL)
    options = RuntimeOptions(
        port=0, data=bill, today=date(2024, 10, 1), log_file=folder / "server.log", schedule_seconds=0.5
    )
    with running(options) as addresses:
        yield addresses


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_r02_a_crash_at_start_execution_is_made_good_by_the_schedule(
    server: Addresses, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    start_execution, crashes = StepFunctionsApi.start_execution, []

    def crash_once(api: StepFunctionsApi) -> Any:
        if crashes:
            return start_execution(api)
        answer = start_execution(api) if moment == "after" else None
        crashes.extend(sandboxes_of(os.getpid(), "MessageHandlerFunction"))
        kill(crashes)
        if answer is None:
            raise ConnectionAbortedError("the caller is gone")
        return answer

    monkeypatch.setattr(StepFunctionsApi, "start_execution", crash_once)
    async with raw_socket(server.web_socket, id_token(read_config(server.web_socket))) as socket:
        job_id = await socket.ask("What was my S3 spend in September 2024?")
        await socket.first(lambda message: message.get("message") == "Internal server error")
        assert crashes
        let_time_pass(server, job_id)
        completed = await socket.end_of(job_id)
        brought, end = await socket.resumed(job_id, 0)
    assert completed["result"]["cost_analysis"]["total"] == {"amount": "1.25", "currency": "USD"}
    assert [message["seq"] for message in brought] == list(range(1, end["lastSeq"] + 1))
    assert {message["attempt"] for message in brought} == {1}
    assert executions_of(server, job_id) == [job_id]


def let_time_pass(server: Addresses, job_id: str) -> None:
    """The job is as old as an orphan."""
    tables = client("dynamodb", server.http)
    asked = timestamp_text(datetime.now(UTC).timestamp() - ORPHAN_SECONDS - 1)
    tables.update_item(
        TableName="JobsTable",
        Key={"pk": {"S": f"JOB#{job_id}"}},
        UpdateExpression="SET createdAt = :asked",
        ExpressionAttributeValues={":asked": {"S": asked}},
    )


def executions_of(server: Addresses, job_id: str) -> list[str]:
    """The names of the executions a job has."""
    machines = client("stepfunctions", server.http)
    arn = machines.list_state_machines()["stateMachines"][0]["stateMachineArn"]
    found = machines.list_executions(stateMachineArn=arn)["executions"]
    return [execution["name"] for execution in found if execution["name"].startswith(job_id)]
