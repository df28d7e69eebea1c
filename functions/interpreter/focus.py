"""Which savings and which commitments a reading is about."""

from interpreter.reading import Reading
from interpreter.text.pattern import Pattern
from protocol.query_plan import CommitmentFocus, CommitmentMeasure, SavingsFocus

_ORGANISATION = Pattern(
    r"\b(?:organi[sz]ation(?:'?s)?|org|company(?:'?s)?|(?:overall|whole|entire|total)(?: \w+){0,2} budget|"
    r"budget (?:overall|in total|as a whole))\b"
)
_PLANS = Pattern(r"\b(?:savings? ?plans?|sps?)\b")
_RESERVED = Pattern(r"\b(?:reserved (?:instances?|capacity|nodes?)|reservations?|ris?)\b")
_WASTED = Pattern(r"\bwast(?:e|ed|ing)\b")


def savings_focus(reading: Reading) -> SavingsFocus:
    """Which savings are asked for: of rightsizing, idle resources, commitments, Trusted Advisor, or all."""
    markers = reading.markers
    if "rightsize" in markers:
        return "rightsize"
    if "idle" in markers:
        return "idle"
    if markers & {"buy_commitments", "savings_plans", "reservations", "commitments"}:
        return "commitments"
    return "trusted_advisor" if "trusted_advisor" in markers else "all"


def budget_of_all(reading: Reading) -> bool:
    """Whether the budget of the whole organisation is asked for, and not those of its parts."""
    return not (reading.filters or reading.exclude) and _ORGANISATION.search(reading.text) is not None


def commitment_focus(reading: Reading) -> CommitmentFocus:
    """Which commitments are asked about; both where none or both are named."""
    plans, reserved = "savings_plans" in reading.markers, "reservations" in reading.markers
    if "buy_commitments" in reading.markers:  # which has claimed the kind's own words
        plans = plans or _PLANS.search(reading.text) is not None
        reserved = reserved or _RESERVED.search(reading.text) is not None
    if plans == reserved:
        return "both"
    return "savings_plans" if plans else "reservations"


def commitment_measure(reading: Reading) -> CommitmentMeasure:
    """What of commitments is asked for: coverage, utilization, what goes unused, or all."""
    markers = reading.markers
    if markers & {"idle", "rightsize"} or _WASTED.search(reading.text):
        return "unused"
    if "coverage" in markers and "utilization" not in markers:
        return "coverage"
    return "utilization" if "utilization" in markers and "coverage" not in markers else "all"
