"""`savings`: what can be saved a month, the best action of each resource."""

from decimal import Decimal

from protocol.result import OptimizationRecommendations, Recommendation, SavingsGroup
from synthesis import words
from synthesis.answer import Answer
from synthesis.markdown import joined, table, text
from synthesis.parts import MAX_ROWS, bold
from synthesis.recommendations import action, action_phrase, effort, kind, resource

_SOURCES = {"cost-optimization-hub": "Hub", "trusted-advisor": "Trusted Advisor"}
_HEADINGS = {"LINKED_ACCOUNT": "Account", "REGION": "Region", "SERVICE": "Kind of resource"}
_KINDS = {"savings_plans": "Savings Plans", "reservations": "reservations"}
_NOTHING = {
    "idle": "No idle resources to stop or delete were found",
    "rightsize": "No resource to make smaller was found",
    "commitments": "No commitment to buy was found",
    "trusted_advisor": "Trusted Advisor has no cost recommendations",
    "all": "No savings recommendations were found",
}


def write_savings(answer: Answer) -> str:
    """The total a month, or the one that saves most, and each recommendation."""
    savings = answer.savings
    if savings is None or savings.total_monthly_savings is None:
        # why, and what to do about it, is said under "Not available"
        return f"{bold('No savings source could be asked')}."
    if not savings.items:
        kind_asked = _kind_asked(answer)
        said = f"No {kind_asked} to buy were found" if kind_asked else _NOTHING[answer.plan.savings_focus]
        return f"{bold(said)}."
    return joined(
        [_headline(answer, savings), _groups_table(answer, savings), savings_table(answer, savings.items)]
    )


def _kind_asked(answer: Answer) -> str:
    """The one kind of commitment the savings are asked of; empty for others."""
    asked = answer.plan.savings_focus == "commitments"
    return _KINDS.get(answer.plan.commitment_focus, "") if asked else ""


def savings_table(answer: Answer, items: list[Recommendation]) -> str:
    """A row a recommendation, largest savings first; where some overlap, each says whether it does."""
    overlap = any(item.overlaps_with for item in items)
    rows = [
        [
            action(item),
            resource(item),
            _where(answer, item),
            effort(item),
            _SOURCES[item.source],
            *([_yes_or_no(bool(item.overlaps_with))] if overlap else []),
            answer.money(item.estimated_monthly_savings),
        ]
        for item in items[:MAX_ROWS]
    ]
    headings = [
        "Action",
        "Resource",
        "Where",
        "Effort",
        "Source",
        *(["Overlaps"] if overlap else []),
        "A month",
    ]
    rest = items[MAX_ROWS:]
    if rest:
        amount = sum((item.estimated_monthly_savings for item in rest), Decimal(0))
        rows.append(
            [words.counted(len(rest), "more", "more"), *[""] * (len(headings) - 2), answer.money(amount)]
        )
    return table(headings, rows)


def _yes_or_no(holds: bool) -> str:
    return "yes" if holds else "no"


def _groups_table(answer: Answer, savings: OptimizationRecommendations) -> str:
    """A row an account, region or kind of resource, largest savings first; nothing where there is but one."""
    groups = savings.groups or []
    if len(groups) < 2:
        return ""
    rows = [
        [_group(answer, group), str(group.recommendations), answer.money(group.total_monthly_savings)]
        for group in groups[:MAX_ROWS]
    ]
    if len(groups) > MAX_ROWS:
        rows.append([words.counted(len(groups) - MAX_ROWS, "more", "more"), "", ""])
    listed = table([_HEADINGS[answer.plan.group_by[0]], "Recommendations", "A month"], rows, figures=2)
    apart = sum((group.total_monthly_savings for group in groups), Decimal(0))
    overlap = savings.total_monthly_savings is not None and apart > savings.total_monthly_savings
    note = "Savings that overlap between these rows count once in the total." if overlap else ""
    return joined([listed, note])


def _group(answer: Answer, group: SavingsGroup) -> str:
    by = answer.plan.group_by[0]
    if by == "SERVICE":
        return kind(group.key)
    return words.value(by, group.key, answer.account_names)


def _where(answer: Answer, item: Recommendation) -> str:
    """The account by its name and id, and the region."""
    account = words.value("LINKED_ACCOUNT", item.account_id, answer.account_names) if item.account_id else ""
    return ", ".join(part for part in (account, text(item.region)) if part)


def _headline(answer: Answer, savings: OptimizationRecommendations) -> str:
    total = savings.total_monthly_savings
    whole = bold(f"{answer.money(total)} a month") if total is not None else ""
    most = savings.groups[0] if savings.groups else None
    listed = words.counted(len(savings.items), "recommendation")
    if answer.plan.limit == 1 and most:
        amount = bold(f"{answer.money(most.total_monthly_savings)} a month")
        return f"{bold(_group(answer, most))} could save the most: {amount}, of {whole} in all; {listed}."
    if answer.plan.limit == 1:
        best = savings.items[0]
        amount = bold(f"{answer.money(best.estimated_monthly_savings)} a month")
        return f"{amount}: {action_phrase(best)} saves the most, of {whole} in all."
    if most:
        listed += f"; {_group(answer, most)} could save the most, {answer.money(most.total_monthly_savings)}"
    elif answer.plan.limit and answer.plan.limit >= len(savings.items):
        listed = f"the {len(savings.items)} that save most are listed"
    instead = "Trusted Advisor could not be asked; elsewhere, " if _asks_in_vain(answer, savings) else ""
    by = f" with {_kind_asked(answer)}" if _kind_asked(answer) else ""
    return f"{instead}{whole} can be saved{by}, overlaps removed; {listed}."


def _asks_in_vain(answer: Answer, savings: OptimizationRecommendations) -> bool:
    """Whether Trusted Advisor was asked for by name and only the other source answered."""
    unavailable = any(gone.source == "trusted-advisor" for gone in savings.unavailable)
    return answer.plan.savings_focus == "trusted_advisor" and unavailable
