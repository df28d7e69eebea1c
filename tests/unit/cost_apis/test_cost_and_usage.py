"""GetCostAndUsage equals a count in plain Python, and refuses what AWS refuses."""

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from local.cost_apis import Options
from support.focus import ACCOUNTS, SERVICES, Row, day_of, focus_rows, record_type, recount, tag
from support.local_cost_apis import CostExplorer, Refused

TODAY = date(2024, 4, 10)
ROWS = focus_rows()
FIRST_MONTH, END = "2024-01-01", "2024-04-11"

GROUPS = {
    "SERVICE": lambda row: row["ServiceName"],
    "REGION": lambda row: row["RegionId"] or "NoRegion",
    "LINKED_ACCOUNT": lambda row: row["SubAccountId"],
    "USAGE_TYPE": lambda row: row["x_UsageType"],
    "RECORD_TYPE": record_type,
    "TAG:team": lambda row: f"team${tag('team')(row)}",
    "TAG:a key$": lambda row: f"a key$${tag('a key$')(row)}",
    "TAG:absent": lambda row: "absent$",
    "COST_CATEGORY:unit": lambda row: "unit$shop" if row["SubAccountId"].startswith("1") else "unit$",
}


@pytest.fixture(scope="module")
def ce(tmp_path_factory: pytest.TempPathFactory) -> CostExplorer:
    """The bill of ROWS as of TODAY."""
    return CostExplorer(tmp_path_factory.mktemp("bill"), ROWS, TODAY)


def definition(name: str) -> dict[str, str]:
    """A GroupBy entry."""
    kind, _, key = name.rpartition(":") if ":" in name else ("DIMENSION", "", name)
    return {"Type": kind, "Key": key}


def by_keys(answer: dict[str, Any]) -> dict[tuple[str, ...], Decimal]:
    """Every group's unblended cost, all periods together."""
    sums: dict[tuple[str, ...], Decimal] = {}
    for result in answer["ResultsByTime"]:
        for group in result["Groups"]:
            keys = tuple(group["Keys"])
            sums[keys] = sums.get(keys, Decimal(0)) + Decimal(group["Metrics"]["UnblendedCost"]["Amount"])
    return sums


def total(answer: dict[str, Any], metric: str = "UnblendedCost") -> Decimal:
    """The sum of all periods' totals."""
    return sum((Decimal(one["Total"][metric]["Amount"]) for one in answer["ResultsByTime"]), Decimal(0))


@pytest.mark.parametrize("seed", range(40))
def test_r20_random_requests_equal_a_count_in_plain_python(ce: CostExplorer, seed: int) -> None:
    chance = random.Random(seed)
    start = date(2024, 1, 1) + timedelta(days=chance.randrange(90))
    end = min(start + timedelta(days=chance.randrange(1, 60)), date(2024, 5, 1))
    names = chance.sample(list(GROUPS), chance.choice((1, 2)))
    service, region, team = (
        chance.choice(list(SERVICES)),
        chance.choice(("us-east-1", "NoRegion")),
        chance.choice(("checkout", "")),
    )
    leaves: list[tuple[dict[str, Any], Any]] = [
        ({"Dimensions": {"Key": "SERVICE", "Values": [service]}}, lambda row: row["ServiceName"] == service),
        (
            {"Dimensions": {"Key": "REGION", "Values": [region, "global"]}},
            lambda row: (row["RegionId"] or "NoRegion") in (region, "global"),
        ),
        ({"Tags": {"Key": "team", "Values": [team]}}, lambda row: tag("team")(row) == team),
        ({"Tags": {"Key": "env", "MatchOptions": ["ABSENT"]}}, lambda row: tag("env")(row) == ""),
        (
            {"CostCategories": {"Key": "unit", "Values": ["shop"]}},
            lambda row: row["SubAccountId"].startswith("1"),
        ),
    ]
    (one, keep_one), (two, keep_two), (three, keep_three) = chance.sample(leaves, 3)
    answer = ce.cost(
        start.isoformat(),
        end.isoformat(),
        Granularity=chance.choice(("DAILY", "MONTHLY")),
        GroupBy=[definition(name) for name in names],
        Filter={"Or": [{"And": [one, {"Not": two}]}, three]},
    )
    expected = recount(
        ROWS,
        start,
        min(end, TODAY + timedelta(days=1)),
        lambda row: tuple(GROUPS[name](row) for name in names),
        lambda row: (keep_one(row) and not keep_two(row)) or keep_three(row),
    )
    assert by_keys(answer) == expected
    assert all(one["Total"] == {} for one in answer["ResultsByTime"])


