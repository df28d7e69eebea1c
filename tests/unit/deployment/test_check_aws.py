"""What `make check-aws` says of what it saw."""

from local.deployment.dropped_connection import missing
from local.deployment.observation import Observation, report


def test_what_differs_stands_first_with_both_values() -> None:
    lines = report(
        [
            Observation("messages", "three", "three"),
            Observation("seconds", "", "1.2, 0.4"),
            Observation("the replay", "redrive", "restart"),
        ]
    ).splitlines()
    assert lines == [
        "DIFFERS  the replay: restart (here: redrive)",
        "as here  messages: three",
        "noted    seconds: 1.2, 0.4",
    ]


def test_missing_messages_are_named() -> None:
    assert missing({1, 2, 3}) == "none"
    assert missing({1, 4}) == "2, 3"
