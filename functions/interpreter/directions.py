"""Which way a question says that something moved."""

from interpreter.reading import Reading
from protocol.query_plan import Direction, Intent


def direction_claimed(reading: Reading) -> Direction | None:
    """The one way the words claim; None where they claim none, or both."""
    up, down = "up" in reading.markers, bool({"down", "cheaper"} & reading.markers)
    if up == down:
        return None
    return "up" if up else "down"


def moved(intent: Intent, reading: Reading) -> Direction | None:
    """Which way the few went that are ranked by it, as "the 3 services that grew most"; None for causes."""
    ranks = intent in ("compare", "explain") and reading.ranking.limit and not reading.ranking.place
    return direction_claimed(reading) if ranks and "explain" not in reading.markers else None
