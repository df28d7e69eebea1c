"""GetDimensionValues, GetTags and GetCostCategories tell what the bill has in a period."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from local.cost_apis import Options
from support.focus import ACCOUNTS, SERVICES, focus_rows, recount
from support.local_cost_apis import CostExplorer, Refused

TODAY = date(2024, 4, 10)
ROWS = focus_rows()
PERIOD = {"Start": "2024-01-01", "End": "2024-04-11"}


@pytest.fixture(scope="module")
def ce(tmp_path_factory: pytest.TempPathFactory) -> CostExplorer:
    """The bill of ROWS as of TODAY."""
    return CostExplorer(tmp_path_factory.mktemp("bill"), ROWS, TODAY)


def dimension_values(ce: CostExplorer, dimension: str, **parameters: Any) -> list[str]:
    """The values of a dimension."""
    answer = ce.ask("GetDimensionValues", TimePeriod=PERIOD, Dimension=dimension, **parameters)
    assert answer["ReturnSize"] == len(answer["DimensionValues"])
    return [one["Value"] for one in answer["DimensionValues"]]


def test_values_are_the_bills_verbatim(ce: CostExplorer) -> None:
    assert dimension_values(ce, "SERVICE") == sorted(SERVICES)
    assert dimension_values(ce, "REGION") == ["NoRegion", "eu-west-1", "global", "us-east-1"]
    assert dimension_values(ce, "RECORD_TYPE") == ["Credit", "Fee", "Refund", "Tax", "Usage"]


def test_accounts_have_their_names_and_are_found_by_them(ce: CostExplorer) -> None:
    answer = ce.ask("GetDimensionValues", TimePeriod=PERIOD, Dimension="LINKED_ACCOUNT", SearchString="DEV")
    assert answer["DimensionValues"] == [
        {"Value": "222222222222", "Attributes": {"description": ACCOUNTS["222222222222"]}}
    ]


def test_a_period_and_a_filter_narrow_the_values(ce: CostExplorer) -> None:
    before = {"Start": "2024-01-01", "End": "2024-01-10"}
    assert ce.ask("GetDimensionValues", TimePeriod=before, Dimension="SERVICE")["DimensionValues"] == []
    only = {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda"]}}
    assert dimension_values(ce, "USAGE_TYPE", Filter=only) == ["Lambda-GB-Second"]


def test_sorted_by_cost_the_largest_stands_first(ce: CostExplorer) -> None:
    costs = recount(ROWS, date.min, TODAY, lambda row: (row["ServiceName"],))
    ranking = sorted(costs, key=lambda keys: -costs[keys])
    found = dimension_values(
        ce, "SERVICE", SortBy=[{"Key": "UnblendedCost", "SortOrder": "DESCENDING"}], MaxResults=2
    )
    assert found == [keys[0] for keys in ranking[:2]]
    with pytest.raises(Refused, match="SearchString is not supported with SortBy"):
        dimension_values(ce, "SERVICE", SortBy=[{"Key": "UnblendedCost"}], SearchString="x")


def test_values_come_in_pages(tmp_path: Path) -> None:
    ce = CostExplorer(tmp_path, ROWS, TODAY, Options(page_size=3))
    first = ce.ask("GetDimensionValues", TimePeriod=PERIOD, Dimension="SERVICE")
    token = first["NextPageToken"]
    second = ce.ask("GetDimensionValues", TimePeriod=PERIOD, Dimension="SERVICE", NextPageToken=token)
    assert [one["Value"] for one in (*first["DimensionValues"], *second["DimensionValues"])] == sorted(
        SERVICES
    )
    assert (first["ReturnSize"], first["TotalSize"], second["ReturnSize"]) == (3, 4, 1)
    with pytest.raises(Refused, match="RequestChangedException"):
        ce.ask("GetDimensionValues", TimePeriod=PERIOD, Dimension="REGION", NextPageToken=token)


def test_tag_keys_and_their_values(ce: CostExplorer) -> None:
    assert ce.ask("GetTags", TimePeriod=PERIOD)["Tags"] == ["Team", "a key$", "env", "team"]
    answer = ce.ask("GetTags", TimePeriod=PERIOD, TagKey="team")
    assert answer["Tags"] == ["", 'O\'Brien "q" ü', "checkout", "search"]
    assert (answer["ReturnSize"], answer["TotalSize"]) == (4, 4)
    assert ce.ask("GetTags", TimePeriod=PERIOD, TagKey="team", SearchString="CHECK")["Tags"] == ["checkout"]


def test_cost_category_names_and_their_values(ce: CostExplorer) -> None:
    assert ce.ask("GetCostCategories", TimePeriod=PERIOD)["CostCategoryNames"] == ["unit"]
    values = ce.ask("GetCostCategories", TimePeriod=PERIOD, CostCategoryName="unit")["CostCategoryValues"]
    assert values == ["shop"]


def test_a_dimension_no_bill_has_is_unavailable(ce: CostExplorer) -> None:
    with pytest.raises(Refused, match=r"DataUnavailableException.*PLATFORM"):
        dimension_values(ce, "PLATFORM")
    with pytest.raises(Refused, match=r"ValidationException.*enum value set"):
        dimension_values(ce, "COLOUR")
