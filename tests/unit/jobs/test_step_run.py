"""What a step does around its logic."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import pytest
from pydantic import BaseModel

from jobs.errors import JournalUnavailable
from jobs.journal import MAX_DETAIL_BYTES, Journal, fitting_detail
from jobs.step_run import MAX_INLINE_BYTES, StepRun
from protocol.frames import encode
from protocol.query_plan import Needs
from protocol.step import Execution, StepEvent
from support.simulated_agent import SimulatedAgent


class Findings(BaseModel):
    """An output of any size."""

    text: str


def step_run(agent: SimulatedAgent, job_id: str, redrive_count: int = 0, name: str | None = None) -> StepRun:
    execution = {"Id": "arn", "Name": name or job_id, "RedriveCount": str(redrive_count)}
    event = StepEvent(job=agent.jobs.jobs[job_id].input, execution=Execution.model_validate(execution))
    return agent.run_of(event, "AnalyzeCost")


@pytest.mark.parametrize("size", [262_143, 262_144, 262_145, 2_000_000])
def test_r07_a_large_output_goes_by_reference(size: int) -> None:
    agent = SimulatedAgent()
    run = step_run(agent, agent.ask(agent.connect()))
    findings = Findings(text="x" * (size - len('{"text":""}')))
    output = run.output(findings, needs=Needs(cost=True))
    assert len(encode(output)) < 1000
    assert output["needs"] == {"cost": True, "advisor": False}
    assert run.load(Findings, output) == findings


@pytest.mark.parametrize(("size", "inline"), [(MAX_INLINE_BYTES, True), (MAX_INLINE_BYTES + 1, False)])
def test_r07_an_output_of_64_kilobytes_is_the_last_to_go_inline(size: int, inline: bool) -> None:
    agent = SimulatedAgent()
    run = step_run(agent, agent.ask(agent.connect()))
    findings = Findings(
        text="é" * ((size - len('{"text":""}')) // 2) + "x" * ((size - len('{"text":""}')) % 2)
    )
    assert len(findings.model_dump_json().encode()) == size
    output = run.output(findings)
    assert (output["inline"] is not None) == inline
    assert run.load(Findings, output) == findings


def test_an_attempt_is_registered_by_whoever_comes_first() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.deliver(client)
    first, second = step_run(agent, job_id, 1), step_run(agent, job_id, 1)
    first.progress(30, "first")
    second.progress(40, "second")
    assert (first.attempt, second.attempt) == (2, 2)
    posted = agent.deliver(client)
    assert [message["type"] for message in posted[:2]] == ["job_replayed", "progress_update"]
    assert [message["type"] for message in posted].count("job_replayed") == 1


def test_a_superseded_attempt_says_nothing_more() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    old = step_run(agent, job_id, 0)
    step_run(agent, job_id, 2).progress(30, "new")
    agent.deliver(client)
    old.progress(40, "old")
    unregistered = step_run(agent, job_id, 1)
    assert old.superseded
    assert unregistered.superseded
    assert agent.deliver(client) == []


def test_progress_never_falls_within_an_attempt() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    run = step_run(agent, agent.ask(client))
    run.progress(70, "cost is done")
    run.progress(40, "advice begins")
    assert [message["progress"] for message in agent.deliver(client)] == [5, 70, 70]


def test_a_store_that_is_not_there_is_the_state_machines_to_retry() -> None:
    agent = SimulatedAgent()
    run = step_run(agent, agent.ask(agent.connect()))
    agent.faults.decide = lambda name, moment: "unavailable"
    with pytest.raises(JournalUnavailable):
        run.progress(30, "message")


def test_r11_no_post_that_fails_fails_a_step() -> None:
    for outcome in ("gone", "throttled", "refused"):
        agent = SimulatedAgent()
        client = agent.connect()
        job_id = agent.ask(client)
        agent.sockets.outcome = lambda connection_id, outcome=outcome: outcome  # type: ignore[misc]
        step_run(agent, job_id).progress(30, "message")
        assert agent.jobs.jobs[job_id].messages()[-1]["message"] == "message"


def test_a_detail_is_cut_to_four_kilobytes() -> None:
    detail: dict[str, Any] = {"interpretation": "é" * 1000, "total": "1.00", "groups": "x" * 4096}
    kept = fitting_detail(detail)
    assert kept == {"interpretation": "é" * 1000, "total": "1.00", "truncated": True}
    assert len(encode(kept)) <= MAX_DETAIL_BYTES


def test_a_slow_connection_keeps_no_step_waiting_and_gets_everything_in_order_before_the_lambda_answers() -> (
    None
):
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.deliver(client)
    done, posted = threading.Event(), []

    class SlowPosts:
        def post(self, owner_key: str, message: dict[str, Any], for_operators: object = None) -> None:
            assert done.wait(10)
            posted.append(message["progress"])

    event = StepEvent(
        job=agent.jobs.jobs[job_id].input, execution=Execution.model_validate({"Id": "arn", "Name": job_id})
    )
    with ThreadPoolExecutor(max_workers=1) as thread:
        with StepRun(event, "AnalyzeCost", agent.journal, SlowPosts(), agent.results, thread) as run:
            run.progress(30, "first")
            run.progress(70, "second")
            assert posted == []
            done.set()
        assert posted == [30, 70]


def test_progress_that_could_not_be_kept_fails_the_step_when_its_work_is_done() -> None:
    agent = SimulatedAgent()
    job_id = agent.ask(agent.connect())
    event = StepEvent(
        job=agent.jobs.jobs[job_id].input, execution=Execution.model_validate({"Id": "arn", "Name": job_id})
    )

    class FullJournal(Journal):
        def progress(self, *_: object) -> NoReturn:
            raise JournalUnavailable("The jobs table did not answer.")

    worked = []

    def step(thread: ThreadPoolExecutor) -> None:
        journal = FullJournal(agent.jobs, agent.clock)
        with StepRun(event, "AnalyzeCost", journal, agent.poster, agent.results, thread) as run:
            run.progress(30, "first")
            worked.append(True)

    with ThreadPoolExecutor(max_workers=1) as thread, pytest.raises(JournalUnavailable):
        step(thread)
    assert worked
