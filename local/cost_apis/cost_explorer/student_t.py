"""Student's t: how far off a mean of few observations may be."""

from decimal import Decimal
from math import cos, pi, sin, sqrt, tan

HALVINGS = 60


def two_sided_quantile(level: int, degrees: int) -> float:
    """How many deviations to either side hold `level` percent (1 to 99), with `degrees` of freedom (1 or
    more).
    """
    low, high = 0.0, pi / 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _share_within(middle, degrees) < level / 100:
            low = middle
        else:
            high = middle
    return tan(low) * sqrt(degrees)


def deviations(level: int, degrees: int) -> Decimal:
    """The quantile as an exact number."""
    return Decimal(str(round(two_sided_quantile(level, degrees), 6)))


def _share_within(angle: float, degrees: int) -> float:
    """The finite series for whole degrees of freedom: Abramowitz and Stegun 26.7.3 and 26.7.4."""
    odd = degrees % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for number in range(1 + odd, degrees, 2):
        total += term
        term *= cos(angle) ** 2 * number / (number + 1)
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