@pytest.mark.parametrize("granularity", ["DAILY", "MONTHLY"])
def test_every_bucket_is_there_and_they_sum_to_the_whole(ce: CostExplorer, granularity: str) -> None:
    answer = ce.cost("2024-01-05", "2024-03-20", Granularity=granularity)
    periods = [(one["TimePeriod"]["Start"], one["TimePeriod"]["End"]) for one in answer["ResultsByTime"]]
    assert periods[0][0] == "2024-01-05"
    assert periods[-1][1] == "2024-03-20"
    assert all(end == start for (_, end), (start, _) in pairwise(periods))
    assert len(periods) == (75 if granularity == "DAILY" else 3)
    assert total(answer) == recount(ROWS, date(2024, 1, 5), date(2024, 3, 20))[()]
    # nothing was charged before the bill began, which is no reason to leave the day out
    assert Decimal(answer["ResultsByTime"][0]["Total"]["UnblendedCost"]["Amount"]) == (
        0 if granularity == "DAILY" else recount(ROWS, date(2024, 1, 5), date(2024, 2, 1))[()]
    )


def test_a_bucket_without_charges_has_no_groups(ce: CostExplorer) -> None:
    answer = ce.cost("2024-01-01", "2024-01-10", GroupBy=[definition("SERVICE")])
    assert answer["ResultsByTime"] == [
        {
            "TimePeriod": {"Start": "2024-01-01", "End": "2024-01-10"},
            "Total": {},
            "Groups": [],
            "Estimated": False,
        }
    ]


def test_hours_fall_where_they_begin(tmp_path: Path) -> None:
    ce = CostExplorer(tmp_path, focus_rows(first=date(2024, 4, 1), days=9), TODAY)
    rows = focus_rows(first=date(2024, 4, 1), days=9)
    answer = ce.cost("2024-04-02T00:00:00Z", "2024-04-03T06:00:00Z", Granularity="HOURLY")
    assert len(answer["ResultsByTime"]) == 30
    early = {f"{hour:02}" for hour in range(6)}
    expected = recount(rows, date(2024, 4, 2), date(2024, 4, 3)).get((), Decimal(0)) + recount(
        rows, date(2024, 4, 3), date(2024, 4, 4), keep=lambda row: row["ChargePeriodStart"][11:13] in early
    ).get((), Decimal(0))
    assert total(answer) == expected != 0
    assert answer["ResultsByTime"][0]["TimePeriod"] == {
        "Start": "2024-04-02T00:00:00Z",
        "End": "2024-04-02T01:00:00Z",
    }


def test_a_bill_of_whole_days_holds_no_hours(tmp_path: Path) -> None:
    rows = focus_rows(first=date(2024, 4, 1), days=9)
    whole_days = [{**row, "ChargePeriodStart": f"{row['ChargePeriodStart'][:10]}T00:00:00Z"} for row in rows]
    ce = CostExplorer(tmp_path, whole_days, TODAY)
    with pytest.raises(Refused, match="holds no hours"):
        ce.cost("2024-04-02T00:00:00Z", "2024-04-03T00:00:00Z", Granularity="HOURLY")


def test_metrics_come_from_billed_and_effective_cost(ce: CostExplorer) -> None:
    answer = ce.cost(
        FIRST_MONTH,
        END,
        Metrics=["UnblendedCost", "NetUnblendedCost", "BlendedCost", "AmortizedCost", "NetAmortizedCost"],
    )
    billed = recount(ROWS, date.min, TODAY)[()]
    effective = recount(ROWS, date.min, TODAY, column="EffectiveCost")[()]
    assert {
        name: total(answer, name) for name in ("UnblendedCost", "NetUnblendedCost", "BlendedCost")
    } == dict.fromkeys(("UnblendedCost", "NetUnblendedCost", "BlendedCost"), billed)
    assert total(answer, "AmortizedCost") == total(answer, "NetAmortizedCost") == effective


def test_a_usage_quantity_has_a_unit_only_where_there_is_one(ce: CostExplorer) -> None:
    usage = ce.cost(FIRST_MONTH, "2024-04-01", Metrics=["UsageQuantity"])["ResultsByTime"][1]["Total"][
        "UsageQuantity"
    ]
    assert usage["Unit"] == "N/A"
    only = {"Dimensions": {"Key": "USAGE_TYPE", "Values": ["BoxUsage:m5.large"]}}
    usage = ce.cost(FIRST_MONTH, "2024-04-01", Metrics=["UsageQuantity"], Filter=only)["ResultsByTime"][1][
        "Total"
    ]
    assert usage["UsageQuantity"]["Unit"] == "Hours"
    assert (
        Decimal(usage["UsageQuantity"]["Amount"])
        == recount(
            ROWS,
            date(2024, 2, 1),
            date(2024, 3, 1),
            keep=lambda row: row["x_UsageType"] == "BoxUsage:m5.large",
            column="ConsumedQuantity",
        )[()]
    )


