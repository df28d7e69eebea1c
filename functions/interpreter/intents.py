"""Chooses the intent of a reading."""

from interpreter.reading import Reading
from interpreter.text.pattern import Pattern
from protocol.query_plan import Intent

_COMMITMENTS = {"savings_plans", "reservations", "commitments"}
_WOULD_SAVE = Pattern(r"\b(?:would|could|can|should|might)\b")
_SAVINGS = {"savings", "idle", "rightsize", "trusted_advisor", "hub", "buy_commitments"}
_CHANGE = {"mom", "yoy", "qoq", "wow", "dod", "compare", "changed", "how_much_more"}
_STEP_DAYS = {"dod": 1, "wow": 7, "mom": 31, "qoq": 92}
_DAYS_OF_STEP = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
SINCE_LAST = Pattern(r"\bsince (?:the )?last (?P<unit>week|month|quarter|year)\b")
"""A change "since last month" is one against last month, not a series from its first day."""

_AND_ITS_CHANGE = Pattern(
    r"\band (?:by )?(?:how (?:much |far )?(?:did|has|have|had) (?:it|they|that|this|its|their)\b|"
    r"(?:its|their|the) (?:change|delta|difference)\b)"
)
"""A second half that asks how the dearest changed, beside what it is."""
_WHICH = Pattern(r"\b(?:which|what)\b")
_COSTS_AND_SAVINGS = Pattern(
    r"\b(?:spend\w*|costs?|bill)\b.{0,30}\b(?:and|plus|with|along with)\b.{0,40}\b(?:recommend\w*|"
    r"optimi\w+|savings?|suggestions?|advice)\b"
    r"|\b(?:recommend\w*|optimi\w+|savings?)\b.{0,40}\b(?:and|plus)\b.{0,20}\b(?:costs?|spend\w*|"
    r"bill) (?:analysis|breakdown|overview)\b"
)
_BILL_AND_SAVINGS = Pattern(
    r"\b(?:bill|spend(?:ing)?|costs?)\b.{0,30}\band (?:(?:tell|show|advise)(?: me| us)? )?"
    r"(?:what|where|how|how much) (?:(?:can|could) (?:we|i)|"
    r"(?:we|i) (?:can|could)|to) (?:save|cut|reduce|optimi[sz]e)\b"
)
_WHICH_OF_THEM = Pattern(
    r"\bwhich(?: one| of (?:them|the two|both|these))?(?: is| was| are| were| has| had| did| does)?(?: the)?"
    r"(?: costs?| spends?| spent| been)?(?: the)? (?:more|most|less|least|higher|highest|lower|lowest|bigger|"
    r"biggest|larger|largest|smaller|smallest|cheaper|cheapest|dearer|dearest|costlier|pricier)\b(?!.*\bthan\b)"
)
EACH_ALONE = Pattern(
    r"\b(?:each|respectively|separately|individually)\b"
    r"(?= ?(?:[?.,!;]|$|costs?\b|spend\b|(?:in|for|last|this)\b))"
)
"""Values, or periods, of which each is to have a figure of its own."""
_HOW_THEY_COMPARE = Pattern(
    r"\bhow (?:do|did|does) (?:the |our |my |all |different )*(?:[\w-]+ ){1,2}(?:compare|differ|stack up|"
    r"rank)\b"
    r"(?! (?:to|with|against|from)\b)"
)
_ASKED_TOO = Pattern(r"\? ?(?:and|or|what about|how about)\b.*\?")
_SPLIT_BETWEEN = Pattern(
    r"\b(?:split|divided?|shared?|distributed?|distribution|breakdown) (?:up )?(?:between|among|across|of|"
    r"into)\b"
)
_FOR_AN_AUDIT = Pattern(
    r"\b(?:for|before|part of|framework of|ahead of|during|by) (?:the|our|my|an?|this|next) (?:\w+ ){0,2}"
    r"(?:audit|review)\b|\b(?:audit|review) (?:needs|wants|asks|requires)\b"
)
_HAS_BECOME = Pattern(r"\b(?:did|has|have|had|got|gotten|became|become)\b.*\bcheaper\b")
_NEED_FOR_LESS = Pattern(r"\b(?:reduce|reducing|lower|lowering|cut|cutting|save|saving)\b")


