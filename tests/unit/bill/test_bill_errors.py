"""A bill that cannot be read is refused in one sentence that says what is wrong and where."""

import re
from pathlib import Path

import pytest

from local.bill import BillError, load_bill

COLUMNS = (
    "BilledCost ChargePeriodStart ServiceName BillingCurrency ProviderName Tags ChargeCategory EffectiveCost"
)
HEADER = COLUMNS.replace(" ", ",") + "\n"
GOOD = '1.5,2024-09-01 00:00:00,AWS Lambda,USD,AWS,"{""a"": ""b""}",Usage,1\n'


def bill_of(tmp_path: Path, *lines: str, header: str = HEADER) -> Path:
    """A CSV bill with that header and those lines."""
    path = tmp_path / "bill.csv"
    path.write_text(header + "".join(lines))
    return path


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (GOOD.replace("1.5,", "abc,"), r"line 3: BilledCost says 'abc'; it must be a number"),
        (GOOD.replace("1.5,", ","), r"line 3: BilledCost is empty"),
        (GOOD.replace("1.5,", "NaN,"), r"line 3: BilledCost says 'NaN'"),
        (GOOD.replace("1.5,", '"1,000.5",'), r"line 3: BilledCost says '1,000\.5'"),
        (GOOD.replace("1.5,", "1E-30,"), r"line 3: BilledCost says '1E-30'"),
        (GOOD.replace("1.5,", "0.1234567890123456789012345,"), r"line 3: BilledCost says '0\.12345"),
        (GOOD.replace("Usage,1", "Usage,one"), r"line 3: EffectiveCost says 'one'"),
        (GOOD.replace("2024-09-01", "2024-13-01"), r"line 3: ChargePeriodStart says '2024-13-01"),
        (GOOD.replace("USD", ""), r"line 3: BillingCurrency is empty"),
        (GOOD.replace("Usage", "Rent"), r"line 3: ChargeCategory says 'Rent'; it must be one of Usage, Tax"),
        (GOOD.replace('{""a"": ""b""}', "{bad"), r"line 3: tags says '\{bad'; it must be a JSON object"),
        (GOOD.replace('{""a"": ""b""}', "[1]"), r"line 3: tags says '\[1\]'"),
        ("1.5,2024-09-01\n", r"line 3: the row has 2 values where the header has 8 columns"),
        (GOOD.strip() + ",more\n", r"line 3: the row has 9 values where the header has 8 columns"),
        (GOOD.replace("1.5,", '"1.5,'), r"line 3: the row has a quote that is not closed"),
    ],
)
def test_a_broken_row_is_named_by_line_column_and_value(tmp_path: Path, line: str, where: str) -> None:
    path = bill_of(tmp_path, GOOD, line, GOOD)
    with pytest.raises(BillError, match=f"^{re.escape(str(path))}, {where}") as raised:
        load_bill(path)
    assert "\n" not in str(raised.value)


def test_lines_are_counted_through_quoted_line_breaks(tmp_path: Path) -> None:
    two_lines = GOOD.replace("AWS Lambda", '"AWS\nLambda"')
    with pytest.raises(BillError, match="line 4: BilledCost says 'x'"):
        load_bill(bill_of(tmp_path, two_lines, GOOD.replace("1.5,", "x,")))


def test_a_broken_row_of_another_provider_is_named_too(tmp_path: Path) -> None:
    broken = GOOD.replace("1.5,", "abc,").replace(",AWS,", ",Oracle,")
    with pytest.raises(BillError, match="line 2: BilledCost says 'abc'"):
        load_bill(bill_of(tmp_path, broken, GOOD))


def test_the_broken_file_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(HEADER + GOOD)
    (tmp_path / "worse.csv").write_text(HEADER + GOOD.replace("1.5,", "abc,"))
    with pytest.raises(BillError, match=r"worse\.csv, line 2"):
        load_bill(tmp_path)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("a,b\n", "is no FOCUS bill .* and no CUR 2.0 .* Data Exports"),
        (
            HEADER.replace("BilledCost,", "Cost,"),
            "column BilledCost is required and missing; export the bill again with it",
        ),
        (HEADER.replace("BillingCurrency", "Currency"), "the FOCUS column BillingCurrency is required"),
        (
            "line_item_line_item_type,x\n",
            "the CUR 2.0 columns line_item_unblended_cost and .* missing; .* with them",
        ),
        (HEADER.replace("Tags", "billedcost"), "names the column 'BilledCost' twice"),
        (HEADER.replace("Tags", ""), "leaves a column without a name"),
        (HEADER, "no row with a charge of AWS"),
    ],
)
def test_a_file_that_is_no_bill_is_told_apart(tmp_path: Path, header: str, said: str) -> None:
    with pytest.raises(BillError, match=said):
        load_bill(bill_of(tmp_path, header=header))


def test_currencies_are_not_mixed(tmp_path: Path) -> None:
    with pytest.raises(BillError, match="mixes the currencies EUR, USD"):
        load_bill(bill_of(tmp_path, GOOD, GOOD.replace("USD", "EUR")))


def test_a_bill_of_other_providers_alone_names_them(tmp_path: Path) -> None:
    others = [GOOD.replace(",AWS,", f",{name},") for name in ("Oracle", "Microsoft", "Microsoft")]
    with pytest.raises(BillError, match="no row with a charge of AWS, only of Microsoft, Oracle; give one"):
        load_bill(bill_of(tmp_path, *others))


def test_currencies_of_other_providers_do_not_matter(tmp_path: Path) -> None:
    other = GOOD.replace(",AWS,", ",Oracle,").replace("USD", "EUR")
    bill = load_bill(bill_of(tmp_path, GOOD, other))
    assert (bill.rows, bill.currency, bill.left_out) == (1, "USD", {"Oracle": 1})


def test_formats_are_not_mixed(tmp_path: Path) -> None:
    (tmp_path / "focus.csv").write_text(HEADER + GOOD)
    (tmp_path / "cur.csv").write_text(
        "line_item_unblended_cost,line_item_usage_start_date,line_item_product_code,line_item_currency_code\n"
        "1,2024-09-01,AmazonS3,USD\n"
    )
    with pytest.raises(BillError, match=r"mixes CUR 2\.0 and FOCUS"):
        load_bill(tmp_path)


@pytest.mark.parametrize("name", ["bill.csv", "bill.csv.gz", "bill.parquet"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(BillError, match="the file is empty; export or download it again"):
        load_bill(tmp_path / name)


@pytest.mark.parametrize("name", ["bill.csv.gz", "bill.parquet"])
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"something else")
    with pytest.raises(BillError, match=name):
        load_bill(tmp_path / name)


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_bytes((HEADER + GOOD.replace("Lambda", "Lambd\xe9")).encode("latin-1"))
    with pytest.raises(BillError, match=r"line 2: the row holds bytes that are not UTF-8"):
        load_bill(path)


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BillError, match=r"nowhere\.csv: there is no such file or folder"):
        load_bill(tmp_path / "nowhere.csv")
    (tmp_path / "bill.xlsx").write_text("x")
    with pytest.raises(BillError, match=r"a bill is a \.csv"):
        load_bill(tmp_path / "bill.xlsx")
    (tmp_path / "bill.xlsx").unlink()
    with pytest.raises(BillError, match=r"the folder holds no \.csv"):
        load_bill(tmp_path)
