"""R26: what is written down holds no token, question, name, e-mail or account id, also when all fails."""

import asyncio
import base64
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from support.finops_command import FinopsServer, finops_up

WORD = "canary7f3a"
EMAIL = "canary.person@example.org"
ACCOUNT = "987650123456"
TODAY = "2024-10-01"
BILL = (
    "BilledCost,ChargePeriodStart,ServiceName,BillingCurrency,ChargeCategory,ProviderName,SubAccountId,SubAccountName\n"
    f"1.25,2024-09-01T00:00:00Z,Amazon Simple Storage Service,USD,Usage,AWS,{ACCOUNT},{EMAIL}\n"
)
GOOD = (
    f"What did the account {ACCOUNT} spend in September 2024, {WORD}?",
    f"What was the S3 spend of {EMAIL} by account in September 2024?",
    f"How can we save money on {WORD}?",
)
MALFORMED: tuple[str, ...] = (
    WORD,
    f'{{"action": "finops_query", "query": "{WORD}',
    json.dumps({"action": "finops_query", "query": 7, "requestId": WORD, "userId": EMAIL}),
    json.dumps({"action": WORD, "query": EMAIL}),
    json.dumps({"action": "finops_query", "query": f"{WORD} " * 800}),
    json.dumps({"action": "finops_query", "query": WORD, "options": {"today": WORD}}),
    json.dumps({"action": "resume", "jobId": WORD, "after": 0}),
    json.dumps({"action": "list_jobs", "cursor": base64.b64encode(WORD.encode()).decode()}),
    json.dumps({"action": "authenticate", "token": f"{WORD}.{WORD}.{WORD}", "username": EMAIL}),
)


@dataclass
class Spoken:
    """What was written while all this happened."""

    token: str = ""
    logged: str = ""
    errors: list[dict[str, Any]] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    folder: Path = tmp_path_factory.mktemp("canary")
    bill = folder / "bill.csv"
    bill.write_text(BILL)
    options = ("--data", bill, "--today", TODAY, "--ephemeral", "--fail", "SynthesizeAnswer=1")
    with finops_up(folder, *options) as server:
        spoken = Spoken(token=server.user_token(EMAIL))
        asyncio.run(_use(server, spoken))
        server.stop()
        assert server.process.stdout is not None
        spoken.logged = server.log_file.read_text() + server.process.stdout.read()
    return spoken


async def _use(server: FinopsServer, spoken: Spoken) -> None:
    await _refused_at_the_door(server, spoken)
    async with connect(f"{server.web_socket}?token={spoken.token}") as socket:
        await _send(socket, {"action": "authenticate", "token": spoken.token, "username": EMAIL})
        failed = await _ask(socket, spoken, GOOD[0])
        await _send(socket, {"action": "replay", "jobId": failed})
        await _until_end(socket, spoken)
        for question in GOOD:
            await _ask(socket, spoken, question)
    for frame in MALFORMED:
        async with connect(f"{server.web_socket}?token={spoken.token}") as socket:
            await socket.send(frame)
            await _until_error(socket, spoken)
    await _broken(server, spoken)


async def _refused_at_the_door(server: FinopsServer, spoken: Spoken) -> None:
    with pytest.raises(InvalidHandshake):
        await connect(f"{server.web_socket}?token={spoken.token[:-9]}{WORD}")
    with pytest.raises(InvalidHandshake):
        await connect(server.web_socket, origin=f"https://{WORD}.example")  # type: ignore[arg-type]
    async with connect(server.web_socket) as socket:
        await _send(socket, {"action": "finops_query", "query": WORD, "userId": EMAIL})
        await _until_error(socket, spoken)


async def _broken(server: FinopsServer, spoken: Spoken) -> None:
    """The stores go away under a question."""
    async with connect(f"{server.web_socket}?token={spoken.token}") as socket:
        dynamodb, s3 = server.client("dynamodb"), server.client("s3")
        (bucket,) = (each["Name"] for each in s3.list_buckets()["Buckets"])
        for held in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            s3.delete_object(Bucket=bucket, Key=held["Key"])
        s3.delete_bucket(Bucket=bucket)
        dynamodb.delete_table(TableName="CostCacheTable")
        await _send(socket, {"action": "finops_query", "query": f"{GOOD[1]} {WORD}", "requestId": WORD})
        await _until_text(socket, '"AnalyzeCost"', '"InterpretQuery"')
        dynamodb.delete_table(TableName="JobsTable")
        await _send(socket, {"action": "finops_query", "query": WORD})
        await _until_error(socket, spoken)
        dynamodb.delete_table(TableName="ConnectionsTable")
        await _send(socket, {"action": "finops_query", "query": WORD})
        await _until_error(socket, spoken)


async def _send(socket: ClientConnection, message: dict[str, Any]) -> None:
    await socket.send(json.dumps(message))


async def _ask(socket: ClientConnection, spoken: Spoken, question: str) -> str:
    await _send(socket, {"action": "finops_query", "query": question})
    return await _until_end(socket, spoken)


async def _until_end(socket: ClientConnection, spoken: Spoken) -> str:
    async for text in socket:
        message = json.loads(text)
        if message["type"] in ("job_completed", "job_failed"):
            spoken.ends.append(message["type"])
            if message["type"] == "job_failed":
                spoken.errors.append(message)
            return str(message["jobId"])
    raise AssertionError("the connection was closed")


async def _until_error(socket: ClientConnection, spoken: Spoken) -> None:
    try:
        async for text in socket:
            message = json.loads(text)
            if message["type"] == "error":
                spoken.errors.append(message)
                return
    except ConnectionClosed:
        return


async def _until_text(socket: ClientConnection, *parts: str) -> None:
    async for text in socket:
        if any(part in str(text) for part in parts):
            return


def test_r26_good_and_failing_ways_were_gone(spoken: Spoken) -> None:
    assert spoken.ends == ["job_failed", *["job_completed"] * (1 + len(GOOD))]
    codes = {error.get("code") for error in spoken.errors}
    assert {"unauthenticated", "unauthorized", "malformed_message", "unknown_action", "too_large"} <= codes
    assert {"unknown_job", "internal_error"} <= codes
    assert "JobsEnded" in spoken.logged
    assert "job queued" in spoken.logged
    assert "token refused" in spoken.logged
    # a step's own error, as the runtime logs it with its message and lines of code
    assert '"errorType": "JournalUnavailable"' in spoken.logged


@pytest.mark.parametrize("canary", [WORD, EMAIL, ACCOUNT])
def test_r26_nothing_personal_is_logged_or_measured(spoken: Spoken, canary: str) -> None:
    leaks = [line for line in spoken.logged.splitlines() if canary in line]
    assert leaks == []


def test_r26_no_token_is_logged(spoken: Spoken) -> None:
    header, payload, signature = spoken.token.split(".")
    assert not [part for part in (payload, signature) if part in spoken.logged]
    assert header + "." not in spoken.logged


def test_r26_error_messages_repeat_nothing(spoken: Spoken) -> None:
    """But for what the client needs to find its request again: the ids it gave itself."""
    told = [
        json.dumps({name: value for name, value in error.items() if name not in ("requestId", "jobId")})
        for error in spoken.errors
    ]
    assert not [text for text in told for canary in (WORD, EMAIL, ACCOUNT, spoken.token) if canary in text]
