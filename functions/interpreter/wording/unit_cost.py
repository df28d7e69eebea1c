"""What a cost is divided by: a count the user gives, or the usage of one unit."""

from decimal import Decimal

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.unclear import Unclear
from protocol.query_plan import UnitOf

_TIME = r"(?:days?|weeks?|months?|quarters?|years?|hours?|minutes?)"
_NO_NOUN = rf"(?:{_TIME}|in|for|of|on|at|to|and|or|per|by|from|over|across|with)"
_PER_COUNT = Pattern(
    rf"\b(?:per|for each of(?: our| my| the)?|divided by|split across|spread over|each of(?: our| my|"
    rf" the)?) (?P<count>\d[\d.]*)(?P<scale> ?k| ?m| thousand|"
    rf" million)? (?P<noun>(?!{_NO_NOUN}\b)[a-z][a-z-]+(?: users| customers| orders)?)\b"
)
_HAVE_COUNT = Pattern(
    rf"(?:(?:,? ?\b(?:and|if|when|given(?: that)?|assuming|with|for|we|i|our|there (?:are|were)|have|had|"
    rf"has|serve[sd]?|handled|processed|of|across|by|over)\b ?)+|"
    rf"(?<![\w$.-]))(?P<count>\d[\d.]*)(?P<scale> ?k| ?m| thousand|"
    rf" million)? (?:active |monthly |paying )?(?P<noun>(?!{_NO_NOUN}\b)[a-z][a-z-]+)\b"
)
_COUNTED_NOUN = Pattern(
    r"(?:\b(?:cost|spend|price) (?:of (?:a|one|each)|for (?:a|one|each))|\bper|\bfor each|\beach|"
    r"\ba) (?:active |paying |monthly |daily )?(?P<noun>customer|user|client|tenant|order|transaction|"
    r"employee|developer|engineer|subscriber|seat|head|visitor|session|device|unit|sale|booking|"
    r"message|ride|player|student|patient|store|shop)s?\b"
)
_DIVIDE = Pattern(r"\b(?:divid(?:e|ed|ing)|split|spread)\b")
_BY_COUNT = Pattern(
    r"\b(?:by|across|over|among|between) (?:our |the )?(?P<count>\d[\d.]*)(?P<scale> ?k| ?m| thousand|"
    r" million)? "
    rf"(?P<noun>(?!{_NO_NOUN}\b)[a-z][a-z-]+)\b"
)
_EACH_OF_THEM = Pattern(
    r"\b(?:what|how much) (?:did|does|do|was|is) (?:each|one)(?: one| of them)? (?:costs?|of them)\b|"
    r"\b(?:costs?|spend|price) (?:of |for )?(?:each|per one)(?: one| of them)?(?= ?(?:[?.,!;]|$))"
)
_USAGE_UNITS: list[tuple[Pattern, str, str]] = [
    (
        Pattern(
            r"\b(?:per|for each|each)(?= (?:s3|lambda|sqs|sns|dynamodb|api gateway|cloudfront) (?:request|"
            r"invocation|api call)s?\b)"
        ),
        "request",
        "Requests",
    ),
    (
        Pattern(
            r"\b(?:per|for each|each|a) (?:stored )?(?:gb|gigabyte|gib)(?:[- ]months?| stored|"
            r" of storage| of data stored|(?= (?:in|of) (?:s3|ebs|efs)\b)|(?= of \w+ storage\b))\b|"
            r"\b(?:per|each) stored (?:gb|gigabyte)\b|\bper (?:gb|gigabyte) stored\b"
        ),
        "GB stored",
        "GB-Month",
    ),
    (
        Pattern(
            r"\b(?:per|for each|each|a) (?:gb|gigabyte|gib)(?: (?:of )?(?:transferred|transfer|processed|"
            r"through|out|"
            r"of data))*\b"
        ),
        "GB",
        "GB",
    ),
    (
        Pattern(r"\b(?:per|for each|each|a|one) (?:request|api call|call|invocation)\b"),
        "request",
        "Requests",
    ),
    (
        Pattern(
            r"\b(?:an|one) hour of(?! (?:use|usage)\b)|"
            r"\b(?:per|for each|each|an) (?:instance[- ])?hour of (?:use|usage)\b|\b(?:per|each|"
            r"an) instance[- ]hour\b|\bper hour used\b"
        ),
        "hour",
        "Hrs",
    ),
]
REQUESTS = Pattern(r"\b(?:requests?|invocations?|api calls?|calls?)\b")
"""What is counted, once the service it is counted of is read: "how many Lambda requests"."""
COUNTED = Pattern(
    r"\b(?:requests?|invocations?|api calls?|calls?|(?:instance )?hours?|gbs?|gigabytes?|tbs?)\b"
)
"""The same where a quantity is asked for: "how many RDS hours"."""
_QUANTITIES = (
    (Pattern(r"\bgb-?seconds?\b"), "GB-Second"),
    (Pattern(r"\b(?:gb-?months?|gb stored)\b"), "GB-Month"),
    (Pattern(r"\b(?:gbs?|gigabytes?)\b"), "GB"),
    (Pattern(r"\bhours?\b"), "Hrs"),
    (Pattern(r"\b(?:requests?|invocations?|api calls?)\b"), "Requests"),
)
_STORAGE = Pattern(r"\bstor(?:age|ed)\b")
_SCALES = {"k": 1000, "thousand": 1000, "m": 1000000, "million": 1000000}
_SCALED_USAGE = Pattern(
    r"\bper (?:\d[\d.]*(?: ?k| ?m| thousand| million)?|thousand|million) (?P<noun>requests|"
    r"invocations|api calls|calls|gb|tb|hours)\b"
)


