"""Budgets: their state and forecast, and the amount for one where there is none."""

from decimal import ROUND_CEILING, Decimal
from typing import Any, Literal

from billing.calendar import add_months
from cost.budget_scope import asks_for_a_part, is_for, is_of_all
from cost.charge_table import ZERO, charge_table
from cost.forecast import forecast_of, rest_of_month
from cost.history import days_in_history
from cost.numbers import percent
from cost.question import CostQuestion
from protocol.query_plan import Period
from protocol.result import Budget, CostAnalysis, Figure, Forecast

State = Literal["ok", "forecast_to_exceed", "exceeded"]
HEADROOM = Decimal("1.1")  # a budget at the level of the dearest month would alarm on noise
MONTHS_LOOKED_AT = 3
WHOLE_UNITS_FROM = Decimal(10)  # below this amount, cents matter


def analyse_budgets(question: CostQuestion) -> CostAnalysis:
    """The cost budgets of what was asked, those in danger first; one is recommended where there are none.

    Where no budget is for the part of the bill that was asked about, all are given, and a note says so.
    """
    described = _described(question)
    if described is None:
        return CostAnalysis()
    budgets = _in_order(described)
    if not budgets:
        recommended, figures = recommended_budget(question)
        return CostAnalysis(budgets=recommended, figures=figures)
    asked = None
    if asks_for_a_part(question.plan):
        asked = _asked_for(question, described)
    elif question.plan.budget_of_all:
        asked = _of_all(question, described)
    _note_as_of_today(question)
    figures = _standings(question, asked or budgets)
    # of what was asked for by name, what is left or over is the figure; of all, how many are in danger
    figures.insert(len(figures) if asked else 0, _in_danger(asked or budgets))
    return CostAnalysis(budgets=asked or budgets, figures=figures)


def _of_all(question: CostQuestion, described: list[dict[str, Any]]) -> list[Budget]:
    """The budgets without filters, which are of the whole bill."""
    asked = _in_order([one for one in described if is_of_all(one)])
    if not asked:
        question.note("no_budget_of_all", "No budget is of the whole bill: all are shown.")
    elif len(asked) < len(_in_order(described)):
        question.note("other_budgets", "Budgets of parts of the bill are left out.")
    return asked


def _asked_for(question: CostQuestion, described: list[dict[str, Any]]) -> list[Budget]:
    """The budgets of the part of the bill asked about; what became of the others is said."""
    names = question.catalog.account_names()
    asked = _in_order([one for one in described if is_for(one, question.plan, names)])
    if not asked:
        question.note(
            "no_budget_for", "No budget has filters, or a name, of just what was asked about: all are shown."
        )
    elif len(asked) < len(_in_order(described)):
        question.note("other_budgets", "Budgets of other parts of the bill, or of all of it, are left out.")
    return asked


def _note_as_of_today(question: CostQuestion) -> None:
    """Says so where an earlier month's budgets were asked for: DescribeBudgets knows the period under way."""
    asked = question.plan.period
    if asked is not None and asked.end <= question.today.replace(day=1):
        question.note("budgets_now", f"Budgets are as they stand today, not as of {asked.label}.")


def budgets_of(question: CostQuestion) -> list[Budget] | None:
    """The cost budgets there are; None where they cannot be read."""
    described = _described(question)
    return None if described is None else _in_order(described)


def _described(question: CostQuestion) -> list[dict[str, Any]] | None:
    """The cost budgets as DescribeBudgets gives them, each with its own filters."""
    parameters = {"ShowFilterExpression": True}
    answer = question.attempt("Budgets", lambda: question.apis.ask("budgets:DescribeBudgets", parameters))
    if answer is None:
        return None
    return [one for one in answer.get("Budgets", []) if one.get("BudgetType") == "COST"]


def _in_order(described: list[dict[str, Any]]) -> list[Budget]:
    found = [_budget(one) for one in described]
    order = {"exceeded": 0, "forecast_to_exceed": 1, "ok": 2}
    return sorted((one for one in found if one is not None), key=lambda one: (order[one.state], one.name))


