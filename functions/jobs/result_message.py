"""How a result of any size reaches a client whose messages end at 131,072 bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from protocol.frames import MAX_MESSAGE_BYTES, encode

if TYPE_CHECKING:
    from protocol.result import Result

PART_BYTES = 60_000
"""Raw bytes of a part: JSON escapes at most double them, which leaves room for the message around them."""
_CONTINUATION = range(0x80, 0xC0)

Json = dict[str, Any]
_LONG_TABLES = (
    ("cost_analysis", "groups"),
    ("cost_analysis", "series"),
    ("cost_analysis", "drivers"),
    ("cost_analysis", "adopted"),
    ("cost_analysis", "anomalies"),
    ("cost_analysis", "budgets"),
    ("cost_analysis", "reconciliation"),
    ("cost_analysis", "figures"),
    ("optimization_recommendations", "items"),
    ("optimization_recommendations", "unavailable"),
    ("basis", "requests"),
    ("basis", "degraded"),
)


def result_document(result: Result) -> Json:
    """A result as the wire has it: what does not apply is left out, what the protocol names null is null."""
    document: Json = result.model_dump(mode="json", by_alias=True, exclude_none=True)
    document.setdefault("cost_analysis", None)
    document.setdefault("optimization_recommendations", None)
    document["interpretation"].setdefault("period", None)
    comparison = (document["cost_analysis"] or {}).get("comparison")
    if comparison:
        comparison.setdefault("deltaPercent", None)
    return document


def part_count(size: int) -> int:
    """How many parts a stored result of that many bytes is read in."""
    return max(1, -(-size // PART_BYTES))


def part_span(part: int) -> tuple[int, int]:
    """The bytes (first, last inclusive) to read for a part, from 1, with what a cut character may add."""
    return (part - 1) * PART_BYTES, part * PART_BYTES + 2


def part_text(span: bytes, part: int) -> str:
    """The text of a part within the bytes of its span: it begins and ends with a whole character.

    A character cut by the part's end belongs to the part it begins in.
    """
    first = 0
    while part > 1 and first < len(span) and span[first] in _CONTINUATION:
        first += 1
    last = PART_BYTES
    while last < len(span) and span[last] in _CONTINUATION:
        last += 1
    return span[first:last].decode()


def completed_message(message: Json, stored: bytes) -> Json:
    """A journal's `job_completed` with its `result`: whole where it fits, else without its long tables.

    `stored` is the result as it is kept; `parts`, fixed when the job completed, moves into what is cut.
    """
    envelope = {name: value for name, value in message.items() if name != "parts"}
    if len(encode({**envelope, "result": None})) - len("null") + len(stored) <= MAX_MESSAGE_BYTES:
        return {**envelope, "result": json.loads(stored)}
    document = json.loads(stored)
    document.update(complete=False, parts=message["parts"])
    document.pop("accountNames", None)
    room = MAX_MESSAGE_BYTES - len(encode({**envelope, "result": None}))
    return {**envelope, "result": _shortened(document, room)}


def _shortened(document: Json, room: int) -> Json:
    """The document in at most `room` bytes: each long table cut to its share, then the words if need be."""
    tables = {
        (parent, name): document[parent][name]
        for parent, name in _LONG_TABLES
        if isinstance(document.get(parent), dict) and document[parent].get(name)
    }
    for parent, name in tables:
        document[parent][name] = []
    _shorten_words(document, room)
    left = room - len(encode(document))
    sizes = {place: len(encode(rows)) for place, rows in tables.items()}
    whole = sum(sizes.values())
    for (parent, name), rows in tables.items():
        document[parent][name] = _fitting(rows, left * sizes[parent, name] // whole)
    return document


def _fitting(rows: list[Any], room: int) -> list[Any]:
    for count, row in enumerate(rows):
        room -= len(encode(row)) + 1
        if room < 0:
            return rows[:count]
    return rows


def _shorten_words(document: Json, room: int) -> None:
    """Where a document is too long without any table: halves the answer, then drops filters."""
    while len(encode(document)) > room and len(document["response"]) > 1000:
        document["response"] = document["response"][: len(document["response"]) // 2]
    if len(encode(document)) > room:
        document["interpretation"].update(filters={}, exclude={}, assumptions=[])
