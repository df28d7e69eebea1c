"""A failed job replayed from every side, traced, exported, and kept over the death of its machine."""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.client.sign_in import id_token, read_config
from support.finops_command import FinopsServer, finops, finops_up
from support.raw_socket import raw_socket
from support.sandbox_processes import held

QUESTION = "Cost by service last month, and where can I save?"
FAILURES = 7
TODAY = ("--today", "2026-03-10")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FinopsServer]:
    """A server whose first questions fail in the last step."""
    folder = tmp_path_factory.mktemp("replay")
    with finops_up(folder, *TODAY, "--ephemeral", "--fail", f"SynthesizeAnswer={FAILURES}") as started:
        yield started


@pytest.fixture(scope="module")
def token(server: FinopsServer) -> str:
    """The demo user's, who is asked for by the command line."""
    return id_token(read_config(server.web_socket))


@pytest.fixture(scope="module")
def failed(server: FinopsServer, token: str) -> list[str]:
    """Jobs that failed, their client long gone."""
    return asyncio.run(ask_and_fail(server, token, FAILURES))


async def ask_and_fail(server: FinopsServer, token: str, count: int) -> list[str]:
    """The first questions of a server whose last step fails: their jobs, once they have."""
    async with raw_socket(server.web_socket, token) as socket:
        jobs = [await socket.ask(QUESTION) for _ in range(count)]
        ends = [await socket.end_of(job_id) for job_id in jobs]
    assert {(end["type"], end["failedStep"]) for end in ends} == {("job_failed", "SynthesizeAnswer")}
    assert {(end["errorCode"], end["replayable"]) for end in ends} == {("step_failed", True)}
    return jobs


def history(server: FinopsServer, job_id: str) -> list[dict[str, Any]]:
    pages = (
        server.client("stepfunctions")
        .get_paginator("get_execution_history")
        .paginate(executionArn=execution_arn(server, job_id))
    )
    return [event for page in pages for event in page["events"]]


def execution_arn(server: FinopsServer, name: str) -> str:
    machines = server.client("stepfunctions").list_state_machines()["stateMachines"]
    return f"{machines[0]['stateMachineArn'].replace(':stateMachine:', ':execution:')}:{name}"


def steps_after_redrive(server: FinopsServer, job_id: str) -> list[str]:
    """The Tasks that were begun since the execution was redriven."""
    events = history(server, job_id)
    redriven = [event["id"] for event in events if event["type"] == "ExecutionRedriven"]
    assert len(redriven) == 1
    entered = {
        e["id"]: e["stateEnteredEventDetails"]["name"] for e in events if "stateEnteredEventDetails" in e
    }
    names = []
    for event in events:
        if event["type"] == "TaskScheduled" and event["id"] > redriven[0]:
            place = event["id"]
            while place not in entered:
                place = next(e["previousEventId"] for e in events if e["id"] == place)
            names.append(entered[place])
    return names


async def test_r04_replay_runs_no_finished_step_again_and_two_clicks_are_one(
    server: FinopsServer, token: str, failed: list[str]
) -> None:
    job_id = failed[0]
    async with raw_socket(server.web_socket, token) as socket:
        for _ in range(2):
            await socket.say(action="replay", jobId=job_id)
        end = await socket.end_of(job_id, attempt=2)
        assert end["type"] == "job_completed"
        assert end["result"]["cost_analysis"]["total"]["amount"]
        messages, resumed = await socket.resumed(job_id, 0)
        assert resumed["recovered"] is True
        assert [m["seq"] for m in messages] == list(range(1, len(messages) + 1))
        assert [m["mode"] for m in messages if m["type"] == "job_replayed"] == ["redrive"]
        assert {m["step"] for m in messages if m["attempt"] == 2 and "step" in m} == {"SynthesizeAnswer"}
        refused = await socket.answer(action="replay", jobId=job_id)
        assert (refused["code"], "completed" in refused["message"]) == ("not_replayable", True)
    assert steps_after_redrive(server, job_id) == ["SynthesizeAnswer"]


