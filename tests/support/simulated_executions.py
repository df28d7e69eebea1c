"""Step Functions in virtual time: the state machine's steps, its retries, redrives and status events."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from jobs.errors import JournalUnavailable, ResultStoreUnavailable
from jobs.executions import ExecutionState, ExecutionStatus, NotRedrivable
from jobs.step_run import StepRun
from protocol.job import JobInput
from protocol.query_plan import Interpretation
from protocol.result import Basis, Result
from protocol.step import Execution, StepEvent
from support.memory_stores import Faults, Killed, VirtualClock

PROGRESS = {
    "InterpretQuery": (10, 25),
    "AnalyzeCost": (30, 50, 70),
    "AdviseSavings": (40, 75),
    "SynthesizeAnswer": (85, 95),
}
REDRIVABLE_SECONDS = 14 * 24 * 3600


class StepFailed(Exception):
    """A step raised what the state machine does not retry, or did so too often."""


@dataclass
class SimulatedExecution:
    """One execution: what it was given, how often it was redriven, which steps are done."""

    name: str
    job: JobInput
    work: Iterator[None]
    redrive_count: int = 0
    status: ExecutionStatus = "RUNNING"
    error: str | None = None
    failed_step: str | None = None
    ended_at: float = 0.0
    done: set[str] = field(default_factory=set)


class SimulatedExecutions:
    """The port `Executions`. `advance` runs one operation of one execution; nothing happens by itself."""

    def __init__(
        self,
        run_of: Callable[[StepEvent, str], StepRun],
        clock: VirtualClock,
        rng: random.Random,
        faults: Faults | None = None,
    ) -> None:
        self.all: dict[str, SimulatedExecution] = {}
        self.events: list[tuple[str, str, ExecutionState]] = []
        self.runs: Counter[str] = Counter()
        self.started = 0
        self.failing: dict[str, int] = {}
        self.response_size = 0
        self._run_of, self._clock, self._rng = run_of, clock, rng
        self._faults = faults or Faults()
        self._tokens: set[str] = set()

    def start(self, name: str, job: JobInput) -> bool:
        self._faults.at("start execution", "before", RuntimeError)
        held = self.all.get(name)
        if held is None:
            execution = SimulatedExecution(name, job, iter(()))
            execution.work = self._work(execution)
            self.all[name] = execution
            self.started += 1
            self._tell(execution)
        else:
            assert held.job == job, "StartExecution with another input is refused"
        self._faults.at("start execution", "after", RuntimeError)
        return held is None or held.status == "RUNNING"

    def redrive(self, name: str, client_token: str) -> None:
        self._faults.at("redrive execution", "before", RuntimeError)
        if client_token in self._tokens:
            return
        execution = self.all.get(name)
        if execution is None:
            raise NotRedrivable("The execution is not kept any longer.")
        if execution.status in ("RUNNING", "SUCCEEDED"):
            raise NotRedrivable(f"Execution is {execution.status}")
        if self._clock() - execution.ended_at > REDRIVABLE_SECONDS:
            raise NotRedrivable("The execution cannot be redriven because the redrivable period exceeded")
        self._tokens.add(client_token)
        execution.redrive_count += 1
        execution.status, execution.error, execution.failed_step = "RUNNING", None, None
        execution.work = self._work(execution)
        self._tell(execution)
        self._faults.at("redrive execution", "after", RuntimeError)

    def stop(self, name: str) -> bool:
        execution = self.all.get(name)
        if execution is not None and execution.status == "RUNNING":
            self._end(execution, "ABORTED")
        return execution is not None

    def describe(self, name: str) -> ExecutionState | None:
        execution = self.all.get(name)
        if execution is None:
            return None
        return ExecutionState(execution.status, execution.redrive_count, execution.error)

    def failed_step(self, name: str, status: ExecutionStatus) -> str | None:
        return self.all[name].failed_step

    def running(self) -> list[SimulatedExecution]:
        """Those that have something left to do."""
        return [execution for execution in self.all.values() if execution.status == "RUNNING"]

    def advance(self, execution: SimulatedExecution) -> None:
        """Runs an execution up to its next message."""
        self._clock.sleep(0.01)
        try:
            next(execution.work)
        except StopIteration:
            if execution.status == "RUNNING":
                self._end(execution, "SUCCEEDED")
        except StepFailed as failed:
            execution.error = "KeyError"
            execution.failed_step = str(failed)
            self._end(execution, "FAILED")

    def finish(self) -> None:
        """Runs all executions to their end."""
        while running := self.running():
            self.advance(self._rng.choice(running))

    def _end(self, execution: SimulatedExecution, status: ExecutionStatus) -> None:
        execution.status, execution.ended_at = status, self._clock()
        self._tell(execution)

    def _tell(self, execution: SimulatedExecution) -> None:
        state = ExecutionState(execution.status, execution.redrive_count, execution.error)
        self.events.append((execution.job.job_id, execution.name, state))

    def _work(self, execution: SimulatedExecution) -> Iterator[None]:
        yield from self._task(execution, "InterpretQuery")
        branches = [self._task(execution, step) for step in ("AnalyzeCost", "AdviseSavings")]
        while branches:
            branch = self._rng.choice(branches)
            try:
                next(branch)
            except StopIteration:
                branches.remove(branch)
            yield
        yield from self._task(execution, "SynthesizeAnswer")

    def _task(self, execution: SimulatedExecution, step: str) -> Iterator[None]:
        """A Task with the definition's retries: two of a killed Lambda, four of an unavailable store."""
        if step in execution.done:
            return
        killed = unavailable = 0
        while True:
            self.runs[step] += 1
            try:
                yield from self._step(execution, step)
            except Killed:
                killed += 1
                if killed > 2:
                    raise StepFailed(step) from None
            except (JournalUnavailable, ResultStoreUnavailable):
                unavailable += 1
                if unavailable > 4:
                    raise StepFailed(step) from None
            else:
                execution.done.add(step)
                return
            self._clock.sleep(2.0)
            yield

    def _step(self, execution: SimulatedExecution, step: str) -> Iterator[None]:
        event = StepEvent(
            job=execution.job,
            execution=Execution.model_validate(
                {
                    "Id": f"arn:{execution.name}",
                    "Name": execution.name,
                    "RedriveCount": execution.redrive_count,
                }
            ),
        )
        run = self._run_of(event, step)
        for percent in PROGRESS[step]:
            run.progress(percent, f"{step} at {percent}")
            yield
        if self.failing.get(step, 0) > 0:
            self.failing[step] -= 1
            raise StepFailed(step)
        if step == "SynthesizeAnswer":
            run.complete(self.result(execution.job))

    def result(self, job: JobInput) -> Result:
        """The answer every attempt of a job gives."""
        return Result(
            query=job.query,
            response=f"The answer to {job.job_id}. " + "x" * self.response_size,
            interpretation=Interpretation(intent="spend"),
            basis=Basis(query_cost_usd=Decimal("0.01")),
        )
