"""The stores of a job in memory, behind the same ports as AWS's, with faults where a test wants them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from connections.connection import Connection
from connections.poster import Delivery
from jobs.errors import JournalUnavailable, ResultStoreUnavailable
from jobs.job import MAX_DETAILS_BYTES, Event, Job, Summary
from jobs.store import Ending, Page, Write

Moment = Literal["before", "after"]


class Killed(BaseException):
    """The process ended here, without a word: nothing after this line ran."""


class Faults:
    """Decides, at each write and before and after it, whether something goes wrong there."""

    def __init__(self, decide: Callable[[str, Moment], str | None] = lambda name, moment: None) -> None:
        self.decide = decide
        self.points: list[tuple[str, Moment]] = []

    def at(self, name: str, moment: Moment, unavailable: type[Exception]) -> None:
        """Raises Killed, or the store's own error: after a write, it was done all the same."""
        self.points.append((name, moment))
        match self.decide(name, moment):
            case "kill":
                raise Killed(f"{moment} {name}")
            case "unavailable":
                raise unavailable(f"{moment} {name}")


class MemoryJobStore:
    """JobStore in memory."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.jobs: dict[str, Job] = {}
        self.conversations: dict[tuple[str, str], str] = {}
        self.calls: Counter[str] = Counter()
        self._faults = faults or Faults()

    def _write(self, name: str, job_id: str, change: Callable[[Job], Job | None]) -> Write:
        self.calls[name] += 1
        self._faults.at(name, "before", JournalUnavailable)
        job = self.jobs.get(job_id)
        changed = change(job) if job else None
        if changed is not None:
            self.jobs[job_id] = changed
        self._faults.at(name, "after", JournalUnavailable)
        return Write(changed is not None, changed or job)

    def create(self, job: Job) -> Write:
        self.calls["create"] += 1
        self._faults.at("create", "before", JournalUnavailable)
        existing = self.jobs.get(job.job_id)
        if existing is None:
            self.jobs[job.job_id] = job
        self._faults.at("create", "after", JournalUnavailable)
        return Write(existing is None, existing or job)

    def read(self, job_id: str) -> Job | None:
        self.calls["read"] += 1
        self._faults.at("read", "before", JournalUnavailable)
        return self.jobs.get(job_id)

    def append(self, job_id: str, attempt_key: str, event: Event, ending: Ending | None = None) -> Write:
        def change(job: Job) -> Job | None:
            if attempt_key != job.attempt_key or event.id in job.event_ids or job.ended_at:
                return None
            if event.detail_bytes and sum(held.detail_bytes for held in job.events) >= MAX_DETAILS_BYTES:
                return None
            job = replace(
                job,
                events=[*job.events, event],
                event_ids=job.event_ids | {event.id},
                status=ending.status if ending else "running",
                progress=event.fields.get("progress", job.progress),
            )
            if ending is None:
                return job
            return replace(
                job,
                ended_at=ending.ended_at,
                error_code=ending.error_code,
                replayable=ending.replayable,
            )

        return self._write(f"append {event.type}", job_id, change)

    def register(self, seen: Job, attempt_key: str, event: Event) -> Write:
        def change(job: Job) -> Job | None:
            if job.attempt_keys != seen.attempt_keys:
                return None
            return replace(
                job,
                events=[*job.events, event],
                event_ids=frozenset({event.id}),
                attempt_keys=[*job.attempt_keys, attempt_key],
                status="running",
                progress=0,
                ended_at=None,
                error_code=None,
                replayable=None,
                restart_reason=None,
            )

        return self._write("register", seen.job_id, change)

    def explain_restart(self, seen: Job, reason: str | None) -> None:
        def change(job: Job) -> Job | None:
            if job.attempt_key != seen.attempt_key or job.status == "completed":
                return None
            return replace(job, restart_reason=reason)

        self._write("explain restart", seen.job_id, change)

    def of_owner(self, owner_key: str, limit: int, cursor: str | None = None) -> Page:
        return self._page([job for job in self.jobs.values() if job.owner.key == owner_key], limit, cursor)

    def under_way(self, owner_key: str) -> list[Summary]:
        return [job for job in self.unfinished() if job.owner_key == owner_key]

    def of_everybody(self, limit: int, cursor: str | None = None) -> Page:
        return self._page(list(self.jobs.values()), limit, cursor)

    def _page(self, jobs: list[Job], limit: int, cursor: str | None) -> Page:
        start = int(cursor) if cursor else 0
        newest_first = sorted(jobs, key=lambda job: job.created_at, reverse=True)
        more = start + limit < len(newest_first)
        shown = newest_first[start : start + limit]
        return Page([summary(job) for job in shown], str(start + limit) if more else None)

    def unfinished(self) -> list[Summary]:
        return [summary(job) for job in self.jobs.values() if job.ended_at is None]

    def conversation(self, owner_key: str, conversation_id: str) -> str | None:
        return self.conversations.get((owner_key, conversation_id))

    def continue_conversation(self, owner_key: str, conversation_id: str, job_id: str) -> None:
        self.conversations[owner_key, conversation_id] = job_id


def summary(job: Job) -> Summary:
    """A job as the index shows it."""
    return Summary(
        job.job_id,
        job.owner.key,
        job.query,
        job.status,
        job.attempt,
        job.progress,
        len(job.events),
        job.created_at,
        job.execution_name,
        job.ended_at,
        job.error_code,
        job.replayable,
    )


class MemoryResultStore:
    """ResultStore in memory."""

    bucket = "results"

    def __init__(self, faults: Faults | None = None) -> None:
        self.objects: dict[str, bytes] = {}
        self._faults = faults or Faults()

    def write(self, key: str, body: bytes) -> None:
        self._faults.at("write result", "before", ResultStoreUnavailable)
        self.objects[key] = body
        self._faults.at("write result", "after", ResultStoreUnavailable)

    def write_once(self, key: str, body: bytes) -> bytes:
        self._faults.at("write result", "before", ResultStoreUnavailable)
        kept = self.objects.setdefault(key, body)
        self._faults.at("write result", "after", ResultStoreUnavailable)
        return kept

    def read(self, key: str, first: int = 0, last: int | None = None) -> bytes | None:
        body = self.objects.get(key)
        return None if body is None else body[first : None if last is None else last + 1]


class MemoryConnectionStore:
    """ConnectionStore in memory."""

    def __init__(self) -> None:
        self.connections: dict[str, Connection] = {}
        self.minutes: Counter[tuple[str, int]] = Counter()
        self.last_seen: dict[str, float] = {}
        self.forgotten: list[str] = []

    def open(self, connection: Connection) -> None:
        self.connections[connection.connection_id] = connection

    def authenticate(self, connection: Connection) -> bool:
        held = self.connections.get(connection.connection_id)
        if held is None or (held.owner is not None and held.owner != connection.owner):
            return False
        self.connections[connection.connection_id] = connection
        return True

    def find(self, connection_id: str) -> Connection | None:
        return self.connections.get(connection_id)

    def forget(self, connection_id: str, owner_key: str | None = None) -> None:
        self.forgotten.append(connection_id)
        self.connections.pop(connection_id, None)

    def of_owner(self, owner_key: str) -> list[Connection]:
        return [held for held in self.connections.values() if held.owner and held.owner.key == owner_key]

    def overdue(self, now: float) -> list[Connection]:
        return [held for held in self.connections.values() if held.deadline <= now]

    def count_message(self, owner_key: str, now: float) -> int:
        self.minutes[owner_key, int(now) // 60] += 1
        return self.minutes[owner_key, int(now) // 60]

    def seen(self, owner_key: str, now: float) -> float | None:
        before = self.last_seen.get(owner_key)
        self.last_seen[owner_key] = now
        return before


class MemorySockets:
    """`@connections` in memory: what each connection was sent, and how each post is to end."""

    def __init__(self) -> None:
        self.sent: dict[str, list[bytes]] = {}
        self.closed: list[str] = []
        self.outcome: Callable[[str], Delivery] = lambda connection_id: "delivered"
        self.posts: Counter[str] = Counter()

    def post(self, connection_id: str, data: bytes) -> Delivery:
        self.posts[connection_id] += 1
        outcome = self.outcome(connection_id)
        if outcome == "delivered":
            self.sent.setdefault(connection_id, []).append(data)
        return outcome

    def close(self, connection_id: str) -> None:
        self.closed.append(connection_id)


class VirtualClock:
    """Epoch seconds that pass only when told to."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
