"""GetCostAndUsage: what was spent, by time and up to two groups."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from local.bill import Bill
from local.cost_apis.context import Context
from local.cost_apis.cost_explorer.dimensions import LabelTable, dimension, label_join, require_labels
from local.cost_apis.cost_explorer.filters import condition
from local.cost_apis.cost_explorer.metrics import Metric, metrics
from local.cost_apis.cost_explorer.pages import page
from local.cost_apis.cost_explorer.periods import Period, actuals_period, at_midnight, check_granularity
from local.cost_apis.wire import ApiError

GRANULARITIES = ("DAILY", "MONTHLY", "HOURLY")
BUCKETS = {"HOURLY": "date_trunc('hour', charged_at)", "DAILY": "day", "MONTHLY": "date_trunc('month', day)"}
MAX_GROUPS = 2


@dataclass(frozen=True)
class Grouping:
    """One GroupBy as SQL: the key as Cost Explorer writes it, the join it needs, and that join's values."""

    key: str
    join: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One bucket's group (no keys without GroupBy) and its metrics as the API shows them."""

    bucket: int
    keys: tuple[str, ...]
    amounts: dict[str, Any] | None


def get_cost_and_usage(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """Costs and usage of a period, as AWS's GetCostAndUsage answers."""
    granularity = check_granularity(parameters, GRANULARITIES, "")
    period = actuals_period(context, parameters["TimePeriod"], granularity)
    wanted = metrics(context.bill, parameters["Metrics"])
    group_by = parameters.get("GroupBy") or []
    rows = _rows(context, period, wanted, group_by, parameters.get("Filter"))
    shown, token = page(context, parameters, rows)
    answer: dict[str, Any] = {
        "ResultsByTime": _results_by_time(context, period, shown, bool(group_by)),
        "DimensionValueAttributes": _account_attributes(context.bill, group_by, shown),
    }
    if group_by:
        answer["GroupDefinitions"] = group_by
    if token:
        answer["NextPageToken"] = token
    return answer


def grouping(bill: Bill, definition: dict[str, str], number: int) -> Grouping:
    """One GroupBy definition as SQL; `number` tells the joins of two apart. Raises ApiError for what cannot
    be grouped by.
    """
    kind, key = definition.get("Type"), definition.get("Key")
    if not kind or not key:
        raise ApiError("ValidationException", "GroupBy must have Type and Key")
    if kind == "DIMENSION":
        return Grouping(dimension(bill, key).shown)
    if kind not in ("TAG", "COST_CATEGORY"):
        raise ApiError(
            "ValidationException",
            f"GroupBy type {kind} is not supported; use DIMENSION, TAG or COST_CATEGORY",
        )
    table: LabelTable = "tags" if kind == "TAG" else "cost_categories"
    require_labels(bill, table)
    alias = f"label{number}"
    # both the key's prefix in the answer and the join take the key as their value
    return Grouping(f"(? || '$' || coalesce({alias}.value, ''))", label_join(table, alias), (key,))


def _rows(
    context: Context,
    period: Period,
    wanted: list[Metric],
    group_by: list[dict[str, str]],
    expression: dict[str, Any] | None,
) -> list[Row]:
    if len(group_by) > MAX_GROUPS:
        raise ApiError("ValidationException", f"Only up to {MAX_GROUPS} GroupBy are supported")
    groupings = [grouping(context.bill, definition, number) for number, definition in enumerate(group_by)]
    where = condition(context.bill, expression)
    keys = "".join(f", {one.key} AS key{number}" for number, one in enumerate(groupings))
    order = "".join(f", key{number}" for number in range(len(groupings)))
    sums = "".join(f", {metric.amount}, {metric.unit}" for metric in wanted)
    joins = " ".join(one.join for one in groupings)
    sql = (
        f"SELECT {BUCKETS[period.granularity]}::TIMESTAMP AS bucket{keys}{sums} FROM charges {joins} "
        f"WHERE charged_at >= ? AND charged_at < ? AND day <= ? AND {where.sql} "
        f"GROUP BY bucket{order} ORDER BY bucket{order}"
    )
    prefixes = [value for one in groupings for value in one.values]
    bounds = [period.start.replace(tzinfo=None), period.end.replace(tzinfo=None), context.today]
    found = context.bill.cursor().execute(sql, [*prefixes, *prefixes, *bounds, *where.values]).fetchall()
    return _complete(context.bill, period, wanted, len(groupings), found)


def _complete(
    bill: Bill, period: Period, wanted: list[Metric], groups: int, found: list[tuple[Any, ...]]
) -> list[Row]:
    """Every bucket of the period, with the rows found in it; a bucket without any has one row without
    groups.
    """
    by_bucket: dict[datetime, list[tuple[Any, ...]]] = {}
    for row in found:
        by_bucket.setdefault(row[0].replace(tzinfo=UTC), []).append(row[1:])
    rows = []
    for index, (start, _) in enumerate(period.buckets()):
        # a clipped first month begins after the first of its month, where its rows lie
        bucket = start.replace(day=1) if period.granularity == "MONTHLY" else start
        inside = by_bucket.get(bucket, [])
        rows += [Row(index, row[:groups], _amounts(bill, wanted, row[groups:])) for row in inside]
        if not inside:
            rows.append(
                Row(index, (), None if groups else _amounts(bill, wanted, (Decimal(0), None) * len(wanted)))
            )
    return rows


def _amounts(bill: Bill, wanted: list[Metric], values: tuple[Any, ...]) -> dict[str, Any]:
    return {
        metric.name: metric.value(bill, values[2 * index], values[2 * index + 1])
        for index, metric in enumerate(wanted)
    }


def _results_by_time(
    context: Context, period: Period, rows: list[Row], grouped: bool
) -> list[dict[str, Any]]:
    buckets = period.buckets()
    month = at_midnight(context.first_of_month)
    results: dict[int, dict[str, Any]] = {}
    for row in rows:
        start, end = buckets[row.bucket]
        result = results.setdefault(
            row.bucket,
            {
                "TimePeriod": {"Start": period.text(start), "End": period.text(end)},
                "Total": {},
                "Groups": [],
                # the month under way can still change; AWS closes a month some days after its end
                "Estimated": end > month,
            },
        )
        if grouped and row.amounts is not None:
            result["Groups"].append({"Keys": list(row.keys), "Metrics": row.amounts})
        elif not grouped:
            result["Total"] = row.amounts
    return list(results.values())


def _account_attributes(bill: Bill, group_by: list[dict[str, str]], rows: list[Row]) -> list[dict[str, Any]]:
    """The names of the accounts among the groups shown."""
    positions = [
        n
        for n, one in enumerate(group_by)
        if (one.get("Type"), one.get("Key")) == ("DIMENSION", "LINKED_ACCOUNT")
    ]
    accounts = sorted({row.keys[position] for row in rows if row.keys for position in positions})
    names = bill.account_names
    return [{"Value": id_, "Attributes": {"description": names[id_]}} for id_ in accounts if id_ in names]
