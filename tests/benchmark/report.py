"""How the benchmark prints: a title, then lines of a label, a figure and what it is held against."""

import statistics
import sys
from collections.abc import Sequence


def title(text: str) -> None:
    """A section's heading."""
    sys.stdout.write(f"\n{text}\n")


def line(label: str, value: float, unit: str, beside: str = "") -> None:
    """One figure."""
    sys.stdout.write(f"  {label:<44}{value:>10.1f} {unit:<4}{beside}\n")
    sys.stdout.flush()


def percentile(values: Sequence[float], percent: int) -> float:
    """The percentile of a sample (inclusive method)."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