def mark_unit_cost(sentence: Sentence, known_stems: set[str]) -> UnitOf | None:
    """Claims what the cost is divided by. Raises Unclear for a count that is missing or of metered usage."""
    scaled = _SCALED_USAGE.search(sentence.text)
    if scaled:
        raise Unclear(
            f"The cost of one of the {scaled['noun']} can be told from the metered usage; multiples cannot.",
            ["S3 cost per request last month", "S3 cost per GB stored last month"],
        )
    for match in sentence.find(_PER_COUNT):
        sentence.claim(match.start(), match.end(), "unit")
        return _counted(match["count"], match["scale"], match["noun"])
    for divide in sentence.find(_DIVIDE):
        for match in sentence.find(_BY_COUNT):
            sentence.claim(divide.start(), divide.end(), "unit")
            sentence.claim(match.start(), match.end(), "unit")
            return _counted(match["count"], match["scale"], match["noun"])
    noun = next(iter(sentence.find(_COUNTED_NOUN)), None)
    if noun is not None and noun["noun"] not in known_stems:
        sentence.claim(noun.start(), noun.end(), "unit")
        for match in sentence.find(_HAVE_COUNT):
            if match["noun"].startswith(noun["noun"]):
                sentence.claim(match.start(), match.end(), "unit")
                return _counted(match["count"], match["scale"], match["noun"])
        raise Unclear(
            f"How many {noun['noun']}s were there? The bill does not say.",
            [f"Cost per 1,200 {noun['noun']}s last month"],
        )
    for each in sentence.find(_EACH_OF_THEM):
        for match in sentence.find(_HAVE_COUNT):
            sentence.claim(each.start(), each.end(), "unit")
            sentence.claim(match.start(), match.end(), "unit")
            return _counted(match["count"], match["scale"], match["noun"])
    for pattern, name, unit in _USAGE_UNITS:
        if sentence.take(pattern, "unit"):
            if unit == "GB-Month":
                sentence.take(_STORAGE, "unit")
            return UnitOf(name=name, usage_unit=unit)
    return None


def unit_of_quantity(text: str) -> UnitOf | None:
    """The unit a question for a quantity names: "how many GB", "number of instance hours"."""
    for pattern, unit in _QUANTITIES:
        if found := pattern.search(text):
            return UnitOf(name=found.group(), usage_unit=unit)
    return None


def _counted(count: str, scale: str | None, noun: str) -> UnitOf:
    number = Decimal(count.rstrip(".")) * _SCALES.get((scale or "").strip(), 1)
    if number <= 0:
        raise Unclear("A cost cannot be divided by zero.", ["Cost per 1,200 customers last month"])
    return UnitOf(name=noun, count=number)
