"""GetDimensionValues: the values a dimension has in a period."""

from typing import Any

from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.dimensions import dimension
from local.cost_apis.cost_explorer.filters import condition
from local.cost_apis.cost_explorer.metrics import metric
from local.cost_apis.cost_explorer.pages import page
from local.cost_apis.cost_explorer.periods import actuals_period
from local.cost_apis.wire import ApiError

MAX_RESULTS = 1000


def get_dimension_values(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """The values of a dimension, as AWS's GetDimensionValues answers; accounts with their names as
    `description`.
    """
    found = dimension(context.bill, parameters["Dimension"])
    rows = values_in_period(context, parameters, found.shown)
    names = context.bill.account_names if found.column == "account_id" else {}
    wanted = parameters.get("SearchString", "").lower()
    matching = [value for value in rows if wanted in value.lower() or wanted in names.get(value, "").lower()]
    shown, token = page_of_values(context, parameters, matching)
    answer: dict[str, Any] = {
        "DimensionValues": [
            {"Value": value, "Attributes": {"description": names[value]} if value in names else {}}
            for value in shown
        ],
        "ReturnSize": len(shown),
        "TotalSize": len(matching),
    }
    return answer | ({"NextPageToken": token} if token else {})


def values_in_period(
    context: Context,
    parameters: dict[str, Any],
    value: str,
    join: str = "",
    join_values: tuple[str, ...] = (),
) -> list[str]:
    """The distinct values of an SQL expression over the charges of the request's period, in the order it
    asks for.
    """
    period = actuals_period(context, parameters["TimePeriod"], "DAILY")
    where = condition(context.bill, parameters.get("Filter"))
    order = _order(context, parameters)
    sql = (
        f"SELECT {value} AS found FROM charges {join} "
        f"WHERE day >= ? AND day < ? AND day <= ? AND {where.sql} GROUP BY found ORDER BY {order}"
    )
    bounds = [period.start.date(), period.end.date(), context.today]
    rows = context.bill.cursor().execute(sql, [*join_values, *bounds, *where.values]).fetchall()
    return [row[0] for row in rows if row[0] is not None]


def page_of_values(
    context: Context, parameters: dict[str, Any], values: list[str]
) -> tuple[list[str], str | None]:
    """The page of values the request asks for. MaxResults goes with SortBy, which has no pages."""
    if parameters.get("SortBy"):
        return values[: min(parameters.get("MaxResults", MAX_RESULTS), MAX_RESULTS)], None
    return page(context, parameters, values, parameters.get("MaxResults"))


def _order(context: Context, parameters: dict[str, Any]) -> str:
    sort_by = parameters.get("SortBy")
    if not sort_by:
        return "found"
    for refused in ("NextPageToken", "SearchString"):
        if parameters.get(refused):
            raise ApiError("ValidationException", f"{refused} is not supported with SortBy")
    keys = []
    for one in sort_by:
        direction = "ASC" if one.get("SortOrder") == "ASCENDING" else "DESC"
        keys.append(f"{metric(context.bill, one['Key']).amount} {direction}")
    return ", ".join([*keys, "found"])
