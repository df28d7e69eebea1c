"""An answer says what it rests on."""

from decimal import Decimal

from protocol.result import CostAnalysis
from protocol.step import CostFindings
from support.answers import composed
from support.february import plan, usd
from support.figures import assert_figures_founded


def test_r20_the_basis_says_requests_price_cache_and_the_age_of_the_data() -> None:
    cost = CostFindings.model_validate(
        {
            "analysis": CostAnalysis(total=usd("1")),
            "lastCharge": "2026-03-08",
            "requests": [
                {
                    "api": "ce:GetCostAndUsage",
                    "parameters": {},
                    "pages": 3,
                    "dataAsOf": "2026-03-10T04:00:00Z",
                },
                {
                    "api": "ce:GetCostForecast",
                    "parameters": {},
                    "cached": True,
                    "dataAsOf": "2026-03-09T04:00:00Z",
                },
                {"api": "budgets:DescribeBudgets", "parameters": {}},
                {"api": "ce:GetDimensionValues", "parameters": {}, "pages": 2, "purpose": "catalog"},
            ],
        }
    )

    result = composed(plan("spend"), cost=cost)

    assert (result.basis.request_count, result.basis.query_cost_usd) == (3, Decimal("0.03"))
    assert (
        "- Rests on 3 requests, $0.03, 1 from cache, 1 request to free APIs; charges up to 8 March 2026, "
        "data as of 2026-03-09 04:00:00 UTC. "
        "The list of what the account has was refreshed: 2 requests, $0.02."
    ) in result.response
    assert_figures_founded(result)
