"""Plans for every intent, kind of period and kind of filter, the same ones on every run."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from protocol.query_plan import Period, QueryPlan

ONE_DAY = timedelta(days=1)


def periods(today: date, history: date) -> dict[str, tuple[date, date]]:
    """A period of each kind a question can name: open ones end tomorrow."""
    month, tomorrow = today.replace(day=1), today + ONE_DAY
    last_month = (month - ONE_DAY).replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last_quarter = (quarter - ONE_DAY).replace(day=1)
    last_quarter = date(last_quarter.year, (last_quarter.month - 1) // 3 * 3 + 1, 1)
    monday = today - timedelta(days=today.weekday())
    return {
        "month to date": (month, tomorrow),
        "last month": (last_month, month),
        "a named month": (date(today.year - 1, 12, 1), date(today.year, 1, 1)),
        "leap February or not": (date(today.year, 2, 1), date(today.year, 3, 1)),
        "last quarter": (last_quarter, quarter),
        "quarter to date": (quarter, tomorrow),
        "year to date": (date(today.year, 1, 1), tomorrow),
        "last year": (date(today.year - 1, 1, 1), date(today.year, 1, 1)),
        "yesterday": (today - ONE_DAY, today),
        "today": (today, tomorrow),
        "last 7 days": (today - timedelta(days=7), today),
        "last 30 days": (today - timedelta(days=30), today),
        "last week": (monday - timedelta(days=7), monday),
        "first week of last month": (last_month, last_month + timedelta(days=7)),
        "since mid-November": (date(today.year - 1, 11, 15), tomorrow),
        "an odd span": (date(today.year - 1, 9, 13), date(today.year - 1, 10, 22)),
        "one day": (date(today.year, 1, 31), date(today.year, 2, 1)),
        "across the history's beginning": (history - timedelta(days=20), history + timedelta(days=25)),
        "before the history": (history - timedelta(days=60), history - timedelta(days=30)),
    }


FILTERS: dict[str, dict[str, Any]] = {
    "everything": {},
    "one service": {"filters": {"SERVICE": ["Amazon Simple Storage Service"]}},
    "two services": {"filters": {"SERVICE": ["EC2 - Other", "Amazon Elastic Compute Cloud - Compute"]}},
    "service and region": {"filters": {"SERVICE": ["AWS Lambda"], "REGION": ["eu-west-1"]}},
    "a tag": {"filters": {"TAG:team": ["checkout", "payments"]}},
    "untagged": {"filters": {"TAG:Environment": [""]}},
    "a tag or none": {"filters": {"TAG:team": ["data", ""]}},
    "no region": {"filters": {"REGION": [""]}},
    "without a region": {"exclude": {"REGION": ["us-east-1"]}},
    "without the untagged": {"exclude": {"TAG:team": [""]}, "filters": {"SERVICE": ["EC2 - Other"]}},
    "without tax": {"exclude": {"SERVICE": ["Tax", "AWS Support (Business)"]}},
    "before credits": {"charge_types": {"exclude": ["Credit", "Refund"]}},
    "usage only": {"charge_types": {"include": ["Usage"]}},
    "amortized": {"metric": "AmortizedCost"},
    "a service long gone": {"filters": {"SERVICE": ["Amazon Managed Streaming for Apache Kafka"]}},
}
GROUPINGS: list[list[str]] = [
    ["SERVICE"], ["REGION"], ["LINKED_ACCOUNT"], ["TAG:team"], ["TAG:Environment"], ["USAGE_TYPE"],
    ["RECORD_TYPE"], ["LINKED_ACCOUNT", "SERVICE"], ["SERVICE", "REGION"], ["TAG:team", "RECORD_TYPE"],
]  # fmt: skip


def plan_of(intent: str, span: tuple[date, date], today: date, label: str, **fields: Any) -> QueryPlan:
    """A plan as the interpreter would make it."""
    period = Period(start=span[0], end=span[1], label=label, partial=span[1] > today)
    return QueryPlan.model_validate({"intent": intent, "period": period, **fields})


def generated(
    today: date, history: date, count: int, seed: int = 20
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """`count` cases, spread over all kinds of period and filter, with what else the plan says."""
    chosen = random.Random(seed)
    kinds = list(periods(today, history))
    for number in range(count):
        kind = kinds[number % len(kinds)]
        filter_kind = chosen.choice(list(FILTERS))
        yield (
            kind,
            filter_kind,
            {"number": number, "group_by": chosen.choice(GROUPINGS), "limit": chosen.choice([None, 3, 5])},
        )
