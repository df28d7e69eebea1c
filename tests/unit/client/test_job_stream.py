"""However the messages of a job arrive, a client shows the same, once, in order."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from local.client.job_stream import JobStream

MESSAGES: list[dict[str, Any]] = [
    {"type": "job_queued", "seq": 1, "progress": 5},
    *({"type": "progress_update", "seq": seq, "progress": seq * 10} for seq in range(2, 6)),
    {"type": "job_failed", "seq": 6},
    {"type": "job_replayed", "seq": 7},
    {"type": "progress_update", "seq": 8, "progress": 30},
    {"type": "job_completed", "seq": 9, "progress": 100},
]


@settings(max_examples=1_000)
@given(
    st.lists(st.sampled_from(MESSAGES), max_size=20).flatmap(lambda extra: st.permutations(MESSAGES + extra))
)
def test_r08_any_order_with_duplicates_ends_in_the_same_state(arriving: list[dict[str, Any]]) -> None:
    stream = JobStream()
    shown = [message for arrived in arriving for message in stream.feed(arrived)]
    assert shown == MESSAGES
    assert stream.end == MESSAGES[-1]
    assert not stream.has_gap


def test_a_missing_message_is_a_gap_until_it_comes() -> None:
    stream = JobStream()
    assert stream.feed(MESSAGES[0]) == [MESSAGES[0]]
    assert stream.feed(MESSAGES[2]) == []
    assert stream.has_gap
    assert stream.feed(MESSAGES[1]) == MESSAGES[1:3]
    assert not stream.has_gap


def test_a_replay_takes_the_earlier_end_back() -> None:
    stream = JobStream()
    for message in MESSAGES[:7]:
        stream.feed(message)
    assert stream.end is None
