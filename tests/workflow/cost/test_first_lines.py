"""The first line of an answer over a small bill: nothing bare, nothing that reads as more than it is."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from protocol.query_plan import ChargeTypes, Needs, Period, QueryPlan
from protocol.step import CostFindings
from support.answers import composed
from support.asked_bill import AskedBill, asked_bill
from support.figures import assert_figures_founded

TODAY = date(2026, 3, 10)
JANUARY = Period(start=date(2026, 1, 1), end=date(2026, 2, 1), label="January 2026")
FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")
EVER = Period(start=date(2026, 1, 1), end=date(2026, 3, 11), label="2026 to date", partial=True)
EC2, LAMBDA, BEDROCK = "Amazon Elastic Compute Cloud", "AWS Lambda", "Amazon Bedrock"
NAT = "NatGateway-Hours"

CHARGES = [
    ("2026-01-05", EC2, "BoxUsage:m5.large", "30.00", "Usage", '{"Team": "web"}'),
    ("2026-01-05", LAMBDA, "Request", "4.00", "Usage", "{}"),
    ("2026-01-09", LAMBDA, "Request", "-1.00", "Adjustment", "{}"),
    ("2026-01-31", EC2, "", "2.50", "Tax", "{}"),
    ("2026-02-05", EC2, NAT, "10.00", "Usage", '{"Team": "web"}'),
    ("2026-02-05", EC2, "BoxUsage:m5.large", "60.00", "Usage", "{}"),
    ("2026-02-07", BEDROCK, "Tokens", "5.00", "Usage", '{"Team": "ml"}'),
    ("2026-02-28", EC2, "BoxUsage:m5.large", "25.00", "Usage", "{}"),
    ("2026-03-03", EC2, "BoxUsage:m5.large", "7.00", "Usage", "{}"),
]


@pytest.fixture(scope="module")
def bill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskedBill]:
    path = tmp_path_factory.mktemp("bill") / "bill.csv"
    header = "ChargePeriodStart,ServiceName,x_UsageType,BilledCost,ChargeCategory,Tags,BillingCurrency"
    lines = [
        f'{day}T00:00:00Z,{service},{usage},{cost},{category},"{tags.replace(chr(34), chr(34) * 2)}",EUR'
        for day, service, usage, cost, category, tags in CHARGES
    ]
    Path(path).write_text("\n".join([header, *lines]))
    with asked_bill(str(path), TODAY) as asked:
        yield asked


def answer(bill: AskedBill, **plan: Any) -> tuple[str, CostFindings, str]:
    """The first line, what was found, and all of the answer."""
    asked = QueryPlan.model_validate({"period": FEBRUARY, "needs": Needs(cost=True), **plan})
    findings = bill.findings(asked)
    result = composed(asked, cost=findings)
    assert_figures_founded(result)
    return result.response.splitlines()[0], findings, result.response


def test_a_charge_type_there_is_none_of_is_said_to_be_none(bill: AskedBill) -> None:
    first, _, _ = answer(bill, intent="charges", charge_types=ChargeTypes(include=["Refund"]))

    assert first == (
        "**EUR 0.00** for Refund charges, February 2026. "
        "There was no such charge in the period; the last one was on 2026-01-09."
    )


def test_a_charge_type_the_whole_history_lacks_is_said_so(bill: AskedBill) -> None:
    first, _, _ = answer(bill, intent="charges", period=EVER, charge_types=ChargeTypes(include=["Fee"]))

    assert first.endswith("There is no such charge in the whole history.")


@pytest.mark.parametrize("intent", ["spend", "trend"])
def test_a_service_without_charges_in_the_period_says_when_it_had_some(bill: AskedBill, intent: str) -> None:
    first, _, _ = answer(bill, intent=intent, filters={"SERVICE": [LAMBDA]})

    assert first == (
        f"**EUR 0.00** for {LAMBDA}, February 2026. "
        "There was no such charge in the period; the last one was on 2026-01-09."
    )


def test_two_periods_without_charges_are_no_change_of_nothing(bill: AskedBill) -> None:
    plan = {"intent": "compare", "filters": {"SERVICE": [BEDROCK]}, "period": JANUARY}
    december = Period(start=date(2026, 1, 1), end=date(2026, 1, 15), label="the first half")

    first, _, _ = answer(bill, **plan, compare_period=december)

    assert first.endswith("the first one was on 2026-02-07.")


def test_a_later_period_whose_data_ends_early_is_said_to_be_too_low(bill: AskedBill) -> None:
    later = Period(start=date(2026, 3, 1), end=date(2026, 3, 10), label="1-9 March 2026")
    earlier = Period(start=date(2026, 2, 1), end=date(2026, 2, 10), label="1-9 February 2026")

    first, findings, _ = answer(bill, intent="compare", period=later, compare_period=earlier)

    assert "6 of the 9 days of the later period have no data yet: it is too low." in first
    assert "no_data_after" in [note.id for note in findings.notes]


def test_a_share_is_of_its_whole_and_never_of_itself(bill: AskedBill) -> None:
    first, findings, _ = answer(
        bill,
        intent="spend",
        measure="share",
        filters={"SERVICE": [EC2], "USAGE_TYPE": [NAT]},
        share_of=["SERVICE"],
    )

    assert first == (
        f"**10.5%** of {EC2} in February 2026 is for usage type {NAT}: **EUR 10.00** of EUR 95.00."
    )
    wholes = [figure.id for figure in findings.analysis.figures if figure.id.startswith("whole")]
    assert wholes == ["whole", "whole:everything"]


def test_where_what_has_no_tag_costs_most_who_leads_the_tagged_is_said(bill: AskedBill) -> None:
    first, findings, response = answer(bill, intent="breakdown", group_by=["TAG:Team"], limit=1)

    assert first == (
        "The largest part is untagged with **EUR 85.00**, 85% of the total: "
        "**EUR 100.00** for February 2026. "
        "Of what has a value, **web** comes first with **EUR 10.00**."
    )
    assert findings.analysis.groups is not None
    assert [group.keys for group in findings.analysis.groups] == [[""], ["Other"]]
    assert "| Tag Team |" in response


def test_a_service_that_is_not_new_says_since_when_it_is_charged(bill: AskedBill) -> None:
    first, _, response = answer(bill, intent="adoption", filters={"SERVICE": [EC2]}, compare_period=JANUARY)

    assert first.endswith("It was charged before: first in January 2026, where the history begins.")
    assert "against" not in response


def test_without_a_monitor_no_impact_is_claimed(bill: AskedBill) -> None:
    first, findings, _ = answer(bill, intent="anomaly")

    assert first == (
        "**No anomalies are known** for February 2026. "
        "Nothing looks for anomalies: create a cost monitor in Cost Anomaly Detection."
    )
    assert findings.analysis.figures == []


def test_a_plain_comparison_claims_no_usage_and_no_price(bill: AskedBill) -> None:
    _, _, response = answer(bill, intent="compare", compare_period=JANUARY, group_by=["SERVICE"])

    assert f"| {EC2} |  | +EUR 62.50 |" in response
    assert f"| {BEDROCK} | new | +EUR 5.00 |" in response


def test_a_column_the_bill_lacks_is_the_reason_with_its_fix(bill: AskedBill) -> None:
    first, _, response = answer(bill, intent="spend", metric="AmortizedCost")

    assert "The bill has no column EffectiveCost" in first
    assert "To mend it: Export the bill with this column" in response


def test_today_is_said_once_to_be_under_way(bill: AskedBill) -> None:
    plan = {
        "intent": "spend",
        "period": EVER,
        "assumptions": ["2026 is under way: counted to today, which is not over."],
    }

    _, findings, _ = answer(bill, **plan)

    assert "partial" not in [note.id for note in findings.notes]


def test_groups_over_time_stand_in_one_table_that_sums_both_ways(bill: AskedBill) -> None:
    winter = Period(start=date(2026, 1, 1), end=date(2026, 3, 1), label="January and February 2026")

    _, findings, response = answer(bill, intent="trend", period=winter, group_by=["SERVICE"], limit=1)

    assert response.split("\n\n")[1].splitlines() == [
        "| Service | 2026-01 | 2026-02 | Total |",
        "| --- | ---: | ---: | ---: |",
        f"| {EC2} | EUR 32.50 | EUR 95.00 | EUR 127.50 |",
        "| Other | EUR 3.00 | EUR 5.00 | EUR 8.00 |",
        "| **Total** | EUR 35.50 | EUR 100.00 | EUR 135.50 |",
    ]
    for group in findings.analysis.groups or []:
        assert sum(point.amount for point in group.series or []) == group.amount


def test_a_month_a_group_has_no_charge_in_is_a_dash(bill: AskedBill) -> None:
    winter = Period(start=date(2026, 1, 1), end=date(2026, 3, 1), label="January and February 2026")

    _, _, response = answer(bill, intent="trend", period=winter, group_by=["SERVICE"])

    assert f"| {BEDROCK} | – | EUR 5.00 | EUR 5.00 |" in response


def test_a_breakdown_has_no_series_of_its_groups_on_the_wire(bill: AskedBill) -> None:
    _, findings, _ = answer(bill, intent="breakdown", group_by=["SERVICE"])

    assert findings.analysis.groups
    assert set(findings.analysis.groups[0].model_dump(by_alias=True)) == {"keys", "amount", "share"}


def test_a_reconciliation_gives_the_net_before_credits_and_before_tax(bill: AskedBill) -> None:
    _, findings, _ = answer(bill, intent="charges", period=JANUARY)

    analysis = findings.analysis
    figures = {figure.id: str(figure.value.normalize()) for figure in analysis.figures}
    assert analysis.total
    assert (str(analysis.total.amount.normalize()), figures) == (
        "35.5",
        {"before_tax": "33", "before_credits": "36.5", "credits": "-1"},
    )


def test_a_day_of_a_later_place_is_the_first_figure(bill: AskedBill) -> None:
    first, findings, _ = answer(
        bill, intent="spend", measure="dearest_day", granularity="DAILY", limit=2, place=2
    )

    assert first.startswith("**EUR 25.00** on **28 February 2026**, number 2 of the most expensive days")
    figures = [figure.id for figure in findings.analysis.figures]
    assert figures == ["dearest_day", "dearest_day:1"]


def test_a_new_service_asked_for_by_name_is_answered_with_its_first_day(bill: AskedBill) -> None:
    first, _, _ = answer(bill, intent="adoption", filters={"SERVICE": [BEDROCK]})

    assert first == f"**{BEDROCK}** was first charged on **7 February 2026**, **EUR 5.00** since."


def test_what_is_no_longer_charged_is_named_first(bill: AskedBill) -> None:
    plan = {"intent": "explain", "compare_period": JANUARY, "group_by": ["SERVICE"], "ended": True}
    first, _, _ = answer(bill, **plan)
    none_of_ec2, _, _ = answer(bill, **plan, filters={"SERVICE": [EC2]})

    assert first.startswith(
        f"1 service charged in January 2026 has no charges in February 2026: **{LAMBDA}** (EUR 3.00). "
    )
    assert none_of_ec2.startswith(
        "**No service ended**: all that was charged in January 2026 is charged in February 2026 too. "
    )
