"""What the bill's history can answer: a period's part within it, and what must be said of the rest."""

from dataclasses import dataclass
from datetime import date

from cost.charge_table import ChargeTable, charge_table
from cost.question import ONE_DAY, CostQuestion
from protocol.query_plan import Period

NEVER_CHARGED = "There is no such charge in the whole history."


@dataclass(frozen=True)
class Days:
    """Days from `start` to before `end`."""

    start: date
    end: date


def days_in_history(question: CostQuestion, period: Period) -> Days | None:
    """The part of the period that the history reaches and that is not to come; None when there is none.

    Notes what is missing at its beginning.
    """
    first = question.catalog.first_day
    if first is None:
        question.note("no_data", "The bill holds no charges yet.")
        return None
    if period.end <= first:
        question.note(
            "before_history",
            f"The history begins on {first.isoformat()}: there is no figure for {period.label}.",
        )
        return None
    if period.start < first:
        question.note(
            "history_begins",
            f"The history begins on {first.isoformat()}: {period.label} is counted from there.",
        )
    days = Days(max(period.start, first), min(period.end, question.tomorrow))
    return days if days.start < days.end else None


def note_data_end(question: CostQuestion, days: Days, table: ChargeTable) -> bool:
    """Says where the data ends within the days; whether there is any data for them at all."""
    last = question.catalog.last_day
    has_charges = any(charge.amount or charge.record_type is not None for charge in table.everything)
    if last is None or (has_charges and last >= min(days.end, question.today) - ONE_DAY):
        return True
    if last < days.start and not has_charges:
        question.note(
            "no_data_after", f"The bill's last charge is on {last.isoformat()}: there is nothing after it."
        )
        return False
    if last < min(days.end, question.today) - ONE_DAY:
        question.note(
            "no_data_after", f"The data ends on {last.isoformat()}, the day of the bill's last charge."
        )
    return True


def note_estimates(question: CostQuestion, table: ChargeTable) -> None:
    """Says which part may still change: AWS marks it, and today is not over (said once with the plan's)."""
    estimated = [span for span in table.spans if span.estimated]
    if estimated:
        question.note(
            "estimated", f"Figures from {estimated[0].start[:10]} on are estimates and may still change."
        )
    is_said = any("not over" in assumption for assumption in question.plan.assumptions)
    if question.period.partial and not is_said:
        question.note(
            "partial", f"Today, {question.today.isoformat()}, is not over and counts as far as it goes."
        )


def note_nearest_charge(question: CostQuestion, days: Days) -> None:
    """For a total of nothing: says when the same was charged before or after, which costs one request."""
    first = question.catalog.first_day
    if first is None:
        return
    if days.start <= first and days.end >= question.tomorrow:
        question.note("never_charged", NEVER_CHARGED)
        return
    history = question.attempt(
        "The day of the nearest charge",
        lambda: charge_table(question, first, question.tomorrow, granularity="DAILY"),
    )
    if history is None:
        return
    charged = sorted(
        {charge.span.start[:10] for charge in history.charges if _is_charge(charge.amount, history)}
    )
    before = [day for day in charged if day < days.start.isoformat()]
    after = [day for day in charged if day >= days.end.isoformat()]
    if before:
        question.note(
            "last_charge", f"There was no such charge in the period; the last one was on {before[-1]}."
        )
    elif after:
        question.note(
            "first_charge", f"There was no such charge in the period; the first one was on {after[0]}."
        )
    else:
        question.note("never_charged", NEVER_CHARGED)


def _is_charge(amount: object, table: ChargeTable) -> bool:
    # ungrouped totals list every day, charged or not
    return bool(amount) or table.tells_charge_types
