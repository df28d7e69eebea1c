"""Savings by account, region or kind of resource."""

from collections.abc import Callable, Iterable, Sequence

from advisor.finding import Finding
from advisor.overlaps import total_without_overlaps
from protocol.result import Recommendation, SavingsGroup

_KEYS: dict[str, Callable[[Recommendation], str]] = {
    "LINKED_ACCOUNT": lambda item: item.account_id,
    "REGION": lambda item: item.region,
    "SERVICE": lambda item: item.resource_type,
}


def savings_by_group(findings: Iterable[Finding], group_by: Sequence[str]) -> list[SavingsGroup] | None:
    """What each group could save, most first; None where it is not asked for or cannot be told."""
    key_of = _KEYS.get(group_by[0]) if len(group_by) == 1 else None
    if key_of is None:
        return None
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(key_of(finding.recommendation), []).append(finding)
    totals = [
        SavingsGroup(
            key=key, recommendations=len(members), total_monthly_savings=total_without_overlaps(members)
        )
        for key, members in groups.items()
    ]
    return sorted(totals, key=lambda group: (-group.total_monthly_savings, group.key))
