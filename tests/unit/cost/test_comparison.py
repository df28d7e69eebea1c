"""A change in percent is of an earlier amount above zero, and of no other."""

from decimal import Decimal

import pytest

from cost.comparison import compare_amounts


@pytest.mark.parametrize(
    ("current", "previous", "delta", "percent"),
    [
        ("100", "80", "20", "25"),
        ("-20", "80", "-100", "-125"),
        ("639.70", "-280.90", "920.60", None),
        ("-400", "-280.90", "-119.10", None),
        ("5", "0", "5", None),
    ],
)
def test_a_change_of_nothing_or_less_has_no_percentage(
    current: str, previous: str, delta: str, percent: str | None
) -> None:
    change = compare_amounts(Decimal(current), Decimal(previous))

    assert change.delta == Decimal(delta)
    assert change.delta_percent == (None if percent is None else Decimal(percent))
