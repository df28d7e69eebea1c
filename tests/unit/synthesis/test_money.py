"""Figures in words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthesis.money import figure, money, percent


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("1234.5600000000", "USD", "$1,234.56"),
        ("0", "USD", "$0.00"),
        ("0.0018", "USD", "$0.0018"),
        ("0.00000012345", "USD", "$0.00000012"),
        ("0.00499999", "USD", "$0.0050"),
        ("0.005", "USD", "$0.01"),
        ("-3", "USD", "-$3.00"),
        ("-0.0018", "USD", "-$0.0018"),
        ("1234567.895", "EUR", "EUR 1,234,567.90"),
    ],
)
def test_money_is_rounded_to_cents_and_never_rounds_away(amount: str, currency: str, words: str) -> None:
    assert money(Decimal(amount), currency) == words


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value="-1e12", max_value="1e12"))
def test_an_amount_that_is_not_zero_never_reads_zero(amount: Decimal) -> None:
    digits = [char for char in money(amount, "USD") if char in "123456789"]

    assert bool(digits) == bool(amount)


@pytest.mark.parametrize(
    ("value", "words"), [("25", "25%"), ("12.34", "12.3%"), ("0.0018", "0.0018%"), ("-4.96", "-5%")]
)
def test_percentages_have_one_decimal_where_they_need_it(value: str, words: str) -> None:
    assert percent(Decimal(value)) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("3.5", "USD/day", "$3.50 per day"),
        ("12", "count", "12"),
        ("40", "%", "40%"),
        ("1200.5", "GB-Mo", "1,200.50 GB-Mo"),
        ("7", "EUR", "EUR 7.00"),
    ],
)
def test_a_named_figure_says_its_unit(value: str, unit: str, words: str) -> None:
    assert figure(Decimal(value), unit) == words
