"""`spend`, `breakdown`, `trend`, `charges` and `unit_cost`: an amount, and what it is made of."""

from collections.abc import Sequence

from protocol.result import Group
from synthesis import money
from synthesis.answer import Answer
from synthesis.markdown import joined, section, table, text
from synthesis.measured import basis_of, leading_figures, measured
from synthesis.parts import (
    bold,
    figure_list,
    group_table,
    groups_over_time,
    is_rest,
    never_bare,
    no_data,
    of_no_region,
    series_table,
)

AN_INVOICE = (
    "An invoice can differ from this: it may be before tax or credits, is made out by seller "
    "(AWS Marketplace has its own), and has no corrections that came after it."
)


def write_spend(answer: Answer) -> str:
    """The total, or the average, share or extreme day that was asked for."""
    if answer.analysis.total is None:
        return joined([no_data(answer), _other_figures(answer, 0)])
    if answer.noted("no_region"):
        return of_no_region(answer)
    leading = leading_figures(answer)
    trend = answer.plan.intent == "trend"
    over_time = groups_over_time(answer) if trend else ""
    return joined([
        measured(answer) if leading else _total(answer),
        over_time or group_table(answer, answer.analysis.groups or []),
        series_table(answer, answer.analysis.series or []) if trend and not over_time else "",
        _reconciliation(answer),
        _other_figures(answer, leading),
    ])  # fmt: skip


def write_breakdown(answer: Answer) -> str:
    """The largest (or smallest) parts first, then all of them."""
    total, groups = answer.analysis.total, answer.analysis.groups or []
    if total is None:
        return no_data(answer)
    if answer.noted("no_region"):
        return of_no_region(answer)
    leading = leading_figures(answer)
    if leading or not groups:
        return joined([
            measured(answer) if leading else _total(answer),
            group_table(answer, groups),
            _other_figures(answer, leading),
        ])  # fmt: skip
    named, row = _row_asked(answer, groups)
    share = "" if row.share is None else f", {money.percent(row.share * 100)} of the total"
    part = f"{named} is {answer.keys(row.keys)} with {bold(answer.money(row.amount))}{share}"
    whole = f"{bold(answer.money(total.amount))}{basis_of(answer)}{answer.where}"
    one_asked = answer.plan.limit == 1 or answer.plan.place
    headline = f"{part[0].upper()}{part[1:]}: {whole}." if one_asked else f"{whole}; {part}."
    headline += _first_named(answer)
    return joined([
        headline,
        group_table(answer, groups),
        series_table(answer, answer.analysis.series or []),
        figure_list(answer, [one for one in answer.analysis.figures if one.id != "first_named"]),
    ])  # fmt: skip


def _row_asked(answer: Answer, groups: Sequence[Group]) -> tuple[str, Group]:
    """The row the first line names: the largest or smallest, or the one of the place asked for."""
    plan, total = answer.plan, answer.analysis.total
    place = plan.place or 1
    if 1 < place <= len(groups) and not is_rest(groups[place - 1].keys):
        return f"number {place}{' from below' if plan.ascending else ''}", groups[place - 1]
    superlative = "smallest" if plan.ascending else "largest"
    # credits stand smallest first, as amounts do; the largest of them is the one that gives most
    gives_most = total is not None and total.amount < 0 and not plan.limit
    return f"the {superlative} part", groups[-1 if gives_most else 0]


def _first_named(answer: Answer) -> str:
    """Who leads what has a value, where the part asked for is what has none."""
    named = next((one for one in answer.analysis.figures if one.id == "first_named"), None)
    if named is None or named.of is None:
        return ""
    key = answer.keys([named.of])
    return f" Of what has a value, {bold(key)} comes first with {bold(answer.money(named.value))}."


def write_charges(answer: Answer) -> str:
    """The charge types asked for, or how all of them make up the net."""
    total = answer.analysis.total
    if total is None:
        return no_data(answer)
    net = "" if answer.plan.charge_types.include else " net of all charges"
    headline = f"{bold(answer.money(total.amount))}{net}{answer.where}.{never_bare(answer)}"
    groups = group_table(answer, answer.analysis.groups or []) if answer.plan.group_by else ""
    leading = leading_figures(answer)
    return joined([
        measured(answer) if leading else headline,
        _reconciliation(answer),
        groups,
        _other_figures(answer, leading),
        "" if answer.plan.charge_types.include else AN_INVOICE,
    ])  # fmt: skip


def write_unit_cost(answer: Answer) -> str:
    """Spend over a count or a usage quantity."""
    if answer.analysis.total is None:
        return no_data(answer)
    figures = answer.analysis.figures
    # without usage of one unit there is no unit cost, and a note says so
    leading = 1 if figures and figures[0].id == "unit_cost" else 0
    return joined([
        measured(answer) if leading else _total(answer),
        group_table(answer, answer.analysis.groups or []),
        _other_figures(answer, leading),
    ])  # fmt: skip


def _total(answer: Answer) -> str:
    total = answer.analysis.total
    if total is None:
        return no_data(answer)
    return f"{bold(answer.money(total.amount))}{basis_of(answer)}{answer.where}.{never_bare(answer)}"


def _reconciliation(answer: Answer) -> str:
    lines = answer.analysis.reconciliation or []
    if len(lines) == 1 and answer.plan.charge_types.include:
        return ""  # the first line says it
    rows = [[text(line.charge_type), answer.money(line.amount)] for line in lines]
    return section("By charge type", table(["Charge type", "Amount"], rows)) if rows else ""


def _other_figures(answer: Answer, leading: int) -> str:
    return figure_list(answer, answer.analysis.figures[leading:])
