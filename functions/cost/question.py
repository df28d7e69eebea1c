"""What every analysis works on: the plan, the day, what the account has, the APIs, and what must be said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from billing.catalog import Catalog
from billing.errors import SourceUnavailable
from billing.ports import CostApis
from protocol.query_plan import Period, QueryPlan
from protocol.result import Degraded
from protocol.step import Note

Found = TypeVar("Found")
ONE_DAY = timedelta(days=1)


@dataclass
class CostQuestion:
    """One question under analysis; `notes` and `degraded` gather what the answer must say beside figures."""

    plan: QueryPlan
    today: date
    catalog: Catalog
    apis: CostApis
    notes: list[Note] = field(default_factory=list)
    degraded: list[Degraded] = field(default_factory=list)

    def note(self, note_id: str, text: str) -> None:
        """Adds a sentence the answer must say, once."""
        if all(note.id != note_id or note.text != text for note in self.notes):
            self.notes.append(Note(id=note_id, text=text))

    def attempt(self, what: str, ask: Callable[[], Found]) -> Found | None:
        """What `ask` gives, or None, with the reason and the fix kept, when its source cannot answer."""
        try:
            return ask()
        except SourceUnavailable as refused:
            self.lacks(what, refused)
            return None

    def lacks(self, what: str, refused: SourceUnavailable) -> None:
        """Says that a part of the answer is missing, once, with the reason and the fix."""
        part = Degraded(what=what, reason=refused.reason, fix=refused.fix)
        if part not in self.degraded:
            self.degraded.append(part)

    @property
    def period(self) -> Period:
        """The plan's period; the month to date where it has none."""
        return self.plan.period or self.month_to_date()

    @property
    def when(self) -> str:
        """The period as a label ends: `in May 2024`, `for 5-14 February 2024`."""
        label = self.period.label
        return f"{'for' if label[:1].isdigit() and not label.isdigit() else 'in'} {label}"

    @property
    def tomorrow(self) -> date:
        """The exclusive end of what can have been charged so far."""
        return self.today + ONE_DAY

    @property
    def has_charge_types(self) -> bool:
        """Whether charges can be told apart by RECORD_TYPE."""
        return "RECORD_TYPE" not in self.catalog.unavailable

    def month_to_date(self) -> Period:
        """The month under way, up to and with today."""
        start = self.today.replace(day=1)
        return Period(start=start, end=self.tomorrow, label=f"{start:%B %Y} to date", partial=True)

    def last_full_month(self) -> Period:
        """The latest calendar month that has ended."""
        end = self.today.replace(day=1)
        start = (end - ONE_DAY).replace(day=1)
        return Period(start=start, end=end, label=f"{start:%B %Y}")


def whole_days(start: date, end: date, today: date) -> int:
    """The number of days of a span that have ended before today began."""
    return max(0, (min(end, today) - start).days)
