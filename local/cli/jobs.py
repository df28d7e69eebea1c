"""`finops jobs`, `show` and `replay`: the caller's jobs, their answers, their replay from the failed step."""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from local.cli.answers import Display, shortened
from local.cli.commands import Commands
from local.cli.failures import told
from local.cli.whole_output import has_room, print_whole
from local.client import FinOpsSession, JobFailed, RequestRefused, ResultGone
from local.client.job_stream import Message
from local.client.session import OnMessage

PAGE = 50
REPLAYS_AT_ONCE = 4
ROOM_FOR_A_TABLE = 140

Job = dict[str, Any]


async def list_jobs(session: FinOpsSession, *, limit: int, everyone: bool = False) -> list[Job]:
    """The latest jobs, newest first, over as many pages as `limit` takes."""
    jobs: list[Job] = []
    async for page in _pages(session, everyone, min(PAGE, limit)):
        jobs += page
        if len(jobs) >= limit:
            break
    return jobs[:limit]


async def _jobs_since(session: FinOpsSession, since: datetime | None, everyone: bool) -> list[Job]:
    """All jobs asked since then, or all there are, newest first."""
    jobs: list[Job] = []
    async for page in _pages(session, everyone, PAGE):
        jobs += (job for job in page if _is_since(job, since))
        if not all(_is_since(job, since) for job in page):
            break
    return jobs


async def _pages(session: FinOpsSession, everyone: bool, size: int) -> AsyncIterator[list[Job]]:
    message: dict[str, Any] = {"action": "list_jobs", "limit": size}
    if everyone:
        message["all"] = True
    while True:
        page = await session.request(message, "jobs")
        yield page["jobs"]
        if not page.get("cursor"):
            return
        message = {**message, "cursor": page["cursor"]}


def print_jobs(jobs: list[Job]) -> None:
    """The jobs as a table, or two lines each where a terminal has no room for one."""
    if not jobs:
        sys.stderr.write("No jobs yet: `finops ask` makes one of each question.\n")
    elif has_room(ROOM_FOR_A_TABLE):
        print_whole(_table(jobs))
    else:
        for job in jobs:
            print_whole(Text(f"{job['jobId']}  {_asked(job)}", style="bold"))
            print_whole(Text(f"  {_status(job)}, attempt {job['attempt']}: {shortened(job['query'])}"))


def _table(jobs: list[Job]) -> Table:
    table = Table(box=None, header_style="bold")
    for name, width in (("Job", 36), ("Asked", 19), ("Status", 9), ("Attempt", 7)):
        table.add_column(name, no_wrap=True, min_width=width)
    table.add_column("Question", overflow="fold")
    for job in jobs:
        question = Text(shortened(job["query"]))
        table.add_row(job["jobId"], _asked(job), _status(job), str(job["attempt"]), question)
    return table


def _asked(job: Job) -> str:
    return f"{datetime.fromisoformat(job['createdAt']):%Y-%m-%d %H:%M:%S}"


def _status(job: Job) -> str:
    return str(job["status"]) + (f" ({job['errorCode']})" if job.get("errorCode") else "")


async def replay(
    session: FinOpsSession, job_id: str, *, mode: str, display: Display, commands: Commands, label: str = ""
) -> bool:
    """Replay one job and show its answer; True when it completed this time.

    The answer of another's job, which only an operator may replay, goes to its owner and is not waited for.
    """

    def progress(message: Message) -> None:
        display.progress(message, label)

    try:
        is_own = await _is_own(session, job_id, progress)
        replayed = await session.request(
            {"action": "replay", "jobId": job_id, "mode": mode}, f"job_replayed:{job_id}"
        )
        if not is_own:
            sys.stderr.write(
                f"{job_id} is replayed; its answer goes to its owner. See {commands.jobs('--all')}.\n"
            )
            return True
        result = await session.follow(job_id, after=replayed["seq"] - 1, on_message=progress)
    except RequestRefused as refused:
        display.failure(job_id, await _why_not_replayed(session, job_id, refused, commands))
        return False
    except (JobFailed, ResultGone, ConnectionError) as failure:
        display.failure(job_id, told(failure, job_id, commands))
        return False
    display.answer(result, label)
    return True


async def _is_own(session: FinOpsSession, job_id: str, progress: OnMessage) -> bool:
    try:
        await session.end_of(job_id, on_message=progress)
    except RequestRefused as refused:
        if refused.code == "unknown_job":
            return False
        raise
    return True


async def _why_not_replayed(
    session: FinOpsSession, job_id: str, refused: RequestRefused, commands: Commands
) -> str:
    if refused.code == "not_replayable":
        end = await session.end_of(job_id)
        if end and end["type"] == "job_completed":
            return (
                f"The job has completed: {commands.show(job_id)} prints its answer; "
                "to compute anew, ask the question again."
            )
    return told(refused, job_id, commands)


async def show(session: FinOpsSession, job_id: str, *, display: Display, commands: Commands) -> bool:
    """Show a job's answer, waiting for it while the job runs; True when there is one."""
    try:
        await session.end_of(job_id)
        result = await session.follow(job_id, on_message=display.progress)
    except (RequestRefused, JobFailed, ResultGone, ConnectionError) as failure:
        display.failure(job_id, told(failure, job_id, commands))
        return False
    display.answer(result)
    return True


async def replay_failed(
    session: FinOpsSession,
    *,
    since: datetime | None,
    mode: str,
    display: Display,
    commands: Commands,
    everyone: bool = False,
) -> bool:
    """Replay every failed job that can be, a few at once; True when all completed this time.

    `everyone` replays those of others too, for operators.
    """
    jobs = [
        job
        for job in await _jobs_since(session, since, everyone)
        if job["status"] == "failed" and job.get("replayable")
    ]
    if not jobs:
        sys.stderr.write(
            "No failed job to replay" + (f" since {since:%Y-%m-%d %H:%M}.\n" if since else ".\n")
        )
    turns = asyncio.Semaphore(REPLAYS_AT_ONCE)

    async def one(job: Job) -> bool:
        async with turns:
            job_id = job["jobId"]
            return await replay(session, job_id, mode=mode, display=display, commands=commands, label=job_id)

    return all(await asyncio.gather(*(one(job) for job in jobs)))


def _is_since(job: Job, since: datetime | None) -> bool:
    return since is None or datetime.fromisoformat(job["createdAt"]) >= since.replace(tzinfo=UTC)
