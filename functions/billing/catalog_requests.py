"""The requests a catalog is made of: each asks Cost Explorer for one list of values, over all its pages."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from billing.absent_values import is_absent
from billing.calendar import add_months
from billing.catalog import Account
from billing.errors import SourceUnavailable
from billing.failures import is_history_limit
from billing.metered_apis import MeteredCostApis

LONGEST_HISTORY_MONTHS = 38  # with the multi-year opt-in; the month under way is one of them
USUAL_HISTORY_MONTHS = 14
MOST_LABEL_KEYS = 40  # each key's values are a request of their own


class CatalogRequests:
    """What a catalog up to and with `today` asks. Each raises SourceUnavailable and CostApiUnavailable."""

    def __init__(self, apis: MeteredCostApis, today: date) -> None:
        self._apis, self._end = apis, (today + timedelta(days=1)).isoformat()
        self._today, self._period = today, {"Start": today.isoformat(), "End": self._end}

    def charge_days(self) -> tuple[list[date], str | None]:
        """The days with a charge, over the longest history AWS gives, and their currency.

        What is asked after it is asked from the first of them on.
        """
        try:
            answer = self._daily_totals(LONGEST_HISTORY_MONTHS)
        except SourceUnavailable as refused:
            if not is_history_limit(refused.code, refused.reason):
                raise
            answer = self._daily_totals(USUAL_HISTORY_MONTHS)
        days, currency = [], None
        for result in answer["ResultsByTime"]:
            total = result.get("Total", {})
            if cost := total.get("UnblendedCost"):
                currency = cost["Unit"] or currency
            if any(Decimal(metric["Amount"]) for metric in total.values()):
                days.append(date.fromisoformat(result["TimePeriod"]["Start"][:10]))
        if days:
            self._period = {"Start": days[0].isoformat(), "End": self._end}
        return days, currency

    def values(self, dimension: str) -> list[str]:
        """The values of a dimension."""
        return [value for value, _ in self._values(dimension)]

    def accounts(self) -> list[Account]:
        """The linked accounts."""
        return [
            Account(id=value, name=attributes.get("description"))
            for value, attributes in self._values("LINKED_ACCOUNT")
        ]

    def tag_keys(self) -> list[str]:
        """The first keys of the tags."""
        return self._tags()[:MOST_LABEL_KEYS]

    def tag_values(self, key: str) -> list[str]:
        """The values of a tag key."""
        return self._tags(TagKey=key)

    def cost_categories(self) -> list[str]:
        """The first names of the cost categories."""
        names: list[str] = self._cost_categories().get("CostCategoryNames", [])
        return names[:MOST_LABEL_KEYS]

    def cost_category_values(self, name: str) -> list[str]:
        """The values of a cost category."""
        found = self._cost_categories(CostCategoryName=name).get("CostCategoryValues", [])
        return [value for value in found if value]

    def _daily_totals(self, months: int) -> dict[str, Any]:
        start = add_months(self._today, 1 - months).isoformat()
        # usage without cost (a free tier) is a charge too, so the quantity is asked for beside the cost
        parameters: dict[str, Any] = {
            "TimePeriod": {"Start": start, "End": self._end},
            "Granularity": "DAILY",
            "Metrics": ["UnblendedCost", "UsageQuantity"],
        }
        try:
            return self._apis.ask_for_catalog("ce:GetCostAndUsage", parameters)
        except SourceUnavailable as refused:
            if refused.code != "DataUnavailableException":
                raise
            return self._apis.ask_for_catalog(
                "ce:GetCostAndUsage", {**parameters, "Metrics": ["UnblendedCost"]}
            )

    def _values(self, dimension: str) -> Iterator[tuple[str, dict[str, str]]]:
        parameters = {"TimePeriod": self._period, "Dimension": dimension, "Context": "COST_AND_USAGE"}
        for entry in self._apis.ask_for_catalog("ce:GetDimensionValues", parameters)["DimensionValues"]:
            if not is_absent(dimension, entry["Value"]):
                yield entry["Value"], entry.get("Attributes", {})

    def _tags(self, **key: str) -> list[str]:
        answer = self._apis.ask_for_catalog("ce:GetTags", {"TimePeriod": self._period, **key})
        return [value for value in answer["Tags"] if value]

    def _cost_categories(self, **name: str) -> dict[str, Any]:
        return self._apis.ask_for_catalog("ce:GetCostCategories", {"TimePeriod": self._period, **name})
