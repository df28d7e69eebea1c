"""What of the recommendations a question asks for: its focus and its filters, in each source's own terms."""

from dataclasses import dataclass, field, replace
from typing import Any

from advisor.finding import PURCHASE_PLANS, PURCHASE_RESERVATIONS, PURCHASES, Finding
from advisor.subject import Subject, subject_of_services, subject_of_usage_types
from protocol.query_plan import CommitmentFocus, QueryPlan, SavingsFocus

# Idle and over-provisioned resources are different answers to different questions.
_ACTIONS_BY_FOCUS: dict[SavingsFocus, tuple[str, ...]] = {
    "idle": ("Stop", "Delete"),
    "rightsize": ("Rightsize",),
    "commitments": PURCHASES,
    "all": (),
    "trusted_advisor": (),
}
_PURCHASES_BY_KIND: dict[CommitmentFocus, tuple[str, ...]] = {
    "savings_plans": (PURCHASE_PLANS,),
    "reservations": (PURCHASE_RESERVATIONS,),
    "both": PURCHASES,
}
_COMPUTE_PLANS = "ComputeSavingsPlans"
_COVERED_BY_COMPUTE_PLANS = {
    "Amazon Elastic Compute Cloud - Compute", "Amazon Elastic Compute Cloud",
    "Amazon Elastic Container Service", "AWS Lambda",
}  # fmt: skip
_TAG = "TAG:"
_WHOLE = ("LINKED_ACCOUNT", "REGION", "SERVICE")


@dataclass(frozen=True)
class Selection:
    """The part of all recommendations that is asked for; what is empty or None does not narrow.

    `not_applied` names the question's dimensions that recommendations do not have; `shared_plans` says that a
    plan is among them that covers other services as well.
    """

    actions: tuple[str, ...] = ()
    accounts: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    tags: list[tuple[str, str]] = field(default_factory=list)
    subject: Subject | None = None
    without_accounts: list[str] = field(default_factory=list)
    without_regions: list[str] = field(default_factory=list)
    without: Subject = field(default_factory=Subject)
    not_applied: list[str] = field(default_factory=list)
    shared_plans: bool = False

    @property
    def beyond_the_hub(self) -> bool:
        """Whether it is only about what the hub recommends nothing for."""
        return self.subject is not None and not self.subject.hub_types

    def hub_filter(self) -> dict[str, Any]:
        """The `filter` of the hub's operations."""
        parts = {
            "actionTypes": list(self.actions),
            "accountIds": self.accounts,
            "regions": self.regions,
            "resourceTypes": list(self.subject.hub_types) if self.subject else [],
            "tags": [{"key": key, "value": value} for key, value in self.tags],
        }
        return {name: values for name, values in parts.items() if values}

    @property
    def has_exclusions(self) -> bool:
        """Whether anything is left out."""
        return bool(self.without_accounts or self.without_regions or self.without.names)

    def excludes(self, finding: Finding) -> bool:
        """Whether the question leaves this one out; the sources can only be asked for, not without."""
        item = finding.recommendation
        return (
            item.account_id in self.without_accounts
            or item.region in self.without_regions
            or item.resource_type in self.without.hub_types
        )

    def takes_check(self, name: str) -> bool:
        """Whether a Trusted Advisor check is about what is asked for."""
        return not self.without.has_check(name) and (self.subject is None or self.subject.has_check(name))

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
    """The plan's focus and filters."""
    subject = subject_of_services(plan.filters["SERVICE"]) if "SERVICE" in plan.filters else None
    usage = subject_of_usage_types(plan.filters.get("USAGE_TYPE", []))
    # the usage types say more exactly than the service what is meant
    if usage and usage.names:
        subject = usage
    shared_plans = _asks_plans_of_compute(plan)
    if shared_plans and subject:
        subject = replace(subject, hub_types=(*subject.hub_types, _COMPUTE_PLANS))
    return Selection(
        actions=_actions(plan),
        accounts=plan.filters.get("LINKED_ACCOUNT", []),
        regions=plan.filters.get("REGION", []),
        tags=_tags(plan),
        subject=subject,
        without_accounts=plan.exclude.get("LINKED_ACCOUNT", []),
        without_regions=plan.exclude.get("REGION", []),
        without=subject_of_services(plan.exclude.get("SERVICE", [])),
        not_applied=_not_applied(plan, usage_is_known=usage is not None),
        shared_plans=shared_plans,
    )


def _actions(plan: QueryPlan) -> tuple[str, ...]:
    if plan.savings_focus == "commitments":
        return _PURCHASES_BY_KIND[plan.commitment_focus]
    return _ACTIONS_BY_FOCUS[plan.savings_focus]


def _asks_plans_of_compute(plan: QueryPlan) -> bool:
    """Whether plans are asked for of a service that Compute Savings Plans cover beside others."""
    of_compute = _COVERED_BY_COMPUTE_PLANS & set(plan.filters.get("SERVICE", []))
    return (
        bool(of_compute) and plan.savings_focus == "commitments" and plan.commitment_focus == "savings_plans"
    )


def _tags(plan: QueryPlan) -> list[tuple[str, str]]:
    return [
        (name.removeprefix(_TAG), value)
        for name, values in plan.filters.items()
        if _is_tag_of_resources(name, values)
        for value in values
    ]


def _is_tag_of_resources(name: str, values: list[str]) -> bool:
    """The hub finds resources that have a tag's value, never those without the tag."""
    return name.startswith(_TAG) and "" not in values


def _not_applied(plan: QueryPlan, *, usage_is_known: bool) -> list[str]:
    applied = (*_WHOLE, "USAGE_TYPE") if usage_is_known else _WHOLE
    kept = [
        name
        for name, values in plan.filters.items()
        if name not in applied and not _is_tag_of_resources(name, values)
    ]
    return sorted({*kept, *(name for name in plan.exclude if name not in _WHOLE)})
