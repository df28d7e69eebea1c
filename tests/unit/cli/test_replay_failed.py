"""Whose failed jobs are replayed, and which of them."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from local.cli.answers import JsonDisplay
from local.cli.commands import Commands
from local.cli.jobs import list_jobs, replay_failed
from local.cli.options import LOCAL_URL
from local.client import FinOpsSession, RequestRefused


class OperatorsSession:
    """Lists a job of the operator's own that completed, and failed ones of somebody else."""

    def __init__(self) -> None:
        self.replayed: list[str] = []

    async def request(self, message: dict[str, Any], answer_key: str) -> dict[str, Any]:
        if message["action"] == "list_jobs":
            return {"jobs": [OWN, *((OLD, NEW, SPENT) if message.get("all") else ())]}
        self.replayed.append(message["jobId"])
        return {"seq": 9}

    async def end_of(self, job_id: str, **_options: object) -> None:
        raise RequestRefused({"code": "unknown_job"})


OWN = {"jobId": "own", "status": "completed", "createdAt": "2026-03-10T09:00:00+00:00"}
OLD = {"jobId": "old", "status": "failed", "replayable": True, "createdAt": "2026-03-09T09:00:00+00:00"}
NEW = {"jobId": "new", "status": "failed", "replayable": True, "createdAt": "2026-03-10T09:00:00+00:00"}
SPENT = {"jobId": "spent", "status": "failed", "replayable": False, "createdAt": "2026-03-10T09:00:00+00:00"}


@pytest.mark.parametrize(
    ("everyone", "since", "replayed", "said"),
    [
        (True, None, ["old", "new"], "new is replayed; its answer goes to its owner."),
        (True, datetime(2026, 3, 10, tzinfo=UTC), ["new"], "new is replayed"),
        (False, None, [], "No failed job to replay.\n"),
        (False, datetime(2026, 3, 10, tzinfo=UTC), [], "No failed job to replay since 2026-03-10 00:00.\n"),
    ],
)
async def test_everybodys_failed_jobs_are_replayed_where_asked_for(
    everyone: bool, since: datetime | None, replayed: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", heard := io.StringIO())
    session = OperatorsSession()
    assert await replay_failed(
        cast("FinOpsSession", session),
        since=since,
        mode="redrive",
        display=JsonDisplay(),
        commands=Commands(LOCAL_URL),
        everyone=everyone,
    )
    assert session.replayed == replayed
    assert said in heard.getvalue()


class SessionOfMany:
    """Two pages of failed jobs more than were ever looked at, a minute apart, newest first."""

    def __init__(self) -> None:
        self.listed, self.replayed = 0, list[str]()
        newest = datetime(2026, 3, 10, tzinfo=UTC)
        self.jobs = [
            {**NEW, "jobId": str(age), "createdAt": (newest - timedelta(minutes=age)).isoformat()}
            for age in range(1_100)
        ]

    async def request(self, message: dict[str, Any], answer_key: str) -> dict[str, Any]:
        if message["action"] == "list_jobs":
            self.listed += 1
            begin = int(message.get("cursor", 0))
            end = begin + message["limit"]
            more = {"cursor": str(end)} if end < len(self.jobs) else {}
            return {"jobs": self.jobs[begin:end], **more}
        self.replayed.append(message["jobId"])
        return {"seq": 9}

    async def end_of(self, job_id: str, **_options: object) -> None:
        raise RequestRefused({"code": "unknown_job"})


@pytest.mark.parametrize(
    ("since", "replayed", "listed"),
    [
        (None, 1_100, 22),
        (datetime(2026, 3, 10, tzinfo=UTC), 1, 1),
        (datetime(2026, 3, 9, 6, tzinfo=UTC), 1_081, 22),
        (datetime(2026, 3, 9, 21, tzinfo=UTC), 181, 4),
    ],
)
async def test_no_failed_job_is_too_old_but_for_since(
    since: datetime | None, replayed: int, listed: int
) -> None:
    session = SessionOfMany()
    assert await replay_failed(
        cast("FinOpsSession", session),
        since=since,
        mode="redrive",
        display=JsonDisplay(),
        commands=Commands(LOCAL_URL),
    )
    assert session.replayed == [str(age) for age in range(replayed)]
    assert session.listed == listed


async def test_no_more_jobs_are_listed_than_asked_for() -> None:
    session = SessionOfMany()
    jobs = await list_jobs(cast("FinOpsSession", session), limit=70)
    assert [job["jobId"] for job in jobs] == [str(age) for age in range(70)]
