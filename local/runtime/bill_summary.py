"""Which bill is asked, in words: what a start prints and logs of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class BillSummary:
    """`name` is that of the file or folder, None for the demo organisation; days are UTC and inclusive.

    `left_out` is how many rows each other provider has. `asked_on` is the day questions are asked as of,
    `is_day_given` whether a person chose it.
    """

    name: str | None
    rows: int
    first_day: date
    last_day: date
    currency: str
    accounts: int
    asked_on: date
    left_out: Mapping[str, int] = field(default_factory=dict)
    is_day_given: bool = False

    def described(self) -> str:
        """The bill and what is read of it, in a line."""
        if self.name is None:
            return f"a generated demo organisation, {self.first_day} to {self.last_day}"
        parts = [_counted(self.rows, "row"), _days(self.first_day, self.last_day), self.currency]
        if self.accounts:
            parts.append(_counted(self.accounts, "account"))
        described = f"{self.name}: {', '.join(parts)}"
        return f"{described}; {self._left_out_words()}" if self.left_out else described

    def introduced(self) -> str:
        """The bill, and how to ask it as of its end, in sentences."""
        described = self.described()
        sentences = [f"{described[0].upper()}{described[1:]}." if self.name is None else f"{described}."]
        return " ".join([*sentences, *([hint] if (hint := self.day_hint()) else [])])

    def cautions(self) -> list[str]:
        """What a person must know who asks this bill, a sentence each: rows left out, days long past."""
        cautions = []
        if self.left_out:
            cautions.append(f"{self.name}: {self._left_out_words()}.")
        if hint := self.day_hint():
            cautions.append(hint)
        return cautions

    def day_hint(self) -> str | None:
        """How to ask a bill that ended before yesterday as of its end; nothing where the day was given."""
        after = self.last_day + timedelta(days=1)
        if self.name is None or self.is_day_given or after >= self.asked_on:
            return None
        return f"It ends on {self.last_day}: add --today {after} to ask as of then."

    def _left_out_words(self) -> str:
        rows = sum(self.left_out.values())
        verb = "is" if rows == 1 else "are"
        return f"{_counted(rows, 'row')} of other providers ({', '.join(self.left_out)}) {verb} left out"


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _days(first: date, last: date) -> str:
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B %Y}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"{first.day} {first:%B}{year} – {last.day} {last:%B %Y}"
