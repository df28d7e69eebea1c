"""Hypothesis strategies for what the steps may find: any amounts, any names, any part missing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar, get_args

from hypothesis import strategies as st
from pydantic import BaseModel

from protocol.query_plan import ChargeTypes, Clarification, Intent, Needs, Period, QueryPlan, SavingsFocus
from protocol.result import (
    Adopted,
    Anomaly,
    AnomalyRootCause,
    Budget,
    Commitment,
    Comparison,
    CostAnalysis,
    Degraded,
    Driver,
    Figure,
    Forecast,
    Group,
    Money,
    OptimizationRecommendations,
    Recommendation,
    ReconciliationLine,
    RequestMade,
    SeriesPoint,
    UnavailableSource,
)
from protocol.step import AdviceFindings, CostFindings, InterpretationOutput, Note

Model = TypeVar("Model", bound=BaseModel)
AMOUNTS = st.decimals("-9999999", "9999999", places=10) | st.decimals("-0.02", "0.02", places=8)
POSITIVE = st.decimals("0", "9999999", places=10)
PERCENTAGES = st.decimals("0", "100", places=4)
HOSTILE = [
    "<script>alert(1)</script>",
    "![x](https://evil.example/pixel.png)",
    "[free money](javascript:alert(1))",
    "a | b | $1,000,000.00 | 99%",
    "`code` **bold**\n\n# Heading\n- item",
    "https://evil.example www.evil.example me@evil.example",
    "&#x3c;img src=x onerror=alert(1)&#x3e;",
    "\u202egnp.exe \u0000",
    "=cmd|' /C calc'!A0",
]
NAMES = st.sampled_from(
    ["Amazon Simple Storage Service", "EC2 - Other", "us-east-1", "", *HOSTILE]
) | st.text(max_size=40)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
CURRENCIES = st.sampled_from(["USD", "EUR", "JPY"])


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Up to a year, its label anything."""
    start = draw(DAYS)
    end = start + timedelta(days=draw(st.integers(1, 366)))
    return Period(start=start, end=end, label=draw(NAMES), partial=draw(st.booleans()))


def made(model: type[Model], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Model]:
    """The model from a strategy a field; `st.builds` would fill fields by their names on the wire too."""
    return st.fixed_dictionaries(fields).map(lambda values: model(**values))


def _maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


def _keys(count: int) -> st.SearchStrategy[list[str]]:
    return st.lists(NAMES, min_size=count, max_size=count)


@st.composite
def plans(draw: st.DrawFn, intent: Intent) -> QueryPlan:
    """A plan of an intent, whether or not its parts fit one another."""
    groups = draw(
        st.lists(
            st.sampled_from(["SERVICE", "LINKED_ACCOUNT", "TAG:team", "TAG:<b>"]), max_size=2, unique=True
        )
    )
    return QueryPlan(
        intent=intent,
        period=draw(_maybe(periods())),
        compare_period=draw(_maybe(periods())),
        granularity=draw(st.sampled_from(["DAILY", "MONTHLY", "HOURLY"])),
        metric=draw(st.sampled_from(["UnblendedCost", "AmortizedCost"])),
        charge_types=ChargeTypes(include=draw(st.lists(NAMES, max_size=1))),
        filters=draw(
            st.dictionaries(
                st.sampled_from(["SERVICE", "LINKED_ACCOUNT", "TAG:x|y"]),
                st.lists(NAMES, min_size=1, max_size=7),
                max_size=2,
            )
        ),
        exclude=draw(st.dictionaries(st.just("REGION"), st.lists(NAMES, min_size=1, max_size=2), max_size=1)),
        group_by=groups,
        limit=draw(st.none() | st.integers(1, 5)),
        needs=Needs(cost=draw(st.booleans())),
        assumptions=draw(st.lists(NAMES, max_size=2)),
        measure=draw(st.sampled_from(["total", "average_daily", "share"])),
        clarification=draw(
            st.none() | made(Clarification, message=NAMES, suggestions=st.lists(NAMES, max_size=3))
        ),
        savings_focus=draw(st.sampled_from(get_args(SavingsFocus))),
        direction_claimed=draw(st.sampled_from(["up", "down", None])),
        commitment_measure=draw(st.sampled_from(["coverage", "unused", "all"])),
    )