def recommended_budget(
    question: CostQuestion, forecast: Forecast | None = None
) -> tuple[list[Budget], list[Figure]]:
    """A monthly budget: the dearest of the last three full months and a tenth, rounded up.

    `forecast` is that of the month under way, where it is known already.
    """
    question.note("no_budgets", "There is no cost budget.")
    month = rest_of_month(question)
    start = add_months(month.start, -MONTHS_LOOKED_AT)
    days = days_in_history(question, Period(start=start, end=question.tomorrow, label="the last months"))
    if days is None:
        return [], []
    table = charge_table(question, days.start, days.end)
    amounts = table.by_span()
    full = [amount for begin, amount in amounts.items() if begin < month.start.isoformat()]
    actual = sum((amount for begin, amount in amounts.items() if begin >= month.start.isoformat()), ZERO)
    if forecast is None:
        forecast, _ = forecast_of(question, month)
    basis = max([*full, forecast.amount if forecast and not full else ZERO, actual])
    limit = _rounded_up(basis * HEADROOM)
    if limit <= 0:
        return [], []
    expected = forecast.amount if forecast else None
    currency = question.catalog.currency
    return [
        Budget(
            name="Recommended monthly budget",
            limit=limit,
            actual=actual,
            forecast=expected,
            state=_state(limit, actual, expected),
            time_unit="MONTHLY",
            used_percent=percent(actual, limit),
            recommended=True,
        )
    ], [Figure(id="dearest_month", label="Dearest of the months looked at", value=basis, unit=currency)]


def _budget(described: dict[str, Any]) -> Budget | None:
    limit = _limit(described)
    if limit is None:
        return None
    spend = described.get("CalculatedSpend", {})
    actual = _amount(spend.get("ActualSpend")) or ZERO
    forecast = _amount(spend.get("ForecastedSpend"))
    return Budget(
        name=described["BudgetName"],
        limit=limit,
        actual=actual,
        forecast=forecast,
        state=_state(limit, actual, forecast),
        time_unit=described.get("TimeUnit", "MONTHLY"),
        used_percent=percent(actual, limit),
    )


def _limit(described: dict[str, Any]) -> Decimal | None:
    """The fixed limit, or the one planned for the period under way (the latest that has begun)."""
    if "BudgetLimit" in described:
        return _amount(described["BudgetLimit"])
    planned = described.get("PlannedBudgetLimits") or {}
    return _amount(planned[max(planned, key=int)]) if planned else None


def _amount(spend: dict[str, str] | None) -> Decimal | None:
    return Decimal(spend["Amount"]) if spend else None


def _state(limit: Decimal, actual: Decimal, forecast: Decimal | None) -> State:
    if actual > limit:
        return "exceeded"
    return "forecast_to_exceed" if forecast is not None and forecast > limit else "ok"


def _in_danger(budgets: list[Budget]) -> Figure:
    over = [one for one in budgets if one.state != "ok"]
    label = "Budgets exceeded or forecast to be"
    return Figure(id="budgets_in_danger", label=label, value=Decimal(len(over)), unit="count")


def _standings(question: CostQuestion, budgets: list[Budget]) -> list[Figure]:
    """How each stands now, left or over, and apart from it how far it is forecast to pass its limit."""
    currency = question.catalog.currency
    figures = []
    for one in budgets:
        left = one.limit - one.actual
        known = ("left", "Left of the budget") if left >= 0 else ("over", "Over the budget")
        figures.append(
            Figure(
                id=f"{known[0]}:{one.name}", label=f"{known[1]} {one.name}", value=abs(left), unit=currency
            )
        )
        if one.forecast is not None and one.forecast > one.limit:
            label = f"Forecast beyond the budget {one.name}"
            value = one.forecast - one.limit
            figures.append(Figure(id=f"forecast_over:{one.name}", label=label, value=value, unit=currency))
    return figures


def _rounded_up(amount: Decimal) -> Decimal:
    places = Decimal(1) if amount >= WHOLE_UNITS_FROM else Decimal("0.01")
    return amount.quantize(places, rounding=ROUND_CEILING)
