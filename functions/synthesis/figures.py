"""Whether the figures of a text are those of the result: what makes an answer checkable.

A figure is an amount with its currency or a percentage. It is founded when, rounded as it is written, it is
one of the structured figures, or a sum, difference or share of them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate, combinations
from typing import Any

from pydantic import BaseModel

from billing.pricing import price_usd
from protocol.result import CostAnalysis, OptimizationRecommendations, Result
from synthesis.parts import ranked_drivers

_AMOUNT = r"\d[\d,]*(?:\.\d+)?"
_PERCENTAGE = re.compile(rf"(?<![\w\\.,$])({_AMOUNT})%")
_PERCENT_FIELDS = ("delta_percent", "used_percent", "coverage_percent", "utilization_percent")


@dataclass(frozen=True)
class Stated:
    """A figure as a text writes it: its size (signs are words as often as not) and its decimals."""

    written: str
    size: Decimal
    decimals: int
    is_percentage: bool


@dataclass
class Structured:
    """The numbers of a result. `leading` ones are what others are compared with: totals, limits, named."""

    amounts: list[Decimal] = field(default_factory=list)
    percentages: list[Decimal] = field(default_factory=list)
    leading: list[Decimal] = field(default_factory=list)
    lists: list[list[Decimal]] = field(default_factory=list)


def unfounded_figures(words: str, result: Result) -> list[str]:
    """The figures of a text that the result does not hold, as written; empty when all are founded."""
    numbers = structured_figures(result)
    amounts = _Known([*numbers.amounts, *_sums_and_differences(numbers)])
    percentages = _Known([*numbers.percentages, *_shares(numbers)])
    return [
        stated.written
        for stated in stated_figures(words, currency_of(result))
        if not (percentages if stated.is_percentage else amounts).holds(stated)
    ]


def stated_figures(words: str, currency: str) -> list[Stated]:
    """The amounts and percentages a text states. What is escaped (`\\$5` in a name) is no figure."""
    symbols = {re.escape("$"), rf"\b{re.escape(currency)} ?"} if currency == "USD" else {rf"\b{currency} "}
    # what the answer cost is in dollars, whatever the bill is in
    symbols |= {re.escape("$")}
    money = re.compile(rf"(?<!\\)(?:{'|'.join(sorted(symbols))})({_AMOUNT})")
    found = [_stated(match, False) for match in money.finditer(words)]
    return found + [_stated(match, True) for match in _PERCENTAGE.finditer(words)]


def structured_figures(result: Result) -> Structured:
    """Every number of a result, by what it can be."""
    numbers = Structured()
    numbers.amounts.append(result.basis.query_cost_usd)
    requests = result.basis.requests
    numbers.amounts.append(price_usd(request for request in requests if request.purpose == "catalog"))
    if result.cost_analysis:
        _of_analysis(result.cost_analysis, numbers)
    if result.optimization_recommendations:
        _of_savings(result.optimization_recommendations, numbers)
    return numbers


def currency_of(result: Result) -> str:
    """The currency the answer is written in; dollars where no cost was asked for."""
    analysis = result.cost_analysis
    if analysis is None:
        return "USD"
    return analysis.currency or (analysis.total.currency if analysis.total else "USD")


def _of_analysis(analysis: CostAnalysis, numbers: Structured) -> None:
    for name, number in _numbers(analysis):
        if name == "share":
            numbers.percentages.append(number * 100)
        elif name in _PERCENT_FIELDS:
            numbers.percentages.append(number)
        else:
            numbers.amounts.append(number)
    named = analysis.figures
    numbers.percentages += [figure.value for figure in named if figure.unit == "%"]
    numbers.leading += [figure.value for figure in named if figure.unit not in ("%", "count")]
    parts: list[BaseModel | None] = [analysis.total, analysis.comparison, analysis.forecast]
    parts += [*(analysis.budgets or []), *(analysis.commitments or [])]
    in_parts = (pair for part in parts if part for pair in _numbers(part))
    numbers.leading += [number for name, number in in_parts if name not in _PERCENT_FIELDS]
    numbers.lists += [
        [group.amount for group in analysis.groups or []],
        [point.amount for point in analysis.series or []],
        [driver.delta for driver in ranked_drivers(analysis.drivers or [])],
        [one.amount for one in analysis.adopted or []],
        [anomaly.impact for anomaly in analysis.anomalies or []],
    ]


def _of_savings(savings: OptimizationRecommendations, numbers: Structured) -> None:
    each = [item.estimated_monthly_savings for item in savings.items]
    numbers.amounts += each
    numbers.lists.append(each)
    by_group = [group.total_monthly_savings for group in savings.groups or []]
    numbers.amounts += by_group
    numbers.lists.append(by_group)
    if savings.total_monthly_savings is not None:
        numbers.amounts.append(savings.total_monthly_savings)
        numbers.leading.append(savings.total_monthly_savings)


def _numbers(value: Any, name: str = "") -> Iterator[tuple[str, Decimal]]:
    """Every decimal within a model, with its field's name."""
    if isinstance(value, Decimal):
        yield name, value
    elif isinstance(value, BaseModel):
        for field_name in type(value).model_fields:
            yield from _numbers(getattr(value, field_name), field_name)
    elif isinstance(value, list):
        for item in value:
            yield from _numbers(item, name)


def _sums_and_differences(numbers: Structured) -> Iterator[Decimal]:
    """Of two leading figures, and of the beginning or the end of a list."""
    for one, other in combinations(numbers.leading, 2):
        yield one - other
        yield one + other
    for amounts in numbers.lists:
        yield from accumulate(amounts)
        yield from accumulate(reversed(amounts))


def _shares(numbers: Structured) -> Iterator[Decimal]:
    """Any amount as a percentage of a leading figure."""
    for whole in numbers.leading:
        if whole:
            yield from (part / whole * 100 for part in numbers.amounts)


def _stated(match: re.Match[str], is_percentage: bool) -> Stated:
    digits = match.group(1).replace(",", "")
    return Stated(match.group(), Decimal(digits), len(digits.partition(".")[2]), is_percentage)


class _Known:
    """Numbers to look a written figure up in."""

    def __init__(self, numbers: Iterable[Decimal]) -> None:
        self._sizes = sorted({abs(number) for number in numbers})

    def holds(self, stated: Stated) -> bool:
        """Whether one of the numbers, rounded to as many decimals, is the figure."""
        half = Decimal("0.5").scaleb(-stated.decimals)
        nearest = bisect_left(self._sizes, stated.size - half)
        return nearest < len(self._sizes) and self._sizes[nearest] <= stated.size + half
