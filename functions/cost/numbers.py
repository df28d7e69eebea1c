"""Exact arithmetic: what is divided is rounded here and nowhere else."""

from decimal import Context, Decimal

EXACT = Context(prec=60)  # bills carry up to 24 decimals; sums of them must not be rounded
SHARE_PLACES = Decimal("1e-10")
PERCENT_PLACES = Decimal("1e-8")
AVERAGE_PLACES = Decimal("1e-10")


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """The part as a fraction of the whole to 10 decimals; None of a whole of zero."""
    return _rounded(part / whole, SHARE_PLACES) if whole else None


def percent(part: Decimal, whole: Decimal) -> Decimal | None:
    """The part as a percentage of the whole to 8 decimals; None of a whole of zero."""
    return _rounded(part / whole * 100, PERCENT_PLACES) if whole else None


def average(amount: Decimal, count: Decimal | int) -> Decimal:
    """The amount per one of `count`, to 10 decimals."""
    return _rounded(amount / count, AVERAGE_PLACES)


def _rounded(value: Decimal, places: Decimal) -> Decimal:
    rounded = value.quantize(places).normalize()
    return rounded if rounded or not value else value
