"""The shape of a job's `result`: what a frontend renders and a reader checks."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from protocol.query_plan import Interpretation, Period
from protocol.values import EarlierWireModel, Number, WireModel

AGENT = "AWS-FinOps-WebSocket-Supervisor"


class Money(WireModel):
    """An amount in the bill's currency, in full precision."""

    amount: Number
    currency: str


class SeriesPoint(WireModel):
    """The amount of one day, hour or month (clipped to the period).

    `low` and `high` are there where it is a forecast: its prediction interval.
    """

    start: str
    end: str
    amount: Number
    estimated: bool = False
    low: Number | None = Field(default=None, exclude_if=lambda bound: bound is None)
    high: Number | None = Field(default=None, exclude_if=lambda bound: bound is None)


class Group(WireModel):
    """One row of a breakdown; `keys` in the order of `groupBy`, `share` a fraction of the total.

    `series` is there where the question asks for groups over time; it sums to `amount`.
    """

    keys: list[str]
    amount: Number
    share: Number | None = None
    series: list[SeriesPoint] | None = Field(default=None, exclude_if=lambda series: series is None)


class Comparison(WireModel):
    """Later minus earlier; `deltaPercent` is null when the earlier amount is zero or less."""

    current: Number
    previous: Number
    delta: Number
    delta_percent: Number | None = None


class Driver(WireModel):
    """A part of a delta; all drivers sum exactly to it.

    Where several causes made it and quantities tell them apart, `byUsage`, `byPrice` and `byOther` (credits,
    tax and whatever has no usage) are what each made of it; they sum to `delta`.
    """

    keys: list[str]
    delta: Number
    kind: Literal["new", "gone", "usage", "price", "usage_and_price"]
    by_usage: Number | None = Field(default=None, exclude_if=lambda part: part is None)
    by_price: Number | None = Field(default=None, exclude_if=lambda part: part is None)
    by_other: Number | None = Field(default=None, exclude_if=lambda part: part is None)


class ReconciliationLine(WireModel):
    """The amount of one RECORD_TYPE; the lines sum exactly to the total."""

    charge_type: str
    amount: Number


class Adopted(WireModel):
    """A value first charged within the period."""

    keys: list[str]
    first_seen: date
    amount: Number


class Forecast(WireModel):
    """The expected amount of a period with its prediction interval (null bounds: none could be had)."""

    amount: Number
    low: Number | None = None
    high: Number | None = None
    period: Period


class Budget(WireModel):
    """A budget with what is spent and forecast against it."""

    name: str
    limit: Number
    actual: Number
    forecast: Number | None = None
    state: Literal["ok", "forecast_to_exceed", "exceeded"]
    time_unit: str
    used_percent: Number | None = None
    recommended: bool = False


class AnomalyRootCause(WireModel):
    """What Cost Anomaly Detection holds responsible, as far as it says."""

    service: str | None = None
    region: str | None = None
    account_id: str | None = None
    usage_type: str | None = None
    impact: Number | None = None


class Anomaly(WireModel):
    """A detected anomaly; `end` is exclusive and null while it goes on."""

    id: str
    start: date
    end: date | None = None
    impact: Number
    expected: Number | None = None
    actual: Number | None = None
    root_causes: list[AnomalyRootCause] = Field(default_factory=list)


class Commitment(WireModel):
    """Coverage and utilisation of one kind of commitment in the period; percentages run 0 to 100."""

    kind: Literal["savings_plans", "reservations"]
    coverage_percent: Number | None = None
    covered_cost: Number | None = None
    on_demand_cost: Number | None = None
    utilization_percent: Number | None = None
    used_commitment: Number | None = None
    unused_commitment: Number | None = None
    total_commitment: Number | None = None
    net_savings: Number | None = None


class Figure(WireModel):
    """A number the answer names that has no place elsewhere: an average, a share, a total before credits.

    `unit` is a currency code, `%` (0 to 100), `count`, or a currency per unit such as `USD/day`. `of` is
    the one day (2026-05-01), month (2026-05) or value of a dimension that the figure was found to be of.
    """

    id: str
    label: str
    value: Number
    unit: str
    of: str | None = Field(default=None, exclude_if=lambda found: found is None)


class CostAnalysis(WireModel):
    """What the bill says; every list is there only where the question asks for it.

    `currency` is that of every amount in it, also where there is no total.
    """

    currency: str | None = None
    total: Money | None = None
    groups: list[Group] | None = None
    series: list[SeriesPoint] | None = None
    comparison: Comparison | None = None
    drivers: list[Driver] | None = None
    reconciliation: list[ReconciliationLine] | None = None
    adopted: list[Adopted] | None = None
    forecast: Forecast | None = None
    budgets: list[Budget] | None = None
    anomalies: list[Anomaly] | None = None
    commitments: list[Commitment] | None = None
    figures: list[Figure] = Field(default_factory=list)


class Recommendation(WireModel):
    """One way to save, best action a resource; `overlapsWith` names what it must not be added to."""

    id: str
    source: Literal["cost-optimization-hub", "trusted-advisor"]
    resource_type: str
    resource_id: str
    account_id: str
    region: str
    action: str
    estimated_monthly_savings: Number
    effort: str
    overlaps_with: list[str] | None = None


class UnavailableSource(WireModel):
    """A source that could not be asked: why, and the exact thing to do about it."""

    source: str
    reason: str
    fix: str


class SavingsGroup(WireModel):
    """What one account, region or resource type could save; `key` is empty where the source names none.

    Overlaps are removed within a group, not between groups: they may sum to more than the total.
    """

    key: str
    recommendations: int
    total_monthly_savings: Number


class OptimizationRecommendations(WireModel):
    """Savings with overlaps removed from the total. `groups` are there where the question asks by one."""

    total_monthly_savings: Number | None = None
    items: list[Recommendation] = Field(default_factory=list)
    groups: list[SavingsGroup] | None = None
    unavailable: list[UnavailableSource] = Field(default_factory=list)


class RequestMade(WireModel):
    """One request to a paid or free API, with its parameters as sent."""

    api: str
    parameters: dict[str, Any]
    pages: int = 1
    cached: bool = False
    data_as_of: str | None = None
    purpose: Literal["answer", "catalog"] = "answer"


class Degraded(WireModel):
    """A part of the answer that is missing: why, and the exact thing to do about it."""

    what: str
    reason: str
    fix: str


class Basis(WireModel):
    """What the answer rests on. `requestCount` and `queryCostUsd` count the paid pages fetched for it."""

    requests: list[RequestMade] = Field(default_factory=list)
    request_count: int = 0
    query_cost_usd: Number
    degraded: list[Degraded] = Field(default_factory=list)


class Result(EarlierWireModel):
    """A job's answer. Its own field names are the earlier system's.

    `accountNames` (id to name) is there where the result names accounts that have names, and holds no others.
    """

    agent: str = AGENT
    query: str
    response: str
    interpretation: Interpretation
    cost_analysis: CostAnalysis | None = None
    optimization_recommendations: OptimizationRecommendations | None = None
    basis: Basis
    account_names: dict[str, str] | None = Field(
        default=None,
        validation_alias="accountNames",
        serialization_alias="accountNames",
        exclude_if=lambda names: names is None,
    )
    complete: bool = True
    parts: int | None = None
