"""Cost Explorer (`ce`) over a bill."""

from local.cost_apis.context import Handler
from local.cost_apis.cost_explorer.cost_and_usage import get_cost_and_usage
from local.cost_apis.cost_explorer.cost_forecast import get_cost_forecast
from local.cost_apis.cost_explorer.dimension_values import get_dimension_values
from local.cost_apis.cost_explorer.label_values import get_cost_categories, get_tags
from local.cost_apis.cost_explorer.reservations import get_reservation_coverage, get_reservation_utilization
from local.cost_apis.cost_explorer.savings_plans import (
    get_savings_plans_coverage,
    get_savings_plans_utilization,
)

OPERATIONS: dict[str, Handler] = {
    "GetCostAndUsage": get_cost_and_usage,
    "GetCostCategories": get_cost_categories,
    "GetCostForecast": get_cost_forecast,
    "GetDimensionValues": get_dimension_values,
    "GetReservationCoverage": get_reservation_coverage,
    "GetReservationUtilization": get_reservation_utilization,
    "GetSavingsPlansCoverage": get_savings_plans_coverage,
    "GetSavingsPlansUtilization": get_savings_plans_utilization,
    "GetTags": get_tags,
}
