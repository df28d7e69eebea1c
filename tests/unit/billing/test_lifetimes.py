"""An answer stands until the data behind it can have changed."""

from datetime import date

import pytest

from billing.lifetimes import CLOSED_MONTH, OPEN_MONTH, lifetime_seconds


@pytest.mark.parametrize(
    ("end", "today", "expected"),
    [
        ("2026-03-11", date(2026, 3, 10), OPEN_MONTH),
        ("2026-03-02", date(2026, 3, 10), OPEN_MONTH),
        ("2026-03-01", date(2026, 3, 10), CLOSED_MONTH),
        ("2026-03-01", date(2026, 3, 7), OPEN_MONTH),
        ("2026-02-01", date(2026, 3, 7), CLOSED_MONTH),
        ("2026-01-01", date(2026, 1, 3), OPEN_MONTH),
        ("2026-03-01T00:00:00Z", date(2026, 3, 10), CLOSED_MONTH),
    ],
)
def test_months_stay_open_until_a_week_into_the_next(end: str, today: date, expected: float) -> None:
    assert lifetime_seconds({"TimePeriod": {"Start": "2025-12-01", "End": end}}, today) == expected


def test_what_has_no_period_may_change_any_time() -> None:
    assert lifetime_seconds({}, date(2026, 3, 10)) == OPEN_MONTH
