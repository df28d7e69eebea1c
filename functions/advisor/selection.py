"""What of the recommendations a question asks for: its focus and its filters, in each source's own terms."""

from dataclasses import dataclass, field
from typing import Any

from advisor.finding import PURCHASES, Finding
from advisor.resource_types import hub_resource_types
from protocol.query_plan import QueryPlan, SavingsFocus

# Idle and over-provisioned resources are different answers to different questions.
_ACTIONS_BY_FOCUS: dict[SavingsFocus, tuple[str, ...]] = {
    "idle": ("Stop", "Delete"),
    "rightsize": ("Rightsize",),
    "commitments": PURCHASES,
    "all": (),
    "trusted_advisor": (),
}
_TAG = "TAG:"


@dataclass(frozen=True)
class Selection:
    """The part of all recommendations that is asked for. Empty lists do not narrow."""

    actions: tuple[str, ...] = ()
    accounts: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    without_accounts: list[str] = field(default_factory=list)
    without_regions: list[str] = field(default_factory=list)
    without_services: list[str] = field(default_factory=list)
    not_applied: list[str] = field(default_factory=list)

    @property
    def beyond_the_hub(self) -> bool:
        """Whether services are asked for of which the hub recommends nothing."""
        return bool(self.services) and not hub_resource_types(self.services)

    def hub_filter(self) -> dict[str, Any]:
        """The hub's `filter`, https://docs.aws.amazon.com/cost-management/latest/APIReference/API_CostOptimizationHub_Filter.html."""
        parts = {
            "actionTypes": list(self.actions),
            "accountIds": self.accounts,
            "regions": self.regions,
            "resourceTypes": hub_resource_types(self.services),
            "tags": [{"key": key, "value": value} for key, value in self.tags],
        }
        return {name: values for name, values in parts.items() if values}

    def excludes(self, finding: Finding) -> bool:
        """Whether the question leaves this one out; the sources can only be asked for, not without."""
        item = finding.recommendation
        return (
            item.account_id in self.without_accounts
            or item.region in self.without_regions
            or item.resource_type in hub_resource_types(self.without_services)
        )

    @property
    def has_exclusions(self) -> bool:
        """Whether anything is left out."""
        return bool(self.without_accounts or self.without_regions or self.without_services)

    def takes(self, finding: Finding) -> bool:
        """Whether one of Trusted Advisor's is asked for; its own API has no such filters."""
        item = finding.recommendation
        return (
            (not self.actions or item.action in self.actions)
            and (not self.accounts or item.account_id in self.accounts)
            and (not self.regions or item.region in self.regions)
            and not self.excludes(finding)
        )


def selection_of(plan: QueryPlan) -> Selection:
    """The plan's focus and filters; `not_applied` names dimensions that recommendations do not have."""
    tags: list[tuple[str, str]] = []
    not_applied: list[str] = []
    for dimension, values in plan.filters.items():
        if dimension.startswith(_TAG) and "" not in values:
            tags += [(dimension.removeprefix(_TAG), value) for value in values]
        elif dimension not in ("LINKED_ACCOUNT", "REGION", "SERVICE"):
            not_applied.append(dimension)
    not_applied += [d for d in plan.exclude if d not in ("LINKED_ACCOUNT", "REGION", "SERVICE")]
    return Selection(
        actions=_ACTIONS_BY_FOCUS[plan.savings_focus],
        accounts=plan.filters.get("LINKED_ACCOUNT", []),
        regions=plan.filters.get("REGION", []),
        services=plan.filters.get("SERVICE", []),
        tags=tags,
        without_accounts=plan.exclude.get("LINKED_ACCOUNT", []),
        without_regions=plan.exclude.get("REGION", []),
        without_services=plan.exclude.get("SERVICE", []),
        not_applied=sorted(set(not_applied)),
    )
