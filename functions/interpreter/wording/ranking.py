"""How many rows, and from which end: top 5, the three cheapest, the most expensive."""

from dataclasses import dataclass

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.unclear import Unclear
from protocol.query_plan import Measure

_MOST = (
    r"(?:most expensive|most costly|costliest|priciest|dearest|biggest|largest|highest(?:[ -](?:cost|"
    r"spend(?:ing)?|priced))?|greatest|most(?! (?:recent|grateful|helpful|welcome|kind|likely|certain|"
    r"appreciat|important|useful))|top|leading|heaviest|peak(?:ed|s)?)"
)
_LEAST = (
    r"(?:least expensive|least costly|cheapest|smallest|lowest(?:[ -](?:cost|spend(?:ing)?))?|least|"
    r"bottom|minor)"
)
_ALL_BUT = Pattern(
    r"\b(?:all|everything|each)(?: \w+){0,2} (?:but|except) the (?:top|largest|biggest|"
    r"first|smallest)\b"
)
_BEST = r"(?:best|quickest|easiest)"
_COUNTED_MOST = Pattern(
    rf"\b(?:(?:{_MOST}|{_BEST}) (?P<after>\d{{1,3}})|(?P<before>\d{{1,3}}) (?:{_MOST}|{_BEST}))"
    rf"(?! (?:days|weeks|months|quarters|years))(?: (?:cost )?spenders?)?\b"
)
_COUNTED_LEAST = Pattern(
    rf"\b(?:{_LEAST} (?P<after>\d{{1,3}})|(?P<before>\d{{1,3}}) {_LEAST})(?! (?:days|weeks|months))\b"
)
_PLACES = {
    word: number
    for number, words in enumerate(
        ("second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th",
         "ninth 9th", "tenth 10th"),
        start=2,
    )
    for word in words.split()
}  # fmt: skip
_PLACE = rf"(?P<place>{'|'.join(_PLACES)})[ -]"
_NTH_MOST = Pattern(rf"\b(?:the )?{_PLACE}{_MOST}(?: (?P<span>day|month))?\b")
_NTH_LEAST = Pattern(rf"\b(?:the )?{_PLACE}{_LEAST}(?: (?P<span>day|month))?\b")
_COUNTED_SPANS = Pattern(
    rf"\b(?:the )?(?:(?:{_MOST} (?P<after>\d{{1,2}})|(?P<before>\d{{1,2}}) {_MOST})|"
    rf"(?:{_LEAST} (?P<low_after>\d{{1,2}})|(?P<low_before>\d{{1,2}}) {_LEAST})) "
    r"(?:single |calendar |spend(?:ing)? |cost )?(?P<span>day|month)s\b"
)
_WHICH_SPANS = Pattern(
    r"\b(?:which|what)(?: were| are)?(?: the| our)? (?P<count>\d{1,2})(?: single| calendar)? "
    r"(?P<span>day|month)s\b"
    r"(?=.*\b(?:most|least|highest|lowest|expensive|cheapest|biggest|largest|smallest|costliest|dearest)\b)"
)
_PLAIN_MOST = Pattern(
    rf"\b(?:the )?(?:{_MOST})(?: amount| of| spenders?| money| expensive|(?: cost)? (?:drivers?|"
    rf"contributors?)"
    r"(?! (?:of|to|for|behind|in) (?:(?:the|our|this|that|its) )?(?:\w+ )?(?:increase|change|rise|"
    r"growth|jump|"
    r"spike|uptick|drop|decrease|difference|delta)))?\b"
)
_PLAIN_LEAST = Pattern(rf"\b(?:the )?(?:{_LEAST})(?: amount| of| money)?\b|\bascending\b")
_IN_ORDER = Pattern(rf"\b(?:the )?(?:{_MOST}|{_LEAST}) first\b")
_WHICH_COUNTED = Pattern(
    r"(?<=\bwhich )(?P<count>\d{1,3})(?= [a-z])|"
    r"(?:^|(?<=\bthe ))(?P<those>\d{1,3})(?= (?:services|accounts|regions|teams|products|[a-z]+ tags) "
    r"(?:with|that|which|having|by|we|i|our)\b)"
)
_MOVED = Pattern(
    r"\b(?:gr[eo]w|rose|rises?|risen|f[ae]ll|fallen|increas\w*|decreas\w*|drop\w*|jump\w*|declin\w*|climb\w*|"
    r"shr[aiu]nk|surg\w*|spik\w*)\b"
)
"""What ranks the few that are asked for by how far they moved: "which 3 accounts rose"."""
_DESCENDING = Pattern(r"\bdescending\b")
_EXTREME = Pattern(
    r"\b(?:(?P<when>when)(?= (?:did|was|were|have|has)\b.*\b(?:most|least|highest|lowest|expensive|"
    r"cheapest|peak(?:ed)?)\b)|"
    r"most (?:(?:we|i) (?:have )?(?:ever )?(?:spent|paid) )?(?:in|on) (?:a|any|one)(?: single| given)? "
    r"(?P<within>day|month)|"
    r"(?P<which>which|what)(?: single| calendar)? (?P<asked>day|date|month)(?= .*\b(?:most|least|"
    r"highest|lowest|expensive|cheapest|peak|biggest|largest|smallest|costliest|dearest|priciest|"
    r"max\w*|min\w*)\b)"
    r"|(?:worst|most expensive|costliest|dearest|priciest|peak|biggest|highest|largest|maximum|"
    r"max)(?: spend(?:ing)?| cost| priced)? (?P<most>day|month)"
    r"|(?:least expensive|cheapest|lowest|smallest|minimum|min)(?: spend(?:ing)?| cost)? (?P<least>day|month)"
    r"|(?P<reverse>day|month) with (?:the )?(?P<end>highest|most|biggest|largest|lowest|least|smallest)"
    r"|(?:highest|peak|maximum|max) (?P<peak>daily|monthly)|(?:lowest|minimum|min) (?P<trough>daily|"
    r"monthly))\b"
)
_LOW = Pattern(r"\b(?:least|lowest|cheapest|smallest|min\w*)\b")

