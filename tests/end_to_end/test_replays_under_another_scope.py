"""What a tenant may see is changed between a failure and its replay: nothing of before comes back."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.finops_command import FinopsServer, finops_up
from support.raw_socket import raw_socket

OPTIONS = ("--today", "2026-03-10")
BY_ACCOUNT = "Cost by account last month"
SAVINGS = "How can we save money?"
VISIBLE = "222233334444"
CHANGED = (
    "What you may see of the bill has changed since this question was asked: replay it from the beginning, "
    "or ask it again."
)


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Jobs of a tenant that saw the whole bill; beside them its user's token, and the folder of the state."""
    folder = tmp_path_factory.mktemp("scope")
    jobs = {"folder": str(folder)}

    async def ask(server: FinopsServer) -> None:
        jobs["token"] = server.user_token("ann", tenant="acme")
        async with raw_socket(server.web_socket, jobs["token"]) as socket:
            jobs["cost"] = await socket.ask(BY_ACCOUNT)
            assert (await socket.end_of(jobs["cost"]))["failedStep"] == "AnalyzeCost"
            for name, question in (("answer", BY_ACCOUNT), ("restart", BY_ACCOUNT), ("savings", SAVINGS)):
                jobs[name] = await socket.ask(question)
                assert (await socket.end_of(jobs[name]))["failedStep"] == "SynthesizeAnswer"

    failures = ("--fail", "SynthesizeAnswer=3", "--fail", "AnalyzeCost=1")
    with finops_up(folder, *OPTIONS, "--state", folder / "state", *failures) as server:
        asyncio.run(ask(server))
    return jobs


@pytest.fixture(scope="module")
def server(failed: dict[str, str]) -> Iterator[FinopsServer]:
    """The same state, once the tenant sees one account."""
    folder = Path(failed["folder"])
    scope = f"CostScope={json.dumps({'acme': {'accounts': [VISIBLE]}})}"
    with finops_up(folder, *OPTIONS, "--state", folder / "state", "--parameter", scope) as started:
        yield started


@pytest.mark.parametrize(
    ("job", "step"),
    [("answer", "SynthesizeAnswer"), ("savings", "SynthesizeAnswer"), ("cost", "AnalyzeCost")],
)
async def test_a_redrive_gives_nothing_of_the_scope_before(
    server: FinopsServer, failed: dict[str, str], job: str, step: str
) -> None:
    async with raw_socket(server.web_socket, failed["token"]) as socket:
        place = len(socket.received)
        await socket.say(action="replay", jobId=failed[job])
        end = await socket.end_of(failed[job], attempt=2)
        assert (end["type"], end.get("failedStep"), end.get("error")) == ("job_failed", step, CHANGED)
        assert (end["errorCode"], end["replayable"]) == ("step_failed", True)
        assert {message["type"] for message in socket.received[place:]} == {"job_replayed", "job_failed"}
        await socket.say(action="replay", jobId=failed[job])
        completed = await socket.end_of(failed[job], attempt=3)
        assert completed["type"] == "job_completed"
        replayed = [m for m in socket.of_job(failed[job]) if m["type"] == "job_replayed"]
        assert [m["mode"] for m in replayed] == ["redrive", "restart"]
        assert replayed[1]["reason"] == "What you may see of the bill has changed, so the job begins anew."
        assert seen_accounts(completed) <= {VISIBLE}


async def test_a_restart_answers_under_the_present_scope(
    server: FinopsServer, failed: dict[str, str]
) -> None:
    async with raw_socket(server.web_socket, failed["token"]) as socket:
        await socket.say(action="replay", jobId=failed["restart"], mode="restart")
        completed = await socket.end_of(failed["restart"], attempt=2)
        assert completed["type"] == "job_completed"
        assert seen_accounts(completed) == {VISIBLE}


def seen_accounts(completed: dict[str, dict[str, dict[str, list[dict[str, list[str]]]]]]) -> set[str]:
    result = completed["result"]
    groups = (result["cost_analysis"] or {}).get("groups") or []
    items = (result["optimization_recommendations"] or {}).get("items") or []
    return {group["keys"][0] for group in groups} | {str(item["accountId"]) for item in items}
