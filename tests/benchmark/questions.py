"""A warm question: from `finops_query` to `job_completed`, each step's share, and one process's time."""

import asyncio
import contextlib
import io
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime

from local.client import FinOpsSession
from local.client.job_stream import Message
from local.client.sign_in import id_token, read_config
from local.trace.executions import Executions
from local.trace.history import read_history
from tests.benchmark.catalog import catalog_at
from tests.benchmark.report import line, percentile, title

WARM_UP, COUNTED = 8, 60
SERVICES = ("S3", "EC2", "RDS", "Lambda", "DynamoDB", "CloudFront", "Redshift", "KMS")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def questions() -> list[str]:
    """Plain questions, none asked twice, so that none is answered from the cache."""
    asked = [f"What was my {service} spend in {month}?" for month in MONTHS for service in SERVICES]
    return asked[: WARM_UP + COUNTED]


def run(web_socket: str, http: str) -> None:
    """Ask, trace, and print."""
    title(f"A warm question, {COUNTED} different ones, one after the other")
    times, jobs = ask_all(web_socket, questions())
    times, jobs = times[WARM_UP:], jobs[WARM_UP:]
    in_process = _baseline(http)
    median = statistics.median(times)
    line("finops_query to job_completed, p50", median, "ms", "bound 150 ms")
    line("finops_query to job_completed, p95", percentile(times, 95), "ms")
    line("baseline: same work in one process, p50", in_process, "ms", f"ratio {median / in_process:.2f}")
    shares = _shares(http, jobs)
    for step, milliseconds in shares.items():
        line(f"of it in {step}, p50", milliseconds, "ms", f"{milliseconds / median:.0%}")
    rest = median - sum(shares.values())
    line("of it at the socket and between the steps", rest, "ms", f"{rest / median:.0%}")


def ask_all(web_socket: str, texts: list[str]) -> tuple[list[float], list[str]]:
    """Ask questions one after the other: the milliseconds each took, and their jobs."""
    return asyncio.run(_ask_all(web_socket, texts))


async def _ask_all(web_socket: str, texts: list[str]) -> tuple[list[float], list[str]]:
    times: list[float] = []
    jobs: list[str] = []

    def note(message: Message) -> None:
        if message["type"] == "job_queued":
            jobs.append(message["jobId"])

    async with FinOpsSession(web_socket, id_token(read_config(web_socket))) as session:
        for text in texts:
            begin = time.perf_counter()
            await session.ask(text, on_message=note)
            times.append((time.perf_counter() - begin) * 1000)
    return times, jobs


def _shares(http: str, jobs: list[str]) -> dict[str, float]:
    """The median milliseconds each task's calls took, from the executions' histories."""
    executions, taken = Executions.at(http), defaultdict(list)
    for job in jobs:
        for description in executions.of_job(job)[:1]:
            for state in read_history(executions.events(description["executionArn"])).walk():
                if state.type == "Task" and state.seconds is not None:
                    taken[state.name].append(state.seconds * 1000)
    return {name: statistics.median(values) for name, values in taken.items()}


def _baseline(http: str) -> float:
    answer = _answer_in_process(http)
    times = []
    # the metrics of paid requests go to standard output, which is CloudWatch's in Lambda
    with contextlib.redirect_stdout(io.StringIO()):
        for question in questions():
            begin = time.perf_counter()
            answer(question)
            times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times[WARM_UP:])


def _answer_in_process(http: str) -> Callable[[str], object]:
    """The steps as functions on the same cost APIs, without journal or state machine."""
    from billing.metered_apis import MeteredCostApis
    from cost.analyse import analyse
    from interpreter.interpret import interpret
    from protocol.step import InterpretationOutput, JobInput, Owner
    from synthesis.compose import compose

    today: date = datetime.now(UTC).date()
    catalog = catalog_at(http, today)

    def answer(question: str) -> object:
        apis = MeteredCostApis(today, "benchmark")
        plan = interpret(question, today, catalog)
        findings = analyse(plan, today, catalog, apis)
        job = JobInput(job_id="j", owner=Owner(tenant="t", user_id="u"), query=question, today=today)
        result = compose(job, InterpretationOutput(plan=plan, needs=plan.needs), findings, None)
        return result.model_dump_json(by_alias=True)

    return answer
