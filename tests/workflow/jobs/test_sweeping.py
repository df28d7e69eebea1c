"""A run of the sweeper where a table refuses: the other part is done, and no text of AWS gets out."""

from __future__ import annotations

import os
import time
from datetime import date

import pytest

import sweeper.handler
from aws import clients
from connections.connection import Connection
from connections.store import DynamoDbConnectionStore
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.executions import StepFunctionsExecutions
from jobs.job import Event, Job, timestamp_text
from protocol.job import Owner
from support.deployed_functions import Deployment
from sweeper.sweep import SweepFailed


def leave_an_orphan_and_a_silent_connection() -> None:
    now = time.time()
    orphan = Job(
        job_id="orphan",
        owner=Owner(tenant="demo", user_id="someone"),
        query="What is my current AWS spend?",
        today=date(2026, 3, 10),
        created_at=timestamp_text(now - 60),
        attempt_keys=["orphan#0"],
        events=[Event("queued", "job_queued", int(now), {"progress": 5})],
    )
    DynamoDbJobStore(clients.dynamodb, "jobs", time.time).create(orphan)
    DynamoDbConnectionStore(clients.dynamodb, "connections").open(Connection("silent", int(now) - 60))


@pytest.mark.parametrize("refusing", ["connections", "jobs"])
def test_a_table_that_refuses_fails_its_part_of_the_sweep_alone(
    deployment: Deployment, refusing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    leave_an_orphan_and_a_silent_connection()
    clients.dynamodb().delete_table(TableName=refusing)
    with pytest.raises(SweepFailed) as failure:
        sweeper.handler.lambda_handler({}, None)
    executions = StepFunctionsExecutions(clients.step_functions, os.environ["STATE_MACHINE_ARN"])
    assert (executions.describe("orphan") is not None) == (refusing != "jobs")
    assert deployment.sockets.closed == ([] if refusing == "connections" else ["silent"])
    assert str(failure.value) == f"Not swept: {refusing} (ResourceNotFoundException)"
    assert "Requested resource not found" not in "".join(capsys.readouterr())