async def test_r05_r06_redrive_in_the_console_reaches_the_owners_connection_of_that_moment(
    server: FinopsServer, token: str, failed: list[str]
) -> None:
    job_id, states = failed[1], server.client("stepfunctions")
    arn = execution_arn(server, job_id)
    assert "onnection" not in states.describe_execution(executionArn=arn)["input"]
    async with raw_socket(server.web_socket, token) as socket:
        for _ in range(2):
            await asyncio.to_thread(states.redrive_execution, executionArn=arn, clientToken="one-token")
        end = await socket.end_of(job_id, attempt=2)
        assert end["type"] == "job_completed"
        assert socket.of_job(job_id)[0]["type"] == "job_replayed"
    assert states.describe_execution(executionArn=arn)["redriveCount"] == 1
    with pytest.raises(ClientError) as refused:
        states.redrive_execution(executionArn=arn)
    assert refused.value.response["Error"]["Code"] == "ExecutionNotRedrivable"
    assert steps_after_redrive(server, job_id) == ["SynthesizeAnswer"]


async def test_restart_begins_anew_under_a_new_name(
    server: FinopsServer, token: str, failed: list[str]
) -> None:
    job_id = failed[2]
    async with raw_socket(server.web_socket, token) as socket:
        await socket.say(action="replay", jobId=job_id, mode="restart")
        end = await socket.end_of(job_id, attempt=2)
        assert end["type"] == "job_completed"
        messages, _ = await socket.resumed(job_id, 0)
        (replayed,) = [m for m in messages if m["type"] == "job_replayed"]
        assert (replayed["mode"], replayed["attempt"]) == ("restart", 2)
        assert "InterpretQuery" in {m.get("step") for m in messages if m["attempt"] == 2}
    started = server.client("stepfunctions").describe_execution(
        executionArn=execution_arn(server, f"{job_id}-2")
    )
    assert started["status"] == "SUCCEEDED"


async def test_operator_lists_and_replays_the_jobs_of_others_whose_answers_stay_theirs(
    server: FinopsServer, token: str, failed: list[str]
) -> None:
    job_id = failed[3]
    operator = server.user_token("operator", groups=("operators",))
    async with (
        raw_socket(server.web_socket, operator) as other,
        raw_socket(server.web_socket, server.user_token("nobody")) as nobody,
        raw_socket(server.web_socket, token) as owner,
    ):
        everybody = await other.answer(action="list_jobs", all=True, limit=100)
        assert job_id in [job["jobId"] for job in everybody["jobs"]]
        refused = await nobody.answer(action="replay", jobId=job_id)
        assert refused["code"] == "unknown_job"
        await other.say(action="replay", jobId=job_id)
        assert (await owner.end_of(job_id, attempt=2))["type"] == "job_completed"
        await other.first(lambda m: m["type"] == "job_replayed")
        assert "job_completed" not in {m["type"] for m in other.received}


def test_trace_is_a_tree_that_names_what_failed_and_its_export_holds_the_history(
    server: FinopsServer, failed: list[str], tmp_path: Path
) -> None:
    export = tmp_path / "failed.json"
    traced = finops("trace", failed[4], "--url", server.web_socket, "--export", export)
    assert traced.returncode == 0, traced.stderr
    lines = traced.stdout.splitlines()
    (parallel,) = [line for line in lines if "Investigate" in line]
    (branch,) = [line for line in lines if "AnalyzeCost" in line and "Task" in line]
    assert branch.index("AnalyzeCost") > parallel.index("Investigate")
    assert "failed" in next(line for line in lines if "SynthesizeAnswer" in line)
    assert "InjectedFailure" in traced.stdout
    exported = json.loads(export.read_text())
    assert exported["execution"]["name"] == failed[4]
    assert exported["execution"]["status"] == "FAILED"
    assert [event["id"] for event in exported["events"]] == list(range(1, len(exported["events"]) + 1))
    unknown = finops("trace", "no-such-job", "--url", server.web_socket)
    assert (unknown.returncode, "finops jobs" in unknown.stderr) == (2, True)