def test_accounts_come_with_their_names(ce: CostExplorer) -> None:
    answer = ce.cost(FIRST_MONTH, END, GroupBy=[definition("LINKED_ACCOUNT")])
    assert answer["DimensionValueAttributes"] == [
        {"Value": account, "Attributes": {"description": name}} for account, name in ACCOUNTS.items()
    ]
    assert answer["GroupDefinitions"] == [{"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}]


def test_charges_after_today_do_not_exist(tmp_path: Path) -> None:
    today = date(2024, 2, 10)
    ce = CostExplorer(tmp_path, ROWS, today)
    answer = ce.cost("2024-02-01", "2024-03-01", Granularity="DAILY")
    assert total(answer) == recount(ROWS, date(2024, 2, 1), date(2024, 2, 11))[()]
    assert {day_of(row) for row in ROWS} & {date(2024, 2, 20)}


def test_the_month_under_way_is_estimated(ce: CostExplorer) -> None:
    months = ce.cost("2024-02-01", "2024-05-01")["ResultsByTime"]
    assert [one["Estimated"] for one in months] == [False, False, True]


@pytest.mark.parametrize("size", [1, 3, 7])
def test_r20_pages_join_to_the_whole(tmp_path: Path, size: int) -> None:
    whole = CostExplorer(tmp_path, ROWS, TODAY).cost(
        FIRST_MONTH, END, GroupBy=[definition("SERVICE"), definition("REGION")]
    )
    paged = CostExplorer(tmp_path, ROWS, TODAY, Options(page_size=size))
    asked: dict[str, Any] = {"GroupBy": [definition("SERVICE"), definition("REGION")]}
    joined: list[dict[str, Any]] = []
    while True:
        page = paged.cost(FIRST_MONTH, END, **asked)
        joined += [group for one in page["ResultsByTime"] for group in one["Groups"]]
        assert sum(len(one["Groups"]) for one in page["ResultsByTime"]) <= size
        if "NextPageToken" not in page:
            break
        asked["NextPageToken"] = page["NextPageToken"]
    assert joined == [group for one in whole["ResultsByTime"] for group in one["Groups"]]


def test_r20_a_token_belongs_to_its_request(tmp_path: Path) -> None:
    ce = CostExplorer(tmp_path, ROWS, TODAY, Options(page_size=2))
    token = ce.cost(FIRST_MONTH, END, GroupBy=[definition("SERVICE")])["NextPageToken"]
    with pytest.raises(Refused, match="RequestChangedException"):
        ce.cost(FIRST_MONTH, END, GroupBy=[definition("REGION")], NextPageToken=token)
    for forged in ("nonsense", "e30=", "W10=", "WzEsMl0=", "é"):
        with pytest.raises(Refused, match=r"InvalidNextTokenException|RequestChangedException"):
            ce.cost(FIRST_MONTH, END, GroupBy=[definition("SERVICE")], NextPageToken=forged)


SERVICE = {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda"]}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"End": "2024-01-01"}, r"Start date .* should be before end date"),
        ({"End": "2023-12-01"}, r"Start date .* should be before end date"),
        ({"End": "2024-05-02"}, "end date past the beginning of next month"),
        ({"Start": "2024-04-11", "End": "2024-05-01"}, "should not be after the current date"),
        ({"Start": "2021-01-01"}, "historical data"),
        ({"Start": "2024-02-30"}, "Invalid date"),
        ({"Start": "01/02/2024"}, "regular expression pattern"),
        ({"Start": "2024-01-01T00:00:00Z"}, "Invalid date"),
        ({"Granularity": "HOURLY"}, "Invalid date"),
        (
            {"Granularity": "HOURLY", "Start": "2024-03-01T00:00:00Z", "End": "2024-03-02T00:00:00Z"},
            "14 days",
        ),
        ({"Granularity": "WEEKLY"}, "enum value set"),
        ({"Metrics": []}, "Metrics is required"),
        ({"Metrics": ["Cost"]}, "Metric Cost is not valid"),
        ({"Metrics": None}, "Metrics"),
        ({"GroupBy": [definition(name) for name in ("SERVICE", "REGION", "AZ")]}, "Only up to 2 GroupBy"),
        ({"GroupBy": [{"Type": "DIMENSION"}]}, "must have Type and Key"),
        ({"Filter": {}}, "zero or more than one roots"),
        ({"Filter": {**SERVICE, "Tags": {"Key": "team", "Values": ["a"]}}}, "zero or more than one roots"),
        ({"Filter": {"And": [SERVICE]}}, "And expression must have at least 2 operands"),
        ({"Filter": {"Or": [SERVICE]}}, "Or expression must have at least 2 operands"),
        ({"Filter": {"Not": {}}}, "zero or more than one roots"),
        ({"Filter": {"Dimensions": {"Key": "SERVICE", "Values": []}}}, "must have Key and Values"),
        ({"Filter": {"Dimensions": {"Key": "CHARGE_TYPE", "Values": ["Usage"]}}}, "enum value set"),
        (
            {"Filter": {"Dimensions": {"Key": "SERVICE", "Values": ["A"], "MatchOptions": ["STARTS_WITH"]}}},
            "STARTS_WITH is not supported",
        ),
        ({"Filter": {"Tags": {"Values": ["a"]}}}, "must have Key"),
    ],
)
def test_r20_what_aws_refuses_is_refused(ce: CostExplorer, change: dict[str, Any], said: str) -> None:
    period = {"Start": change.pop("Start", "2024-01-01"), "End": change.pop("End", "2024-04-01")}
    asked = {"Granularity": "MONTHLY", "Metrics": ["UnblendedCost"], **change}
    asked = {name: value for name, value in asked.items() if value is not None}
    with pytest.raises(Refused, match=said) as refused:
        ce.ask("GetCostAndUsage", TimePeriod=period, **asked)
    assert refused.value.code == "ValidationException"


def test_the_first_of_next_month_is_the_last_end(ce: CostExplorer) -> None:
    assert len(ce.cost("2024-04-01", "2024-05-01")["ResultsByTime"]) == 1


def test_a_bill_older_than_aws_keeps_may_be_asked_whole(tmp_path: Path) -> None:
    ce = CostExplorer(tmp_path, focus_rows(first=date(2019, 5, 3)), TODAY)
    assert len(ce.cost("2019-05-01", "2019-06-01")["ResultsByTime"]) == 1
    with pytest.raises(Refused, match="historical data"):
        ce.cost("2019-04-30", "2019-06-01")


@pytest.mark.parametrize(
    ("column", "asked"),
    [
        ("x_UsageType", {"GroupBy": [definition("USAGE_TYPE")]}),
        ("RegionId", {"Filter": {"Dimensions": {"Key": "REGION", "Values": ["x"]}}}),
        ("Tags", {"GroupBy": [definition("TAG:team")]}),
        ("x_CostCategories", {"GroupBy": [definition("COST_CATEGORY:unit")]}),
        ("EffectiveCost", {"Metrics": ["AmortizedCost"]}),
        ("x_NormalizedUsageAmount", {"Metrics": ["NormalizedUsageAmount"]}),
    ],
)
def test_what_the_bill_has_no_column_for_is_unavailable_by_name(
    tmp_path: Path, column: str, asked: dict[str, Any]
) -> None:
    rows: list[Row] = [{name: value for name, value in row.items() if name != column} for row in ROWS]
    ce = CostExplorer(tmp_path, rows, TODAY)
    with pytest.raises(Refused, match=f"no column {column}") as refused:
        ce.cost(FIRST_MONTH, END, **asked)
    assert refused.value.code == "DataUnavailableException"


def test_throttling_can_be_had(tmp_path: Path) -> None:
    ce = CostExplorer(
        tmp_path, ROWS, TODAY, Options(throttle=lambda operation: operation == "GetCostAndUsage")
    )
    with pytest.raises(Refused, match="LimitExceededException"):
        ce.cost(FIRST_MONTH, END)
    assert ce.ask("GetTags", TimePeriod={"Start": FIRST_MONTH, "End": END})["Tags"]


def test_values_are_data_and_never_sql(ce: CostExplorer) -> None:
    hostile = "x'; DROP TABLE charges; --"
    assert total(ce.cost(FIRST_MONTH, END, Filter={"Tags": {"Key": hostile, "Values": [hostile]}})) == 0
    assert set(by_keys(ce.cost(FIRST_MONTH, END, GroupBy=[definition(f"TAG:{hostile}")]))) == {
        (f"{hostile}$",)
    }
    assert total(ce.cost(FIRST_MONTH, END)) == recount(ROWS, date.min, TODAY)[()]
