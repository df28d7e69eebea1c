"""What the requests for coverage and utilisation have in common."""

from datetime import date
from decimal import Decimal
from typing import Any

from cost.filters import Expression, filter_expression
from cost.question import CostQuestion

SERVICE = "SERVICE"


def commitment_answer(
    question: CostQuestion,
    api: str,
    what: str,
    start: date,
    end: date,
    only: Expression | None = None,
    group_by: str | None = None,
) -> dict[str, Any] | None:
    """The answer by month (by day, its default, it would take more pages); None where it cannot be had.

    `only` is a condition on the service that takes the place of the plan's. With `group_by` the answer is of
    the whole period, for AWS gives groups no months.
    """
    parameters: dict[str, Any] = {"TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()}}
    if group_by:
        parameters["GroupBy"] = [{"Type": "DIMENSION", "Key": group_by}]
    else:
        parameters["Granularity"] = "MONTHLY"
    without = frozenset({SERVICE} if only else ())
    expression = filter_expression(question.plan, charge_types=False, without=without, only=only)
    if expression is not None:
        parameters["Filter"] = expression
    return question.attempt(what, lambda: question.apis.ask(api, parameters))


def number(values: dict[str, Any], name: str) -> Decimal | None:
    """A number of the answer; None where it is absent or empty."""
    return Decimal(str(values[name])) if values.get(name) not in (None, "") else None
