"""Figures in words: money, percentages and other numbers as the answer writes them."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HALF_A_CENT = Decimal("0.005")
_SYMBOLS = {"USD": "$"}


def money(amount: Decimal, currency: str, *, signed: bool = False) -> str:
    """`$1,234.56`, `-$3.00`, `EUR 12.00`; under half a cent two significant digits, never $0.00.

    `signed` writes a plus before what is more than nothing, for a change.
    """
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    sign = "-" if amount < 0 else "+" if signed and amount > 0 else ""
    return f"{sign}{symbol}{_digits(abs(amount), CENT)}"


def percent(value: Decimal, *, signed: bool = False) -> str:
    """`25%`, `12.3%`, `+8%`: one decimal where it has any, two significant digits when very small."""
    sign = "-" if value < 0 else "+" if signed and value > 0 else ""
    digits = _digits(abs(value), Decimal("0.1"))
    return f"{sign}{digits.removesuffix('.0')}%"


def number(value: Decimal) -> str:
    """A plain number: at most two decimals, thousands separated."""
    digits = _digits(abs(value), CENT)
    return f"{'-' if value < 0 else ''}{digits.removesuffix('.00')}"


def figure(value: Decimal, unit: str) -> str:
    """A named figure with its unit: a currency, a currency per something, `%`, `count`, or another unit."""
    if unit == "%":
        return percent(value)
    if unit in ("count", ""):
        return number(value)
    currency, slash, per = unit.partition("/")
    if is_currency(currency):
        return f"{money(value, currency)} per {per}" if slash else money(value, currency)
    return f"{number(value)} {unit}"


def is_currency(unit: str) -> bool:
    """Whether a unit is an ISO 4217 code by its form."""
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def _digits(magnitude: Decimal, step: Decimal) -> str:
    """Rounded to `step`; what would then read as nothing keeps two significant digits."""
    if 0 < magnitude < step / 2:
        step = Decimal(1).scaleb(magnitude.adjusted() - 1)
    return f"{magnitude.quantize(step, ROUND_HALF_UP):,f}"
