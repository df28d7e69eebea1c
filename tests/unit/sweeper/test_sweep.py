"""The sweep does what it can: many connections in a minute, and each part whatever became of the other."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier

import pytest
from botocore.exceptions import ClientError

from connections.connection import AUTHENTICATION_SECONDS, Connection
from support.memory_stores import MemoryConnectionStore, MemorySockets, VirtualClock
from support.simulated_agent import SimulatedAgent
from sweeper.sweep import ORPHAN_SECONDS, SweepFailed, sweep, sweep_connections

ACCOUNT = "999988887777"
DENIED = ClientError(
    {"Error": {"Code": "AccessDeniedException", "Message": f"arn:aws:iam::{ACCOUNT}:role/r may not"}}, "Query"
)


class Overdue:
    """Connections that never authenticated, and a clock by which they are overdue."""

    def __init__(self, *connection_ids: str) -> None:
        self.clock = VirtualClock()
        self.store, self.sockets = MemoryConnectionStore(), MemorySockets()
        for connection_id in connection_ids:
            self.store.open(Connection(connection_id, int(self.clock()) - AUTHENTICATION_SECONDS - 1))

    def sweep(self, **options: float) -> None:
        sweep_connections(self.store, self.sockets, self.clock, **options)

    def on_close(self, then: Callable[[str], object]) -> None:
        """Does something at each closing, before it."""
        close = self.sockets.close

        def closing(connection_id: str) -> None:
            then(connection_id)
            close(connection_id)

        self.sockets.close = closing  # type: ignore[method-assign]


def raises_denied(*_: object) -> None:
    raise DENIED


def test_connections_are_closed_several_at_once() -> None:
    overdue = Overdue("a", "b", "c", "d")
    together = Barrier(4)
    overdue.on_close(lambda _: together.wait(timeout=10))
    overdue.sweep()
    assert sorted(overdue.sockets.closed) == ["a", "b", "c", "d"]
    assert overdue.store.connections == {}


def test_connections_not_begun_in_time_are_left_to_the_next_run() -> None:
    overdue = Overdue("a", "b")
    overdue.sweep(until=overdue.clock())
    assert (overdue.sockets.closed, sorted(overdue.store.connections)) == ([], ["a", "b"])
    overdue.sweep(until=overdue.clock() + 1)
    assert sorted(overdue.sockets.closed) == ["a", "b"]


def test_a_connection_that_cannot_be_closed_holds_up_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    overdue = Overdue("a", "b", "c")
    overdue.on_close(lambda connection_id: raises_denied() if connection_id == "b" else None)
    overdue.sweep()
    assert sorted(overdue.sockets.closed) == ["a", "c"]
    assert list(overdue.store.connections) == ["b"]
    assert ACCOUNT not in "".join(capsys.readouterr())


@pytest.mark.parametrize("failing", ["jobs", "connections"])
def test_a_part_that_fails_does_not_stop_the_other_and_fails_the_run(failing: str) -> None:
    done: list[str] = []
    parts = {
        name: raises_denied if name == failing else (lambda name=name: done.append(name))
        for name in ("jobs", "connections")
    }
    with pytest.raises(SweepFailed) as failure:
        sweep(parts)
    assert str(failure.value) == f"Not swept: {failing} (AccessDeniedException)"
    assert len(done) == 1
    assert (failure.value.__cause__, failure.value.__context__) == (None, None)


def test_an_execution_that_does_not_show_yet_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = SimulatedAgent()
    job_id = agent.ask(agent.connect())
    (execution,) = agent.executions.all.values()
    agent.clock.sleep(3 * ORPHAN_SECONDS)
    while agent.jobs.jobs[job_id].status == "queued":
        agent.executions.advance(execution)
    monkeypatch.setattr(agent.executions, "describe", lambda _: None)
    agent.sweep()
    assert agent.jobs.jobs[job_id].ended_at is None
    agent.clock.sleep(ORPHAN_SECONDS)
    agent.sweep()
    assert "was lost" in agent.jobs.jobs[job_id].events[-1].fields["error"]
