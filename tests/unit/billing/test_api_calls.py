"""Pages through boto3's own client: tokens followed, lists joined, errors translated."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.stub import Stubber

from billing import api_calls
from billing.errors import CostApiUnavailable, SourceUnavailable

PERIOD = {"Start": "2026-02-01", "End": "2026-03-01"}
ASKED: dict[str, Any] = {"TimePeriod": PERIOD, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]}


@pytest.fixture
def stubs(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Stubber]]:
    made: dict[str, Stubber] = {}
    clients: dict[str, Any] = {}
    for service in ("ce", "budgets"):
        client: Any = boto3.client(  # type: ignore[call-overload]
            service,
            region_name="us-east-1",
            aws_access_key_id="x",
            aws_secret_access_key="x",
            config=Config(retries={"total_max_attempts": 1}),
        )
        clients[service] = client
        made[service] = Stubber(client)
        made[service].activate()
    monkeypatch.setattr(api_calls, "client", clients.__getitem__)
    yield made
    for stub in made.values():
        stub.assert_no_pending_responses()


def result(start: str, amount: str) -> dict[str, Any]:
    group = {"Keys": ["AWS Lambda"], "Metrics": {"UnblendedCost": {"Amount": amount, "Unit": "USD"}}}
    return {"TimePeriod": {"Start": start, "End": "2026-03-01"}, "Groups": [group], "Estimated": False}


def test_r20_all_pages_are_followed_with_the_same_parameters(stubs: dict[str, Stubber]) -> None:
    definitions = [{"Type": "DIMENSION", "Key": "SERVICE"}]
    page = {"GroupDefinitions": definitions}
    first = {**page, "ResultsByTime": [result("2026-02-01", "1")], "NextPageToken": "more"}
    stubs["ce"].add_response("get_cost_and_usage", first, ASKED)
    second = {**page, "ResultsByTime": [result("2026-02-01", "2")]}
    stubs["ce"].add_response("get_cost_and_usage", second, {**ASKED, "NextPageToken": "more"})
    before: list[int] = []
    answer, pages = api_calls.call("ce:GetCostAndUsage", ASKED, before.append)
    assert pages == 2
    assert before == [0, 1]
    assert [one["Groups"][0]["Metrics"]["UnblendedCost"]["Amount"] for one in answer["ResultsByTime"]] == [
        "1",
        "2",
    ]
    assert answer["GroupDefinitions"] == definitions
    assert "NextPageToken" not in answer


def test_budgets_are_asked_of_the_account(stubs: dict[str, Stubber], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCOUNT_ID", "123456789012")
    stubs["budgets"].add_response("describe_budgets", {"Budgets": []}, {"AccountId": "123456789012"})
    assert api_calls.call("budgets:DescribeBudgets", {}, lambda pages: None) == ({"Budgets": []}, 1)


def test_a_refusal_comes_as_what_it_means(stubs: dict[str, Stubber]) -> None:
    stubs["ce"].add_client_error("get_cost_forecast", "DataUnavailableException", "too short", 400)
    with pytest.raises(SourceUnavailable, match="Too short"):
        api_calls.call("ce:GetCostForecast", FORECAST, lambda pages: None)


def test_a_server_error_comes_under_the_name_that_is_retried(stubs: dict[str, Stubber]) -> None:
    stubs["ce"].add_client_error("get_cost_forecast", "InternalServerException", "", 500)
    with pytest.raises(CostApiUnavailable):
        api_calls.call("ce:GetCostForecast", FORECAST, lambda pages: None)


def test_what_stops_the_spending_stops_before_the_request(stubs: dict[str, Stubber]) -> None:
    def refuse(pages: int) -> None:
        raise SourceUnavailable("ce", "RequestCapReached", "cap", "raise it")

    with pytest.raises(SourceUnavailable, match="cap"):
        api_calls.call("ce:GetCostAndUsage", ASKED, refuse)


FORECAST = {"TimePeriod": PERIOD, "Metric": "UNBLENDED_COST", "Granularity": "MONTHLY"}
