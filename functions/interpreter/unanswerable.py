"""What is understood, but has no figure in a bill."""

from interpreter.reading import Reading
from interpreter.text.pattern import Pattern
from interpreter.unclear import Unclear
from protocol.query_plan import Intent

_COST_OF_AN_HOUR = Pattern(r"\b(?:costs?|spend|price) (?:per|an|each|every) hour\b")


def refuse_unanswerable(intent: Intent, reading: Reading) -> None:
    """Raises Unclear for amounts saved, for the cost of an hour, and for one month of several years."""
    if "spent_saving" in reading.markers and intent in ("spend", "breakdown", "trend", "compare"):
        raise Unclear(
            "The bill does not say what was saved, only what commitments and credits took off.",
            ["Savings Plans utilization last month", "How much did credits save last month?"],
        )
    if intent == "trend" and _COST_OF_AN_HOUR.search(reading.text):
        raise Unclear(
            "The cost of an hour: of each hour of some days, or an average?",
            ["Hourly cost yesterday", "Average daily spend last month"],
        )
    recurs_yearly = len(reading.spans) == 1 and reading.spans[0].recurs == "year"
    if intent == "trend" and reading.measured.step == "year" and recurs_yearly:
        raise Unclear(
            "The same month of several years is no one period.",
            ["Compare May this year with May last year", "Monthly trend of the last 24 months"],
        )
