"""The jobs table and its twin in memory keep the same promises."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import date

import pytest

from aws import clients
from jobs.dynamodb_store import DynamoDbJobStore
from jobs.errors import JournalUnavailable
from jobs.job import MAX_DETAILS_BYTES, Event, Job, timestamp_text
from jobs.journal import Journal
from jobs.store import Ending, JobStore
from protocol.job import Owner
from support.memory_stores import MemoryJobStore, VirtualClock

OWNER = Owner(tenant="acme", user_id="user-1")
CLOCK = VirtualClock()


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> JobStore:
    if request.param == "memory":
        return MemoryJobStore()
    request.getfixturevalue("stores")
    return DynamoDbJobStore(clients.dynamodb, "jobs", CLOCK)


def a_job(job_id: str = "job-1", owner: Owner = OWNER, minute: int = 0) -> Job:
    return Job(
        job_id=job_id,
        owner=owner,
        query="What was my spend?",
        today=date(2024, 10, 1),
        created_at=timestamp_text(CLOCK() + 60 * minute),
        attempt_keys=[f"{job_id}#0"],
        events=[Event("queued", "job_queued", int(CLOCK()), {"query": "What was my spend?", "progress": 5})],
    )


def progress(event_id: str, percent: int = 10) -> Event:
    return Event(event_id, "progress_update", int(CLOCK()), {"progress": percent, "message": "é"})


ENDING = Ending("failed", timestamp_text(CLOCK()), "step_failed", True)
END = Event("end", "job_failed", int(CLOCK()), {"error": "x"})


def test_a_job_comes_back_as_it_was_created(store: JobStore) -> None:
    job = replace(
        a_job(),
        requested_today="2024-10-01",
        request_id="r",
        conversation_id="c",
        previous_job_id="p",
        trace_header="Root=1",
    )
    assert store.create(job).done
    assert store.read("job-1") == job
    assert store.read("job-1").input == job.input  # type: ignore[union-attr]
    assert store.read("job-2") is None


def test_a_second_create_finds_the_first(store: JobStore) -> None:
    store.create(a_job())
    second = store.create(replace(a_job(), query="Another?"))
    assert not second.done
    assert second.job == a_job()


def test_an_append_gives_the_journal_as_it_is_then(store: JobStore) -> None:
    store.create(a_job())
    write = store.append("job-1", "job-1#0", progress("a:1", 30))
    assert write.done
    assert write.job is not None
    assert [message["seq"] for message in write.job.messages()] == [1, 2]
    assert (write.job.status, write.job.progress) == ("running", 30)
    assert store.read("job-1") == write.job


@pytest.mark.parametrize(
    ("key", "event"),
    [("job-1#0", progress("a:1")), ("job-1#1", progress("a:2")), ("other#0", progress("a:2"))],
)
def test_what_an_append_refuses_it_shows_the_job_for(store: JobStore, key: str, event: Event) -> None:
    store.create(a_job())
    before = store.append("job-1", "job-1#0", progress("a:1")).job
    refused = store.append("job-1", key, event)
    assert (refused.done, refused.job) == (False, before)


def test_nothing_follows_an_end(store: JobStore) -> None:
    store.create(a_job())
    ended = store.append("job-1", "job-1#0", END, ENDING).job
    assert ended is not None
    assert (ended.status, ended.error_code, ended.replayable) == ("failed", "step_failed", True)
    assert store.append("job-1", "job-1#0", progress("a:1")).job == ended
    assert not store.append("job-1", "job-1#0", progress("a:1")).done


def test_an_append_to_no_job_makes_none(store: JobStore) -> None:
    write = store.append("job-1", "job-1#0", progress("a:1"))
    assert (write.done, write.job) == (False, None)
    assert store.read("job-1") is None


def test_a_new_attempt_takes_the_end_back_and_is_registered_once(store: JobStore) -> None:
    store.create(a_job())
    store.append("job-1", "job-1#0", END, ENDING)
    replayed = Event("replayed", "job_replayed", 1, {"mode": "redrive"})
    seen = a_job()
    first = store.register(seen, "job-1#1", replayed)
    second = store.register(seen, "job-1#1", replayed)
    assert (first.done, second.done) == (True, False)
    assert first.job == second.job == store.read("job-1")
    assert first.job is not None
    assert (first.job.attempt, first.job.ended_at, first.job.status) == (2, None, "running")
    assert first.job.event_ids == {"replayed"}
    assert [summary.job_id for summary in store.unfinished()] == ["job-1"]


def test_why_a_job_begins_anew_is_kept_until_it_does(store: JobStore) -> None:
    store.create(a_job())
    failed = store.append("job-1", "job-1#0", END, ENDING).job
    assert failed is not None
    store.explain_restart(failed, "too old")
    store.explain_restart(replace(failed, attempt_keys=["job-1#0", "job-1-2#0"]), "of another attempt")
    assert store.read("job-1") == replace(failed, restart_reason="too old")
    store.explain_restart(failed, None)
    assert store.read("job-1") == failed
    store.explain_restart(failed, "scope")
    begun = store.register(failed, "job-1-2#0", Event("replayed", "job_replayed", 1, {"mode": "restart"})).job
    assert begun is not None
    assert begun.restart_reason is None
    store.append("job-1", "job-1-2#0", END, replace(ENDING, status="completed"))
    store.explain_restart(begun, "completed since")
    assert store.read("job-1").restart_reason is None  # type: ignore[union-attr]


def test_unfinished_are_the_jobs_without_an_end(store: JobStore) -> None:
    for number in range(6):
        store.create(a_job(f"job-{number}"))
    store.append("job-3", "job-3#0", END, ENDING)
    assert {summary.job_id for summary in store.unfinished()} == {f"job-{n}" for n in (0, 1, 2, 4, 5)}


def test_under_way_are_the_owners_jobs_without_an_end(store: JobStore) -> None:
    for number in range(4):
        store.create(a_job(f"job-{number}", minute=number))
    store.create(a_job("foreign", Owner(tenant="other", user_id="user-1"), minute=5))
    store.append("job-2", "job-2#0", END, ENDING)
    assert {summary.job_id for summary in store.under_way(OWNER.key)} == {"job-3", "job-1", "job-0"}
    ended = store.read("job-2")
    assert ended is not None
    store.register(ended, "job-2#1", Event("replayed", "job_replayed", 1, {"mode": "redrive"}))
    assert "job-2" in {summary.job_id for summary in store.under_way(OWNER.key)}


def test_lists_are_newest_first_in_pages_and_of_the_owner_only(store: JobStore) -> None:
    for number in range(7):
        store.create(a_job(f"job-{number}", minute=number))
    store.create(a_job("foreign", Owner(tenant="other", user_id="user-1"), minute=3))
    seen: list[str] = []
    cursor = None
    while True:
        page = store.of_owner(OWNER.key, 3, cursor)
        seen += [summary.job_id for summary in page.summaries]
        cursor = page.cursor
        if cursor is None:
            break
    assert seen == [f"job-{number}" for number in range(6, -1, -1)]


def test_everybodys_list_holds_all_owners(store: JobStore) -> None:
    for number in range(5):
        store.create(a_job(f"job-{number}", Owner(tenant="t", user_id=f"user-{number}"), minute=number))
    first = store.of_everybody(3)
    second = store.of_everybody(3, first.cursor)
    assert [summary.job_id for summary in first.summaries] == ["job-4", "job-3", "job-2"]
    assert [summary.job_id for summary in second.summaries] == ["job-1", "job-0"]
    assert second.cursor is None
    assert first.summaries[0].owner_key == "t#user-4"


def test_everybodys_list_leaves_out_none_of_one_moment(store: JobStore) -> None:
    for number in range(4):
        store.create(a_job(f"job-{number}", minute=min(number, 2)))
    page = store.of_everybody(1)
    seen = [*page.summaries]
    while page.cursor:
        page = store.of_everybody(1, page.cursor)
        seen += page.summaries
    assert sorted(summary.job_id for summary in seen) == [f"job-{number}" for number in range(4)]


def a_cursor(job_key: str, created_at: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([job_key, created_at]).encode()).decode()


@pytest.mark.parametrize(
    ("job_key", "created_at"),
    [("", ""), ("", "2026-03-10T12:00:00.000000Z"), ("JOB#job-1", ""), ("JOB#job-1", "9" * 1100)],
)
def test_a_cursor_of_keys_that_aws_would_refuse_is_a_value_error(
    store: JobStore, job_key: str, created_at: str
) -> None:
    with pytest.raises(ValueError, match=r"."):
        store.of_owner(OWNER.key, 3, a_cursor(job_key, created_at))


@pytest.mark.parametrize("cursor", ["x", "!!", "W10=", "eyJhIjoxfQ=="])
def test_a_cursor_nobody_gave_is_a_value_error(store: JobStore, cursor: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        store.of_owner(OWNER.key, 3, cursor)
    with pytest.raises(ValueError, match=r"."):
        store.of_everybody(3, cursor)


def test_r24_a_cursor_of_another_owner_shows_nothing_of_theirs(store: JobStore) -> None:
    foreign = Owner(tenant="other", user_id="user-2")
    for number in range(4):
        store.create(a_job(f"foreign-{number}", foreign, minute=number))
        store.create(a_job(f"own-{number}", minute=number))
    cursor = store.of_owner(foreign.key, 2).cursor
    page = store.of_owner(OWNER.key, 10, cursor)
    assert all(summary.owner_key == OWNER.key for summary in page.summaries)


def test_a_conversation_remembers_its_latest_job(store: JobStore) -> None:
    assert store.conversation(OWNER.key, "c") is None
    store.continue_conversation(OWNER.key, "c", "job-1")
    store.continue_conversation(OWNER.key, "c", "job-2")
    assert store.conversation(OWNER.key, "c") == "job-2"
    assert store.conversation("other#user-1", "c") is None


def test_a_table_that_is_not_there_is_an_unavailable_journal(stores: None) -> None:
    store = DynamoDbJobStore(clients.dynamodb, "no-such-table", CLOCK)
    with pytest.raises(JournalUnavailable):
        store.read("job-1")
    with pytest.raises(JournalUnavailable):
        store.append("job-1", "job-1#0", progress("a:1"))


def test_details_have_their_room_and_messages_go_on_without(store: JobStore) -> None:
    store.create(a_job())
    journal = Journal(store, CLOCK)
    detail = {"found": "x" * 4000}
    for number in range(60):
        fields = {"message": "m", "progress": 10, "detail": detail}
        assert journal.progress("job-1", "job-1#0", f"a:{number}", fields).outcome == "appended"
    job = store.read("job-1")
    assert job is not None
    with_detail = [message for message in job.messages() if "detail" in message]
    assert len(job.events) == 61
    assert len(with_detail) == MAX_DETAILS_BYTES // len(json.dumps(detail)) + 1


def test_r26_an_unavailable_table_is_named_by_its_error_code_only(stores: None) -> None:
    clients.dynamodb().delete_table(TableName="jobs")
    store = DynamoDbJobStore(clients.dynamodb, "jobs", lambda: 0.0)
    with pytest.raises(JournalUnavailable) as unavailable:
        store.read("job")
    assert str(unavailable.value) == "The jobs table did not answer: ResourceNotFoundException"
