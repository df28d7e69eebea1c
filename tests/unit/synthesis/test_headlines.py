"""The first line of an answer is the figure asked for, in the words of the question."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from protocol.query_plan import ChargeTypes, Clarification, Needs, Period, QueryPlan
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
    ReconciliationLine,
)
from protocol.step import CostFindings, Note
from support.answers import FEBRUARY, JANUARY, STOP, advice, composed
from support.figures import assert_figures_founded

S3 = "Amazon Simple Storage Service"


def plan(intent: str, **fields: Any) -> QueryPlan:
    return QueryPlan.model_validate(
        {"intent": intent, "period": FEBRUARY, "needs": Needs(cost=True), **fields}
    )


def usd(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency="USD")


def budget(state: str, **fields: Any) -> Budget:
    shape = {"name": "team", "limit": "90", "actual": "100", "forecast": "140", "time_unit": "MONTHLY"}
    return Budget.model_validate({**shape, "state": state, **fields})


CHANGE = Comparison(current=Decimal(100), previous=Decimal(80), delta=Decimal(20), delta_percent=Decimal(25))
ROSE = CostAnalysis(
    comparison=CHANGE,
    drivers=[
        Driver(keys=["AWS Lambda"], delta=Decimal(15), kind="usage"),
        Driver(keys=["Other"], delta=Decimal(16), kind="usage"),
        Driver(keys=[S3], delta=Decimal(-11), kind="gone"),
    ],
)
ANOMALY = Anomaly(
    id="a",
    start=date(2026, 2, 3),
    end=date(2026, 2, 5),
    impact=Decimal(40),
    root_causes=[AnomalyRootCause(service="EC2 - Other")],
)
CASES: list[tuple[QueryPlan, CostAnalysis, str]] = [
    (
        plan("spend", filters={"SERVICE": [S3]}, exclude={"REGION": ["us-east-2"]}),
        CostAnalysis(total=usd("1234.567")),
        f"**$1,234.57** for {S3}, February 2026, without region us-east-2.",
    ),
    (plan("spend"), CostAnalysis(total=usd("0.0018")), "**$0.0018** for February 2026."),
    (
        plan("spend", filters={"TAG:Environment": [""]}),
        CostAnalysis(total=usd("5")),
        "**$5.00** for what has no tag Environment, February 2026.",
    ),
    (
        plan("spend", measure="average_daily"),
        CostAnalysis(
            total=usd("56"),
            figures=[Figure(id="average_daily", label="A day", value=Decimal(2), unit="USD/day")],
        ),
        "**$2.00 per day**: A day for February 2026. The total is $56.00.",
    ),
    (
        plan("spend", measure="average_daily"),
        CostAnalysis(
            total=usd("56"),
            figures=[Figure(id="before_credits", label="Before", value=Decimal(60), unit="USD")],
        ),
        "**$56.00** for February 2026.",
    ),
    (
        plan("breakdown", group_by=["TAG:team"]),
        CostAnalysis(total=usd("4"), groups=[Group(keys=[""], amount=Decimal(3), share=Decimal("0.75"))]),
        "**$4.00** for February 2026; the largest part is untagged with **$3.00**, 75% of the total.",
    ),
    (
        plan("breakdown", group_by=["SERVICE"], limit=1, ascending=True),
        CostAnalysis(total=usd("4"), groups=[Group(keys=[S3], amount=Decimal(1))]),
        f"The smallest part is {S3} with **$1.00**: **$4.00** for February 2026.",
    ),
    (
        plan("breakdown", group_by=["SERVICE"], limit=2, place=2),
        CostAnalysis(
            total=usd("9"),
            groups=[
                Group(keys=["AWS Lambda"], amount=Decimal(5)),
                Group(keys=[S3], amount=Decimal(3), share=Decimal("0.3")),
                Group(keys=["Other"], amount=Decimal(1)),
            ],
        ),
        f"Number 2 is {S3} with **$3.00**, 30% of the total: **$9.00** for February 2026.",
    ),
    (
        plan("breakdown", group_by=["SERVICE"], limit=2, place=2),
        CostAnalysis(total=usd("5"), groups=[Group(keys=["AWS Lambda"], amount=Decimal(5))]),
        "The largest part is AWS Lambda with **$5.00**: **$5.00** for February 2026.",
    ),
    (
        plan("charges", charge_types=ChargeTypes(include=["Credit"])),
        CostAnalysis(
            total=usd("-612"), reconciliation=[ReconciliationLine(charge_type="Credit", amount=Decimal(-612))]
        ),
        "**-$612.00** for Credit charges, February 2026.",
    ),
    (
        plan("compare", compare_period=JANUARY),
        ROSE,
        "**+$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026.",
    ),
    (
        plan("compare", compare_period=JANUARY, metric="AmortizedCost", filters={"SERVICE": [S3]}),
        ROSE,
        f"**+$20.00 (+25%)** (amortized cost) for {S3}: $100.00 in February 2026, $80.00 in January 2026.",
    ),
    (
        plan("explain", compare_period=JANUARY),
        ROSE,
        "Spend rose by **$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026. "
        "The largest part is AWS Lambda: **+$15.00**.",
    ),
    (
        plan("explain", compare_period=JANUARY, direction_claimed="down"),
        ROSE,
        "Spend did not fall: it rose by **$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026. "
        f"The largest part is AWS Lambda: **+$15.00**. What fell most is {S3}: **-$11.00**.",
    ),
    (
        plan("adoption", group_by=["SERVICE"]),
        CostAnalysis(adopted=[Adopted(keys=["AWS Glue"], first_seen=date(2026, 2, 3), amount=Decimal(3))]),
        "**1 new service** for February 2026: AWS Glue, "
        "first charged on **3 February 2026**, **$3.00** since.",
    ),
    (
        plan("forecast", period=None),
        CostAnalysis(
            forecast=Forecast(
                amount=Decimal(130),
                low=Decimal(120),
                high=Decimal(150),
                period=Period(start=date(2026, 3, 10), end=date(2026, 4, 1), label="rest"),
            )
        ),
        "**$130.00** expected for 10 to 31 March 2026 (between $120.00 and $150.00, four times in five).",
    ),
    (
        plan("forecast", period=None),
        CostAnalysis(
            currency="EUR",
            forecast=Forecast(amount=Decimal(130), period=FEBRUARY),
        ),
        "**EUR 130.00** expected for 1 to 28 February 2026.",
    ),
    (
        plan("budget", period=None),
        CostAnalysis(budgets=[budget("ok", name="calm", actual="1", forecast=None), budget("exceeded")]),
        "Budget “team” is **exceeded**: **$100.00** of $90.00 spent, **$140.00** forecast.",
    ),
    (
        plan("budget", period=None),
        CostAnalysis(budgets=[budget("ok", recommended=True)]),
        "No budget is set; **$90.00** (monthly) is recommended.",
    ),
    (
        plan("anomaly"),
        CostAnalysis(anomalies=[ANOMALY]),
        "**1 cost anomaly** for February 2026, **$40.00** more than expected.",
    ),
    (plan("anomaly"), CostAnalysis(anomalies=[]), "**No cost anomalies** for February 2026."),
    (
        plan("commitment", commitment_measure="coverage"),
        CostAnalysis(
            commitments=[
                Commitment(
                    kind="savings_plans", coverage_percent=Decimal("71.23"), utilization_percent=Decimal(9)
                )
            ]
        ),
        "Savings Plans: **71.2%** coverage for February 2026.",
    ),
    (
        plan("commitment"),
        CostAnalysis(
            commitments=[
                Commitment(kind="savings_plans", utilization_percent=Decimal(90), net_savings=Decimal(8)),
                Commitment(kind="reservations", utilization_percent=Decimal(60), net_savings=Decimal(-3)),
            ]
        ),
        "Savings Plans: **90%** utilization, **$8.00** saved; "
        "Reservations: **60%** utilization, **$3.00** more than on demand for February 2026.",
    ),
    (
        plan("commitment", commitment_measure="unused"),
        CostAnalysis(
            commitments=[
                Commitment(kind="savings_plans", unused_commitment=Decimal(4)),
                Commitment(kind="reservations", unused_commitment=Decimal(2)),
            ],
            figures=[Figure(id="unused", label="Unused commitment together", value=Decimal(6), unit="USD")],
        ),
        "**$6.00** unused together: Savings Plans: **$4.00** unused; Reservations: **$2.00** unused "
        "for February 2026.",
    ),
    (
        plan("breakdown", group_by=["SERVICE"], charge_types=ChargeTypes(include=["Credit"])),
        CostAnalysis(
            total=usd("-4"),
            groups=[
                Group(keys=[S3], amount=Decimal(-1), share=Decimal("0.25")),
                Group(keys=["AWS Lambda"], amount=Decimal(-3), share=Decimal("0.75")),
            ],
        ),
        "**-$4.00** for Credit charges, February 2026; the largest part is AWS Lambda with **-$3.00**, "
        "75% of the total.",
    ),
    (
        plan("unit_cost"),
        CostAnalysis(
            total=usd("3"),
            figures=[
                Figure(id="unit_cost", label="A customer", value=Decimal("0.0025"), unit="USD/customer")
            ],
        ),
        "**$0.0025 per customer**: A customer for February 2026. The total is $3.00.",
    ),
    (
        plan("unit_cost"),
        CostAnalysis(
            total=usd("3"),
            figures=[Figure(id="unit_cost", label="A GB", value=Decimal("0.0112704"), unit="USD/GB")],
        ),
        "**$0.01 per GB** (0.01127 before rounding): A GB for February 2026. The total is $3.00.",
    ),
    (
        plan("spend", measure="dearest_day", filters={"SERVICE": [S3]}),
        CostAnalysis(
            total=usd("9"),
            figures=[
                Figure(
                    id="dearest_day",
                    label="Most expensive day: 2026-02-03",
                    value=Decimal(3),
                    unit="USD",
                    of="2026-02-03",
                )
            ],
        ),
        f"**$3.00** on **3 February 2026**, the most expensive day for {S3}, February 2026. "
        "The total is $9.00.",
    ),
    (
        plan("spend", measure="share", filters={"SERVICE": [S3]}, exclude={"REGION": ["us-east-2"]}),
        CostAnalysis(
            total=usd("5"),
            figures=[
                Figure(id="share", label="Share of everything in February 2026", value=Decimal(25), unit="%"),
                Figure(id="whole", label="Everything in February 2026", value=Decimal(20), unit="USD"),
            ],
        ),
        "**25%** of everything in February 2026, without region us-east-2, "
        f"is for {S3}: **$5.00** of $20.00.",
    ),
    (
        plan("spend", charge_types=ChargeTypes(exclude=["Credit", "Refund"])),
        CostAnalysis(total=usd("5")),
        "**$5.00** for February 2026, without Credit and Refund charges.",
    ),
    (
        plan("explain", compare_period=JANUARY),
        ROSE.model_copy(
            update={
                "figures": [
                    Figure(
                        id="before_credits_delta",
                        label="Change before credits and refunds",
                        value=Decimal(32),
                        unit="USD",
                    )
                ]
            }
        ),
        "Spend rose by **$20.00 (+25%)**: $100.00 in February 2026, $80.00 in January 2026. "
        "The largest part is AWS Lambda: **+$15.00**. "
        "Credits and refunds made **-$12.00** of it; before them the change is **+$32.00**.",
    ),
    (
        plan(
            "spend",
            metric="AmortizedCost",
            period=Period(start=date(2025, 1, 1), end=date(2026, 1, 1), label=""),
        ),
        CostAnalysis(total=Money(amount=Decimal(7), currency="EUR")),
        "**EUR 7.00** (amortized cost) for 2025.",
    ),
]


@pytest.mark.parametrize(("asked", "found", "headline"), CASES)
def test_the_first_line_is_the_figure_asked_for(asked: QueryPlan, found: CostAnalysis, headline: str) -> None:
    result = composed(asked, found)

    assert result.response.splitlines()[0] == headline
    assert_figures_founded(result)


@pytest.mark.parametrize(
    "intent", ["spend", "breakdown", "charges", "unit_cost", "compare", "explain", "adoption"]
)
def test_without_data_the_reason_stands_where_the_figure_would(intent: str) -> None:
    reason = "The history begins on 2024-12-01: there is no figure for February 2024."
    cost = CostFindings(analysis=CostAnalysis(), notes=[Note(id="before_history", text=reason)])

    first = composed(plan(intent), cost=cost).response.splitlines()[0]

    assert first == f"**No cost data** for February 2026. {reason}"


def test_what_was_not_asked_for_is_not_said_to_have_no_data() -> None:
    reason = "This question takes 10 paid requests; the cap is 3, so none was sent."
    degraded = [Degraded(what="The cost figures", reason=reason, fix="Raise it.")]
    cost = CostFindings(analysis=CostAnalysis(), degraded=degraded)

    first = composed(plan("spend"), cost=cost).response.splitlines()[0]

    assert first == f"**No figures** for February 2026. {reason}"


def test_budgets_of_an_earlier_month_are_said_to_be_todays() -> None:
    said = "Budgets are as they stand today, not as of February 2026."
    found = CostAnalysis(budgets=[budget("exceeded")])
    cost = CostFindings(analysis=found, notes=[Note(id="budgets_now", text=said)])

    assert composed(plan("budget"), cost=cost).response.splitlines()[0].endswith(f" forecast. {said}")


@pytest.mark.parametrize("intent", ["compare", "explain"])
def test_a_period_without_one_before_it_still_has_its_amount(intent: str) -> None:
    reason = "The history begins on 2026-02-01: there is no figure for January 2026."
    cost = CostFindings(analysis=CostAnalysis(total=usd("7")), notes=[Note(id="before_history", text=reason)])

    first = composed(plan(intent, compare_period=JANUARY), cost=cost).response.splitlines()[0]

    assert first == f"**$7.00** for February 2026, with nothing to compare. {reason}"


@pytest.mark.parametrize("intent", ["compare", "explain"])
def test_a_period_the_history_holds_only_part_of_is_said_with_the_change(intent: str) -> None:
    note = Note(id="history_begins", text="The history begins on 2026-01-20: January is counted from there.")
    cost = CostFindings(analysis=ROSE, notes=[note])

    first = composed(plan(intent, compare_period=JANUARY), cost=cost).response.splitlines()[0]

    assert f"$80.00 in January 2026. {note.text}" in first


@pytest.mark.parametrize("intent", ["forecast", "budget", "anomaly", "commitment"])
def test_r18_a_missing_source_is_said_with_reason_and_fix(intent: str) -> None:
    cost = CostFindings(
        analysis=CostAnalysis(),
        degraded=[Degraded(what="Source", reason="It is not there.", fix="Switch it on.")],
    )

    response = composed(plan(intent), cost=cost).response

    assert "It is not there." in response.splitlines()[0]
    assert "- Source: It is not there. To mend it: Switch it on." in response


def test_an_assessment_names_three_things_to_do_first_with_their_figures() -> None:
    analysis = CostAnalysis(
        total=usd("100"),
        comparison=CHANGE,
        drivers=ROSE.drivers,
        budgets=[budget("exceeded")],
        anomalies=[ANOMALY],
        commitments=[Commitment(kind="reservations", unused_commitment=Decimal(5))],
    )
    asked = plan("assessment", compare_period=JANUARY, needs=Needs(cost=True, advisor=True))

    result = composed(asked, analysis, advice(STOP, total="90"))

    lines = result.response.splitlines()
    assert lines[0] == (
        "**$100.00** spent in February 2026, +$20.00 (+25%) against the month before; "
        "**$90.00** a month can be saved."
    )
    assert [line for line in lines if line.startswith(("1.", "2.", "3.", "4."))] == [
        "1. Stop EC2 instance i-1: saves **$90.00** a month.",
        "2. Look into the anomaly of 3 to 4 February 2026 (EC2 - Other): **$40.00** more than expected.",
        "3. Budget “team” has passed its $90.00 by **$10.00**: raise it or cut spend.",
    ]
    assert_figures_founded(result)


def test_a_question_asked_back_offers_the_nearest_and_states_no_figure() -> None:
    clarification = Clarification(
        message="There is no FooBarDB on this bill.", suggestions=["Amazon DynamoDB"]
    )

    response = composed(QueryPlan(intent="clarify", clarification=clarification)).response

    assert response == "**There is no FooBarDB on this bill.**\n\n- Amazon DynamoDB"


def test_r20_the_basis_says_requests_price_cache_and_the_age_of_the_data() -> None:
    cost = CostFindings.model_validate(
        {
            "analysis": CostAnalysis(total=usd("1")),
            "lastCharge": "2026-03-08",
            "requests": [
                {
                    "api": "ce:GetCostAndUsage",
                    "parameters": {},
                    "pages": 3,
                    "dataAsOf": "2026-03-10T04:00:00Z",
                },
                {
                    "api": "ce:GetCostForecast",
                    "parameters": {},
                    "cached": True,
                    "dataAsOf": "2026-03-09T04:00:00Z",
                },
                {"api": "budgets:DescribeBudgets", "parameters": {}},
                {"api": "ce:GetDimensionValues", "parameters": {}, "pages": 2, "purpose": "catalog"},
            ],
        }
    )

    result = composed(plan("spend"), cost=cost)

    assert (result.basis.request_count, result.basis.query_cost_usd) == (3, Decimal("0.03"))
    assert (
        "- Rests on 3 requests, $0.03, 1 from cache, 1 request to free APIs; charges up to 8 March 2026, "
        "data as of 2026-03-09 04:00:00 UTC. "
        "The list of what the account has was refreshed: 2 requests, $0.02."
    ) in result.response
    assert_figures_founded(result)


def test_what_changed_names_the_cause_and_of_several_what_each_made() -> None:
    drivers = [
        Driver(keys=[S3], delta=Decimal(16), kind="usage"),
        Driver(
            keys=["AWS Lambda"],
            delta=Decimal(5),
            kind="usage_and_price",
            by_usage=Decimal(7),
            by_price=Decimal(0),
            by_other=Decimal(-2),
        ),
        Driver(keys=["Tax"], delta=Decimal(-1), kind="usage_and_price", by_other=Decimal(-1)),
        Driver(keys=["Other"], delta=Decimal(0), kind="usage_and_price"),
    ]

    result = composed(
        plan("explain", compare_period=JANUARY, group_by=["SERVICE"]),
        CostAnalysis(comparison=CHANGE, drivers=drivers),
    )

    assert [line for line in result.response.splitlines() if line.startswith("|")] == [
        "| Service | Cause | Change |",
        "| --- | --- | ---: |",
        f"| {S3} | usage | +$16.00 |",
        "| AWS Lambda | usage +$7.00, other charges -$2.00 | +$5.00 |",
        "| Tax | other charges | -$1.00 |",
        "| Other |  | $0.00 |",
    ]
    assert_figures_founded(result)


def test_the_table_of_commitments_has_no_column_of_nothing() -> None:
    found = CostAnalysis(commitments=[Commitment(kind="savings_plans", coverage_percent=Decimal(71))])

    response = composed(plan("commitment", commitment_measure="coverage"), found).response

    assert "| Commitment | Coverage |\n| --- | ---: |\n| Savings Plans | 71% |" in response


def test_a_reconciliation_says_how_an_invoice_can_differ_and_a_charge_type_does_not() -> None:
    lines = [ReconciliationLine(charge_type="Tax", amount=Decimal(3))]
    found = CostAnalysis(total=usd("3"), reconciliation=lines)

    whole = composed(plan("charges"), found).response
    tax = composed(plan("charges", charge_types=ChargeTypes(include=["Tax"])), found).response

    assert "An invoice can differ from this" in whole
    assert "An invoice" not in tax
