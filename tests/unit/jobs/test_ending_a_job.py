"""A job ends once and rightly, however its execution ends and whatever is heard of that."""

from __future__ import annotations

from jobs.reconciliation import INTERRUPTED
from support.memory_stores import Faults
from support.simulated_agent import SimulatedAgent, check_journal


def test_cancel_stops_the_execution_and_says_so_once() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.executions.advance(agent.executions.all[job_id])
    assert agent.send(client, action="cancel", jobId=job_id) == []
    agent.settle()
    posted = agent.deliver(client)
    ends = [message for message in posted if message["type"] == "job_failed"]
    assert [(end["errorCode"], end["failedStep"], end["replayable"]) for end in ends] == [
        ("cancelled", None, True)
    ]
    again = agent.send(client, action="cancel", jobId=job_id)
    assert [answer["code"] for answer in again] == ["not_cancellable"]
    agent.send(client, action="replay", jobId=job_id)
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"


def test_a_status_event_of_an_older_attempt_changes_nothing() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.executions.finish()
    late = agent.executions.events.pop()
    agent.executions.redrive(job_id, "console")
    while agent.jobs.jobs[job_id].attempt == 1:
        agent.executions.advance(agent.executions.all[job_id])
    agent.reconciliation.reconcile(*late)
    assert agent.jobs.jobs[job_id].status == "running"
    agent.settle()
    assert agent.jobs.jobs[job_id].status == "completed"


def test_a_job_completed_beats_a_failed_that_follows_it() -> None:
    """The step that completed the job was killed before it could return, each time."""
    agent = SimulatedAgent(
        faults=Faults(
            lambda name, when: "kill" if (name, when) == ("append job_completed", "after") else None
        )
    )
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    assert agent.executions.all[job_id].status == "FAILED"
    assert agent.jobs.jobs[job_id].status == "completed"
    check_journal(agent.jobs.jobs[job_id].messages(), attempts=1)


def test_a_lost_status_event_is_made_up_by_the_sweeper() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"InterpretQuery": 1}
    agent.ask(client)
    agent.executions.finish()
    agent.executions.events.clear()
    agent.clock.sleep(60)
    agent.sweep()
    posted = agent.deliver(client)
    assert (posted[-1]["type"], posted[-1]["failedStep"]) == ("job_failed", "InterpretQuery")


def test_an_execution_interrupted_with_its_machine_was_not_cancelled() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.executions.advance(agent.executions.all[job_id])
    agent.executions.all[job_id].error = INTERRUPTED
    agent.executions.stop(job_id)
    agent.watch()
    assert agent.jobs.jobs[job_id].error_code == "step_failed"
    assert "begins anew" in agent.deliver(client)[-1]["error"]
