"""Recommendations overlap: one resource can be stopped or made smaller, not both. Each saving counts once."""

from collections.abc import Iterable
from decimal import Decimal

from advisor.finding import Finding, by_savings

# These commitments pay for the same compute hours, so one's savings exclude the others'.
_COMPUTE_COMMITMENTS = ("ComputeSavingsPlans", "Ec2InstanceSavingsPlans", "Ec2ReservedInstances")


def best_of_each_resource(findings: Iterable[Finding]) -> list[Finding]:
    """For each resource the action that saves most, naming the others; purchases all stay."""
    best: list[Finding] = []
    for finding in sorted(findings, key=by_savings):
        taken = next((i for i, kept in enumerate(best) if finding.same_resource(kept)), None)
        if taken is None or finding.is_purchase:
            best.append(finding)
        else:
            best[taken] = _naming(best[taken], [finding])
    return best


def overlapping(findings: list[Finding], everything: list[Finding]) -> list[Finding]:
    """The same findings, each naming whatever else there is that it must not be added to."""
    return [
        _naming(one, [other for other in everything if _exclude_each_other(one, other)]) for one in findings
    ]


def only_of_other_resources(
    findings: Iterable[Finding], known: list[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """Splits into those of a resource not among `known`, and those that repeat one or name no resource."""
    new: list[Finding] = []
    repeated: list[Finding] = []
    for finding in findings:
        twins = [other for other in known if _exclude_each_other(finding, other)]
        if twins or not finding.resource_name:
            repeated.append(_naming(finding, twins))
        else:
            new.append(finding)
    return new, repeated


def total_without_overlaps(findings: list[Finding]) -> Decimal:
    """The sum of the best action of each resource, and of the best of commitments for the same compute."""
    counted: list[Finding] = []
    for finding in sorted(findings, key=by_savings):
        if not any(_exclude_each_other(finding, other) for other in counted):
            counted.append(finding)
    return sum((finding.savings for finding in counted), Decimal(0))


def _exclude_each_other(one: Finding, other: Finding) -> bool:
    if one.recommendation.id == other.recommendation.id:
        return False
    if one.is_purchase and other.is_purchase:
        return _same_commitment(one, other)
    return one.same_resource(other)


def _same_commitment(one: Finding, other: Finding) -> bool:
    """Different kinds of compute commitment for one account; two of the same kind are bought side by side."""
    first, second = one.recommendation, other.recommendation
    return (
        first.resource_type in _COMPUTE_COMMITMENTS
        and second.resource_type in _COMPUTE_COMMITMENTS
        and first.resource_type != second.resource_type
        and first.account_id == second.account_id
    )


def _naming(finding: Finding, others: list[Finding]) -> Finding:
    ids = {other.recommendation.id for other in others} | set(finding.recommendation.overlaps_with or [])
    ids.discard(finding.recommendation.id)
    if not ids:
        return finding
    item = finding.recommendation.model_copy(update={"overlaps_with": sorted(ids)})
    return Finding(item, finding.resource_arn)
