"""Holds a proposed plan to what the account has and to the rules of periods; takes none of its words."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Literal

from pydantic import Field, ValidationError

from billing.catalog import Catalog
from protocol.query_plan import ChargeTypes, Needs, Period, QueryPlan, SavingsFocus
from protocol.values import WireModel

ONE_DAY = timedelta(days=1)
MOST_DIMENSIONS = 2  # Cost Explorer groups by no more
READ_BY_A_MODEL = "A language model read this question, as the code could not; check the reading."
_COMPARED = ("compare", "explain")
_TAKES_NO_PERIOD = ("savings", "budget")


class _ProposedPeriod(WireModel):
    start: date
    end: date


class _Proposal(WireModel):
    """The part of a plan a model may choose. Its words (labels, assumptions) are none of it."""

    intent: Literal[
        "spend", "breakdown", "trend", "compare", "explain", "adoption", "forecast", "budget", "anomaly",
        "commitment", "savings", "charges", "assessment",
    ]  # fmt: skip
    period: _ProposedPeriod | None = None
    compare_period: _ProposedPeriod | None = None
    granularity: Literal["DAILY", "MONTHLY"] = "MONTHLY"
    metric: Literal["UnblendedCost", "AmortizedCost"] = "UnblendedCost"
    charge_types: ChargeTypes = Field(default_factory=ChargeTypes)
    filters: dict[str, list[str]] = Field(default_factory=dict)
    exclude: dict[str, list[str]] = Field(default_factory=dict)
    group_by: list[str] = Field(default_factory=list, max_length=MOST_DIMENSIONS)
    limit: int | None = Field(default=None, ge=1, le=1000)
    savings_focus: SavingsFocus = "all"


def checked_plan(proposal: dict[str, Any], today: date, catalog: Catalog) -> QueryPlan | None:
    """The plan of a proposal; None when a value is not the account's, or a period breaks the rules."""
    try:
        proposed = _Proposal.model_validate(proposal)
    except ValidationError:
        return None
    if not _exists(proposed, catalog):
        return None
    try:
        period, earlier = _periods(proposed, today)
    except (ValueError, OverflowError):
        return None
    return QueryPlan(
        intent=proposed.intent,
        period=period,
        compare_period=earlier,
        granularity=proposed.granularity,
        metric=proposed.metric,
        charge_types=proposed.charge_types,
        filters=proposed.filters,
        exclude=proposed.exclude,
        group_by=proposed.group_by or (["SERVICE"] if proposed.intent in ("breakdown", "adoption") else []),
        limit=proposed.limit,
        needs=Needs(cost=proposed.intent != "savings", advisor=proposed.intent in ("savings", "assessment")),
        savings_focus=proposed.savings_focus,
        assumptions=[READ_BY_A_MODEL],
    )


def _exists(proposed: _Proposal, catalog: Catalog) -> bool:
    narrowing = [*proposed.filters.items(), *proposed.exclude.items()]
    charge_types = [*proposed.charge_types.include, *proposed.charge_types.exclude]
    return (
        all(values and set(values) <= _values(name, catalog) for name, values in narrowing)
        and all(_values(name, catalog) for name in proposed.group_by)
        and len(set(proposed.group_by)) == len(proposed.group_by)
        and set(charge_types) <= set(catalog.charge_types)
    )


def _values(dimension: str, catalog: Catalog) -> set[str]:
    """The values of a dimension the account has; none for one it does not have."""
    if dimension.startswith("TAG:"):
        known = catalog.tags.get(dimension.removeprefix("TAG:"))
        return set() if known is None else {*known, ""}
    of: dict[str, Callable[[], list[str]]] = {
        "SERVICE": lambda: catalog.services,
        "REGION": lambda: catalog.regions,
        "LINKED_ACCOUNT": lambda: [account.id for account in catalog.accounts],
        "USAGE_TYPE": lambda: catalog.usage_types,
    }
    return set(of[dimension]()) if dimension in of else set()


def _periods(proposed: _Proposal, today: date) -> tuple[Period | None, Period | None]:
    """The periods by the rules: ends exclusive, none to come but a forecast's, comparisons of whole days.

    Raises ValueError for one that breaks them.
    """
    if proposed.intent in _TAKES_NO_PERIOD:
        return None, None
    if proposed.period is None:
        return _usual_periods(proposed, today)
    start, end = proposed.period.start, proposed.period.end
    if start >= end or (proposed.intent != "forecast" and (start > today or end > today + ONE_DAY)):
        raise ValueError("a period that is inverted or to come")
    if proposed.intent == "forecast" and end <= today:
        raise ValueError("a forecast of what is over")
    if proposed.intent not in _COMPARED:
        return _period(start, end, today), None
    if proposed.compare_period is None:
        raise ValueError("a comparison with nothing")
    return _compared((start, end), (proposed.compare_period.start, proposed.compare_period.end), today)


def _compared(one: tuple[date, date], other: tuple[date, date], today: date) -> tuple[Period, Period]:
    """Later and earlier; one under way is cut to its whole days, and the other to as many from its start."""
    earlier, later = sorted((one, other))
    empty = earlier[0] >= earlier[1] or later[0] >= later[1]
    if empty or earlier[1] > later[0] or later[0] >= today:
        raise ValueError("periods that overlap or have no whole day")
    if later[1] > today:
        days = min(today - later[0], earlier[1] - earlier[0])
        earlier, later = (earlier[0], earlier[0] + days), (later[0], later[0] + days)
    return _period(*later, today), _period(*earlier, today)


def _usual_periods(proposed: _Proposal, today: date) -> tuple[Period | None, Period | None]:
    """What a question without a period means."""
    month = today.replace(day=1)
    if proposed.intent in ("explain", "assessment"):
        last = (month - ONE_DAY).replace(day=1)
        before = (last - ONE_DAY).replace(day=1)
        return _period(last, month, today), _period(before, last, today)
    if proposed.intent in ("compare", "forecast", "adoption"):
        raise ValueError("a period is needed")
    if proposed.intent in ("anomaly", "commitment"):
        return None, None
    return _period(month, today + ONE_DAY, today), None


def _period(start: date, end: date, today: date) -> Period:
    last = end - ONE_DAY
    label = start.isoformat() if start == last else f"{start.isoformat()} to {last.isoformat()}"
    return Period(start=start, end=end, label=label, partial=start <= today < end)
