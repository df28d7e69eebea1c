"""Executions leave no thread behind."""

import threading
import time

from moto.stepfunctions.parser.utils import TMP_THREADS

from support.engine_under_test import EngineUnderTest
from support.state_machines import finished, two_branches


def test_executions_leave_no_thread_behind(aws: EngineUnderTest) -> None:
    machine = aws.create_state_machine(two_branches())
    before = execution_threads()
    for number in range(10):
        arn = aws.states.start_execution(stateMachineArn=machine, name=f"job-{number}")["executionArn"]
        finished(aws.states, arn)
    deadline = time.monotonic() + 20
    while execution_threads() - before and time.monotonic() < deadline:
        time.sleep(0.01)

    assert execution_threads() - before == set()
    assert len(TMP_THREADS) < 20


def execution_threads() -> set[threading.Thread]:
    """Threads that are not the server's."""
    return {thread for thread in threading.enumerate() if not thread.name.startswith("CP Server")}
