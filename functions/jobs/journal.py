"""A job's journal: every message once, in one order, until its attempt ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from jobs.attempts import relation, replay_mode
from jobs.job import MAX_ATTEMPTS, Event, Job, Message, timestamp_text
from jobs.store import Ending, JobStore

Outcome = Literal["appended", "duplicate", "ended", "superseded", "unknown"]

MAX_DETAIL_BYTES = 4096
MAX_TEXT_CHARACTERS = 1000
END_ID = "end"
"""The event id of an attempt's end, whichever it is, so that there is one."""


class TooManyAttempts(Exception):
    """A job was replayed more often than its journal can keep: ask the question again instead."""


@dataclass(frozen=True)
class Appended:
    """What became of a message. `messages` are those to post: a `job_replayed` this call added, and its own.

    A `duplicate` names the message the journal already holds, so that a post lost before a retry is made up.
    """

    outcome: Outcome
    job: Job | None
    messages: list[Message]


class Journal:
    """Appends to the jobs of a store. `clock` gives epoch seconds."""

    def __init__(self, store: JobStore, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock

    def register(self, job_id: str, attempt_key: str) -> Appended:
        """Makes an attempt known: a new one becomes the latest, with `job_replayed` as its first message.

        `appended` when this call was the first to do so, `duplicate` when it was known as the latest.
        Raises TooManyAttempts, and JournalUnavailable as every method here.
        """
        return self._register(self._store.read(job_id), attempt_key)

    def progress(self, job_id: str, attempt_key: str, event_id: str, fields: dict[str, Any]) -> Appended:
        """Adds a `progress_update`; one write where the attempt is known."""
        fields = {"status": "processing", **fields, "message": fields["message"][:MAX_TEXT_CHARACTERS]}
        if "detail" in fields:
            fields["detail"] = fitting_detail(fields["detail"])
        return self._append(job_id, attempt_key, self._event(event_id, "progress_update", fields))

    def complete(self, job_id: str, attempt_key: str, parts: int) -> Appended:
        """Ends an attempt with its `job_completed`; the result itself is kept elsewhere, in `parts` parts."""
        ending = Ending("completed", ended_at=timestamp_text(self._clock()))
        event = self._event(END_ID, "job_completed", {"progress": 100, "parts": parts})
        return self._append(job_id, attempt_key, event, ending)

    def fail(
        self,
        job_id: str,
        attempt_key: str,
        error: str,
        error_code: str,
        failed_step: str | None,
        replayable: bool = True,
    ) -> Appended:
        """Ends an attempt with its `job_failed`, unless it has its end already."""
        ending = Ending("failed", timestamp_text(self._clock()), error_code, replayable)
        fields = {
            "error": error[:MAX_TEXT_CHARACTERS],
            "errorCode": error_code,
            "failedStep": failed_step,
            "replayable": replayable,
        }
        return self._append(job_id, attempt_key, self._event(END_ID, "job_failed", fields), ending)

    def _event(self, event_id: str, message_type: str, fields: dict[str, Any]) -> Event:
        return Event(event_id, message_type, int(self._clock()), fields)

    def _append(self, job_id: str, attempt_key: str, event: Event, ending: Ending | None = None) -> Appended:
        write = self._store.append(job_id, attempt_key, event, ending)
        replayed: list[Message] = []
        if not write.done and write.job and relation(write.job.attempt_keys, attempt_key) == "new":
            registered = self._register(write.job, attempt_key)
            replayed = registered.messages if registered.outcome == "appended" else []
            write = self._store.append(job_id, attempt_key, event, ending)
        if write.job is None:
            return Appended("unknown", None, [])
        if write.done:
            return Appended("appended", write.job, [*replayed, *write.job.messages()[-1:]])
        refused = self._refused(write.job, attempt_key, event)
        if refused.outcome == "ended" and write.job.ended_at is None and "detail" in event.fields:
            # the job's details have used up their room: the message goes without
            fields = {name: value for name, value in event.fields.items() if name != "detail"}
            return self._append(job_id, attempt_key, replace(event, fields=fields))
        return refused

    def _refused(self, job: Job, attempt_key: str, event: Event) -> Appended:
        if attempt_key != job.attempt_key:
            return Appended("superseded", job, [])
        held = job.message_of(event.id)
        if held is not None and held["type"] == event.type:
            return Appended("duplicate", job, [held])
        return Appended("ended", job, [])

    def _register(self, job: Job | None, attempt_key: str) -> Appended:
        while job is not None:
            standing = relation(job.attempt_keys, attempt_key)
            if standing == "stale":
                return Appended("superseded", job, [])
            if standing == "current":
                held = job.message_of("replayed")
                return Appended("duplicate", job, [held] if held else [])
            if job.attempt >= MAX_ATTEMPTS:
                raise TooManyAttempts(f"The job was tried {MAX_ATTEMPTS} times; ask the question again.")
            fields: dict[str, Any] = {"mode": replay_mode(job.attempt_keys, attempt_key)}
            if fields["mode"] == "restart" and job.restart_reason:
                fields["reason"] = job.restart_reason
            write = self._store.register(job, attempt_key, self._event("replayed", "job_replayed", fields))
            job = write.job
            if write.done and job is not None:
                return Appended("appended", job, job.messages()[-1:])
        return Appended("unknown", None, [])


def fitting_detail(detail: dict[str, Any]) -> dict[str, Any]:
    """The entries of a detail, in order, as far as they fit 4 KB; `truncated` says that some did not."""
    kept: dict[str, Any] = {}
    room = MAX_DETAIL_BYTES - len('{"truncated":true}')
    for name, value in detail.items():
        room -= len(json.dumps({name: value}, ensure_ascii=False).encode())
        if room < 0:
            return {**kept, "truncated": True}
        kept[name] = value
    return kept
