"""The advice APIs as boto3 asks them, every answer held to botocore's own output shapes."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from local.bill import load_bill
from local.cost_apis import Options, serve
from local.cost_apis.advice import Advice
from local.cost_apis.without import Without, parse_without
from support.demo_bill import TODAY, demo
from support.output_shapes import hold_to_output_shapes

PAYER = "111122223333"
Client = Callable[..., Any]
Serve = Callable[..., Client]


@pytest.fixture(scope="module")
def bill() -> Iterator[Any]:
    """The demo organisation's bill, loaded."""
    loaded = load_bill(demo().bill_path)
    yield loaded
    loaded.close()


@pytest.fixture
def serving(bill: Any) -> Iterator[Serve]:
    """Serve the APIs with options, and make boto3 clients of them."""
    running = []

    def start(**options: Any) -> Client:
        given = Options(**{"advice": demo().advice, **options})
        server = serve(bill, TODAY, given)
        endpoint = server.__enter__()
        running.append(server)

        def client(service: str) -> Any:
            made = boto3.client(
                service,
                endpoint_url=endpoint,
                region_name="us-east-1",
                aws_access_key_id="test",
                aws_secret_access_key="test",
                config=Config(retries={"total_max_attempts": 1}),
            )
            hold_to_output_shapes(made)
            return made

        return client

    yield start
    for server in running:
        server.__exit__(None, None, None)


def refusal(ask: Callable[..., Any], **parameters: Any) -> str:
    """The code of the error an operation answers with."""
    with pytest.raises(ClientError) as refused:
        ask(**parameters)
    return str(refused.value.response["Error"]["Code"])


def pages(ask: Callable[..., Any], name: str, token: str, **parameters: Any) -> list[list[Any]]:
    """Every page's list."""
    found, sent = [], dict(parameters)
    while True:
        answer = ask(**sent)
        found.append(answer[name])
        if token not in answer:
            return found
        sent[token] = answer[token]


def test_budgets_come_in_pages_with_their_filters(serving: Serve) -> None:
    budgets = serving()("budgets")

    found = pages(budgets.describe_budgets, "Budgets", "NextToken", AccountId=PAYER, MaxResults=2,
                  ShowFilterExpression=True)  # fmt: skip

    assert [len(page) for page in found] == [2, 1]
    by_name = {budget["BudgetName"]: budget for page in found for budget in page}
    assert by_name["sandbox-monthly"]["CostFilters"] == {"LinkedAccount": ["777788889999"]}
    assert by_name["data-team-monthly"]["CostFilters"] == {"TagKeyValue": ["user:team$data"]}
    assert by_name["data-team-monthly"]["FilterExpression"]["Tags"]["Values"] == ["data"]
    assert "FilterExpression" not in by_name["organisation-monthly"]


def test_a_budgets_actual_spend_is_cost_explorers_month_to_date(serving: Serve) -> None:
    client = serving()
    budget = client("budgets").describe_budget(AccountId=PAYER, BudgetName="organisation-monthly")["Budget"]

    months = client("ce").get_cost_and_usage(
        TimePeriod={"Start": "2026-03-01", "End": "2026-03-11"},
        Granularity="MONTHLY",
        Metrics=["UnblendedCost"],
    )["ResultsByTime"]

    spent = Decimal(budget["CalculatedSpend"]["ActualSpend"]["Amount"])
    assert spent == Decimal(months[0]["Total"]["UnblendedCost"]["Amount"])


def test_an_unknown_budget_is_not_found(serving: Serve) -> None:
    budgets = serving()("budgets")

    assert refusal(budgets.describe_budget, AccountId=PAYER, BudgetName="none") == "NotFoundException"


def test_anomalies_end_date_is_included(serving: Serve) -> None:
    explorer = serving()("ce")
    start = demo().advice.anomalies[0].start.isoformat()

    on_the_day = explorer.get_anomalies(DateInterval={"StartDate": "2026-01-01", "EndDate": start})
    before = explorer.get_anomalies(DateInterval={"StartDate": "2025-12-20", "EndDate": "2026-02-01"})

    assert len(on_the_day["Anomalies"]) == 1
    assert before["Anomalies"] == []


def test_an_anomaly_names_its_root_cause_and_its_impact(serving: Serve) -> None:
    explorer = serving()("ce")
    monitor = explorer.get_anomaly_monitors()["AnomalyMonitors"][0]["MonitorArn"]

    (anomaly,) = explorer.get_anomalies(
        MonitorArn=monitor,
        DateInterval={"StartDate": "2026-02-08"},
        TotalImpact={"NumericOperator": "GREATER_THAN", "StartValue": 100},
    )["Anomalies"]

    impact = anomaly["Impact"]
    assert impact["TotalImpact"] == pytest.approx(impact["TotalActualSpend"] - impact["TotalExpectedSpend"])
    assert anomaly["RootCauses"][0]["UsageType"] == "EU-NatGateway-Bytes"
    assert anomaly["RootCauses"][0]["LinkedAccountName"] == "data-platform"


@pytest.mark.parametrize(
    "interval", [{"StartDate": "2026-03-01", "EndDate": "2026-02-01"}, {"StartDate": "March"}]
)
def test_dates_that_are_none_are_refused(serving: Serve, interval: dict[str, str]) -> None:
    assert refusal(serving()("ce").get_anomalies, DateInterval=interval) == "ValidationException"


def test_an_unknown_monitor_is_refused(serving: Serve) -> None:
    arn = f"arn:aws:ce::{PAYER}:anomalymonitor/3d3c9dd0-0b2e-4d55-b5dd-3a7ac1a0c2b1"

    assert refusal(serving()("ce").get_anomaly_monitors, MonitorArnList=[arn]) == "UnknownMonitorException"


