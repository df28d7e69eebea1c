"""Delivery of events to the functions whose rules match, and of the schedule."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from datetime import UTC, datetime
from typing import Any

from local.events.patterns import check_pattern, matches
from local.events.schedules import rate_seconds, scheduled_event
from local.lambdas.invocation import Invocation
from local.template.application import RuleResource

log = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = (1.0, 5.0)
"""Lambda retries an asynchronous invocation twice too, but after one and two minutes."""

InvokeFunction = Callable[[str, bytes], Awaitable[Invocation]]


class EventBus:
    """The default event bus. Used on one event loop, but for `put`, which any thread may call."""

    def __init__(
        self,
        rules: Iterable[RuleResource],
        invoke: InvokeFunction,
        loop: asyncio.AbstractEventLoop,
        retry_after_seconds: tuple[float, ...] = RETRY_AFTER_SECONDS,
        schedule_seconds: float | None = None,
    ) -> None:
        """`schedule_seconds` is how often schedules run, in place of what they say.

        Raises TemplateError for a pattern or schedule it cannot follow.
        """
        self._rules = tuple(rules)
        self._rates = {
            rule.name: schedule_seconds or rate_seconds(rule.schedule, rule.name)
            for rule in self._rules
            if rule.schedule is not None
        }
        for rule in self._rules:
            check_pattern(rule.pattern or {}, rule.name)
        self._invoke = invoke
        self._loop = loop
        self._retry_after_seconds = retry_after_seconds
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, event: dict[str, Any]) -> None:
        """Take an event for every rule that matches it; returns at once."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._route, event)

    def start_schedules(self) -> None:
        """Run the scheduled rules from now on."""
        for rule in self._rules:
            if rule.schedule is not None:
                self._in_background(self._run_schedule(rule, self._rates[rule.name]))

    def stop(self) -> None:
        """Deliver nothing more."""
        for task in self._tasks:
            task.cancel()

    def _route(self, event: dict[str, Any]) -> None:
        for rule in self._rules:
            if rule.pattern is not None and matches(rule.pattern, event):
                self._send(rule, event)

    def _send(self, rule: RuleResource, event: dict[str, Any]) -> None:
        for function in rule.functions:
            self._in_background(self._deliver(function, json.dumps(event).encode()))

    async def _deliver(self, function: str, event: bytes) -> None:
        for pause in (*self._retry_after_seconds, None):
            invocation = await self._invoke(function, event)
            if invocation.function_error is None:
                return
            if pause is not None:
                await asyncio.sleep(pause)
        log.error("an event could not be delivered to %s", function)

    async def _run_schedule(self, rule: RuleResource, seconds: float) -> None:
        while True:
            await asyncio.sleep(seconds)
            self._send(rule, scheduled_event(rule.arn, datetime.now(UTC)))

    def _in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