@st.composite
def analyses(draw: st.DrawFn, group_count: int) -> CostAnalysis:
    """Anything the cost step may find; groups sum to the total, drivers to the delta."""
    keys = _keys(max(group_count, 1))
    currency = draw(CURRENCIES)
    parts = draw(st.lists(st.tuples(keys, AMOUNTS), max_size=40))
    total = sum((amount for _, amount in parts), Decimal(0))
    deltas = draw(st.lists(st.tuples(keys, AMOUNTS), max_size=40))
    delta = sum((amount for _, amount in deltas), Decimal(0))
    previous = draw(POSITIVE)
    kinds = st.sampled_from(["new", "gone", "usage", "price", "usage_and_price"])
    units = st.sampled_from([currency, f"{currency}/day", "%", "count", "GB"])
    point = made(SeriesPoint, start=DAYS.map(str), end=DAYS.map(str), amount=AMOUNTS, estimated=st.booleans())
    points = draw(st.sampled_from([2, 120]))
    over_time = _maybe(st.lists(point, min_size=points, max_size=points))
    of_group = draw(over_time) if points == 2 else None
    return CostAnalysis(
        currency=currency,
        total=draw(st.sampled_from([None, Money(amount=total, currency=currency)])),
        groups=draw(
            _maybe(
                st.just(
                    [
                        Group(keys=k, amount=a, share=a / total if total else None, series=of_group)
                        for k, a in parts
                    ]
                )
            )
        ),
        series=draw(over_time),
        comparison=draw(
            st.sampled_from(
                [
                    None,
                    Comparison(
                        current=previous + delta,
                        previous=previous,
                        delta=delta,
                        delta_percent=delta / previous * 100 if previous else None,
                    ),
                ]
            )
        ),
        drivers=draw(_maybe(st.just([Driver(keys=k, delta=a, kind=draw(kinds)) for k, a in deltas]))),
        reconciliation=draw(
            _maybe(st.lists(made(ReconciliationLine, charge_type=NAMES, amount=AMOUNTS), max_size=5))
        ),
        adopted=draw(_maybe(st.lists(made(Adopted, keys=keys, first_seen=DAYS, amount=AMOUNTS), max_size=4))),
        forecast=draw(
            _maybe(
                made(Forecast, amount=POSITIVE, low=_maybe(POSITIVE), high=_maybe(POSITIVE), period=periods())
            )
        ),
        budgets=draw(
            _maybe(
                st.lists(
                    made(
                        Budget,
                        name=NAMES,
                        limit=POSITIVE,
                        actual=AMOUNTS,
                        forecast=_maybe(POSITIVE),
                        state=st.sampled_from(["ok", "forecast_to_exceed", "exceeded"]),
                        time_unit=st.just("MONTHLY"),
                        used_percent=_maybe(PERCENTAGES),
                        recommended=st.booleans(),
                    ),
                    max_size=3,
                )
            )
        ),
        anomalies=draw(
            _maybe(
                st.lists(
                    made(
                        Anomaly,
                        id=NAMES,
                        start=DAYS,
                        end=_maybe(DAYS),
                        impact=AMOUNTS,
                        expected=_maybe(AMOUNTS),
                        actual=_maybe(AMOUNTS),
                        root_causes=st.lists(
                            made(
                                AnomalyRootCause,
                                service=_maybe(NAMES),
                                account_id=_maybe(NAMES),
                                impact=_maybe(AMOUNTS),
                            ),
                            max_size=2,
                        ),
                    ),
                    max_size=3,
                )
            )
        ),
        commitments=draw(
            _maybe(
                st.lists(
                    made(
                        Commitment,
                        kind=st.sampled_from(["savings_plans", "reservations"]),
                        coverage_percent=_maybe(PERCENTAGES),
                        utilization_percent=_maybe(PERCENTAGES),
                        unused_commitment=_maybe(AMOUNTS),
                        net_savings=_maybe(AMOUNTS),
                    ),
                    max_size=2,
                )
            )
        ),
        figures=draw(
            st.lists(
                made(
                    Figure,
                    id=st.sampled_from(["average_daily", "share", "other"]),
                    label=NAMES,
                    value=AMOUNTS,
                    unit=units,
                ),
                max_size=3,
            )
        ),
    )


REQUESTS = st.lists(
    made(
        RequestMade,
        api=st.sampled_from(["ce:GetCostAndUsage", "budgets:DescribeBudgets"]),
        parameters=st.just({}),
        pages=st.integers(1, 3),
        cached=st.booleans(),
        data_as_of=_maybe(st.just("2026-03-10T04:00:00Z")),
        purpose=st.sampled_from(["answer", "catalog"]),
    ),
    max_size=4,
)
DEGRADED = st.lists(made(Degraded, what=NAMES, reason=NAMES, fix=NAMES), max_size=2)
NOTES = st.lists(made(Note, id=st.sampled_from(["estimated", "no_data", "partial"]), text=NAMES), max_size=2)


@st.composite
def cost_findings(draw: st.DrawFn, group_count: int) -> CostFindings:
    """What AnalyzeCost may hand on."""
    return CostFindings(
        analysis=draw(analyses(group_count)),
        notes=draw(NOTES),
        requests=draw(REQUESTS),
        degraded=draw(DEGRADED),
        account_names=draw(st.dictionaries(NAMES, NAMES, max_size=2)),
    )


@st.composite
def advice_findings(draw: st.DrawFn) -> AdviceFindings:
    """What AdviseSavings may hand on."""
    items = st.lists(
        made(
            Recommendation,
            id=NAMES,
            source=st.sampled_from(["cost-optimization-hub", "trusted-advisor"]),
            resource_type=NAMES,
            resource_id=NAMES,
            account_id=NAMES,
            region=NAMES,
            action=NAMES,
            estimated_monthly_savings=POSITIVE,
            effort=NAMES,
        ),
        max_size=30,
    )
    return AdviceFindings(
        recommendations=OptimizationRecommendations(
            total_monthly_savings=draw(_maybe(POSITIVE)),
            items=draw(items),
            unavailable=draw(
                st.lists(made(UnavailableSource, source=NAMES, reason=NAMES, fix=NAMES), max_size=2)
            ),
        ),
        notes=draw(NOTES),
        requests=draw(REQUESTS),
        degraded=draw(DEGRADED),
        figures={"currency": "USD"},
    )


@st.composite
def interpretations(draw: st.DrawFn, intent: Intent) -> InterpretationOutput:
    """What InterpretQuery may hand on."""
    plan = draw(plans(intent))
    return InterpretationOutput(plan=plan, needs=plan.needs, requests=draw(REQUESTS), degraded=draw(DEGRADED))
