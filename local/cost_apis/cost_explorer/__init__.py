"""Cost Explorer (`ce`) over a bill."""

from local.cost_apis.context import Handler
from local.cost_apis.cost_explorer.cost_and_usage import get_cost_and_usage
from local.cost_apis.cost_explorer.dimension_values import get_dimension_values
from local.cost_apis.cost_explorer.label_values import get_cost_categories, get_tags

OPERATIONS: dict[str, Handler] = {
    "GetCostAndUsage": get_cost_and_usage,
    "GetDimensionValues": get_dimension_values,
    "GetTags": get_tags,
    "GetCostCategories": get_cost_categories,
}
