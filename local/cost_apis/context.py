"""What an operation of the cost APIs works with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from local.bill import Bill
from local.cost_apis.advice import Advice


@dataclass(frozen=True)
class Options:
    """How the local cost APIs behave beyond the bill.

    `page_size` is the number of groups, values or days in a page. `without` names sources the account does
    not have (local.cost_apis.without.Without). `throttle` is asked before each request, with
    `Prefix.Operation`, whether to refuse it as AWS throttles. `advice` is what no bill holds: budgets,
    anomalies, recommendations.
    """

    page_size: int = 5000
    without: frozenset[str] = frozenset()
    throttle: Callable[[str], bool] | None = None
    advice: Advice = field(default_factory=Advice)


@dataclass(frozen=True)
class Context:
    """The bill, the day it is (UTC; later charges do not exist yet), and the options."""

    bill: Bill
    today: date
    options: Options

    @property
    def first_of_month(self) -> date:
        """The first day of the month under way."""
        return self.today.replace(day=1)

    @property
    def last_day(self) -> date:
        """The last day with a charge up to today."""
        return min(self.bill.last_day, self.today)


Handler = Callable[[Context, dict[str, Any]], dict[str, Any]]
"""An operation: AWS's parameters to AWS's answer, both as boto3 knows them. Raises ApiError to refuse."""
