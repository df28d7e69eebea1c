"""A conversation goes on from its latest question, also where that was taken with trouble."""

from __future__ import annotations

import pytest

from jobs.errors import JournalUnavailable
from support.simulated_agent import SimulatedAgent


def test_a_conversations_next_job_knows_the_one_before() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    first = agent.ask(client, query="What was my spend?", conversationId="c", requestId="r-1")
    second = agent.ask(client, query="And in June?", conversationId="c", requestId="r-2")
    agent.ask(client, query="What was my spend?", conversationId="c", requestId="r-1")
    third = agent.ask(client, query="And in July?", conversationId="c")
    assert [agent.jobs.jobs[job].previous_job_id for job in (first, second, third)] == [None, first, second]
    stranger = agent.connect("user-2")
    assert agent.jobs.jobs[agent.ask(stranger, conversationId="c")].previous_job_id is None


def test_a_question_whose_conversation_could_not_be_kept_runs_and_is_kept_when_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unavailable(*_: object) -> None:
        raise JournalUnavailable

    agent = SimulatedAgent()
    client = agent.connect()
    june = {"action": "finops_query", "query": "And in June?", "conversationId": "c", "requestId": "r-2"}
    first = agent.ask(client, query="What was my spend?", conversationId="c", requestId="r-1")
    with monkeypatch.context() as broken:
        broken.setattr(agent.jobs, "continue_conversation", unavailable)
        with pytest.raises(JournalUnavailable):
            agent.send(client, **june)
    assert len(agent.executions.all) == 2
    (again,) = agent.send(client, **june)
    third = agent.ask(client, query="And in July?", conversationId="c")
    assert again["duplicate"]
    assert agent.jobs.jobs[again["jobId"]].previous_job_id == first
    assert agent.jobs.jobs[third].previous_job_id == again["jobId"]
