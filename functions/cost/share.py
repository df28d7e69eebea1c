"""A part and the wholes it belongs to, in one request where one or two filters make the part."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from cost.charge_table import MOST_GROUPS, ZERO, Charge, ChargeTable, charge_table, sums, total_of
from cost.filters import selects
from cost.history import Days
from cost.numbers import percent
from cost.question import CostQuestion
from cost.steps import in_steps, longer
from protocol.query_plan import Granularity
from protocol.result import Figure

MOST_VALUES_NAMED = 3
MOST_SHARES = 62
EVERYTHING = "everything"
TAGLESS = ""
"""The value of a tag that stands for having no such tag."""


@dataclass(frozen=True)
class Whole:
    """What a part is taken of, its amount, and the same by the start of each span."""

    name: str
    amount: Decimal
    by_span: dict[str, Decimal] = field(default_factory=dict)


def asks_share(question: CostQuestion) -> bool:
    """Whether the question asks how large a part is."""
    return question.plan.share_of_whole or question.plan.measure == "share"


def part_of_whole(
    question: CostQuestion, days: Days, granularity: Granularity
) -> tuple[ChargeTable, list[Whole]]:
    """The charges the filters leave, and what they are a part of (exclusions hold for both).

    The first whole is what the plan takes the share of. Of two filters either may make the part, so what the
    other leaves alone is a whole as well. Where no filter makes the part, the exclusion of the tagless does.
    """
    told_by = _told_by(question)
    if not tells_part_by_groups(question):
        of = _share_of(question)
        without = frozenset(told_by) - set(of)
        part, whole = (
            in_steps(
                charge_table(
                    question, days.start, days.end, granularity=granularity, without_filters=left_off
                ),
                longer(question.plan.per),
            )
            for left_off in (frozenset[str](), without)
        )
        name = " and ".join(_named(question, dimension) for dimension in of) or EVERYTHING
        return part, [_whole(question, name, whole.everything)]
    table = charge_table(
        question,
        days.start,
        days.end,
        group_by=told_by,
        granularity=granularity,
        without_filters=frozenset(told_by),
    )
    table = in_steps(table, longer(question.plan.per))
    chosen = [replace(charge, keys=()) for charge in table.everything if _is_in(question, charge, told_by)]
    part = ChargeTable(table.spans, chosen, table.charge_types)
    return part, _wholes(question, table)


def tells_part_by_groups(question: CostQuestion) -> bool:
    """Whether one request tells the part from the rest; else each takes its own."""
    # two groups leave none for the charge types, whose whole is all of them
    return len(_told_by(question)) + bool(question.plan.charge_types.include) <= MOST_GROUPS


def share_figures(question: CostQuestion, part: Decimal, wholes: list[Whole]) -> list[Figure]:
    """The part as a percentage of each whole, then the wholes; no percentage of a whole of zero."""
    currency = question.catalog.currency
    shares, amounts = [], []
    for number, whole in enumerate(wholes):
        suffix = f":{whole.name}" if number else ""
        value = percent(part, whole.amount)
        if value is not None:
            label = f"Share of {whole.name} {question.when}"
            shares.append(Figure(id=f"share{suffix}", label=label, value=value, unit="%"))
        label = f"{'Everything' if whole.name == EVERYTHING else f'All of {whole.name}'} {question.when}"
        amounts.append(Figure(id=f"whole{suffix}", label=label, value=whole.amount, unit=currency))
    if not shares:
        question.note("no_share", "There was no spend to take a share of.")
    return [*shares, *amounts]


def shares_over_time(question: CostQuestion, part: ChargeTable, whole: Whole) -> list[Figure]:
    """The part of each day, week, month or quarter, where the question asks for them; ordered by time."""
    step = question.plan.per
    if step is None:
        return []
    amounts = part.by_span()
    figures = []
    for span in part.spans[:MOST_SHARES]:
        value = percent(amounts[span.start], whole.by_span.get(span.start, ZERO))
        if value is None:
            continue
        when = span.start[:7] if step == "month" else span.start[:10]
        kind = "" if step in ("month", "day", "hour") else f"the {step} from "
        label = f"Share of {whole.name} in {kind}{when}"
        figures.append(Figure(id=f"share_in:{when}", label=label, value=value, unit="%", of=when))
    if len(part.spans) > MOST_SHARES:
        question.note("shares_left_out", f"The first {MOST_SHARES} shares over time are given.")
    return figures


def _wholes(question: CostQuestion, table: ChargeTable) -> list[Whole]:
    told_by = _told_by(question)
    wholes = [_whole(question, EVERYTHING, table.everything)]
    if len(told_by) == 1:
        return wholes
    of = _share_of(question)
    for name in sorted(told_by, key=lambda name: (name != "SERVICE", name)):
        inside = [charge for charge in table.everything if _is_in(question, charge, [name])]
        if name not in of and all(_is_in(question, charge, told_by) for charge in inside):
            continue  # it is the part itself: usage types that one service alone has
        whole = _whole(question, _named(question, name), inside)
        wholes.insert(0 if name in of else len(wholes), whole)
    return wholes


def _told_by(question: CostQuestion) -> list[str]:
    """The dimensions that tell the part from the rest: those of the filters.

    Where they all make the whole, or there are none, what has a tag is the part.
    """
    plan = question.plan
    if any(name not in plan.share_of for name in plan.filters):
        return list(plan.filters)
    tagged = [name for name, values in plan.exclude.items() if values == [TAGLESS]]
    return [*plan.filters, *tagged]


def _share_of(question: CostQuestion) -> list[str]:
    return [name for name in question.plan.share_of if name in question.plan.filters]


def _named(question: CostQuestion, dimension: str) -> str:
    values = question.plan.filters.get(dimension)
    if values is None:
        return f"any {dimension}"
    if len(values) > MOST_VALUES_NAMED:
        return f"{len(values)} values of {dimension}"
    return ", ".join(value or f"no {dimension}" for value in values)


def _is_in(question: CostQuestion, charge: Charge, dimensions: Iterable[str]) -> bool:
    """Whether a charge, grouped by what tells the part, is in the part by some of these dimensions."""
    filters, exclude = question.plan.filters, question.plan.exclude
    values = dict(zip(_told_by(question), charge.keys, strict=True))
    return all(
        values[name] in filters[name] if name in filters else values[name] not in exclude[name]
        for name in dimensions
    )


def _whole(question: CostQuestion, name: str, charges: Iterable[Charge]) -> Whole:
    """Of all charge types where one of them is the part, else of those the question asks for."""
    types = question.plan.charge_types
    counted = [
        charge
        for charge in charges
        if types.include or charge.record_type is None or selects(types, charge.record_type)
    ]
    return Whole(name, total_of(counted), sums((charge.span.start, charge.amount) for charge in counted))
