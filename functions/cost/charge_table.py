"""GetCostAndUsage as a table of exact amounts: requests, and what their answers hold."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from billing.errors import SourceUnavailable
from cost.dimension_keys import group_definition, group_value
from cost.filters import RECORD_TYPE, Expression, filter_expression, selects
from cost.question import CostQuestion
from protocol.query_plan import ChargeTypes, Granularity

GET_COST_AND_USAGE = "ce:GetCostAndUsage"
USAGE_QUANTITY = "UsageQuantity"
MOST_GROUPS = 2  # Cost Explorer's limit for GroupBy
ZERO = Decimal(0)
MIXED_UNITS = ("", "N/A")  # of a quantity summed over several units, or over none


@dataclass(frozen=True)
class Span:
    """One step of the answer's time axis, as Cost Explorer names it; `end` exclusive."""

    start: str
    end: str
    estimated: bool = False


@dataclass(frozen=True)
class Charge:
    """The amount of one group in one span. `record_type` is None where charge types were not told apart."""

    span: Span
    keys: tuple[str, ...]
    amount: Decimal
    record_type: str | None = None
    quantity: Decimal | None = None
    unit: str = ""


@dataclass
class ChargeTable:
    """The charges of a period. `everything` holds those of charge types the question leaves out, too."""

    spans: list[Span]
    everything: list[Charge]
    charge_types: ChargeTypes = field(default_factory=ChargeTypes)

    @property
    def charges(self) -> list[Charge]:
        """The charges of the types the question asks for."""
        return [charge for charge in self.everything if self._is_asked(charge)]

    @property
    def total(self) -> Decimal:
        """The sum of the charges asked for."""
        return total_of(self.charges)

    @property
    def tells_charge_types(self) -> bool:
        """Whether every charge's type is known."""
        return all(charge.record_type is not None for charge in self.everything)

    def by_keys(self, depth: int = MOST_GROUPS) -> dict[tuple[str, ...], Decimal]:
        """The amount of each group over the whole period, a group being the first `depth` keys."""
        return sums((charge.keys[:depth], charge.amount) for charge in self.charges)

    def by_span(self) -> dict[str, Decimal]:
        """The amount of each span by its start, empty ones included."""
        amounts = {span.start: ZERO for span in self.spans}
        for charge in self.charges:
            amounts[charge.span.start] += charge.amount
        return amounts

    def by_charge_type(self) -> dict[str, Decimal]:
        """The amount of each RECORD_TYPE among the charges asked for."""
        return sums((charge.record_type or "", charge.amount) for charge in self.charges)

    def between(self, start: date, end: date) -> "ChargeTable":
        """The part of the table whose spans begin from `start` to before `end`."""
        inside = {span.start for span in self.spans if start.isoformat() <= span.start[:10] < end.isoformat()}
        return ChargeTable(
            [span for span in self.spans if span.start in inside],
            [charge for charge in self.everything if charge.span.start in inside],
            self.charge_types,
        )

    def without(self, record_types: Iterable[str]) -> "ChargeTable":
        """The table without the charges of some types."""
        left_out = frozenset(record_types)
        kept = [charge for charge in self.everything if charge.record_type not in left_out]
        return ChargeTable(self.spans, kept, self.charge_types)

    def _is_asked(self, charge: Charge) -> bool:
        return charge.record_type is None or selects(self.charge_types, charge.record_type)


