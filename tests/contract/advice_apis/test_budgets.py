"""Budgets as boto3 asks for them."""

from decimal import Decimal

from support.served_advice import PAYER, Serve, pages, refusal


def test_budgets_come_in_pages_with_their_filters(serving: Serve) -> None:
    budgets = serving()("budgets")

    found = pages(budgets.describe_budgets, "Budgets", "NextToken", AccountId=PAYER, MaxResults=2,
                  ShowFilterExpression=True)  # fmt: skip

    assert [len(page) for page in found] == [2, 1]
    by_name = {budget["BudgetName"]: budget for page in found for budget in page}
    assert by_name["sandbox-monthly"]["CostFilters"] == {"LinkedAccount": ["777788889999"]}
    assert by_name["data-team-monthly"]["CostFilters"] == {"TagKeyValue": ["user:team$data"]}
    assert by_name["data-team-monthly"]["FilterExpression"]["Tags"]["Values"] == ["data"]
    assert "FilterExpression" not in by_name["organisation-monthly"]


def test_a_budgets_actual_spend_is_cost_explorers_month_to_date(serving: Serve) -> None:
    client = serving()
    budget = client("budgets").describe_budget(AccountId=PAYER, BudgetName="organisation-monthly")["Budget"]

    months = client("ce").get_cost_and_usage(
        TimePeriod={"Start": "2026-03-01", "End": "2026-03-11"},
        Granularity="MONTHLY",
        Metrics=["UnblendedCost"],
    )["ResultsByTime"]

    spent = Decimal(budget["CalculatedSpend"]["ActualSpend"]["Amount"])
    assert spent == Decimal(months[0]["Total"]["UnblendedCost"]["Amount"])


def test_an_unknown_budget_is_not_found(serving: Serve) -> None:
    budgets = serving()("budgets")

    assert refusal(budgets.describe_budget, AccountId=PAYER, BudgetName="none") == "NotFoundException"