def choose_intent(reading: Reading) -> Intent:
    """The one kind of answer the words ask for; the more particular kinds are looked at first."""
    return _about_sources(reading) or _about_time(reading) or _about_figures(reading)


def _about_sources(reading: Reading) -> Intent | None:
    """Intents with a source of their own: budgets, anomalies, commitments, recommendations, charge types."""
    markers = reading.markers
    if "reconcile" in markers:
        return "charges"
    if markers & {"budget", "exceed"}:
        return "budget"
    if "anomaly" in markers and "explain" not in markers:
        return "anomaly"
    sets_apart = "compare" in markers and reading.spans
    for_one = _FOR_AN_AUDIT.search(reading.text) is not None
    if "assessment" in markers and not (reading.filters or sets_apart or for_one):
        return "assessment"
    if _BILL_AND_SAVINGS.search(reading.text):
        return "assessment"
    both = _COSTS_AND_SAVINGS.search(reading.text)
    if both and not _NEED_FOR_LESS.search(reading.text[: both.start()]):
        return "assessment"
    if "commitment_fees" in markers:
        return "charges"
    if "buy_commitments" in markers or _weighs_commitments(reading):
        return "savings"
    if markers & _COMMITMENTS or markers & {"coverage", "utilization"}:
        return "commitment"
    if reading.include_charges and markers & {"savings", "spent_saving"}:
        return "charges"
    if (markers & _SAVINGS and not markers & {"forecast"}) or "savings" in markers:
        return "savings"
    has_become = _HAS_BECOME.search(reading.text) is not None
    if "cheaper" in markers and not (reading.spans or markers & {"explain", "compare"} or has_become):
        return "savings"
    return None


def _weighs_commitments(reading: Reading) -> bool:
    """Whether it asks what commitments not yet made would save."""
    return bool(
        reading.markers & _COMMITMENTS
        and reading.markers & {"savings", "spent_saving"}
        and _WOULD_SAVE.search(reading.text)
        and not reading.spans
    )


def _about_time(reading: Reading) -> Intent | None:
    """Intents told by change over time."""
    markers = reading.markers
    if "forecast" in markers and not ("compare" in markers and len(reading.spans) > 1):
        return "forecast"
    if "adoption" in markers and "explain" not in markers:
        return "adoption"
    attributed = "attributed" in markers and markers & {*_CHANGE, "up", "down", "more", "cheaper"}
    if attributed or markers & {"explain", "stopped_using"}:
        return "explain"
    if compares_values(reading) or _compares_groups(reading):
        return None
    sorts_of_charge = len(reading.include_charges) > 1 or (reading.net and reading.exclude_charges)
    if "compare" in markers and len(reading.spans) <= 1 and sorts_of_charge:
        return "charges"
    changes = markers & _CHANGE or (markers & {"up", "down", "cheaper"} and "trend" not in markers)
    if changes and "comes_from" in markers:
        return "explain"
    if changes or ("more" in markers and reading.about_costs):
        if _step_by_step(reading) or (markers & {"compare", "changed"} and _compares_steps(reading)):
            return "trend"
        if ranks_growth_since(reading):
            return "explain"
        if len(reading.spans) == 1 and reading.spans[0].since and not SINCE_LAST.search(reading.text):
            return "trend"
        if asks_how_the_first_changed(reading):
            return "compare"
        if reading.ranking.superlative and markers & {"up", "down", "compare", "changed"}:
            return "explain"
        return "compare"
    return None


def asks_how_the_first_changed(reading: Reading) -> bool:
    """Whether it asks for the dearest and its change: "the most expensive service, and how it changed"."""
    return reading.ranking.superlative and _AND_ITS_CHANGE.search(reading.text) is not None