def charge_table(
    question: CostQuestion,
    start: date,
    end: date,
    *,
    group_by: Iterable[str] = (),
    granularity: Granularity = "MONTHLY",
    with_usage: bool = False,
    with_charge_types: bool = True,
    without_filters: frozenset[str] = frozenset(),
    only: Expression | None = None,
) -> ChargeTable:
    """One GetCostAndUsage of the plan's metric and filters from `start` to before `end`.

    Where a group is free, RECORD_TYPE takes it, so that figures before credits cost no request more; the
    charge types asked for are then picked from the answer, and filtered by AWS otherwise. `only` is one more
    condition beside the plan's. A bill without usage quantities answers without them.
    """
    plan = question.plan
    grouped = list(group_by)[:MOST_GROUPS]
    split = RECORD_TYPE in grouped
    if not split and with_charge_types and question.has_charge_types and len(grouped) < MOST_GROUPS:
        grouped, split = [*grouped, RECORD_TYPE], True
    parameters = _parameters(
        start,
        end,
        granularity,
        metrics=[plan.metric, USAGE_QUANTITY] if with_usage else [plan.metric],
        grouped=grouped,
        expression=filter_expression(plan, charge_types=not split, without=without_filters, only=only),
    )
    answer = _with_what_there_is(question, parameters)
    return read_table(
        answer, grouped, list(group_by), plan.metric, plan.charge_types if split else ChargeTypes()
    )


def _with_what_there_is(question: CostQuestion, parameters: dict[str, Any]) -> dict[str, Any]:
    """The answer; without usage quantities, and with a word of it, where the bill has none."""
    try:
        return question.apis.ask(GET_COST_AND_USAGE, parameters)
    except SourceUnavailable as refused:
        *metrics, last = parameters["Metrics"]
        if not metrics or last != USAGE_QUANTITY or refused.code != "DataUnavailableException":
            raise
        question.lacks("Usage quantities", refused)
        return question.apis.ask(GET_COST_AND_USAGE, {**parameters, "Metrics": metrics})


def _parameters(
    start: date,
    end: date,
    granularity: Granularity,
    *,
    metrics: list[str],
    grouped: list[str],
    expression: Expression | None,
) -> dict[str, Any]:
    time = "T00:00:00Z" if granularity == "HOURLY" else ""
    parameters: dict[str, Any] = {
        "TimePeriod": {"Start": f"{start.isoformat()}{time}", "End": f"{end.isoformat()}{time}"},
        "Granularity": granularity,
        "Metrics": metrics,
    }
    if grouped:
        parameters["GroupBy"] = [group_definition(dimension) for dimension in grouped]
    if expression is not None:
        parameters["Filter"] = expression
    return parameters


def read_table(
    answer: dict[str, Any], grouped: list[str], asked: list[str], metric: str, charge_types: ChargeTypes
) -> ChargeTable:
    """The answer's table; `grouped` are its GroupBy dimensions, of which `asked` become the charges' keys.

    A page may begin amid a span, so a span that comes twice is one.
    """
    spans: dict[str, Span] = {}
    charges: list[Charge] = []
    for result in answer["ResultsByTime"]:
        period = result["TimePeriod"]
        span = Span(period["Start"], period["End"], bool(result.get("Estimated", False)))
        spans[span.start] = span
        for group in result.get("Groups", []) if grouped else [{"Keys": [], "Metrics": result["Total"]}]:
            values = dict(zip(grouped, group["Keys"], strict=True))
            named = {name: group_value(name, key) for name, key in values.items()}
            usage = group["Metrics"].get(USAGE_QUANTITY, {})
            charges.append(
                Charge(
                    span=span,
                    keys=tuple(named[name] for name in asked),
                    amount=Decimal(group["Metrics"][metric]["Amount"])
                    if metric in group["Metrics"]
                    else ZERO,
                    record_type=named.get(RECORD_TYPE),
                    quantity=Decimal(usage["Amount"]) if usage else None,
                    unit=str(usage.get("Unit", "")),
                )
            )
    return ChargeTable(sorted(spans.values(), key=lambda span: span.start), charges, charge_types)


def total_of(charges: Iterable[Charge]) -> Decimal:
    """The sum of the charges."""
    return sum((charge.amount for charge in charges), ZERO)


def sums(pairs: Iterable[tuple[Any, Decimal]]) -> dict[Any, Decimal]:
    """The sum of the amounts of each key, in the order the keys come."""
    found: dict[Any, Decimal] = {}
    for key, amount in pairs:
        found[key] = found.get(key, ZERO) + amount
    return found
