"""The demo organisation's budgets: one kept, one that will be exceeded, one that is."""

from decimal import Decimal

from local.cost_apis.advice import Budget
from local.cost_apis.budgets import spent_and_forecast
from local.demo.bill_reader import BillReader
from local.demo.estate import ACCOUNT_IDS
from local.demo.story import Story

STEPS = tuple(Decimal(step) for step in ("5000", "1000", "500", "100", "50", "10", "5", "1", "0.1", "0.01"))


def budgets_of(story: Story, bill: BillReader) -> tuple[Budget, ...]:
    """The budgets; their limits are round numbers that put each in its state on any day of a month."""
    data_team = {"Tags": {"Key": "team", "Values": ["data"], "MatchOptions": ["EQUALS"]}}
    sandbox = {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": [ACCOUNT_IDS["sandbox"]]}}
    _, all_forecast = _spent_and_forecast(story, bill)
    data_spent, data_forecast = _spent_and_forecast(story, bill, "Tags ->> 'team' = ?", ("data",))
    sandbox_spent, _ = _spent_and_forecast(story, bill, "SubAccountId = ?", (ACCOUNT_IDS["sandbox"],))
    return (
        Budget(
            "organisation-monthly",
            round_between(all_forecast * Decimal("1.15"), all_forecast * 2),
            story.start,
        ),
        Budget("data-team-monthly", round_between(data_spent, data_forecast), story.start, data_team),
        Budget("sandbox-monthly", round_between(sandbox_spent / 2, sandbox_spent), story.start, sandbox),
    )


def round_between(low: Decimal, high: Decimal) -> Decimal:
    """The roundest number above `low` and below `high`, near their middle; the middle if none is round."""
    middle = (low + high) / 2
    for step in STEPS:
        rounded = (middle / step).to_integral_value() * step
        if low < rounded < high:
            return rounded
    return middle


def _spent_and_forecast(
    story: Story, bill: BillReader, condition: str = "true", values: tuple[str, ...] = ()
) -> tuple[Decimal, Decimal]:
    spent, forecast = spent_and_forecast(bill.days(condition, values), story.today)
    return spent, spent if forecast is None else forecast
