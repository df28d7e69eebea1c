"""Results of any size reach a client whole, in messages of at most 131,072 bytes."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from jobs.result_message import (
    PART_BYTES,
    completed_message,
    part_count,
    part_span,
    part_text,
    result_document,
)
from protocol.frames import MAX_MESSAGE_BYTES, encode
from protocol.query_plan import Interpretation
from protocol.result import Basis, Comparison, CostAnalysis, Group, Money, Result, SeriesPoint
from protocol.server_messages import JobResultPart

KIB = 1024
JOURNALED = {
    "type": "job_completed",
    "jobId": "2f0e6f5e-8f0e-5c8e-9d8e-2f0e6f5e8f0e",
    "seq": 11,
    "attempt": 1,
    "timestamp": 1_800_000_000,
    "progress": 100,
    "parts": 1,
}


def result_of_size(size: int, filler: str = "x") -> bytes:
    """A stored result of exactly so many bytes, its answer made of the filler."""
    result = Result(
        query="What?",
        response="",
        interpretation=Interpretation(intent="spend"),
        basis=Basis(query_cost_usd=Decimal("0.01")),
    )
    document = result_document(result)
    left = size - len(encode(document))
    one = len(encode(filler)) - 2
    document["response"] = filler * (left // one) + "y" * (left % one)
    stored = encode(document)
    assert len(stored) == size
    return stored


def result_with_groups(count: int) -> bytes:
    """A stored result with long tables."""
    result = Result(
        query="What?",
        response="The answer.",
        interpretation=Interpretation(intent="breakdown"),
        cost_analysis=CostAnalysis(
            total=Money(amount=Decimal(count), currency="USD"),
            groups=[Group(keys=[f"Service {n} é"], amount=Decimal("1.0000000001")) for n in range(count)],
            series=[
                SeriesPoint(start="2024-09-01", end="2024-09-02", amount=Decimal(n))
                for n in range(count // 2)
            ],
        ),
        basis=Basis(query_cost_usd=Decimal("0.01")),
    )
    return encode(result_document(result))


def joined_parts(stored: bytes) -> bytes:
    """What a client gets that asks for every part; each message is checked against the limit."""
    parts = part_count(len(stored))
    texts = []
    for part in range(1, parts + 1):
        first, last = part_span(part)
        text = part_text(stored[first : last + 1], part)
        message = JobResultPart(job_id=JOURNALED["jobId"], part=part, parts=parts, data=text).to_wire()
        assert len(encode(message)) <= MAX_MESSAGE_BYTES
        texts.append(text)
    return "".join(texts).encode()


SIZES = [
    *(32 * KIB + d for d in (-1, 0, 1)), *(128 * KIB + d for d in (-1, 0, 1)), KIB * KIB, 10 * KIB * KIB
]  # fmt: skip


@pytest.mark.parametrize("filler", ["x", "é", "😀", '"', "\\", "\n", "\x01"])
@pytest.mark.parametrize("size", SIZES)
def test_r12_a_result_of_any_size_arrives_byte_for_byte(size: int, filler: str) -> None:
    stored = result_of_size(size, filler)
    message = completed_message({**JOURNALED, "parts": part_count(size)}, stored)
    assert len(encode(message)) <= MAX_MESSAGE_BYTES
    if message["result"]["complete"]:
        assert encode(message["result"]) == stored
    else:
        assert message["result"]["parts"] == part_count(size)
    assert joined_parts(stored) == stored


def test_r12_a_message_of_exactly_the_limit_is_whole_and_one_byte_more_is_cut() -> None:
    envelope = {name: value for name, value in JOURNALED.items() if name != "parts"}
    room = MAX_MESSAGE_BYTES - (len(encode({**envelope, "result": None})) - len("null"))
    whole = completed_message(JOURNALED, result_of_size(room))
    assert len(encode(whole)) == MAX_MESSAGE_BYTES
    assert whole["result"]["complete"] is True
    cut = completed_message(JOURNALED, result_of_size(room + 1))
    assert cut["result"]["complete"] is False
    assert len(encode(cut)) <= MAX_MESSAGE_BYTES


def test_r12_long_tables_are_cut_to_their_beginnings_and_the_rest_stays() -> None:
    stored = result_with_groups(5000)
    message = completed_message({**JOURNALED, "parts": part_count(len(stored))}, stored)
    result: dict[str, Any] = message["result"]
    whole = json.loads(stored)
    assert len(encode(message)) in range(MAX_MESSAGE_BYTES - 1000, MAX_MESSAGE_BYTES + 1)
    assert result["response"] == "The answer."
    assert result["cost_analysis"]["total"] == whole["cost_analysis"]["total"]
    for table in ("groups", "series"):
        shown = result["cost_analysis"][table]
        assert 0 < len(shown) < len(whole["cost_analysis"][table])
        assert shown == whole["cost_analysis"][table][: len(shown)]
    assert json.loads(joined_parts(stored)) == whole


def test_r12_names_of_very_many_accounts_come_in_the_parts_alone() -> None:
    document = json.loads(result_of_size(1_000))
    document["accountNames"] = {f"{account:012}": "shop" * 10 for account in range(5_000)}
    stored = encode(document)

    sent = completed_message({**JOURNALED, "parts": part_count(len(stored))}, stored)

    assert len(encode(sent)) <= MAX_MESSAGE_BYTES
    assert not sent["result"]["complete"]
    assert json.loads(joined_parts(stored))["accountNames"] == document["accountNames"]


def test_a_character_cut_by_a_parts_end_belongs_to_the_part_it_begins_in() -> None:
    stored = b"x" * (PART_BYTES - 1) + "😀".encode() + b"y"
    first, last = part_span(1)
    assert part_text(stored[first : last + 1], 1).endswith("x😀")
    first, last = part_span(2)
    assert part_text(stored[first : last + 1], 2) == "y"


def test_what_the_protocol_names_null_is_null_and_what_does_not_apply_is_left_out() -> None:
    result = Result(
        query="What?",
        response="",
        interpretation=Interpretation(intent="compare"),
        cost_analysis=CostAnalysis(
            comparison=Comparison(current=Decimal(1), previous=Decimal(0), delta=Decimal(1))
        ),
        basis=Basis(query_cost_usd=Decimal(0)),
    )
    document = result_document(result)
    assert document["optimization_recommendations"] is None
    assert document["interpretation"]["period"] is None
    assert document["cost_analysis"] == {
        "comparison": {"current": "1", "previous": "0", "delta": "1", "deltaPercent": None},
        "figures": [],
    }
    assert "comparePeriod" not in document["interpretation"]
    assert "parts" not in document
