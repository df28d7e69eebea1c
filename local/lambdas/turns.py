"""One user's steps at once: the machine's few cores are shared by users, not by jobs.

On AWS each invocation has a core of its own. Here a user with twenty jobs under way would leave another's
question a twentieth of the machine.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

STEPS_AT_ONCE = 2
"""Of one user: as many as run side by side in one job, and fewer than the sandboxes of a function."""


class Turns:
    """The turns of users to run a step. Used on one event loop only."""

    def __init__(self, at_once: int = STEPS_AT_ONCE) -> None:
        self._at_once = at_once
        self._turns: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, payload: bytes) -> AsyncIterator[None]:
        """Wait for a turn of the owner a step's event (JSON) names; one that names none has it at once."""
        owner = _owner(payload)
        if owner is None:
            yield
            return
        turns = self._turns.setdefault(owner, asyncio.Semaphore(self._at_once))
        async with turns:
            yield


def _owner(payload: bytes) -> str | None:
    try:
        return json.dumps(json.loads(payload)["job"]["owner"])
    except (ValueError, TypeError, KeyError):
        return None