def ranks_growth_since(reading: Reading) -> bool:
    """Whether it asks which grew, shrank or ended since a day: "which services grew most since August"."""
    since = len(reading.spans) == 1 and reading.spans[0].since and not SINCE_LAST.search(reading.text)
    which = reading.ranking.superlative or reading.ranking.limit or _WHICH.search(reading.text)
    if "stopped_using" in reading.markers:
        months = [span for span in reading.spans if span.since or (span.unit == "month" and span.count > 1)]
        return len(months) == len(reading.spans) == 1
    moved = reading.markers & {"up", "down", "changed"} and "trend" not in reading.markers
    return bool(since and which and moved and reading.grouping.group_by and not reading.measured.step)


def _compares_groups(reading: Reading) -> bool:
    """ "How do the accounts compare in June?" sets them side by side, not June and May."""
    by_group = bool(reading.grouping.group_by) and len(reading.spans) <= 1
    return by_group and _HOW_THEY_COMPARE.search(reading.text) is not None


def _step_by_step(reading: Reading) -> bool:
    """Whether each step of a longer period is asked for: "month over month in 2023"."""
    markers = reading.markers
    if len(reading.spans) != 1 or markers & {"compare", "changed", "how_much_more"}:
        return False
    length = next((days for name, days in _STEP_DAYS.items() if name in markers), None)
    return length is not None and reading.spans[0].days > length


def _compares_steps(reading: Reading) -> bool:
    """Whether the steps of one longer period are set side by side: "weekly comparison in May"."""
    length = _DAYS_OF_STEP.get(reading.measured.step or "")
    return length is not None and len(reading.spans) == 1 and reading.spans[0].days > length


def _about_figures(reading: Reading) -> Intent:
    markers = reading.markers
    if reading.unit is not None:
        return "unit_cost"
    charges = [kind for kind in reading.include_charges if kind != "Usage"]
    in_steps = _has_steps(reading) and not reading.measured.average
    if charges and not reading.grouping.group_by and not in_steps:
        return "charges"
    if reading.ranking.extreme:
        return "spend"
    if "share" in markers and reading.singles_out and not reading.grouping.group_by:
        return "spend"
    if not reading.measured.average and ("trend" in markers or _has_steps(reading)):
        return "trend"
    if reading.grouping.group_by or compares_values(reading):
        return "breakdown"
    if markers & {"contents", "breakdown"} or reading.ranking.superlative or reading.ranking.limit:
        return "breakdown"
    return "charges" if charges else "spend"


def _has_steps(reading: Reading) -> bool:
    """Whether a step of time is named that the period is not one of: "annual spend 2025" is one figure."""
    step = reading.measured.step
    if step is None or len(reading.spans) != 1:
        return step is not None
    span = reading.spans[0]
    return not (span.unit == step and span.count == 1 and not span.since)


def compares_values(reading: Reading) -> bool:
    """Whether values, not periods, are set side by side ("EC2 vs RDS")."""
    ranked = reading.ranking.superlative or reading.markers & {"up", "down", "more"}
    either_or = ranked and " or " in reading.text
    split = _SPLIT_BETWEEN.search(reading.text)
    set_apart = (
        "compare" in reading.markers
        or either_or
        or split
        or EACH_ALONE.search(reading.text)
        or _WHICH_OF_THEM.search(reading.text)
        or _ASKED_TOO.search(reading.text)  # "What did S3 cost in June? And RDS?"
    )
    return bool(set_apart) and len(reading.spans) <= 1 and side_by_side(reading) is not None


def side_by_side(reading: Reading) -> str | None:
    """The dimension of which the question names two values or more."""
    counts: dict[str, int] = {}
    for value in reading.names:
        counts[value.dimension] = counts.get(value.dimension, 0) + 1
    return next((dimension for dimension, count in counts.items() if count > 1), None)
