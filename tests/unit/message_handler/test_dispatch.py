"""What each message is answered with, and how much of it one user may send."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connections.connection import Connection
from message_handler.limits import Limits
from protocol.client_messages import ACTIONS
from protocol.frames import MAX_MESSAGE_BYTES, encode
from protocol.server_messages import Refusal
from support.memory_stores import Faults
from support.simulated_agent import SimulatedAgent


def codes(answers: list[dict[str, Any]]) -> list[Any]:
    """The codes of the errors among some answers."""
    return [answer.get("code") for answer in answers]


def ping(agent: SimulatedAgent, connection_id: str) -> list[dict[str, Any]]:
    return list(agent.dispatch.answer(connection_id, '{"action":"ping","timestamp":17.5}'))


def test_a_ping_is_answered_with_its_own_time_before_signing_in_too() -> None:
    agent = SimulatedAgent()
    agent.connections.open(Connection("new", int(agent.clock())))
    assert ping(agent, "new") == [{"type": "pong", "action": "pong", "timestamp": 17.5}]
    assert ping(agent, agent.connect().connection_id)


def test_r23_who_has_not_signed_in_in_30_seconds_gets_nothing() -> None:
    agent = SimulatedAgent()
    agent.connections.open(Connection("late", int(agent.clock())))
    agent.clock.sleep(30)
    assert ping(agent, "late") == []
    assert list(agent.dispatch.answer("late", "not JSON")) == []
    agent.sweep()
    assert agent.sockets.closed == ["late"]


def test_r23_a_ping_after_the_token_expired_gets_no_pong() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.clock.sleep(3600)
    with pytest.raises(Refusal) as refusal:
        ping(agent, client.connection_id)
    assert refusal.value.error.code == "unauthenticated"


@pytest.mark.parametrize("body", ['{"action":"ping","timestamp":1}', "not JSON", '{"action":"nonsense"}'])
def test_r25_messages_of_every_kind_are_counted(body: str) -> None:
    agent = SimulatedAgent(limits=Limits(messages_per_minute=30))
    client = agent.connect()
    refused = []
    for _ in range(50):
        try:
            list(agent.dispatch.answer(client.connection_id, body))
        except Refusal as refusal:
            refused.append(refusal.error.code)
    assert refused.count("rate_limited") == 50 - 29


def test_r25_signing_in_again_and_again_is_counted() -> None:
    agent = SimulatedAgent(limits=Limits(messages_per_minute=30))
    for _ in range(30):
        agent.connect("user-1")
    with pytest.raises(Refusal) as refusal:
        agent.connect("user-1")
    assert refusal.value.error.code == "rate_limited"
    agent.connect("user-2")


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - {"ping", "authenticate"}))
def test_who_has_not_authenticated_is_told_so(action: str) -> None:
    agent = SimulatedAgent()
    body = {"action": action, "query": "q", "jobId": "j", "after": 0, "part": 1}
    with pytest.raises(Refusal) as refusal:
        list(agent.dispatch.answer("stranger", json.dumps(body)))
    assert refusal.value.error.code == "unauthenticated"
    assert agent.jobs.jobs == {}


def test_r23_a_question_after_the_token_expired_is_refused_and_nothing_is_delivered() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    agent.deliver(client)
    agent.clock.sleep(3600)
    agent.executions.finish()
    assert agent.deliver(client) == []
    assert codes(agent.send(client, action="resume", jobId=job_id, after=0)) == ["unauthenticated"]
    agent.sweep()
    assert agent.sockets.closed == [client.connection_id]


def test_r24_a_thousand_guessed_ids_tell_nothing() -> None:
    agent = SimulatedAgent(limits=Limits(messages_per_minute=10_000))
    owner = agent.connect("user-1")
    job_id = agent.ask(owner)
    agent.settle()
    thief = agent.connect("user-2")
    same_user_elsewhere = agent.connect("user-1", tenant="other")
    guesses = [job_id, *(f"{job_id[:-4]}{number:04}" for number in range(1000))]
    for client in (thief, same_user_elsewhere):
        for guess in guesses:
            (answer,) = agent.send(client, action="resume", jobId=guess, after=0)
            assert {**answer, "jobId": ""} == {
                "type": "error",
                "code": "unknown_job",
                "message": "There is no such job of yours: `list_jobs` names those there are.",
                "jobId": "",
            }
        assert agent.send(client, action="list_jobs")[0]["jobs"] == []


def test_r25_a_flood_is_refused_and_the_others_do_not_notice() -> None:
    agent = SimulatedAgent(limits=Limits(messages_per_minute=30))
    # signing in was the first message
    flooding, other = agent.connect("user-1"), agent.connect("user-2")
    answers = [agent.send(flooding, action="list_jobs")[0] for _ in range(100)]
    assert [answer.get("code") for answer in answers] == [None] * 29 + ["rate_limited"] * 71
    assert 1 <= answers[-1]["retryAfter"] <= 60
    assert agent.send(other, action="list_jobs")[0]["type"] == "jobs"
    # what is refused again is not counted again: it costs no write
    assert agent.connections.count_message(flooding.owner.key, agent.clock()) == 30 + 1 + 1
    agent.clock.sleep(answers[-1]["retryAfter"])
    assert agent.send(flooding, action="list_jobs")[0]["type"] == "jobs"


def test_r25_jobs_at_once_are_limited_and_a_resend_is_not_one_more() -> None:
    agent = SimulatedAgent(limits=Limits(jobs_at_once=3))
    client = agent.connect()
    for number in range(3):
        agent.ask(client, requestId=f"r-{number}")
    (refused,) = agent.send(client, action="finops_query", query="One more?", requestId="r-3")
    assert (refused["code"], refused["requestId"], refused["retryAfter"]) == ("rate_limited", "r-3", 5)
    (resent,) = agent.send(client, action="finops_query", query="What was my spend?", requestId="r-1")
    assert resent["duplicate"] is True
    agent.settle()
    agent.ask(client, query="One more?", requestId="r-3")
    assert len(agent.jobs.jobs) == 4


def test_a_question_of_ten_thousand_characters_is_refused() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    (answer,) = agent.send(client, action="finops_query", query="x" * 10_000, requestId="r")
    assert (answer["code"], answer["requestId"]) == ("too_large", "r")
    assert "4,000" in answer["message"]
    assert len(agent.ask(client, query="x" * 4000)) == 36


def test_today_may_not_lie_after_the_servers_own_day() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    (answer,) = agent.send(client, action="finops_query", query="q", options={"today": "2024-10-02"})
    assert answer["code"] == "invalid_request"
    job_id = agent.ask(client, options={"today": "2024-09-30"})
    assert agent.jobs.jobs[job_id].today.isoformat() == "2024-09-30"
    assert agent.jobs.jobs[agent.ask(client)].today.isoformat() == "2024-10-01"


def test_a_request_id_names_one_question_of_one_owner() -> None:
    agent = SimulatedAgent()
    first, second = agent.connect("user-1"), agent.connect("user-2")
    assert agent.ask(first, requestId="r") != agent.ask(second, requestId="r")
    for other in ({"query": "Another?"}, {"query": "What was my spend?", "options": {"today": "2024-09-30"}}):
        (answer,) = agent.send(first, action="finops_query", requestId="r", **other)
        assert (answer["code"], answer["requestId"]) == ("request_conflict", "r")


def test_two_tabs_both_get_the_jobs_messages_and_a_duplicate_goes_to_its_sender() -> None:
    agent = SimulatedAgent()
    first, second = agent.connect(), agent.connect()
    agent.ask(first, requestId="r")
    (answer,) = agent.send(second, action="finops_query", query="What was my spend?", requestId="r")
    assert answer["duplicate"] is True
    agent.settle()
    assert agent.deliver(first) == agent.deliver(second)


def test_a_resend_starts_a_job_whose_execution_was_lost() -> None:
    agent = SimulatedAgent(
        faults=Faults(lambda name, moment: "unavailable" if name == "start execution" else None)
    )
    client = agent.connect()
    with pytest.raises(RuntimeError):
        agent.ask(client, requestId="r")
    agent.faults.decide = lambda name, moment: None
    agent.clock.sleep(6)
    (answer,) = agent.send(client, action="finops_query", query="What was my spend?", requestId="r")
    assert answer["duplicate"] is True
    assert agent.executions.started == 1


def test_get_result_before_the_end_and_beyond_the_last_part() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    assert codes(agent.send(client, action="get_result", jobId=job_id, part=1)) == ["invalid_request"]
    agent.settle()
    (part,) = agent.send(client, action="get_result", jobId=job_id, part=1)
    assert json.loads(part["data"])["query"] == "What was my spend?"
    assert (part["part"], part["parts"]) == (1, 1)
    assert codes(agent.send(client, action="get_result", jobId=job_id, part=2)) == ["invalid_request"]


def test_a_large_result_is_resumed_without_its_words_and_comes_in_parts() -> None:
    agent = SimulatedAgent()
    agent.executions.response_size = 300_000
    client = agent.connect()
    job_id = agent.ask(client)
    agent.settle()
    agent.deliver(client)
    end = agent.send(client, action="resume", jobId=job_id, after=10)[0]
    assert end == client.messages[job_id][11]
    assert len(encode(end)) <= MAX_MESSAGE_BYTES
    parts = [
        agent.send(client, action="get_result", jobId=job_id, part=part)[0]["data"]
        for part in range(1, end["result"]["parts"] + 1)
    ]
    assert "".join(parts).encode() == agent.results.objects[f"jobs/{job_id}/1/result.json"]


def test_the_jobs_of_a_list_come_in_pages() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    for _ in range(5):
        agent.clock.sleep(1)
        agent.ask(client)
    first = agent.send(client, action="list_jobs", limit=3)[0]
    second = agent.send(client, action="list_jobs", limit=3, cursor=first["cursor"])[0]
    assert [len(page["jobs"]) for page in (first, second)] == [3, 2]
    assert "cursor" not in second
    assert codes(agent.send(client, action="list_jobs", cursor="x")) == ["invalid_request"]
    created = [job["createdAt"] for page in (first, second) for job in page["jobs"]]
    assert created == sorted(created, reverse=True)


def test_authenticated_lists_what_is_under_way_or_ended_since() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    early = agent.ask(client)
    agent.settle()
    agent.clock.sleep(10)
    later = agent.connect()
    ended = agent.ask(later)
    agent.settle()
    under_way = agent.ask(later)
    (welcome,) = agent.connect().others
    assert {job["jobId"]: job["status"] for job in welcome["jobs"]} == {
        ended: "completed",
        under_way: "queued",
    }
    assert [job["jobId"] for job in later.others[0]["jobs"]] == [early]


def test_a_running_job_is_not_replayed() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    for _ in range(3):
        assert codes(agent.send(client, action="replay", jobId=job_id)) == ["not_replayable"]
        agent.executions.advance(agent.executions.all[job_id])


def test_a_failure_whose_event_is_still_on_its_way_is_replayed() -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    agent.executions.failing = {"AnalyzeCost": 1}
    job_id = agent.ask(client)
    agent.executions.finish()
    assert agent.send(client, action="replay", jobId=job_id) == []
    agent.settle()
    types = [message["type"] for message in agent.deliver(client) if message["type"] != "progress_update"]
    assert types == ["job_queued", "job_failed", "job_replayed", "job_completed"]


def test_an_operator_may_not_cancel_or_read_anothers_job() -> None:
    agent = SimulatedAgent()
    job_id = agent.ask(agent.connect("user-1"))
    operator = agent.connect("user-2", operator=True)
    assert codes(agent.send(operator, action="cancel", jobId=job_id)) == ["unknown_job"]
    assert codes(agent.send(operator, action="resume", jobId=job_id, after=0)) == ["unknown_job"]
    assert [job["jobId"] for job in agent.send(operator, action="list_jobs", all=True)[0]["jobs"]] == [job_id]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_message_of_a_client_raises_anything_but_a_refusal(data: st.DataObject) -> None:
    agent = SimulatedAgent()
    client = agent.connect()
    job_id = agent.ask(client)
    if data.draw(st.booleans()):
        agent.settle()
    ids = st.sampled_from([job_id, "nothing", "", "#", "JOB#" + job_id])
    for _ in range(5):
        fields = data.draw(
            st.fixed_dictionaries(
                {"action": st.sampled_from([*ACTIONS, "unknown"])},
                optional={
                    "jobId": ids,
                    "query": st.text(max_size=20),
                    "requestId": st.text(max_size=5),
                    "after": st.integers(-2, 10**30),
                    "part": st.integers(-1, 10**30),
                    "cursor": st.text(max_size=10),
                    "mode": st.sampled_from(["redrive", "restart"]),
                },
            )
        )
        for answer in agent.send(client, **fields):
            assert len(encode(answer)) <= MAX_MESSAGE_BYTES
    agent.settle()
    assert all(job.ended_at for job in agent.jobs.jobs.values())


def test_an_input_is_the_same_whenever_it_is_made() -> None:
    agent = SimulatedAgent()
    job = agent.jobs.jobs[agent.ask(agent.connect(), conversationId="c", requestId="r")]
    assert job.input.model_dump_json() == replace(job, events=[], status="running").input.model_dump_json()
