"""The local Cost Explorer through boto3: its answers fit botocore's own service model of AWS."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

from local.bill import load_bill
from local.cost_apis import Options, serve
from support.focus import focus_rows, recount, write_csv

TODAY = date(2024, 4, 10)
ROWS = [
    {**row, "ListCost": row["BilledCost"], "PricingCategory": "Standard", "CommitmentDiscountId": "plan",
     "CommitmentDiscountType": "Savings Plan", "CommitmentDiscountStatus": "Used"}
    for row in focus_rows()
]  # fmt: skip
PERIOD = {"Start": "2024-01-01", "End": "2024-04-01"}
MONTHS = {"TimePeriod": PERIOD, "Granularity": "MONTHLY"}
BY_REGION = [{"Type": "DIMENSION", "Key": "REGION"}]
BY_SERVICE = [{"Type": "DIMENSION", "Key": "SERVICE"}]


def client(url: str) -> Any:
    """A boto3 client of the local Cost Explorer, which does not retry."""
    return boto3.client(
        "ce",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture(scope="module")
def ce(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client over the bill of ROWS, in pages of 50."""
    bill = load_bill(write_csv(tmp_path_factory.mktemp("bill") / "bill.csv", ROWS))
    with serve(bill, TODAY, Options(page_size=50)) as url:
        yield client(url)


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("GetCostAndUsage", {**MONTHS, "Metrics": ["UnblendedCost", "UsageQuantity"]}),
        ("GetCostAndUsage", {**MONTHS, "Metrics": ["AmortizedCost"], "GroupBy": BY_SERVICE}),
        (
            "GetCostAndUsage",
            {
                **MONTHS,
                "Metrics": ["BlendedCost"],
                "GroupBy": [{"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}, {"Type": "TAG", "Key": "team"}],
            },
        ),
        ("GetDimensionValues", {"TimePeriod": PERIOD, "Dimension": "LINKED_ACCOUNT"}),
        ("GetTags", {"TimePeriod": PERIOD}),
        ("GetTags", {"TimePeriod": PERIOD, "TagKey": "team"}),
        ("GetCostCategories", {"TimePeriod": PERIOD}),
        ("GetCostCategories", {"TimePeriod": PERIOD, "CostCategoryName": "unit"}),
        (
            "GetCostForecast",
            {
                "TimePeriod": {"Start": "2024-04-10", "End": "2024-07-01"},
                "Granularity": "MONTHLY",
                "Metric": "UNBLENDED_COST",
                "PredictionIntervalLevel": 80,
            },
        ),
        ("GetSavingsPlansUtilization", {"TimePeriod": PERIOD}),
        ("GetSavingsPlansCoverage", {"TimePeriod": PERIOD, "GroupBy": BY_SERVICE}),
        ("GetReservationUtilization", {"TimePeriod": PERIOD}),
        ("GetReservationCoverage", {"TimePeriod": PERIOD, "GroupBy": BY_REGION}),
    ],
)
def test_every_answer_fits_botocores_output_shape(
    ce: Any, operation: str, parameters: dict[str, Any]
) -> None:
    methods = {api: method for method, api in ce.meta.method_to_api_mapping.items()}
    answer = getattr(ce, methods[operation])(**parameters)
    del answer["ResponseMetadata"]
    assert any(answer.values())
    shape = ce.meta.service_model.operation_model(operation).output_shape
    report = ParamValidator().validate(answer, shape)
    assert not report.has_errors(), report.generate_report()


def test_r20_all_pages_sum_to_the_bill(ce: Any) -> None:
    asked: dict[str, Any] = {
        "TimePeriod": {"Start": "2024-01-01", "End": "2024-04-11"},
        "Granularity": "DAILY",
        "Metrics": ["UnblendedCost"],
        "GroupBy": BY_SERVICE,
    }
    amounts: list[Decimal] = []
    pages = 0
    while True:
        page = ce.get_cost_and_usage(**asked)
        pages += 1
        amounts += [
            Decimal(group["Metrics"]["UnblendedCost"]["Amount"])
            for result in page["ResultsByTime"]
            for group in result["Groups"]
        ]
        if "NextPageToken" not in page:
            break
        asked["NextPageToken"] = page["NextPageToken"]
    assert sum(amounts) == recount(ROWS, date.min, date(2024, 4, 11))[()]
    assert pages > 1


def test_errors_reach_boto3_as_aws_sends_them(ce: Any) -> None:
    with pytest.raises(ClientError) as refused:
        ce.get_cost_and_usage(TimePeriod=PERIOD, Granularity="MONTHLY", Metrics=["Cost"])
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    assert "Metric Cost is not valid" in refused.value.response["Error"]["Message"]
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    with pytest.raises(ce.exceptions.DataUnavailableException):
        ce.get_dimension_values(TimePeriod=PERIOD, Dimension="PLATFORM")
    with pytest.raises(ClientError, match="UnknownOperationException"):
        ce.get_rightsizing_recommendation(Service="AmazonEC2")


def test_a_throttle_reaches_boto3_by_its_name(tmp_path: Path) -> None:
    bill = load_bill(write_csv(tmp_path / "bill.csv", ROWS))
    with serve(bill, TODAY, Options(throttle=lambda operation: True)) as url:
        ce = client(url)
        with pytest.raises(ce.exceptions.LimitExceededException):
            ce.get_tags(TimePeriod=PERIOD)


def test_many_at_once_get_the_same_answer(ce: Any) -> None:
    def ask(_: int) -> Any:
        answer = ce.get_cost_and_usage(
            TimePeriod=PERIOD, Granularity="MONTHLY", Metrics=["UnblendedCost"], GroupBy=BY_SERVICE
        )
        return answer["ResultsByTime"]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(40)))
    assert all(answer == answers[0] for answer in answers)


def test_no_thread_outlives_the_server_of_a_client_that_keeps_its_connection(tmp_path: Path) -> None:
    """Such a thread would hold the bill until the process ends, and DuckDB reports what is held then."""
    bill = load_bill(write_csv(tmp_path / "bill.csv", ROWS))
    before = set(threading.enumerate())
    with serve(bill, TODAY) as url:
        ce = client(url)
        ce.get_cost_and_usage(**MONTHS, Metrics=["UnblendedCost"])
        assert len(set(threading.enumerate()) - before) == 2
    assert set(threading.enumerate()) <= before
