"""One execution of a state machine: what DescribeExecution tells, and its history."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any, Literal

Status = Literal["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]
HistoryEvent = dict[str, Any]

# https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
REDRIVABLE_PERIOD = timedelta(days=14)
HISTORY_EVENTS_LIMIT = 25_000

INTERRUPTED_ERROR = "LocalRuntime.Stopped"
INTERRUPTED_CAUSE = "The runtime on this machine was stopped while the execution was running."

_DATES = ("start_date", "stop_date", "redrive_date")


@dataclass
class Execution:
    """Dates are UTC; `input` and `output` are JSON text as AWS returns them.

    History events have the API's shape but for `timestamp`, which is ISO 8601 text, to be stored as JSON.
    """

    arn: str
    name: str
    state_machine_arn: str
    state_machine_name: str
    role_arn: str
    definition: str
    input: str
    start_date: datetime
    trace_header: str | None = None
    status: Status = "RUNNING"
    stop_date: datetime | None = None
    output: str | None = None
    error: str | None = None
    cause: str | None = None
    redrive_count: int = 0
    redrive_date: datetime | None = None
    # whether the runtime was stopped under it: what its Lambdas were doing then is unknown
    interrupted: bool = False
    events: list[HistoryEvent] = field(default_factory=list)
    # the history of an ended execution, compressed: thousands are held, and few are read again
    packed_events: bytes | None = None

    def history(self) -> list[HistoryEvent]:
        """The events so far, in order."""
        events, packed = self.events, self.packed_events
        return events if packed is None else json.loads(zlib.decompress(packed))

    def pack(self) -> None:
        """Hold the history in a tenth of its size, until `unpack`."""
        self.packed_events = zlib.compress(json.dumps(self.history()).encode(), level=1)
        self.events = []

    def unpack(self) -> None:
        """Have the history as a list again, to be appended to."""
        self.events, self.packed_events = self.history(), None

    @property
    def is_running(self) -> bool:
        return self.status == "RUNNING"

    def redrive_refusal(self, now: datetime) -> str | None:
        """Why AWS would not redrive it now, in the words of `redriveStatusReason`; None when it would."""
        if self.status in ("RUNNING", "SUCCEEDED"):
            return f"Execution is {self.status} and cannot be redriven"
        if self.interrupted:
            return "Execution was interrupted by a stop of the local runtime and cannot be redriven"
        if self.stop_date is not None and now - self.stop_date > REDRIVABLE_PERIOD:
            return "Execution redrivable period exceeded"
        if len(self.history()) >= HISTORY_EVENTS_LIMIT - 1:
            return "Execution history event limit exceeded"
        return None

    def interrupt(self, now: datetime) -> None:
        """End an execution whose runtime stopped under it."""
        self.interrupted = True
        self.status, self.stop_date = "ABORTED", now
        self.error, self.cause = INTERRUPTED_ERROR, INTERRUPTED_CAUSE
        self.events.append(
            {
                "id": len(self.events) + 1,
                "previousEventId": 0,
                "type": "ExecutionAborted",
                "timestamp": now.isoformat(timespec="milliseconds"),
                "executionAbortedEventDetails": {"error": self.error, "cause": self.cause},
            }
        )

    def to_json(self) -> str:
        record = asdict(self)
        record["events"] = self.history()
        del record["packed_events"]
        for name in _DATES:
            if record[name] is not None:
                record[name] = record[name].isoformat()
        return json.dumps(record, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Execution:
        """The execution that `to_json` wrote; what a newer version added is left out."""
        record = json.loads(text)
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in record.items() if name in known}
        for name in _DATES:
            if values.get(name) is not None:
                values[name] = datetime.fromisoformat(values[name])
        return cls(**values)
