"""The messages of one job put in order: no I/O, so that any reordering can be tested."""

from typing import Any

Message = dict[str, Any]
ENDS = ("job_completed", "job_failed")


class JobStream:
    """Takes a job's messages as they arrive and gives them out once, in the order of their `seq`."""

    def __init__(self) -> None:
        self.last_seq = 0
        self.end: Message | None = None
        self._early: dict[int, Message] = {}

    def feed(self, message: Message) -> list[Message]:
        """The messages that are now in order, this one and those that had waited for it."""
        seq = int(message["seq"])
        if seq > self.last_seq:
            self._early.setdefault(seq, message)
        ready = []
        while (following := self._early.pop(self.last_seq + 1, None)) is not None:
            self.last_seq += 1
            self._note_end(following)
            ready.append(following)
        return ready

    @property
    def has_gap(self) -> bool:
        """Whether a message came whose predecessors did not: `resume` brings them."""
        return bool(self._early)

    def _note_end(self, message: Message) -> None:
        if message["type"] in ENDS:
            self.end = message
        elif message["type"] == "job_replayed":
            self.end = None
