"""Functions invoked for the state machine, whose threads may outlive the event loop."""

import asyncio
import gc

import pytest

from local.lambdas.failure_injection import FailureInjection
from local.lambdas.service import LambdaService


def test_what_is_invoked_after_the_end_is_refused_and_leaves_nothing_behind(
    recwarn: pytest.WarningsRecorder,
) -> None:
    loop = asyncio.new_event_loop()
    service = LambdaService(loop, FailureInjection([], []))
    loop.close()

    with pytest.raises(RuntimeError, match="closed"):
        service.invoke_task("CostFunction", b"{}")
    # a coroutine nobody awaits warns when it is collected
    gc.collect()
    assert not recwarn.list
