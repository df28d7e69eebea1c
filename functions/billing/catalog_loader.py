"""What the account has, read once a day: the values a question can name, and the days its history spans."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from billing.absent_values import is_absent
from billing.calendar import add_months
from billing.catalog import Account, Catalog
from billing.errors import SourceUnavailable
from billing.failures import is_history_limit
from billing.metered_apis import DAILY_CAP_REACHED, MeteredCostApis

CATALOG_LIFETIME = 24 * 3600.0
LONGEST_HISTORY_MONTHS = 38  # with the multi-year opt-in; the month under way is one of them
USUAL_HISTORY_MONTHS = 14
KEPT_IN_MEMORY = 8
MOST_LABEL_KEYS = 40  # each key's values are a request of their own

_DIMENSIONS = {
    "services": "SERVICE",
    "regions": "REGION",
    "usage_types": "USAGE_TYPE",
    "operations": "OPERATION",
    "availability_zones": "AZ",
    "charge_types": "RECORD_TYPE",
}
_in_memory: dict[tuple[str, str, date], Catalog] = {}


def load_catalog(apis: MeteredCostApis, today: date) -> Catalog:
    """The catalog of the caller's part of the bill, up to and with `today`.

    Kept a day in the cache as one piece, and in the process. Requests made for it have the purpose `catalog`.
    A dimension that cannot be had is named in `unavailable`. Raises SourceUnavailable when not even the total
    can be asked for, and CostApiUnavailable.
    """
    place = (apis.bill_id, apis.scope.key, today)
    if apis.bill_id and place in _in_memory:
        return _in_memory[place]
    kept = apis.remember("catalog", CATALOG_LIFETIME, lambda: _ask_all(apis, today).model_dump(mode="json"))
    catalog = Catalog.model_validate(kept)
    if apis.bill_id:
        while len(_in_memory) >= KEPT_IN_MEMORY:
            _in_memory.pop(next(iter(_in_memory)))
        _in_memory[place] = catalog
    return catalog


def forget_catalogs() -> None:
    """Empties the process's memory of catalogs."""
    _in_memory.clear()


def _ask_all(apis: MeteredCostApis, today: date) -> Catalog:
    catalog = Catalog()
    days = _charge_days(apis, today, catalog)
    if not days:
        return catalog
    catalog.first_day, catalog.last_day = days[0], days[-1]
    period = {"Start": catalog.first_day.isoformat(), "End": (today + timedelta(days=1)).isoformat()}
    asked: dict[str, Callable[[], Any]] = {
        **{name: _dimension(apis, period, key) for name, key in _DIMENSIONS.items()},
        "accounts": lambda: _accounts(apis, period),
        "tags": lambda: _tags(apis, period),
        "cost_categories": lambda: _cost_categories(apis, period),
    }
    names = {**_DIMENSIONS, "accounts": "LINKED_ACCOUNT", "tags": "TAG", "cost_categories": "COST_CATEGORY"}
    with ThreadPoolExecutor(max_workers=4) as pool:  # Cost Explorer bears a few requests a second
        answers = {field: pool.submit(ask) for field, ask in asked.items()}
    for field, answer in answers.items():
        try:
            setattr(catalog, field, answer.result())
        except SourceUnavailable as refused:
            if refused.code == DAILY_CAP_REACHED:
                raise  # a catalog that lacks this would be kept for the next user too
            catalog.unavailable.append(names[field])
    return catalog


def _charge_days(apis: MeteredCostApis, today: date, catalog: Catalog) -> list[date]:
    """The days with a charge up to today, over the longest history AWS gives; sets the currency."""
    try:
        answer = _daily_totals(apis, add_months(today, 1 - LONGEST_HISTORY_MONTHS), today)
    except SourceUnavailable as refused:
        if not is_history_limit(refused.code, refused.reason):
            raise
        answer = _daily_totals(apis, add_months(today, 1 - USUAL_HISTORY_MONTHS), today)
    days = []
    for result in answer["ResultsByTime"]:
        total = result.get("Total", {})
        if cost := total.get("UnblendedCost"):
            catalog.currency = cost["Unit"] or catalog.currency
        if any(Decimal(metric["Amount"]) for metric in total.values()):
            days.append(date.fromisoformat(result["TimePeriod"]["Start"][:10]))
    return days


def _daily_totals(apis: MeteredCostApis, start: date, today: date) -> dict[str, Any]:
    # usage without cost (a free tier) is a charge too, so the quantity is asked for beside the cost
    parameters: dict[str, Any] = {
        "TimePeriod": {"Start": start.isoformat(), "End": (today + timedelta(days=1)).isoformat()},
        "Granularity": "DAILY",
        "Metrics": ["UnblendedCost", "UsageQuantity"],
    }
    try:
        return apis.ask_for_catalog("ce:GetCostAndUsage", parameters)
    except SourceUnavailable as refused:
        if refused.code != "DataUnavailableException":
            raise
        return apis.ask_for_catalog("ce:GetCostAndUsage", {**parameters, "Metrics": ["UnblendedCost"]})


def _dimension(apis: MeteredCostApis, period: dict[str, str], key: str) -> Callable[[], list[str]]:
    return lambda: [value for value, _ in _dimension_values(apis, period, key)]


def _accounts(apis: MeteredCostApis, period: dict[str, str]) -> list[Account]:
    return [
        Account(id=value, name=attributes.get("description"))
        for value, attributes in _dimension_values(apis, period, "LINKED_ACCOUNT")
    ]


def _dimension_values(
    apis: MeteredCostApis, period: dict[str, str], key: str
) -> Iterator[tuple[str, dict[str, str]]]:
    parameters = {"TimePeriod": period, "Dimension": key, "Context": "COST_AND_USAGE"}
    for entry in apis.ask_for_catalog("ce:GetDimensionValues", parameters)["DimensionValues"]:
        if not is_absent(key, entry["Value"]):
            yield entry["Value"], entry.get("Attributes", {})


def _tags(apis: MeteredCostApis, period: dict[str, str]) -> dict[str, list[str]]:
    def values_of(**key: str) -> list[str]:
        answer = apis.ask_for_catalog("ce:GetTags", {"TimePeriod": period, **key})
        return [value for value in answer["Tags"] if value]

    return {key: values_of(TagKey=key) for key in values_of()[:MOST_LABEL_KEYS]}


def _cost_categories(apis: MeteredCostApis, period: dict[str, str]) -> dict[str, list[str]]:
    def asked(**name: str) -> dict[str, Any]:
        return apis.ask_for_catalog("ce:GetCostCategories", {"TimePeriod": period, **name})

    names = asked().get("CostCategoryNames", [])[:MOST_LABEL_KEYS]
    values = {name: asked(CostCategoryName=name).get("CostCategoryValues", []) for name in names}
    return {name: [value for value in found if value] for name, found in values.items()}
