"""What the functions call at a running application is what the template lets each of them call."""

import asyncio
import time
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase

import pytest

from connections.connection import Connection
from connections.store import DynamoDbConnectionStore
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.job import Event, Job, timestamp_text
from local.client import FinOpsSession, JobFailed, RequestRefused
from local.client.sign_in import id_token, read_config
from local.events import event_bus
from local.lambdas.failure_injection import StepFailure
from local.runtime import Addresses, RuntimeOptions, running
from protocol.job import Owner
from support.permissions import roles, statements
from support.recorded_calls import Call, Recorded, recording
from support.tiny_server import client

QUESTIONS = (
    "What is my current AWS spend?",
    "What are my budgets?",
    "Any cost anomalies in February 2026?",
    "How can I save money?",
    "What do our Savings Plans and reservations cover?",
    "How well are our Savings Plans used?",
    "How well are our reservations used?",
    "What will we spend next month?",
    "Why did our costs go up in February 2026?",
)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    """The calls of an application that has been asked, failed, replayed, swept and left."""
    options = RuntimeOptions(
        port=0,
        today=date(2026, 3, 10),
        failures=(StepFailure("SynthesizeAnswer"),),
        log_file=tmp_path_factory.mktemp("server") / "server.log",
    )
    with recording() as recorded, pytest.MonkeyPatch.context() as patch:
        patch.setattr(event_bus, "rate_seconds", lambda *_: 1)
        with running(options) as addresses:
            asyncio.run(use(addresses))
            leave_work_for_the_sweeper(addresses)
            until_swept(recorded)
        yield recorded


async def use(addresses: Addresses) -> None:
    token = id_token(read_config(addresses.web_socket))
    async with FinOpsSession(addresses.web_socket, token) as session:
        with pytest.raises(JobFailed) as failed:
            await session.ask(QUESTIONS[0])
    job_id = failed.value.message["jobId"]
    async with FinOpsSession(addresses.web_socket, token) as session:
        replayed = await session.request({"action": "replay", "jobId": job_id}, f"job_replayed:{job_id}")
        await session.follow(job_id, after=replayed["seq"] - 1)
        for question in QUESTIONS:
            await session.ask(question, conversation_id="one")
        await session.request({"action": "resume", "jobId": job_id, "after": 0}, f"resumed:{job_id}")
        await session.request({"action": "get_result", "jobId": job_id, "part": 1}, f"part:{job_id}:1")
        await session.request({"action": "list_jobs", "all": True}, "jobs")
        with pytest.raises(RequestRefused, match="has completed"):
            await session.request({"action": "cancel", "jobId": job_id}, "cancelled")


def leave_work_for_the_sweeper(addresses: Addresses) -> None:
    """A job that was never started, and a connection that never authenticated."""
    now = time.time()
    dynamodb = client("dynamodb", addresses.http)
    orphan = Job(
        job_id="orphan",
        owner=Owner(tenant="demo", user_id="someone"),
        query=QUESTIONS[0],
        today=date(2026, 3, 10),
        created_at=timestamp_text(now - 60),
        attempt_keys=["orphan#0"],
        events=[Event("queued", "job_queued", int(now), {"progress": 5})],
    )
    DynamoDbJobStore(lambda: dynamodb, "JobsTable", time.time).create(orphan)
    DynamoDbConnectionStore(lambda: dynamodb, "ConnectionsTable").open(Connection("silent", int(now) - 60))


def until_swept(recorded: Recorded) -> None:
    deadline = time.monotonic() + 120
    wanted = {("SweeperFunction", "states:StartExecution"), ("SweeperFunction", "dynamodb:DeleteItem")}
    while not wanted <= {(call.function, call.action) for call in recorded.calls}:
        assert time.monotonic() < deadline, "the sweeper did not do its work"
        time.sleep(0.1)


def is_allowed(call: Call) -> bool:
    role = roles()[f"{call.function}Role"]
    return any(
        call.action in each.actions and any(fnmatchcase(call.resource, held) for held in each.resources)
        for each in statements(role)
    )


def test_r28_every_call_of_every_function_is_allowed(used: Recorded) -> None:
    refused = {(call.function, call.action, call.resource) for call in used.calls if not is_allowed(call)}
    assert refused == set()


def test_r28_every_function_was_seen_at_work(used: Recorded) -> None:
    assert {f"{call.function}Role" for call in used.calls} == set(roles()) - {"StateMachineRole"}
    assert {"ce", "budgets", "cost-optimization-hub", "trustedadvisor", "s3", "states", "execute-api"} <= {
        call.action.partition(":")[0] for call in used.calls
    }


# Allowed, and needed only for what is not brought about here.
RARE = {
    "bedrock:InvokeModel": "a language model is configured",
    "ce:GetAnomalyMonitors": "there are no anomalies, and perhaps no monitor",
    "kms:Decrypt": "a customer's key is configured",
    "kms:GenerateDataKey": "a customer's key is configured",
    "compute-optimizer:GetEnrollmentStatus": "an account whose hub shows nothing of Compute Optimizer",
    "s3:ListBucket": "never called: lets S3 tell a missing object from a denied one",
    "sqs:SendMessage": "Lambda itself calls it, in the role of a function that failed on an event",
    "states:StopExecution": "a job is cancelled while it runs",
    "support:DescribeTrustedAdvisorCheckResult": "an account without the newer Trusted Advisor API",
    "support:DescribeTrustedAdvisorChecks": "an account without the newer Trusted Advisor API",
}


def test_r28_every_action_allowed_is_used_or_known_to_be_rare(used: Recorded) -> None:
    seen = {call.action for call in used.calls}
    allowed = {
        action
        for name, role in roles().items()
        if name != "StateMachineRole"
        for each in statements(role)
        for action in each.actions
    }
    assert allowed - seen == set(RARE)