def test_the_hub_lists_the_best_of_each_resource_or_all(serving: Serve) -> None:
    hub = serving()("cost-optimization-hub")
    assert hub.list_enrollment_statuses()["items"][0]["status"] == "Active"

    every = pages(
        hub.list_recommendations, "items", "nextToken", includeAllRecommendations=True, maxResults=5
    )
    best = hub.list_recommendations(maxResults=100)["items"]

    assert sum(len(page) for page in every) == len(demo().advice.recommendations)
    assert all(len(page) <= 5 for page in every)
    with_resource = [item["resourceArn"] for item in best if "resourceArn" in item]
    assert len(with_resource) == len(set(with_resource))
    savings = [item["estimatedMonthlySavings"] for item in best]
    assert savings == sorted(savings, reverse=True)


@pytest.mark.parametrize("group_by", ["ActionType", "AccountId", "Region", "ResourceType"])
def test_the_hubs_total_leaves_overlaps_out(serving: Serve, group_by: str) -> None:
    hub = serving()("cost-optimization-hub")

    summary = hub.list_recommendation_summaries(groupBy=group_by)

    best = hub.list_recommendations(maxResults=100)["items"]
    assert summary["estimatedTotalDedupedSavings"] == pytest.approx(
        sum(item["estimatedMonthlySavings"] for item in best)
    )
    assert summary["estimatedTotalDedupedSavings"] < sum(
        group["estimatedMonthlySavings"] for group in summary["items"]
    )
    assert sum(group["recommendationCount"] for group in summary["items"]) == len(
        demo().advice.recommendations
    )


@pytest.mark.parametrize(
    ("wanted", "field", "values"),
    [
        ({"actionTypes": ["Stop", "Delete"]}, "actionType", {"Stop", "Delete"}),
        ({"accountIds": ["777788889999"]}, "accountId", {"777788889999"}),
        ({"regions": ["eu-west-1"]}, "region", {"eu-west-1"}),
        ({"resourceTypes": ["EbsVolume"]}, "currentResourceType", {"EbsVolume"}),
        ({"implementationEfforts": ["High"]}, "implementationEffort", {"High"}),
        ({"restartNeeded": True}, "restartNeeded", {True}),
        ({"tags": [{"key": "team", "value": "payments"}]}, "currencyCode", {"USD"}),
    ],
)
def test_the_hub_filters(serving: Serve, wanted: dict[str, Any], field: str, values: set[Any]) -> None:
    hub = serving()("cost-optimization-hub")

    items = hub.list_recommendations(filter=wanted, includeAllRecommendations=True)["items"]

    assert {item[field] for item in items} == values
    assert len(items) < len(demo().advice.recommendations)


def test_one_recommendation_of_the_hub(serving: Serve) -> None:
    hub = serving()("cost-optimization-hub")
    listed = hub.list_recommendations(orderBy={"dimension": "AccountId", "order": "Asc"})["items"][0]

    found = hub.get_recommendation(recommendationId=listed["recommendationId"])

    assert found["estimatedMonthlySavings"] == listed["estimatedMonthlySavings"]
    assert refusal(hub.get_recommendation, recommendationId="none") == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("list_recommendation_summaries", {"groupBy": "Colour"}),
        ("list_recommendation_summaries", {"groupBy": "Region", "filter": {"resourceIds": ["i-1"]}}),
        ("list_recommendations", {"orderBy": {"dimension": "Colour"}}),
        ("list_recommendations", {"nextToken": "none"}),
    ],
)
def test_the_hub_refuses_what_it_does_not_know(
    serving: Serve, operation: str, parameters: dict[str, Any]
) -> None:
    hub = serving()("cost-optimization-hub")

    assert refusal(getattr(hub, operation), **parameters) == "ValidationException"


def test_trusted_advisors_two_apis_name_the_same_resources(serving: Serve) -> None:
    client = serving()
    advisor, support = client("trustedadvisor"), client("support")

    newer = set()
    for page in pages(advisor.list_recommendations, "recommendationSummaries", "nextToken",
                      pillar="cost_optimizing", status="warning", maxResults=2):  # fmt: skip
        for check in page:
            detail = advisor.get_recommendation(recommendationIdentifier=check["arn"])["recommendation"]
            assert detail["name"] == check["name"]
            resources = advisor.list_recommendation_resources(recommendationIdentifier=check["arn"])
            newer |= {
                (check["name"], item["regionCode"]) for item in resources["recommendationResourceSummaries"]
            }
    older = set()
    for described in support.describe_trusted_advisor_checks(language="en")["checks"]:
        result = support.describe_trusted_advisor_check_result(checkId=described["id"])["result"]
        for flagged in result["flaggedResources"]:
            assert len(flagged["metadata"]) == len(described["metadata"])
            older.add((described["name"], flagged["region"]))

    assert newer == older
    assert len(newer) == 5


def test_trusted_advisor_has_nothing_under_another_pillar_and_refuses_the_unknown(serving: Serve) -> None:
    client = serving()
    advisor, support = client("trustedadvisor"), client("support")

    assert advisor.list_recommendations(pillar="security")["recommendationSummaries"] == []
    unknown = f"arn:aws:trustedadvisor::{PAYER}:recommendation/0f1d2c3b-4a59-4687-9a0b-1c2d3e4f5a6b"
    assert (
        refusal(advisor.get_recommendation, recommendationIdentifier=unknown) == "ResourceNotFoundException"
    )
    summaries = support.describe_trusted_advisor_check_summaries(checkIds=["hjLMh88uM8"])["summaries"]
    assert summaries[0]["hasFlaggedResources"]


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