def test_operators_replay_what_failed_of_others_without_waiting_for_answers_that_go_to_them(
    server: FinopsServer, token: str, failed: list[str]
) -> None:
    operator = ("--url", server.web_socket, "--token", server.user_token("operator", groups=("operators",)))
    one = finops("replay", failed[6], *operator)
    assert (one.returncode, one.stdout) == (0, "")
    assert one.stderr.startswith(f"{failed[6]} is replayed; its answer goes to its owner.")
    nobody = finops("replay", failed[5], *operator[:3], server.user_token("nobody"))
    assert (nobody.returncode, "no such job of yours" in nobody.stderr) == (1, True)
    own = finops("replay", "--failed", *operator)
    assert (own.returncode, own.stderr) == (0, "No failed job to replay.\n")
    shown = finops("show", failed[6], "--url", server.web_socket, "--json")
    assert json.loads(shown.stdout)["query"] == QUESTION


def test_replay_command_goes_on_with_one_job_then_with_all_that_failed(tmp_path: Path) -> None:
    with finops_up(tmp_path, *TODAY, "--ephemeral", "--fail", "SynthesizeAnswer=2") as server:
        url = ("--url", server.web_socket)
        first, second = asyncio.run(ask_and_fail(server, id_token(read_config(server.web_socket)), 2))
        early = finops("show", first, *url)
        assert (early.returncode, early.stdout) == (1, "")
        assert f"finops replay {first} --url {server.web_socket}`" in early.stderr
        one = finops("replay", first, *url, "--json")
        assert one.returncode == 0, one.stderr
        assert json.loads(one.stdout)["query"] == QUESTION
        listed = finops("jobs", *url)
        status = {line.split()[0]: line for line in listed.stdout.splitlines()[1:]}
        assert "completed" in status[first]
        assert "failed" in status[second]
        assert QUESTION in status[second]
        later = finops("replay", "--failed", "--since", "2999-01-01", *url)
        assert (later.returncode, later.stdout) == (0, "")
        assert later.stderr == "No failed job to replay since 2999-01-01 00:00.\n"
        rest = finops("replay", "--failed", *url, "--json")
        assert rest.returncode == 0, rest.stderr
        assert [json.loads(line)["query"] for line in rest.stdout.splitlines()] == [QUESTION]
        again = finops("replay", second, *url)
        assert again.returncode == 1
        assert f"finops show {second} --url {server.web_socket}`" in again.stderr
        shown = finops("show", second, *url, "--json")
        assert shown.returncode == 0, shown.stderr
        assert json.loads(shown.stdout) == json.loads(rest.stdout)
        words = finops("show", second, *url)
        assert "$" in words.stdout
        assert words.stderr == ""


@pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
async def test_state_survives_the_death_of_the_machine_and_what_ran_is_offered_for_restart(
    tmp_path: Path,
) -> None:
    options = (*TODAY, "--state", tmp_path / "state")
    with finops_up(tmp_path, *options, "--fail", "AdviseSavings") as first:
        token = id_token(read_config(first.web_socket))
        async with raw_socket(first.web_socket, token) as socket:
            failed = await socket.ask(QUESTION)
            assert (await socket.end_of(failed))["failedStep"] == "AdviseSavings"
            completed = await socket.ask(QUESTION)
            answer = await socket.end_of(completed)
            events = history(first, completed)
            with held(first, "CostFunction"):
                running = await socket.ask("Cost by region last month")
                await socket.first(lambda m: m.get("jobId") == running and m.get("progress") == 25)
                await asyncio.to_thread(first.kill)
    with finops_up(tmp_path, *options, port=first.port) as second:
        token = id_token(read_config(second.web_socket))
        async with raw_socket(second.web_socket, token) as socket:
            again, _ = await socket.resumed(completed, 0)
            assert again[-1] == answer
            assert history(second, completed) == events
            await socket.say(action="replay", jobId=failed)
            assert (await socket.end_of(failed, attempt=2))["type"] == "job_completed"
            await socket.say(action="replay", jobId=running)
            assert (await socket.end_of(running, attempt=2))["type"] == "job_completed"
            messages, _ = await socket.resumed(running, 0)
            (replayed,) = [m for m in messages if m["type"] == "job_replayed"]
            assert replayed["mode"] == "restart"
            assert [m["seq"] for m in messages] == list(range(1, len(messages) + 1))
