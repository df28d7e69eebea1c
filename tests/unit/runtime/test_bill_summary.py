"""What is said of the bill that is asked."""

from dataclasses import replace
from datetime import date

import pytest

from local.runtime.bill_summary import BillSummary

SEPTEMBER = (date(2024, 9, 1), date(2024, 9, 30))


def summary(
    name: str | None = "focus_sample.csv",
    days: tuple[date, date] = SEPTEMBER,
    asked_on: date = date(2026, 3, 10),
    left_out: dict[str, int] | None = None,
) -> BillSummary:
    return BillSummary(name, 942, *days, "USD", 66, asked_on, left_out or {})


def test_bill_is_described_with_what_is_left_out_of_it() -> None:
    assert summary(left_out={"Microsoft": 51, "Oracle": 7}).described() == (
        "focus_sample.csv: 942 rows, 1–30 September 2024, USD, 66 accounts; "
        "58 rows of other providers (Microsoft, Oracle) are left out"
    )
    assert summary().described() == "focus_sample.csv: 942 rows, 1–30 September 2024, USD, 66 accounts"
    assert "1 row of other providers (Oracle) is left out" in summary(left_out={"Oracle": 1}).described()


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((date(2024, 9, 1), date(2024, 9, 1)), ", 1 September 2024,"),
        ((date(2024, 8, 2), date(2024, 9, 30)), ", 2 August – 30 September 2024,"),
        ((date(2023, 12, 31), date(2024, 1, 1)), ", 31 December 2023 – 1 January 2024,"),
    ],
)
def test_days_of_a_bill_name_what_differs(days: tuple[date, date], words: str) -> None:
    assert words in summary(days=days).described()


def test_demo_is_named_as_what_it_is_and_never_over() -> None:
    demo = summary(None)
    assert demo.described() == "a generated demo organisation, 2024-09-01 to 2024-09-30"
    assert demo.cautions() == []
    assert demo.introduced() == "A generated demo organisation, 2024-09-01 to 2024-09-30."


def test_bill_that_is_over_says_how_to_ask_as_of_its_end() -> None:
    left_out = summary(left_out={"Oracle": 7})
    assert left_out.cautions() == [
        "focus_sample.csv: 7 rows of other providers (Oracle) are left out.",
        "It ends on 2024-09-30: add --today 2024-10-01 to ask as of then.",
    ]
    assert summary().introduced().endswith("66 accounts. " + left_out.cautions()[1])
    assert summary(asked_on=date(2024, 10, 2)).cautions()
    assert summary(asked_on=date(2024, 10, 1)).cautions() == []
    assert summary(asked_on=date(2024, 9, 15)).cautions() == []
    assert replace(summary(), is_day_given=True).cautions() == []
