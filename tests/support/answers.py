"""Results composed from findings, as the synthesis step makes them."""

from datetime import date
from decimal import Decimal

from protocol.query_plan import Needs, Period, QueryPlan
from protocol.result import (
    Comparison,
    CostAnalysis,
    Degraded,
    Driver,
    Money,
    OptimizationRecommendations,
    Recommendation,
    RequestMade,
    Result,
    SavingsGroup,
    UnavailableSource,
)
from protocol.step import AdviceFindings, CostFindings, InterpretationOutput, JobInput, Owner
from synthesis.compose import compose

FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")
JANUARY = Period(start=date(2026, 1, 1), end=date(2026, 2, 1), label="January 2026")


def composed(
    plan: QueryPlan,
    analysis: CostAnalysis | None = None,
    advice: AdviceFindings | None = None,
    cost: CostFindings | None = None,
    query: str = "What did we spend?",
) -> Result:
    """The result of a plan's findings."""
    job = JobInput(job_id="job", owner=Owner(tenant="t", user_id="u"), query=query, today=date(2026, 3, 10))
    found = cost or (CostFindings(analysis=analysis, requests=[a_request()]) if analysis else None)
    return compose(job, InterpretationOutput(plan=plan, needs=plan.needs), found, advice)


def a_request() -> RequestMade:
    """One paid request of today's data."""
    return RequestMade(api="ce:GetCostAndUsage", parameters={}, data_as_of="2026-03-10T04:00:00Z")


def comparison_result() -> Result:
    """February rose by $20.00 (25%) over January, by AWS Lambda alone."""
    plan = QueryPlan(
        intent="compare",
        period=FEBRUARY,
        compare_period=JANUARY,
        group_by=["SERVICE"],
        needs=Needs(cost=True),
    )
    return composed(
        plan,
        CostAnalysis(
            total=Money(amount=Decimal(100), currency="USD"),
            comparison=Comparison(
                current=Decimal(100), previous=Decimal(80), delta=Decimal(20), delta_percent=Decimal(25)
            ),
            drivers=[Driver(keys=["AWS Lambda"], delta=Decimal(20), kind="usage")],
        ),
    )


STOP = Recommendation(
    id="r",
    source="cost-optimization-hub",
    resource_type="Ec2Instance",
    resource_id="i-1",
    account_id="111111111111",
    region="us-east-1",
    action="Stop",
    estimated_monthly_savings=Decimal(90),
    effort="Low",
)


def advice(
    *items: Recommendation,
    total: str | None,
    gone: tuple[str, ...] = (),
    groups: tuple[SavingsGroup, ...] = (),
) -> AdviceFindings:
    """What the savings step found: recommendations, their sums, and sources that are not there."""
    sources = [UnavailableSource(source=name, reason="No support plan.", fix="Choose one.") for name in gone]
    return AdviceFindings(
        recommendations=OptimizationRecommendations(
            total_monthly_savings=None if total is None else Decimal(total),
            items=list(items),
            groups=list(groups),
            unavailable=sources,
        ),
        degraded=[Degraded(what=name, reason="No support plan.", fix="Choose one.") for name in gone],
        figures={"currency": "USD"},
    )