_EXTREMES: dict[tuple[bool, str], Measure] = {
    (False, "day"): "dearest_day", (True, "day"): "cheapest_day",
    (False, "month"): "dearest_month", (True, "month"): "cheapest_month",
}  # fmt: skip


@dataclass(frozen=True)
class Ranking:
    """`limit` rows, smallest first when `ascending`; `superlative` without a number asks for the one.

    `extreme` asks for the dearest or cheapest day or month, or as many of them as `spans` says. `place` is
    the row asked for where it is not the first: it is the last of the rows or days shown then.
    """

    limit: int | None = None
    ascending: bool = False
    superlative: bool = False
    extreme: Measure | None = None
    spans: int | None = None
    place: int | None = None


def mark_ranking(sentence: Sentence) -> Ranking:
    """Claims the words that rank."""
    placed = _mark_place(sentence) or _mark_counted_spans(sentence)
    if placed is not None:
        return placed
    extreme: Measure | None = None
    for match in sentence.take(_EXTREME, "extreme"):
        groups = {name: text for name, text in match.groupdict().items() if text}
        unit = "day" if {"day", "date", "daily", "when"} & set(groups.values()) else "month"
        low = "least" in groups or "trough" in groups
        if {"asked", "end", "when"} & groups.keys():
            low = bool(_LOW.search(sentence.text))
        extreme = _EXTREMES[(low, unit)]
    _refuse_two_limits(sentence)
    for pattern, ascending in ((_COUNTED_MOST, False), (_COUNTED_LEAST, True)):
        for match in sentence.take(pattern, "ranking"):
            limit = int(match["after"] or match["before"])
            if limit:
                sentence.take(_PLAIN_MOST, "ranking")
                sentence.take(_PLAIN_LEAST, "ranking")
                return Ranking(limit, ascending, False, extreme)
    sentence.take(_IN_ORDER, "order")
    among = next(iter(sentence.find(_WHICH_COUNTED)), None)
    if among is not None and int(among["count"] or among["those"]):
        sentence.claim(among.start(), among.end(), "which_counted")
    least = bool(sentence.take(_PLAIN_LEAST, "ranking"))
    most = bool(sentence.take(_PLAIN_MOST, "ranking"))
    sentence.take(_DESCENDING, "ranking")
    ranked = most or least or _MOVED.search(sentence.text)
    limit = int(among["count"] or among["those"]) if among is not None and ranked else 0
    return Ranking(limit or None, least, most or least, extreme)


def _refuse_two_limits(sentence: Sentence) -> None:
    """Raises Unclear for "top 5 services in top 3 regions" and "all but the largest"."""
    if _ALL_BUT.search(sentence.text) or len(list(_COUNTED_MOST.finditer(sentence.text))) > 1:
        raise Unclear(
            "One list can be cut to its largest or smallest rows, in one way.",
            [
                "Top 5 services last month",
                "Top 3 regions last month",
                "Spend by service and region last month",
            ],
        )


def _mark_place(sentence: Sentence) -> Ranking | None:
    """ "The second most expensive service", "our third cheapest day"."""
    for pattern, low in ((_NTH_MOST, False), (_NTH_LEAST, True)):
        for match in sentence.take(pattern, "ranking"):
            place = _PLACES[match["place"]]
            if match["span"]:
                return Ranking(extreme=_EXTREMES[(low, match["span"])], spans=place, place=place)
            return Ranking(place, low, place=place)
    return None


def _mark_counted_spans(sentence: Sentence) -> Ranking | None:
    """ "The two most expensive days", "top 3 months"."""
    for match in sentence.take(_COUNTED_SPANS, "extreme"):
        high = match["after"] or match["before"]
        count = int(high or match["low_after"] or match["low_before"])
        if count:
            return Ranking(extreme=_EXTREMES[(not high, match["span"])], spans=count)
    for match in sentence.take(_WHICH_SPANS, "extreme"):
        low = bool(_LOW.search(sentence.text))
        sentence.take(_PLAIN_LEAST if low else _PLAIN_MOST, "ranking")
        if int(match["count"]):
            return Ranking(extreme=_EXTREMES[(low, match["span"])], spans=int(match["count"]))
    return None
