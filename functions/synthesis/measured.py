"""The first line where the figure asked for is not the total: an average, a share, a unit cost, a day."""

from datetime import date
from decimal import Decimal

from protocol.query_plan import Interpretation
from protocol.result import Figure, Money
from synthesis import money, words
from synthesis.answer import IN_A_HEADLINE, Answer
from synthesis.markdown import text
from synthesis.parts import bold, never_bare

_EXTREMES = {
    "dearest_day": "most expensive day",
    "cheapest_day": "cheapest day",
    "dearest_month": "most expensive month",
    "cheapest_month": "cheapest month",
}
_SIGNIFICANT_DIGITS = 4
_READS_IN_CENTS = Decimal("0.005")


def leading_figures(answer: Answer) -> int:
    """1 where the figure asked for is the first of `figures`, else 0.

    A measure that could not be had (no whole day yet) leaves the total, and a note that says why.
    """
    figures = answer.analysis.figures
    return 1 if figures and figures[0].id == answer.plan.measure else 0


def measured(answer: Answer) -> str:
    """The first named figure leads; the total it comes from follows."""
    asked = answer.analysis.figures[0]
    total = answer.analysis.total
    if asked.id == "share" and total:
        return _shared(answer, asked, total)
    rest = f" The total is {answer.money(total.amount)}." if total else ""
    value = f"{bold(money.figure(asked.value, asked.unit))}{_unrounded(asked)}"
    said = _extreme(answer, asked, answer.plan.place or 1) or _labelled(asked)
    return f"{value}{said}{answer.where}{basis_of(answer)}.{_also(answer)}{rest}{never_bare(answer)}"


def _also(answer: Answer) -> str:
    """The figures asked for beside the first, a sentence each."""
    named = {one.id: one for one in answer.analysis.figures}
    beside = [named[measure] for measure in answer.plan.also if measure in named]
    return "".join(
        f" {bold(money.figure(one.value, one.unit))}{_extreme(answer, one, 1) or _labelled(one)}."
        for one in beside
    )


def _labelled(asked: Figure) -> str:
    """`: Average per day`; nothing where the unit says it already, as of `$2.00 per request`."""
    _, _, per = asked.unit.partition("/")
    return "" if per and asked.label == f"Cost per {per}" else f": {text(asked.label)}"


def basis_of(answer: Answer) -> str:
    """The metric; said only where it is not the default."""
    metric = answer.plan.metric
    return "" if metric == "UnblendedCost" else f" ({words.metric(metric)})"


def _shared(answer: Answer, share: Figure, part: Money) -> str:
    """`25% of everything in May 2026 is for Amazon S3: $5.00 of $20.00.`"""
    whole = next((figure for figure in answer.analysis.figures if figure.id == "whole"), None)
    of = f" of {answer.money(whole.value)}" if whole else ""
    during = f" {words.during(answer.plan.period)}" if answer.plan.period else ""
    value = f"{bold(money.figure(share.value, share.unit))} of {_whole(answer)}{during}"
    what = words.kept(_part(answer), answer.account_names, IN_A_HEADLINE) or "this"
    without = words.left_out(answer.plan, answer.account_names, IN_A_HEADLINE)
    said = f"{value}{f', {without},' if without else ''} is for {what}{basis_of(answer)}"
    return f"{said}: {bold(answer.money(part.amount))}{of}.{never_bare(answer)}"


def _part(answer: Answer) -> Interpretation:
    """What makes the part: the filters but for those that make the whole."""
    plan = answer.plan
    made_by = {name: values for name, values in plan.filters.items() if name not in plan.share_of}
    return plan.interpretation().model_copy(update={"filters": made_by})


def _whole(answer: Answer) -> str:
    """What the share is of, by the filters that make it."""
    plan = answer.plan
    of = {name: plan.filters[name] for name in plan.share_of if name in plan.filters}
    everything = "all charges" if plan.charge_types.include else "everything"
    return words.kept(Interpretation(intent=plan.intent, filters=of), answer.account_names) or everything


def _extreme(answer: Answer, asked: Figure, place: int) -> str:
    """` on **1 May 2026**, the most expensive day`; empty for a figure that is of no one day or month."""
    title = _EXTREMES.get(asked.id)
    if title is None or asked.of is None:
        return ""
    by_month = title.endswith("month")
    first = date.fromisoformat(f"{asked.of}-01" if by_month else asked.of)
    named = f" in {bold(f'{first:%B %Y}')}" if by_month else f" on {bold(words.day(first))}"
    return f"{named}, number {place} of the {title}s" if place > 1 else f"{named}, the {title}"


def _unrounded(asked: Figure) -> str:
    """What cents cannot tell of a price below one: ` (0.01127 before rounding)`."""
    if asked.id != "unit_cost" or not _READS_IN_CENTS <= abs(asked.value) < 1:
        return ""
    digits = Decimal(1).scaleb(asked.value.adjusted() - _SIGNIFICANT_DIGITS + 1)
    exact = asked.value.quantize(digits).normalize()
    return "" if exact == asked.value.quantize(money.CENT) else f" ({exact:f} before rounding)"
