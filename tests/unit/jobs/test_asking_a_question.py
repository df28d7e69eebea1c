"""A question becomes one job and one execution, and its answer is posted, in virtual time."""

from __future__ import annotations

import pytest

from support.memory_stores import Faults, Killed, Moment
from support.simulated_agent import SimulatedAgent, check_journal


def test_a_question_is_answered() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.executions.finish()
    posted = agent.deliver(client)
    assert [message["seq"] for message in posted] == list(range(1, 12))
    assert posted[0]["type"] == "job_queued"
    assert posted[-1]["type"] == "job_completed"
    assert posted[-1]["result"]["response"].startswith(f"The answer to {job_id}")
    assert "parts" not in posted[-1]
    check_journal(posted, attempts=1)


def test_a_message_costs_one_write_and_no_read_where_the_attempt_is_known() -> None:
    agent = SimulatedAgent()
    agent.ask(agent.connect())
    agent.jobs.calls.clear()
    agent.executions.finish()
    assert agent.jobs.calls == {"append progress_update": 9, "append job_completed": 1}


def test_r01_fifty_submits_at_once_are_one_execution() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    jobs = {agent.ask(client, requestId="r-1") for _ in range(50)}
    assert len(jobs) == 1
    assert agent.executions.started == 1
    refused = agent.send(client, action="finops_query", query="Another question?", requestId="r-1")
    assert [answer["code"] for answer in refused] == ["request_conflict"]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_r02_a_job_whose_start_was_lost_is_started_within_two_minutes(moment: Moment) -> None:
    agent = SimulatedAgent(
        faults=Faults(lambda name, when: "kill" if (name, when) == ("start execution", moment) else None)
    )
    client = agent.connect()
    with pytest.raises(Killed):
        agent.ask(client)
    agent.faults.decide = lambda name, when: None
    for _ in range(2):
        agent.clock.sleep(60)
        agent.sweep()
    assert agent.executions.started == 1
    agent.settle()
    job = next(iter(agent.jobs.jobs.values()))
    assert job.status == "completed"
    check_journal(job.messages(), attempts=1)


def test_a_job_that_could_not_be_started_for_an_hour_ends() -> None:
    agent = SimulatedAgent(
        faults=Faults(lambda name, when: "unavailable" if name == "start execution" else None)
    )
    client = agent.connect()
    with pytest.raises(RuntimeError):
        agent.ask(client)
    agent.sweep()
    agent.clock.sleep(3700)
    agent.sweep()
    (job,) = agent.jobs.jobs.values()
    assert (job.status, job.error_code) == ("failed", "never_started")
