"""Writing an execution's history, and reading it in pages."""

import threading
from datetime import UTC, datetime
from typing import Any

from moto.stepfunctions.parser.asl.eval.event.event_manager import EventHistoryContext, EventManager

from local.engine.step_functions.execution import HistoryEvent

TERMINAL_EVENTS = frozenset(
    {"ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"}
)


class RunHistory(EventManager):  # type: ignore[misc]
    """Appends the events of one run (a first start, or one redrive) to the history of its execution.

    A terminal event closes it: what the run's abandoned threads still report, as a Lambda that answers after
    StopExecution, is dropped. A redrive writes through an object of its own.
    """

    def __init__(self, events: list[HistoryEvent]) -> None:
        super().__init__()
        self._events = events
        self._lock = threading.Lock()
        self._closed = False

    def add_event(
        self,
        context: EventHistoryContext,
        event_type: Any,
        event_details: Any = None,
        timestamp: datetime | None = None,
        update_source_event_id: bool = True,
    ) -> int:
        """Append an event unless the run has ended; its id, or the last one's."""
        event_id = self._append(context.source_event_id, event_type, event_details, timestamp)
        if event_id is None:
            return len(self._events)
        context.last_published_event_id = event_id
        if update_source_event_id:
            context.source_event_id = event_id
        return event_id

    def end(self, event_type: str, details: dict[str, Any]) -> bool:
        """Append a terminal event from outside the run; False when it had ended already."""
        return self._append(0, event_type, details) is not None

    def _append(
        self, previous_event_id: int, event_type: Any, details: Any, timestamp: datetime | None = None
    ) -> int | None:
        type_name = str(getattr(event_type, "value", event_type))
        with self._lock:
            if self._closed:
                return None
            event_id = len(self._events) + 1
            self._events.append(
                {
                    "id": event_id,
                    "previousEventId": previous_event_id,
                    "type": type_name,
                    "timestamp": (timestamp or datetime.now(UTC)).isoformat(timespec="milliseconds"),
                    **(details or {}),
                }
            )
            self._closed = type_name in TERMINAL_EVENTS
        return event_id


def history_page(
    events: list[HistoryEvent], *, newest_first: bool, offset: int, size: int, with_data: bool
) -> tuple[list[HistoryEvent], int | None]:
    """A page of GetExecutionHistory and the offset of the next one, None after the last."""
    ordered = events[::-1] if newest_first else events
    page = [_api_event(event, with_data) for event in ordered[offset : offset + size]]
    following = offset + size
    return page, following if following < len(ordered) else None


def _api_event(event: HistoryEvent, with_data: bool) -> HistoryEvent:
    answer = {**event, "timestamp": datetime.fromisoformat(event["timestamp"])}
    if not with_data:
        for name, details in event.items():
            if isinstance(details, dict):
                answer[name] = {
                    k: v for k, v in details.items() if k not in ("input", "output", "parameters")
                }
    return answer
