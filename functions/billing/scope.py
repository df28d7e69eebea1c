"""What a tenant may see of the bill: enforced on every request, whatever the question's words ask for."""

import hashlib
import json
import os
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from billing.errors import SourceUnavailable

Expression = dict[str, Any]

# Operations whose Filter takes accounts and tags, and those whose Filter takes accounts only.
FILTERED = frozenset({
    "ce:GetCostAndUsage", "ce:GetCostForecast", "ce:GetDimensionValues", "ce:GetTags", "ce:GetCostCategories",
    "ce:GetReservationCoverage",
})  # fmt: skip
FILTERED_BY_ACCOUNT = frozenset({
    "ce:GetSavingsPlansCoverage", "ce:GetSavingsPlansUtilization", "ce:GetReservationUtilization",
})  # fmt: skip
HUB_FILTERED = frozenset({
    "cost-optimization-hub:ListRecommendations", "cost-optimization-hub:ListRecommendationSummaries",
})  # fmt: skip
UNSCOPED = frozenset({"cost-optimization-hub:ListEnrollmentStatuses"})  # holds no cost data


class CostScope(BaseModel):
    """The accounts, and the tag values, a tenant may see: all where not given, the overlap where both are.

    The tag value `""` is what has no such tag.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    accounts: tuple[str, ...] | None = None
    tags: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def unlimited(self) -> bool:
        """Whether nothing is hidden."""
        return self.accounts is None and not self.tags

    @property
    def key(self) -> str:
        """The scope as text, for cache keys: two tenants share an answer only when they may see the same."""
        return json.dumps(self.model_dump(), sort_keys=True)

    @property
    def mark(self) -> str:
        """The scope as a short text for what a step hands on; empty where nothing is hidden.

        The same accounts and values in another order are the same scope.
        """
        if self.unlimited:
            return ""
        accounts = None if self.accounts is None else sorted(set(self.accounts))
        tags = {key: sorted(set(values)) for key, values in self.tags.items()}
        return hashlib.sha256(json.dumps([accounts, tags], sort_keys=True).encode()).hexdigest()[:32]

    def restrict(self, api: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The parameters with the scope ANDed into their filter.

        Raises SourceUnavailable for an API that cannot be filtered so.
        """
        if self.unlimited or api in UNSCOPED:
            return parameters
        if self.accounts == () or () in self.tags.values():
            raise _nothing_visible(api)
        if api in FILTERED or (api in FILTERED_BY_ACCOUNT and not self.tags):
            return {**parameters, "Filter": both(parameters.get("Filter"), self.expression())}
        if api in HUB_FILTERED and not self.tags:
            return {**parameters, "filter": self._hub_filter(parameters.get("filter", {}))}
        raise _cannot_be_filtered(api)

    def expression(self) -> Expression:
        """The scope as a Cost Explorer expression."""
        parts: list[Expression] = []
        if self.accounts is not None:
            parts.append({"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": list(self.accounts)}})
        parts.extend(_tagged(key, values) for key, values in self.tags.items())
        return parts[0] if len(parts) == 1 else {"And": parts}

    def _hub_filter(self, asked: dict[str, Any]) -> dict[str, Any]:
        visible = list(self.accounts or ())
        if "accountIds" in asked:
            visible = [account for account in asked["accountIds"] if account in visible]
            if not visible:
                raise _nothing_visible("cost-optimization-hub:ListRecommendations")
        return {**asked, "accountIds": visible}


EVERYTHING = CostScope()


def _tagged(key: str, values: tuple[str, ...]) -> Expression:
    """Charges with one of the values; Cost Explorer finds those without the tag by a match option."""
    parts: list[Expression] = []
    if present := [value for value in values if value]:
        parts.append({"Tags": {"Key": key, "Values": present}})
    if "" in values:
        parts.append({"Tags": {"Key": key, "MatchOptions": ["ABSENT"]}})
    return parts[0] if len(parts) == 1 else {"Or": parts}


def both(first: Expression | None, second: Expression) -> Expression:
    """The expression that holds where both hold; And is kept flat, since AWS limits its depth."""
    if first is None:
        return second
    parts = [part for each in (first, second) for part in (each["And"] if set(each) == {"And"} else [each])]
    return {"And": parts}


def scope_of(tenant: str) -> CostScope:
    """The tenant's scope from COST_SCOPE, a JSON object of tenant (or `*`) to accounts and tags.

    Without COST_SCOPE everybody sees the whole bill; with it, a tenant it does not name sees nothing, and so
    does everybody when it cannot be read.
    """
    text = os.environ.get("COST_SCOPE", "").strip()
    if not text:
        return EVERYTHING
    try:
        tenants = json.loads(text)
        return CostScope.model_validate(tenants.get(tenant, tenants.get("*", {"accounts": []})))
    except (ValueError, AttributeError, ValidationError):
        return CostScope(accounts=())


class ScopeChanged(Exception):
    """The tenant may see another part of the bill than when the job's first step read it.

    The name is the step's error: no retry mends it, and `jobs.reconciliation` puts it into words.
    """


def hold_scope(mark: str, tenant: str) -> None:
    """Raises ScopeChanged unless the tenant's scope is still the one that an earlier step ran under.

    A redrive goes on with what earlier steps found, however long ago: without this it would answer with
    what the tenant may no longer see.
    """
    if scope_of(tenant).mark != mark:
        raise ScopeChanged("The tenant's scope is another than when the question was read.")


def _nothing_visible(api: str) -> SourceUnavailable:
    return SourceUnavailable(
        api.split(":", maxsplit=1)[0],
        "OutsideScope",
        "Your organisation has been given no part of this bill to see.",
        "Ask whoever runs this service to name your accounts or tags in CostScope.",
    )


def _cannot_be_filtered(api: str) -> SourceUnavailable:
    return SourceUnavailable(
        api.split(":", maxsplit=1)[0],
        "OutsideScope",
        f"{api} cannot be limited to the accounts and tags you may see.",
        "Ask somebody whose view covers the whole bill.",
    )
