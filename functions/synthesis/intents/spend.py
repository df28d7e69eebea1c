"""`spend`, `breakdown`, `trend`, `charges` and `unit_cost`: an amount, and what it is made of."""

from synthesis import money, words
from synthesis.answer import Answer
from synthesis.markdown import joined, section, table, text
from synthesis.parts import bold, figure_list, group_table, no_data, series_table


def write_spend(answer: Answer) -> str:
    """The total, or the average, share or extreme day that was asked for."""
    if answer.analysis.total is None:
        return joined([no_data(answer), _other_figures(answer, 0)])
    leading = _leading_figures(answer)
    return joined([
        _measured(answer) if leading else _total(answer),
        group_table(answer, answer.analysis.groups or []),
        series_table(answer, answer.analysis.series or []) if answer.plan.intent == "trend" else "",
        _reconciliation(answer),
        _other_figures(answer, leading),
    ])  # fmt: skip


def write_breakdown(answer: Answer) -> str:
    """The largest (or smallest) parts first, then all of them."""
    total, groups = answer.analysis.total, answer.analysis.groups or []
    if total is None:
        return no_data(answer)
    leading = _leading_figures(answer)
    if leading or not groups:
        return joined([
            _measured(answer) if leading else _total(answer),
            group_table(answer, groups),
            _other_figures(answer, leading),
        ])  # fmt: skip
    first = groups[0]
    share = "" if first.share is None else f", {money.percent(first.share * 100)} of the total"
    superlative = "smallest" if answer.plan.ascending else "largest"
    part = (
        f"the {superlative} part is {answer.keys(first.keys)} with {bold(answer.money(first.amount))}{share}"
    )
    whole = f"{bold(answer.money(total.amount))}{_basis_of(answer)}{answer.where}"
    headline = f"{part[0].upper()}{part[1:]}: {whole}." if answer.plan.limit == 1 else f"{whole}; {part}."
    return joined([
        headline,
        group_table(answer, groups),
        series_table(answer, answer.analysis.series or []),
        _other_figures(answer, 0),
    ])  # fmt: skip


def _leading_figures(answer: Answer) -> int:
    """1 where the figure asked for is the first of `figures`, else 0.

    A measure that could not be had (no whole day yet) leaves the total, and a note that says why.
    """
    figures = answer.analysis.figures
    return 1 if figures and figures[0].id == answer.plan.measure else 0


def write_charges(answer: Answer) -> str:
    """The charge types asked for, or how all of them make up the net."""
    total = answer.analysis.total
    if total is None:
        return no_data(answer)
    net = "" if answer.plan.charge_types.include else " net of all charges"
    headline = f"{bold(answer.money(total.amount))}{net}{answer.where}."
    groups = group_table(answer, answer.analysis.groups or []) if answer.plan.group_by else ""
    leading = _leading_figures(answer)
    return joined([
        _measured(answer) if leading else headline,
        _reconciliation(answer),
        groups,
        _other_figures(answer, leading),
    ])  # fmt: skip


def write_unit_cost(answer: Answer) -> str:
    """Spend over a count or a usage quantity."""
    if answer.analysis.total is None:
        return no_data(answer)
    figures = answer.analysis.figures
    # without usage of one unit there is no unit cost, and a note says so
    leading = 1 if figures and figures[0].id == "unit_cost" else 0
    return joined([
        _measured(answer) if leading else _total(answer),
        group_table(answer, answer.analysis.groups or []),
        _other_figures(answer, leading),
    ])  # fmt: skip


def _total(answer: Answer) -> str:
    total = answer.analysis.total
    return (
        f"{bold(answer.money(total.amount))}{_basis_of(answer)}{answer.where}." if total else no_data(answer)
    )


def _measured(answer: Answer) -> str:
    """The first named figure leads; the total it comes from follows."""
    asked = answer.analysis.figures[0]
    total = answer.analysis.total
    rest = f" The total is {answer.money(total.amount)}." if total else ""
    value = money.figure(asked.value, asked.unit)
    return f"{bold(value)}: {text(asked.label)}{answer.where}{_basis_of(answer)}.{rest}"


def _basis_of(answer: Answer) -> str:
    """Said only where it is not the default."""
    metric = answer.plan.metric
    return "" if metric == "UnblendedCost" else f" ({words.metric(metric)})"


def _reconciliation(answer: Answer) -> str:
    lines = answer.analysis.reconciliation or []
    rows = [[text(line.charge_type), answer.money(line.amount)] for line in lines]
    return section("By charge type", table(["Charge type", "Amount"], rows)) if rows else ""


def _other_figures(answer: Answer, leading: int) -> str:
    return figure_list(answer, answer.analysis.figures[leading:])
