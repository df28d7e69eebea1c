"""AWS Budgets (`budgets`): the budgets there are, with what the bill says is spent and to be expected."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

from local.cost_apis.advice import Budget
from local.cost_apis.context import Context, Handler
from local.cost_apis.cost_explorer.filters import condition
from local.cost_apis.cost_explorer.pages import page
from local.cost_apis.moments import epoch
from local.cost_apis.wire import ApiError, amount

DEFAULT_PAGE = 100
FORECAST_DAYS = 28
FEWEST_DAYS = 7
"""With less history than this, AWS gives a budget no forecast."""
ALL_COSTS = {
    "IncludeTax": True,
    "IncludeSubscription": True,
    "UseBlended": False,
    "IncludeRefund": True,
    "IncludeCredit": True,
    "IncludeUpfront": True,
    "IncludeRecurring": True,
    "IncludeOtherSubscription": True,
    "IncludeSupport": True,
    "IncludeDiscount": True,
    "UseAmortized": False,
}


def describe_budgets(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """DescribeBudgets, 100 a page unless asked otherwise."""
    size = min(parameters.get("MaxResults") or DEFAULT_PAGE, context.options.page_size)
    budgets, token = page(context, parameters, list(context.options.advice.budgets), size, "NextToken")
    shown = bool(parameters.get("ShowFilterExpression"))
    answer: dict[str, Any] = {"Budgets": [_described(context, budget, shown) for budget in budgets]}
    return {**answer, "NextToken": token} if token else answer


def describe_budget(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """DescribeBudget. Raises ApiError NotFoundException for a name there is no budget of."""
    for budget in context.options.advice.budgets:
        if budget.name == parameters["BudgetName"]:
            return {"Budget": _described(context, budget, bool(parameters.get("ShowFilterExpression")))}
    raise ApiError(
        "NotFoundException", f"Unable to get budget: {parameters['BudgetName']} - it does not exist."
    )


def spent_and_forecast(days: dict[date, Decimal], today: date) -> tuple[Decimal, Decimal | None]:
    """This month's spend up to today, and what it comes to by the month's end.

    `days` maps each day with charges to their sum. The days to come are each taken as the median of the last
    28 whole days, today at least as one of them; None as forecast where the history is too short.
    """
    first = today.replace(day=1)
    spent = sum((amount for day, amount in days.items() if first <= day <= today), Decimal(0))
    whole = [day for day in days if day < today]
    if not whole or (today - min(whole)).days < FEWEST_DAYS:
        return spent, None
    start = max(min(whole), today - timedelta(days=FORECAST_DAYS))
    usual = median(days.get(start + timedelta(days=n), Decimal(0)) for n in range((today - start).days))
    to_come = monthrange(today.year, today.month)[1] - today.day
    rest_of_today = max(Decimal(0), usual - days.get(today, Decimal(0)))
    return spent, spent + rest_of_today + usual * to_come


def _described(context: Context, budget: Budget, show_expression: bool) -> dict[str, Any]:
    spent, forecast = spent_and_forecast(_days(context, budget), context.today)
    calculated = {"ActualSpend": _money(context, spent)}
    if forecast is not None:
        calculated["ForecastedSpend"] = _money(context, forecast)
    answer: dict[str, Any] = {
        "BudgetName": budget.name,
        "BudgetLimit": _money(context, budget.limit),
        "CostFilters": _cost_filters(budget),
        "CostTypes": ALL_COSTS,
        "TimeUnit": "MONTHLY",
        "TimePeriod": {"Start": epoch(budget.start), "End": epoch(date(2087, 6, 15))},
        "CalculatedSpend": calculated,
        "BudgetType": "COST",
        "LastUpdatedTime": epoch(context.today),
    }
    if show_expression and budget.filter_expression:
        answer["FilterExpression"] = budget.filter_expression
    return answer


def _days(context: Context, budget: Budget) -> dict[date, Decimal]:
    wanted = condition(context.bill, budget.filter_expression)
    start = min(context.first_of_month, context.today - timedelta(days=FORECAST_DAYS))
    return dict(
        context.bill.cursor()
        .execute(
            "SELECT day, sum(unblended_cost) FROM charges "
            f"WHERE day BETWEEN ? AND ? AND {wanted.sql} GROUP BY day",
            [start, context.today, *wanted.values],
        )
        .fetchall()
    )


def _cost_filters(budget: Budget) -> dict[str, list[str]]:
    """The older form of a filter of one dimension or one tag."""
    expression = budget.filter_expression or {}
    if dimensions := expression.get("Dimensions"):
        name = {"LINKED_ACCOUNT": "LinkedAccount", "SERVICE": "Service", "REGION": "Region"}[
            dimensions["Key"]
        ]
        return {name: dimensions["Values"]}
    if tags := expression.get("Tags"):
        return {"TagKeyValue": [f"user:{tags['Key']}${value}" for value in tags["Values"]]}
    return {}


def _money(context: Context, value: Decimal) -> dict[str, str]:
    return {"Amount": amount(value), "Unit": context.bill.currency}


OPERATIONS: dict[str, Handler] = {"DescribeBudgets": describe_budgets, "DescribeBudget": describe_budget}
