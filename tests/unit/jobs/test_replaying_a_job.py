"""A job runs again as its next attempt, by message or from the console, in virtual time."""

from __future__ import annotations

import pytest

from jobs.executions import ExecutionsUnavailable
from protocol.job import JobInput
from support.simulated_agent import SimulatedAgent, check_journal


def test_r03_a_new_execution_of_the_same_job_completes_as_the_next_attempt() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    agent.executions.start("new-execution-from-the-console", agent.jobs.jobs[job_id].input)
    agent.settle()
    job = agent.jobs.jobs[job_id]
    assert (job.status, job.attempt) == ("completed", 2)
    check_journal(job.messages(), attempts=2)
    assert job.message_of("replayed") is not None
    assert job.messages()[-1]["attempt"] == 2


def test_r04_a_redrive_runs_finished_steps_no_more() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"SynthesizeAnswer": 1}
    job_id = agent.ask(client)
    agent.settle()
    failed = agent.jobs.jobs[job_id].messages()[-1]
    assert (failed["type"], failed["failedStep"], failed["replayable"]) == (
        "job_failed",
        "SynthesizeAnswer",
        True,
    )
    agent.executions.runs.clear()
    agent.send(client, action="replay", jobId=job_id)
    agent.settle()
    assert agent.executions.runs == {"SynthesizeAnswer": 1}
    check_journal(agent.jobs.jobs[job_id].messages(), attempts=2)


@pytest.mark.parametrize("hours", [1, 13 * 24])
def test_r05_a_redrive_long_after_the_client_left_reaches_its_new_connection(hours: int) -> None:
    agent = SimulatedAgent()
    first = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(first)
    assert first.connection_id not in agent.jobs.jobs[job_id].input.model_dump_json()
    agent.settle()
    agent.clock.sleep(hours * 3600)
    later = agent.connect()
    agent.executions.redrive(job_id, "from the console")
    agent.settle()
    posted = agent.deliver(later)
    assert posted[0]["type"] == "job_replayed"
    assert posted[-1]["type"] == "job_completed"
    assert len(agent.sockets.sent[first.connection_id]) == posted[0]["seq"] - 1


def test_r06_a_double_click_is_one_redrive() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.settle()
    agent.send(client, action="replay", jobId=job_id)
    second = agent.send(client, action="replay", jobId=job_id)
    assert [answer["code"] for answer in second] == ["not_replayable"]
    assert agent.executions.all[job_id].redrive_count == 1
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"


def test_r06_two_clicks_that_both_saw_the_failure_are_one_redrive() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.settle()
    seen_by_both = agent.jobs.jobs[job_id]
    agent.send(client, action="replay", jobId=job_id)
    agent.executions.redrive(job_id, f"{job_id}-{seen_by_both.attempt}")
    assert agent.executions.all[job_id].redrive_count == 1
    agent.settle()
    check_journal(agent.jobs.jobs[job_id].messages(), attempts=2)


def test_r06_after_fourteen_days_the_job_begins_anew() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.settle()
    agent.clock.sleep(15 * 24 * 3600)
    client = agent.connect()
    agent.send(client, action="replay", jobId=job_id)
    (replayed, *_) = agent.deliver(client)
    assert (replayed["mode"], replayed["attempt"]) == ("restart", 2)
    assert "redrivable period exceeded" in replayed["reason"]
    assert f"{job_id}-2" in agent.executions.all
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"


def test_r06_why_it_begins_anew_is_told_also_where_its_first_step_is_quicker_than_the_answer() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.settle()
    agent.clock.sleep(15 * 24 * 3600)
    client = agent.connect()
    start = agent.executions.start

    def start_and_run(name: str, job: JobInput) -> bool:
        started = start(name, job)
        agent.settle()
        return started

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agent.executions, "start", start_and_run)
        agent.send(client, action="replay", jobId=job_id)
    (replayed, *_, end) = agent.deliver(client)
    assert (replayed["type"], replayed["mode"], end["type"]) == ("job_replayed", "restart", "job_completed")
    assert "redrivable period exceeded" in replayed["reason"]


def test_r06_a_restart_asked_for_has_no_reason_of_one_that_never_began() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.settle()
    agent.clock.sleep(15 * 24 * 3600)
    client = agent.connect()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(agent.executions, "start", unavailable)
        with pytest.raises(ExecutionsUnavailable):
            agent.send(client, action="replay", jobId=job_id)
    assert agent.jobs.jobs[job_id].attempt == 1
    agent.send(client, action="replay", jobId=job_id, mode="restart")
    replayed = next(message for message in agent.deliver(client) if message["type"] == "job_replayed")
    assert (replayed["mode"], replayed.get("reason")) == ("restart", None)


def unavailable(name: str, job: JobInput) -> bool:
    """Executions.start where Step Functions does not answer."""
    raise ExecutionsUnavailable("Step Functions did not answer")


def test_r06_a_completed_job_is_refused_by_name() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    refused = agent.send(client, action="replay", jobId=job_id)
    assert [answer["code"] for answer in refused] == ["not_replayable"]
    assert "completed" in refused[0]["message"]


def test_an_execution_lost_with_its_machine_is_offered_for_restart() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.executions.advance(agent.executions.all[job_id])
    agent.executions.all.clear()
    agent.clock.sleep(60)
    agent.sweep()
    assert agent.jobs.jobs[job_id].replayable
    agent.send(client, action="replay", jobId=job_id)
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"
    assert agent.deliver(client)[-1]["attempt"] == 2


def test_a_job_is_tried_twenty_times_at_most() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"InterpretQuery": 100}
    job_id = agent.ask(client)
    agent.settle()
    for _ in range(19):
        assert agent.send(client, action="replay", jobId=job_id) == []
        agent.settle()
        client = agent.connect()
    refused = agent.send(client, action="replay", jobId=job_id)
    assert [answer["code"] for answer in refused] == ["not_replayable"]
    check_journal(agent.jobs.jobs[job_id].messages(), attempts=20)
