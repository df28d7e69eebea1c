"""A FOCUS bill is read whole and exactly, however its export spells it."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from local.bill import Bill, load_bill
from support.focus import Row, focus_rows, record_type, recount, write_csv

ONE = {
    "BilledCost": "1.5",
    "ChargePeriodStart": "2024-09-01 00:00:00",
    "ServiceName": "AWS Lambda",
    "BillingCurrency": "USD",
}


def values(bill: Bill, sql: str) -> list[Any]:
    """One row's or one column's values."""
    rows = bill.cursor().execute(sql).fetchall()
    return list(rows[0]) if len(rows) == 1 else [row[0] for row in rows]


@pytest.mark.parametrize("name", ["bill.csv", "bill.csv.gz", "BILL.CSV"])
def test_every_row_of_aws_is_read_and_no_other(tmp_path: Path, name: str) -> None:
    rows = focus_rows()
    bill = load_bill(write_csv(tmp_path / name, rows))
    expected = recount(rows, date.min, date.max)[()]
    assert bill.rows == sum(row["ProviderName"] == "AWS" for row in rows) < len(rows)
    assert values(bill, "SELECT sum(unblended_cost) FROM charges") == [expected]
    assert (bill.format, bill.currency) == ("FOCUS", "USD")
    assert bill.left_out == {"Microsoft": len(rows) - bill.rows}
    assert bill.accounts == len({row["SubAccountId"] for row in rows if row["ProviderName"] == "AWS"})


def test_parquet_with_decimals_maps_and_doubles_is_read_exactly(tmp_path: Path) -> None:
    table = pa.table(
        {
            "billedcost": pa.array([Decimal("0.12345678901"), Decimal("2")], pa.decimal128(20, 11)),
            "EffectiveCost": pa.array([1.2e-07, 0.1], pa.float64()),
            "ChargePeriodStart": pa.array([1725148800000000, 1725152400000000], pa.timestamp("us", tz="UTC")),
            "ServiceName": ["AWS Lambda", "AWS Lambda"],
            "BillingCurrency": ["USD", "USD"],
            "Tags": pa.array([[("team", "web")], None], pa.map_(pa.string(), pa.string())),
        }
    )
    pq.write_table(table, tmp_path / "bill.parquet", compression="zstd")
    bill = load_bill(tmp_path / "bill.parquet")
    assert values(bill, "SELECT sum(unblended_cost), sum(amortized_cost) FROM charges") == [
        Decimal("2.12345678901"),
        Decimal("0.10000012"),
    ]
    assert values(bill, "SELECT key, value FROM tags_of") == ["team", "web"]
    assert (bill.first_day, bill.last_day) == (date(2024, 9, 1), date(2024, 9, 1))


def test_a_folder_is_the_sum_of_its_files(tmp_path: Path) -> None:
    rows = focus_rows()
    (tmp_path / "later").mkdir()
    write_csv(tmp_path / "a.csv", rows[:100])
    # the same columns in another order and case
    header = [name.upper() for name in reversed(rows[0])]
    renamed = [{name.upper(): value for name, value in row.items()} for row in rows[100:]]
    write_csv(tmp_path / "later" / "b.csv.gz", renamed, header)
    (tmp_path / "notes.txt").write_text("no bill")
    bill = load_bill(tmp_path)
    assert values(bill, "SELECT sum(unblended_cost) FROM charges") == [recount(rows, date.min, date.max)[()]]


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        ("1E-7", "0.0000001"),
        ("-1.5e+3", "-1500"),
        ("0.123456789012345678901234", "0.123456789012345678901234"),
        ("0.10000000000000000000000000000000000", "0.1"),
        ("0E-30", "0"),
        (" 2 ", "2"),
        ("12345678901234.5", "12345678901234.5"),
    ],
)
def test_numbers_keep_every_digit(tmp_path: Path, written: str, exact: str) -> None:
    bill = load_bill(write_csv(tmp_path / "bill.csv", [{**ONE, "BilledCost": written}]))
    assert values(bill, "SELECT unblended_cost FROM charges") == [Decimal(exact)]


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2024-09-30 22:00:00", "2024-09-30 22:00:00"),
        ("2024-09-30T22:00:00Z", "2024-09-30 22:00:00"),
        ("2024-09-30T22:00Z", "2024-09-30 22:00:00"),
        ("2024-09-30T22:00:00.000Z", "2024-09-30 22:00:00"),
        ("2024-10-01T00:30:00+02:00", "2024-09-30 22:30:00"),
        ("2024-09-30 22:00:00 UTC", "2024-09-30 22:00:00"),
        ("2024-09-30", "2024-09-30 00:00:00"),
    ],
)
def test_times_are_utc_wherever_the_machine_stands(
    tmp_path: Path, written: str, utc: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    bill = load_bill(write_csv(tmp_path / "bill.csv", [{**ONE, "ChargePeriodStart": written}]))
    assert values(bill, "SELECT charged_at::VARCHAR FROM charges") == [utc]
    assert bill.last_day == date(2024, 9, 30)


@pytest.mark.parametrize(
    "provider", ["AWS", "Amazon Web Services", "Amazon Web Services, Inc.", "aws", "", "NULL"]
)
def test_aws_is_told_by_its_spellings_or_by_silence(tmp_path: Path, provider: str) -> None:
    rows = [{**ONE, "ProviderName": provider}, {**ONE, "ProviderName": "Oracle"}]
    assert load_bill(write_csv(tmp_path / "bill.csv", rows)).rows == 1


def test_charge_categories_become_record_types(tmp_path: Path) -> None:
    rows = [row for row in focus_rows() if row["ProviderName"] == "AWS"]
    bill = load_bill(write_csv(tmp_path / "bill.csv", rows))
    counted = dict(bill.cursor().execute("SELECT record_type, count(*) FROM charges GROUP BY ALL").fetchall())
    types = [record_type(row) for row in rows]
    assert counted == {name: types.count(name) for name in set(types)}


@pytest.mark.parametrize("empty", ["", "NULL"])
def test_empty_is_empty_however_it_is_written(tmp_path: Path, empty: str) -> None:
    row = {**ONE, "RegionId": empty, "EffectiveCost": empty, "Tags": empty}
    bill = load_bill(write_csv(tmp_path / "bill.csv", [row]))
    assert values(bill, "SELECT region, amortized_cost, tags FROM charges") == ["", None, 0]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (
            '{"team": "web", "n": 1, "on": true, "none": null}',
            {"team": "web", "n": "1", "on": "true", "none": ""},
        ),
        ('[{"Key": "team", "Value": "web"}]', {"team": "web"}),
        ("{}", {}),
    ],
)
def test_tags_are_read_as_object_or_pairs(tmp_path: Path, tags: str, expected: dict[str, str]) -> None:
    bill = load_bill(write_csv(tmp_path / "bill.csv", [{**ONE, "Tags": tags}]))
    assert dict(bill.cursor().execute("SELECT key, value FROM tags_of").fetchall()) == expected


def test_columns_a_bill_lacks_are_named(tmp_path: Path) -> None:
    bill = load_bill(write_csv(tmp_path / "bill.csv", [ONE]))
    assert bill.missing["usage_type"] == "x_UsageType"
    assert bill.missing["amortized_cost"] == "EffectiveCost"
    assert not {"usage_type", "amortized_cost", "tags"} & bill.columns
    assert "service" in bill.columns


def test_a_metric_counts_only_when_every_file_has_it(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [{**ONE, "EffectiveCost": "1", "RegionId": "eu-west-1"}])
    write_csv(tmp_path / "b.csv", [ONE])
    bill = load_bill(tmp_path)
    assert bill.missing["amortized_cost"] == "EffectiveCost"
    assert "region" in bill.columns


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    rows: list[Row] = [ONE]
    first = load_bill(write_csv(tmp_path / "a.csv", rows)).fingerprint
    assert load_bill(write_csv(tmp_path / "b.csv", rows)).fingerprint == first
    assert load_bill(write_csv(tmp_path / "b.csv", [{**ONE, "BilledCost": "1.6"}])).fingerprint != first


def test_values_may_hold_line_breaks_quotes_and_semicolons_part_them(tmp_path: Path) -> None:
    awkward = 'a "quoted"\nname; with all'
    tags = json.dumps({"k": awkward})
    write_csv(tmp_path / "bill.csv", [{**ONE, "ServiceName": awkward, "Tags": tags}])
    bill = load_bill(tmp_path / "bill.csv")
    assert values(bill, "SELECT service FROM charges") == [awkward]
    assert values(bill, "SELECT value FROM tags_of") == [awkward]
    semicolons = tmp_path / "semicolons.csv"
    semicolons.write_text("\ufeff" + ";".join(ONE) + "\r\n" + ";".join(ONE.values()) + "\r\n")
    assert values(load_bill(semicolons), "SELECT unblended_cost FROM charges") == [Decimal("1.5")]
