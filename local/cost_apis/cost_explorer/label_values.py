"""GetTags and GetCostCategories: the keys there are, and the values of one."""

from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.dimension_values import page_of_values, values_in_period
from local.cost_apis.cost_explorer.dimensions import LabelTable, label_join, require_labels


def get_tags(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """Tag keys, or with TagKey that key's values (`""` where charges lack it), as AWS's GetTags answers."""
    values = _labels(context, parameters, "tags", parameters.get("TagKey"))
    shown, token = page_of_values(context, parameters, values)
    answer: dict[str, Any] = {"Tags": shown, "ReturnSize": len(shown), "TotalSize": len(values)}
    return answer | ({"NextPageToken": token} if token else {})


def get_cost_categories(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """Cost category names, or with CostCategoryName its values, as AWS's GetCostCategories answers."""
    name = parameters.get("CostCategoryName")
    values = _labels(context, parameters, "cost_categories", name)
    # a category's value is never empty, other than a tag's
    values = [value for value in values if value]
    shown, token = page_of_values(context, parameters, values)
    field = "CostCategoryValues" if name else "CostCategoryNames"
    answer: dict[str, Any] = {field: shown, "ReturnSize": len(shown), "TotalSize": len(values)}
    return answer | ({"NextPageToken": token} if token else {})


def _labels(context: Context, parameters: dict[str, Any], table: LabelTable, key: str | None) -> list[str]:
    require_labels(context.bill, table)
    if key:
        join = label_join(table, "label")
        values = values_in_period(context, parameters, "coalesce(label.value, '')", join, (key,))
    else:
        join = f"JOIN {table}_of label ON label.set_id = charges.{table}"
        values = values_in_period(context, parameters, "label.key", join)
    wanted = parameters.get("SearchString", "").lower()
    return [value for value in values if wanted in value.lower()]
