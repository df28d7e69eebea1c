"""A plan in one sentence, for the progress message."""

from interpreter.values.value import dimension_label
from protocol.query_plan import QueryPlan

_INTENTS = {
    "spend": "spend",
    "breakdown": "a breakdown",
    "trend": "a trend",
    "compare": "a comparison",
    "explain": "what drove the change",
    "adoption": "what is new",
    "forecast": "a forecast",
    "budget": "budgets",
    "anomaly": "cost anomalies",
    "commitment": "commitments",
    "savings": "ways to save",
    "charges": "charge types",
    "unit_cost": "a unit cost",
    "assessment": "a complete assessment",
    "clarify": "a question to ask back",
}
_MOST_VALUES = 3


def describe(plan: QueryPlan) -> str:
    """How the question was understood: "Understood as spend, Amazon S3, May 2025"."""
    if plan.clarification is not None:
        return "The question needs asking back"
    parts = [_INTENTS[plan.intent]]
    if plan.group_by:
        parts.append("by " + " and ".join(dimension_label(name) for name in plan.group_by))
    parts += [_listed(values) for values in plan.filters.values()]
    parts += ["without " + _listed(values) for values in plan.exclude.values()]
    if plan.period:
        parts.append(plan.period.label)
    if plan.compare_period:
        parts.append(f"against {plan.compare_period.label}")
    return "Understood as " + ", ".join(parts)


def _listed(values: list[str]) -> str:
    shown = [value or "untagged" for value in values[:_MOST_VALUES]]
    return " and ".join(shown) + (" and more" if len(values) > _MOST_VALUES else "")
