"""Cost Optimization Hub: its recommendations, and the one total that counts no saving twice."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from advisor.finding import PURCHASES, Finding, amount_of, by_savings
from advisor.overlaps import best_of_each_resource, overlapping, total_without_overlaps
from advisor.selection import Selection
from billing.errors import SourceUnavailable
from billing.failures import OPT_IN_FIX
from billing.ports import CostApis
from protocol.result import Recommendation
from protocol.step import Note

SOURCE = "cost-optimization-hub"
COMPUTE_OPTIMIZER = "compute-optimizer"


@dataclass(frozen=True)
class HubAnswer:
    """What the hub recommends of what was asked, best action a resource, and their total a month.

    `missing` is the source the hub has nothing of, because the account is not opted in to it.
    """

    findings: list[Finding]
    total: Decimal
    currency: str = "USD"
    notes: list[Note] = field(default_factory=list)
    missing: SourceUnavailable | None = None


def ask_hub(selection: Selection, apis: CostApis) -> HubAnswer:
    """The hub's answer. Raises SourceUnavailable when the account is not enrolled or may not ask."""
    _require_enrolment(apis)
    if selection.beyond_the_hub:
        return HubAnswer([], Decimal(0), notes=[_no_such_types(selection)])
    listed = _list(selection, apis, every=False)
    findings = best_of_each_resource([f for f in listed if not selection.excludes(f)])
    findings = overlapping(findings, _list(selection, apis, every=True))
    total, currency, notes = _total(selection, findings, apis)
    return HubAnswer(
        sorted(findings, key=by_savings),
        total,
        currency,
        notes + _discount_note(findings, apis),
        _missing_source(selection, listed, apis),
    )


def _require_enrolment(apis: CostApis) -> None:
    statuses = apis.ask(f"{SOURCE}:ListEnrollmentStatuses", {}).get("items", [])
    if not any(item.get("status") == "Active" for item in statuses):
        raise SourceUnavailable(
            SOURCE,
            "NotEnrolled",
            "This account is not enrolled in Cost Optimization Hub.",
            "Run `aws cost-optimization-hub update-enrollment-status --status Active --region us-east-1`, or "
            "choose Enable under Billing and Cost Management > Cost Optimization Hub; recommendations appear "
            "within 24 hours.",
        )


def _missing_source(selection: Selection, listed: list[Finding], apis: CostApis) -> SourceUnavailable | None:
    """Compute Optimizer, where none of its kinds of recommendation is there and it says it is not opted in.

    Where it may not be asked, nobody knows that anything is missing.
    """
    only_purchases = bool(selection.actions) and set(selection.actions) <= set(PURCHASES)
    if only_purchases or any(finding.recommendation.action not in PURCHASES for finding in listed):
        return None
    try:
        status = apis.ask(f"{COMPUTE_OPTIMIZER}:GetEnrollmentStatus", {}).get("status")
    except SourceUnavailable:
        return None
    if status not in ("Inactive", "Failed"):
        return None
    return SourceUnavailable(
        COMPUTE_OPTIMIZER,
        "OptInRequiredException",
        "This account is not opted in to Compute Optimizer, so Cost Optimization Hub finds no idle or "
        "oversized resources.",
        OPT_IN_FIX,
    )


def _list(selection: Selection, apis: CostApis, *, every: bool) -> list[Finding]:
    """Without `every`, the hub keeps only the best of those that exclude one another."""
    parameters: dict[str, Any] = {"includeAllRecommendations": every}
    if wanted := selection.hub_filter():
        parameters["filter"] = wanted
    answer = apis.ask(f"{SOURCE}:ListRecommendations", parameters)
    return [_finding(item) for item in answer.get("items", [])]


def _finding(item: dict[str, Any]) -> Finding:
    recommendation = Recommendation(
        id=str(item.get("recommendationId", "")),
        source=SOURCE,
        resource_type=str(item.get("currentResourceType") or item.get("recommendedResourceType") or ""),
        resource_id=str(item.get("resourceId") or ""),
        account_id=str(item.get("accountId") or ""),
        region=str(item.get("region") or ""),
        action=str(item.get("actionType") or ""),
        estimated_monthly_savings=amount_of(item.get("estimatedMonthlySavings")) or Decimal(0),
        effort=str(item.get("implementationEffort") or ""),
    )
    return Finding(recommendation, str(item.get("resourceArn") or ""))


def _total(selection: Selection, findings: list[Finding], apis: CostApis) -> tuple[Decimal, str, list[Note]]:
    """`estimatedTotalDedupedSavings` of the same filter; where it cannot be had, our own sum."""
    parameters: dict[str, Any] = {"groupBy": "ActionType"}
    if wanted := _filter_of_rest(selection, findings):
        parameters["filter"] = wanted
    try:
        answer = apis.ask(f"{SOURCE}:ListRecommendationSummaries", parameters)
    except SourceUnavailable as refusal:
        note = Note(
            id="hub_total_computed",
            text="Cost Optimization Hub gave no total of its own "
            f"({refusal.reason.rstrip('.')}); the total adds the best action of each resource.",
        )
        return total_without_overlaps(findings), "USD", [note]
    total = amount_of(answer.get("estimatedTotalDedupedSavings"))
    currency = str(answer.get("currencyCode") or "USD")
    return (total_without_overlaps(findings) if total is None else total), currency, []


def _filter_of_rest(selection: Selection, findings: list[Finding]) -> dict[str, Any]:
    """The filter that leaves what an exclusion leaves: the hub has no 'without', so the rest is named."""
    wanted = selection.hub_filter()
    if not selection.has_exclusions:
        return wanted
    kept = [finding.recommendation for finding in findings]
    if selection.without_accounts:
        wanted["accountIds"] = sorted({item.account_id for item in kept}) or ["none"]
    if selection.without_regions:
        wanted["regions"] = sorted({item.region for item in kept}) or ["none"]
    if selection.without.names:
        wanted["resourceTypes"] = sorted({item.resource_type for item in kept})
    return wanted


def _discount_note(findings: list[Finding], apis: CostApis) -> list[Note]:
    """Says whether the savings already allow for Savings Plans and reservations, as the hub is set to."""
    if not findings:
        return []
    try:
        mode = apis.ask(f"{SOURCE}:GetPreferences", {}).get("savingsEstimationMode")
    except SourceUnavailable:
        return []
    if mode == "AfterDiscounts":
        text = (
            "Savings are after discounts: what a Savings Plan or reservation already pays for is not counted."
        )
    elif mode == "BeforeDiscounts":
        text = (
            "Savings are before discounts: for a resource that a Savings Plan or reservation covers they are "
            "lower. Cost Optimization Hub > Preferences > Savings estimation mode changes that."
        )
    else:
        return []
    return [Note(id="savings_estimation_mode", text=text)]


def _no_such_types(selection: Selection) -> Note:
    names = selection.subject.names[:5] if selection.subject else ()
    return Note(
        id="hub_knows_no_such_service",
        text=f"Cost Optimization Hub makes no recommendations for {', '.join(names)}.",
    )
