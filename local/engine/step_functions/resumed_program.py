"""A state machine definition that begins where a failed run stopped."""

import copy
from datetime import UTC, datetime
from typing import Any

from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.flow.start_at import StartAt
from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.component.program.states import States
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel.branch_worker import BranchWorker
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel.branches_decl import (
    BranchesDecl,
    BranchWorkerPool,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from local.engine.step_functions.error_names import branch_error_name
from local.engine.step_functions.resume_point import Finished, NotStarted, Progress, ResumeAt


def resumed_program(program: Program, resume_at: ResumeAt) -> Program:
    """The program, starting at the state to resume; the given one, which is shared, stays as it is."""
    resumed = copy.copy(program)
    resumed.start_at = StartAt(resume_at.state)
    if resume_at.branches:
        parallel = copy.copy(program.states.states[resume_at.state])
        parallel.branches = ResumedBranches(parallel.branches.programs, resume_at.branches)
        resumed.states = States()
        resumed.states.states = {**program.states.states, resume_at.state: parallel}
    return resumed


class ResumedBranches(BranchesDecl):  # type: ignore[misc]
    """The branches of a redriven Parallel state: finished ones give their result, the others go on."""

    def __init__(self, programs: list[Program], progress: tuple[Progress, ...]) -> None:
        super().__init__(programs)
        self._progress = progress
        self._resumed = False

    def _eval_body(self, env: Environment) -> None:
        if self._resumed:
            # a retry of the whole Parallel state begins all branches anew
            super()._eval_body(env)
            return
        self._resumed = True
        branch_input = env.stack.pop()
        results: list[Any] = [p.output if isinstance(p, Finished) else None for p in self._progress]
        workers = self._start_workers(env, branch_input)
        for index, output in _outputs(env, workers).items():
            results[index] = output
        env.stack.append(results)

    def _start_workers(self, env: Environment, branch_input: Any) -> dict[int, BranchWorker]:
        unfinished = [i for i, p in enumerate(self._progress) if not isinstance(p, Finished)]
        pool = BranchWorkerPool(workers_num=len(unfinished))
        if not unfinished:
            return {}
        workers = {}
        for index in unfinished:
            program, progress = self.programs[index], self._progress[index]
            frame = env.open_inner_frame()
            if isinstance(progress, ResumeAt):
                frame.states.reset(input_value=progress.input)
                program = resumed_program(program, progress)
            elif isinstance(progress, NotStarted):
                frame.states.reset(input_value=branch_input)
            workers[index] = BranchWorker(branch_worker_comm=pool, program=program, env=frame)
        for worker in workers.values():
            worker.start()
        pool.wait()
        failure = pool.get_exit_event_details()
        if failure is not None:
            _abort(env, list(workers.values()))
            raise FailureEventException(
                FailureEvent(
                    env=env,
                    error_name=branch_error_name(failure.get("error")),
                    event_type=HistoryEventType.ExecutionFailed,
                    event_details=EventDetails(executionFailedEventDetails=failure),
                )
            )
        return workers


def _abort(env: Environment, workers: list[BranchWorker]) -> None:
    for worker in workers:
        worker.stop(stop_date=datetime.now(UTC), cause=None, error=None)
        env.close_frame(worker.env)


def _outputs(env: Environment, workers: dict[int, BranchWorker]) -> dict[int, Any]:
    outputs = {}
    for index, worker in workers.items():
        outputs[index] = worker.env.states.get_input()
        env.close_frame(worker.env)
    return outputs
