"""Names joined by "and" or set against each other: of one dimension they add up, of two they do not."""

from billing.catalog import Catalog
from interpreter.periods.span import PERIOD
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.unclear import Unclear
from interpreter.values.mentions import VALUE
from interpreter.values.value import Value, dimension_label
from interpreter.wording.charge_types import CHARGE

TAX = "Tax"
_CROSSED = ("period value period value", "value period value period")
_JOINS = Pattern(
    r"^\s*(?:(?:spend(?:ing)?|costs?|charges|bills?|fees|usage)\s*)?"
    r"(?:,|/|;|and|or|vs|versus|against|than|compared (?:to|with)|as well as|together with|"
    r"along with)(?: (?:and|or|the|our|my|also|all|on|for|of|aws|amazon|"
    r"any|idle|unused|unattached|oversized))*\s*$"
)
_AGAINST = Pattern(
    r"^(?: (?:spend(?:ing)?|costs?|bill|total|looks?|looked|stands?|fares?|stacks? up))* (?:over|minus|"
    r"less|v|next to|beside|alongside|on top of)"
    r"(?: (?:the|our|that|of|in|for|on|spend(?:ing)?|costs?|bill|total))* ?$"
)
_SPACES = Pattern(r"\s+")
_ADVISES = Pattern(
    r"\b(?:idle|unused|unattached|orphaned|zombie|over-?sized|over-?provisioned|right-?siz\w*|get rid of|"
    r"recommend\w*)\b"
)
_ADDS = Pattern(r"\b(?:and|or|vs|versus|against|than|compared|as well as|together|along)\b")
_BOTH_HOLD = Pattern(r"\bwhere\b|=|\bboth\b")
_WHAT_IS_USED = {"SERVICE", "USAGE_TYPE", "RECORD_TYPE"}


def add_up_joined(sentence: Sentence, left_out: set[Mention], catalog: Catalog) -> None:
    """Reads "S3 and tax" as two services where the bill has tax as one.

    Raises Unclear for names of two dimensions that are joined ("S3 and NAT gateways"), as filters by both
    would leave only what is of both.
    """
    named = [m for m in (*sentence.of_kind(VALUE), *sentence.of_kind(CHARGE)) if m not in left_out]
    named.sort(key=lambda mention: mention.start)
    for position in range(len(named) - 1):
        one, other = named[position], named[position + 1]
        between = sentence.text[one.end : other.start]
        if not _JOINS.match(between):
            continue
        for mention, beside in ((one, other), (other, one)):
            if _is_tax(mention) and _dimension(beside) == "SERVICE" and TAX in catalog.services:
                index = named.index(mention)
                sentence.mentions.remove(mention)
                named[index] = sentence.claim(
                    mention.start, mention.end, VALUE, Value("SERVICE", (TAX,), TAX)
                )
        _refuse_two_dimensions(sentence, named[position], named[position + 1], between)


def refuse_crossed(sentence: Sentence) -> None:
    """Raises Unclear where each of two names has a period: "Lambda this month vs RDS last month"."""
    parts = sorted((*sentence.of_kind(VALUE), *sentence.of_kind(PERIOD)), key=lambda mention: mention.start)
    names = [mention for mention in parts if mention.kind == VALUE]
    if " ".join(mention.kind for mention in parts) in _CROSSED and names[0].what != names[1].what:
        first, second = (sentence.text[mention.start : mention.end] for mention in names)
        raise Unclear(
            f'"{first}" and "{second}" each have a period of their own: ask for one after the other.',
            [f"Spend on {name} last month" for name in (first, second)],
        )


def set_against(sentence: Sentence, periods: list[Mention]) -> bool:
    """Claims what sets two periods against each other: "July minus June", "this month over last"."""
    if len(periods) != 2:
        return False
    one, other = periods
    between = sentence.text[one.end : other.start]
    for value in sentence.of_kind(VALUE):  # "S3 in July minus S3 in June"
        if one.end <= value.start and value.end <= other.start:
            between = between.replace(sentence.text[value.start : value.end], "", 1)
    if not _AGAINST.match(_SPACES.sub(" ", between)):
        return False
    sentence.claim(one.end, other.start, "against")
    return True


def _refuse_two_dimensions(sentence: Sentence, one: Mention, other: Mention, between: str) -> None:
    dimensions = {_dimension(one), _dimension(other)}
    if len(dimensions) == 1 or _BOTH_HOLD.search(sentence.text):
        return
    if _ADVISES.search(sentence.text):
        return  # resources to do something about are no sum
    if all(name.startswith(("TAG:", "COST_CATEGORY:")) for name in dimensions):
        return
    if not (dimensions <= _WHAT_IS_USED or _ADDS.search(between)):
        return
    names = [sentence.text[mention.start : mention.end] for mention in (one, other)]
    kinds = [dimension_label(_dimension(mention)) for mention in (one, other)]
    raise Unclear(
        f'"{names[0]}" is found by {kinds[0]} and "{names[1]}" by {kinds[1]}: one answer cannot add them up. '
        "Ask for each, or for the one within the other.",
        [f"Spend on {name} last month" for name in names],
    )


def _dimension(mention: Mention) -> str:
    return str(mention.what.dimension) if mention.kind == VALUE else "RECORD_TYPE"


def _is_tax(mention: Mention) -> bool:
    return mention.kind == CHARGE and mention.what == (TAX,)
