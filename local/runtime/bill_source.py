"""The bill to answer from: the one given, or the demo organisation's, loaded beside the rest of the start."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from local.runtime.bill_summary import BillSummary
from local.runtime.options import StartRefused

if TYPE_CHECKING:
    from local.bill import Bill
    from local.cost_apis import CostApis


@dataclass(frozen=True)
class BillSource:
    """A loaded bill and the cost APIs over it. `bill_id` changes with the bill and with a fixed day."""

    bill: "Bill"
    cost_apis: "CostApis"
    bill_id: str
    summary: BillSummary


class BillLoading:
    """A bill being loaded in a thread: DuckDB works outside Python's lock."""

    def __init__(self, data: Path | None, today: date | None, without: frozenset[str]) -> None:
        self._data, self._today, self._without = data, today, without
        self._source: BillSource | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._load, name="load-bill", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait until the thread has ended: DuckDB aborts a process that ends under it."""
        self._thread.join()

    def result(self) -> BillSource:
        """Wait for the bill. Raises StartRefused when it cannot be read."""
        self.wait()
        if self._source is not None:
            return self._source
        from local.bill import BillError

        if isinstance(self._error, StartRefused):
            raise self._error
        if isinstance(self._error, BillError):
            raise StartRefused(str(self._error)) from self._error
        if isinstance(self._error, OSError):
            raise StartRefused(
                f"The demo organisation's bill cannot be written to {self._error.filename}: "
                f"{self._error.strerror}. Mend that, or give a bill of your own with --data."
            ) from self._error
        raise self._error or RuntimeError("the bill was not loaded")

    def _load(self) -> None:
        try:
            self._source = _load_source(self._data, self._today, self._without)
        except BaseException as error:
            self._error = error


def _load_source(data: Path | None, today: date | None, without: frozenset[str]) -> BillSource:
    from local.bill import load_bill
    from local.cost_apis import CostApis, Options
    from local.cost_apis.without import parse_without

    try:
        lacking = parse_without(without)
    except ValueError as error:
        raise StartRefused(str(error)) from error
    if data is None:
        from local.demo import demo_organisation

        organisation = demo_organisation(today or _utc_today())
        bill = load_bill(organisation.bill_path)
        options = Options(without=lacking, advice=organisation.advice)
    else:
        bill = load_bill(data)
        options = Options(without=lacking)
    day: date | Callable[[], date] = today or _utc_today
    identity = f"{bill.fingerprint} {today or ''} {' '.join(sorted(without))}"
    bill_id = hashlib.sha256(identity.encode()).hexdigest()[:16]
    summary = _summary(bill, data, today)
    return BillSource(bill, CostApis(bill, day, options), bill_id, summary)


def _summary(bill: "Bill", data: Path | None, today: date | None) -> BillSummary:
    return BillSummary(
        name=data.resolve().name if data else None,
        rows=bill.rows,
        first_day=bill.first_day,
        last_day=bill.last_day,
        currency=bill.currency,
        accounts=bill.accounts,
        asked_on=today or _utc_today(),
        left_out=bill.left_out,
        is_day_given=today is not None,
    )


def _utc_today() -> date:
    return datetime.now(UTC).date()
