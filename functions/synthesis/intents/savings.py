"""`savings`: what can be saved a month, the best action of each resource."""

from decimal import Decimal

from protocol.result import OptimizationRecommendations, Recommendation
from synthesis import words
from synthesis.answer import Answer
from synthesis.markdown import joined, table, text
from synthesis.parts import MAX_ROWS, bold
from synthesis.recommendations import action, action_phrase, effort, kind, resource

_SOURCES = {"cost-optimization-hub": "Hub", "trusted-advisor": "Trusted Advisor"}
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
        return f"{bold(_NOTHING[answer.plan.savings_focus])}."
    items = [item for held in _by_group(answer, savings.items).values() for item in held]
    return joined([_headline(answer, savings), savings_table(answer, items)])


def savings_table(answer: Answer, items: list[Recommendation]) -> str:
    """A row a recommendation, largest savings first."""
    rows = [
        [
            action(item),
            resource(item),
            _where(answer, item),
            effort(item),
            _SOURCES[item.source],
            answer.money(item.estimated_monthly_savings),
        ]
        for item in items[:MAX_ROWS]
    ]
    rest = items[MAX_ROWS:]
    if rest:
        amount = sum((item.estimated_monthly_savings for item in rest), Decimal(0))
        rows.append([words.counted(len(rest), "more", "more"), *[""] * 4, answer.money(amount)])
    headings = ["Action", "Resource", "Where", "Effort", "Source", "A month"]
    return table(headings, rows)


def _by_group(answer: Answer, items: list[Recommendation]) -> dict[str, list[Recommendation]]:
    """The recommendations by what the question groups them by, what saves most first; else all under ''."""
    groups: dict[str, list[Recommendation]] = {}
    for item in items:
        groups.setdefault(_group(answer, item), []).append(item)
    return dict(sorted(groups.items(), key=lambda held: _without_overlaps(held[1]), reverse=True))


def _group(answer: Answer, item: Recommendation) -> str:
    match answer.plan.group_by:
        case ["LINKED_ACCOUNT"]:
            return words.value("LINKED_ACCOUNT", item.account_id, answer.account_names)
        case ["REGION"]:
            return words.value("REGION", item.region, answer.account_names)
        case ["SERVICE"]:
            return kind(item)
        case _:
            return ""


def _without_overlaps(items: list[Recommendation]) -> Decimal:
    counted: dict[str, Decimal] = {}
    for item in sorted(items, key=lambda item: item.estimated_monthly_savings, reverse=True):
        if counted.keys().isdisjoint(item.overlaps_with or ()):
            counted[item.id] = item.estimated_monthly_savings
    return sum(counted.values(), Decimal(0))


def _where(answer: Answer, item: Recommendation) -> str:
    """The account by its name and id, and the region."""
    account = words.value("LINKED_ACCOUNT", item.account_id, answer.account_names) if item.account_id else ""
    return ", ".join(part for part in (account, text(item.region)) if part)


def _headline(answer: Answer, savings: OptimizationRecommendations) -> str:
    total = savings.total_monthly_savings
    whole = bold(f"{answer.money(total)} a month") if total is not None else ""
    most = next(iter(_by_group(answer, savings.items)))
    listed = words.counted(len(savings.items), "recommendation")
    if answer.plan.limit == 1 and most:
        return f"{bold(most)} could save the most, of {whole} in all; {listed}."
    if answer.plan.limit == 1:
        best = savings.items[0]
        amount = bold(f"{answer.money(best.estimated_monthly_savings)} a month")
        return f"{amount}: {action_phrase(best)} saves the most, of {whole} in all."
    if most:
        listed += f", the most of it in {most}"
    elif answer.plan.limit and answer.plan.limit >= len(savings.items):
        listed = f"the {len(savings.items)} that save most are listed"
    instead = "Trusted Advisor could not be asked; elsewhere, " if _asks_in_vain(answer, savings) else ""
    return f"{instead}{whole} can be saved, overlaps removed; {listed}."


def _asks_in_vain(answer: Answer, savings: OptimizationRecommendations) -> bool:
    """Whether Trusted Advisor was asked for by name and only the other source answered."""
    unavailable = any(gone.source == "trusted-advisor" for gone in savings.unavailable)
    return answer.plan.savings_focus == "trusted_advisor" and unavailable
