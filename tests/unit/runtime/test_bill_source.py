"""A bill that is over, loaded for a start with and without a day of its own."""

from datetime import date
from pathlib import Path

import pytest

from local.runtime.bill_source import BillLoading
from support.tiny_server import BILL


@pytest.mark.parametrize(
    ("today", "cautions"),
    [
        (None, ["It ends on 2024-09-01: add --today 2024-09-02 to ask as of then."]),
        (date(2024, 9, 20), []),
    ],
)
def test_day_to_ask_as_of_is_advised_only_where_none_was_given(
    tmp_path: Path, today: date | None, cautions: list[str]
) -> None:
    bill = tmp_path / "bill.csv"
    bill.write_text(BILL)
    source = BillLoading(bill, today, frozenset()).result()
    source.bill.close()
    assert source.summary.cautions() == cautions
