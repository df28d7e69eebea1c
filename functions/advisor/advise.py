"""Savings: Cost Optimization Hub first, Trusted Advisor beside it, each saving counted once."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from advisor.cost_optimization_hub import HubAnswer, ask_hub
from advisor.finding import Finding, by_savings
from advisor.groups import savings_by_group
from advisor.overlaps import (
    best_of_each_resource,
    only_of_other_resources,
    overlapping,
    total_without_overlaps,
)
from advisor.selection import Selection, selection_of
from advisor.trusted_advisor import ask_trusted_advisor
from billing.errors import SourceUnavailable
from billing.ports import CostApis
from protocol.query_plan import QueryPlan
from protocol.result import Degraded, OptimizationRecommendations, UnavailableSource
from protocol.step import AdviceFindings, Note


@dataclass
class _Sources:
    """What each source answered; None where it was not asked or could not answer."""

    hub: HubAnswer | None = None
    trusted_advisor: list[Finding] | None = None
    refusals: list[SourceUnavailable] = field(default_factory=list)


@dataclass(frozen=True)
class _Merged:
    """Both sources as one: what is recommended, the total a month, and what only repeats."""

    findings: list[Finding]
    total: Decimal | None
    currency: str = "USD"
    repeated: list[Finding] = field(default_factory=list)


def advise(plan: QueryPlan, today: date, apis: CostApis) -> AdviceFindings:
    """The recommendations the plan's focus and filters ask for, best action a resource, largest first.

    `totalMonthlySavings` is the hub's own de-duplicated total and what Trusted Advisor adds for other
    resources; null only when no source answered. It is the whole, also where `limit` shortens the items;
    of a question by account, region or kind of resource, `limit` counts those and shortens nothing.
    Recommendations are as of now: `today` only fixes the question's day and changes none of them.
    """
    selection = selection_of(plan)
    sources = _ask(selection, apis, trusted_advisor_only=plan.savings_focus == "trusted_advisor")
    merged = _merge(sources)
    items = [finding.recommendation for finding in sorted(merged.findings, key=by_savings)]
    hub_notes = sources.hub.notes if sources.hub else []
    limit = None if plan.group_by else plan.limit
    return AdviceFindings(
        recommendations=OptimizationRecommendations(
            total_monthly_savings=merged.total,
            items=items[:limit],
            groups=savings_by_group(merged.findings, plan.group_by),
            unavailable=[
                UnavailableSource(source=refusal.source, reason=refusal.reason, fix=refusal.fix)
                for refusal in sources.refusals
            ],
        ),
        notes=[*hub_notes, *_notes(plan, selection, merged, limit)],
        requests=list(apis.requests),
        degraded=[
            Degraded(what=refusal.source, reason=refusal.reason, fix=refusal.fix)
            for refusal in sources.refusals
        ],
        figures={"currency": merged.currency, "recommendationCount": str(len(items))},
    )


def _ask(selection: Selection, apis: CostApis, *, trusted_advisor_only: bool) -> _Sources:
    """Asks both; for Trusted Advisor alone, the hub only where Trusted Advisor cannot answer."""
    sources = _Sources()
    try:
        sources.trusted_advisor = ask_trusted_advisor(selection, apis)
    except SourceUnavailable as refusal:
        sources.refusals.append(refusal)
    if trusted_advisor_only and sources.trusted_advisor is not None:
        return sources
    try:
        sources.hub = ask_hub(selection, apis)
        if sources.hub.missing:
            sources.refusals.insert(0, sources.hub.missing)
    except SourceUnavailable as refusal:
        sources.refusals.insert(0, refusal)
    return sources


def _merge(sources: _Sources) -> _Merged:
    """The hub's own total, and what Trusted Advisor adds where it names another resource."""
    flagged = best_of_each_resource(sources.trusted_advisor or [])
    if sources.hub is None:
        total = None if sources.trusted_advisor is None else total_without_overlaps(flagged)
        return _Merged(flagged, total)
    hub = sources.hub
    added, repeated = only_of_other_resources(flagged, hub.findings)
    total = hub.total + sum((finding.savings for finding in added), Decimal(0))
    return _Merged([*overlapping(hub.findings, repeated), *added], total, hub.currency, repeated)


def _notes(plan: QueryPlan, selection: Selection, merged: _Merged, limit: int | None) -> list[Note]:
    notes: list[Note] = []
    if merged.repeated:
        text = (
            "What Trusted Advisor says of the same resources, or of no single resource, is not counted again."
        )
        notes.append(Note(id="trusted_advisor_repeats", text=text))
    unlisted = len(merged.findings) - limit if limit else 0
    if unlisted > 0:
        text = f"{unlisted} more recommendation{'s are' if unlisted > 1 else ' is'} not listed."
        notes.append(Note(id="more_recommendations", text=text))
    if plan.group_by and savings_by_group([], plan.group_by) is None:
        by = " and ".join(plan.group_by)
        notes.append(Note(id="not_grouped", text=f"Recommendations cannot be grouped by {by}."))
    if selection.shared_plans:
        text = (
            "A Compute Savings Plan covers EC2, Fargate and Lambda together: its saving is not of one alone."
        )
        notes.append(Note(id="shared_plans", text=text))
    if selection.not_applied:
        dimensions = ", ".join(selection.not_applied)
        text = (
            f"Recommendations cannot be narrowed by {dimensions}: that part of the question is not applied."
        )
        notes.append(Note(id="filter_not_applied", text=text))
    return notes
