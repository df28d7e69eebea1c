"""What an account without a source of advice is answered, and how such an account is asked for."""

from typing import Any

import pytest

from local.cost_apis.advice import Advice
from local.cost_apis.without import Without, parse_without
from support.served_advice import PAYER, Serve, refusal


@pytest.mark.parametrize(
    ("without", "service", "operation", "parameters", "code"),
    [
        (Without.SUPPORT_PLAN, "support", "describe_trusted_advisor_checks", {"language": "en"},
         "SubscriptionRequiredException"),
        (Without.SUPPORT_PLAN, "trustedadvisor", "list_recommendations", {}, "AccessDeniedException"),
        (Without.COST_OPTIMIZATION_HUB, "cost-optimization-hub", "list_recommendations", {},
         "AccessDeniedException"),
        (Without.COST_EXPLORER, "ce", "get_anomaly_monitors", {}, "AccessDeniedException"),
        (Without.BUDGETS, "budgets", "describe_budget", {"AccountId": PAYER, "BudgetName": "sandbox-monthly"},
         "NotFoundException"),
    ],
)  # fmt: skip
def test_r18_what_an_account_lacks_is_refused_as_aws_refuses_it(
    serving: Serve, without: Without, service: str, operation: str, parameters: dict[str, Any], code: str
) -> None:
    client = serving(without=frozenset({without}))(service)

    assert refusal(getattr(client, operation), **parameters) == code


def test_r18_what_an_account_lacks_is_empty_where_aws_answers_empty(serving: Serve) -> None:
    client = serving(without=frozenset(Without) - {Without.COST_EXPLORER})

    assert client("budgets").describe_budgets(AccountId=PAYER)["Budgets"] == []
    assert client("ce").get_anomaly_monitors()["AnomalyMonitors"] == []
    assert client("ce").get_anomalies(DateInterval={"StartDate": "2026-01-01"})["Anomalies"] == []
    assert client("ce").get_tags(TimePeriod={"Start": "2026-01-01", "End": "2026-02-01"})["Tags"] == []
    statuses = client("cost-optimization-hub").list_enrollment_statuses()["items"]
    assert [status["status"] for status in statuses] == ["Inactive"]


def test_r18_without_compute_optimizer_the_hub_has_only_what_cost_explorer_recommends(serving: Serve) -> None:
    hub = serving(without=frozenset({Without.COMPUTE_OPTIMIZER}))("cost-optimization-hub")

    items = hub.list_recommendations(includeAllRecommendations=True)["items"]

    assert {item["source"] for item in items} == {"CostExplorer"}


@pytest.mark.parametrize(
    ("without", "status"), [(frozenset(), "Active"), (frozenset({Without.COMPUTE_OPTIMIZER}), "Inactive")]
)
def test_r18_compute_optimizer_says_whether_the_account_is_opted_in(
    serving: Serve, without: frozenset[Without], status: str
) -> None:
    assert serving(without=without)("compute-optimizer").get_enrollment_status()["status"] == status


def test_compute_optimizer_has_no_other_operation_here(serving: Serve) -> None:
    unknown = serving()("compute-optimizer").get_ec2_instance_recommendations
    assert refusal(unknown) == "UnknownOperationException"


def test_r18_a_plain_bill_comes_with_no_advice(serving: Serve) -> None:
    client = serving(advice=Advice())

    assert client("budgets").describe_budgets(AccountId=PAYER)["Budgets"] == []
    assert client("ce").get_anomaly_monitors()["AnomalyMonitors"] == []
    # what the account has set up on AWS, nobody here knows
    assert refusal(client("trustedadvisor").list_recommendations) == "DataUnavailableException"
    checks = client("support").describe_trusted_advisor_checks
    assert refusal(checks, language="en") == "DataUnavailableException"
    assert refusal(client("cost-optimization-hub").list_enrollment_statuses) == "DataUnavailableException"


def test_a_plain_bill_can_be_asked_as_that_of_an_account_without_advice(serving: Serve) -> None:
    client = serving(
        advice=Advice(), without=frozenset({Without.SUPPORT_PLAN, Without.COST_OPTIMIZATION_HUB})
    )
    checks = client("support").describe_trusted_advisor_checks
    assert refusal(checks, language="en") == "SubscriptionRequiredException"
    statuses = client("cost-optimization-hub").list_enrollment_statuses()["items"]
    assert [status["status"] for status in statuses] == ["Inactive"]


def test_a_switch_there_is_none_of_is_refused_in_one_sentence() -> None:
    assert parse_without(["budgets"]) == {Without.BUDGETS}
    with pytest.raises(ValueError, match=r"--without money: there is no such switch\. Use support-plan, "):
        parse_without(["budgets", "money"])


def test_every_switch_says_what_it_means() -> None:
    assert all(one.meaning for one in Without)
