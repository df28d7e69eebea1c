"""Which of the named values are left out: excluding, without, except, other than."""

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.unclear import Unclear
from interpreter.values.mentions import VALUE
from interpreter.values.value import Value
from interpreter.wording.charge_types import CHARGE

_LEAVE_OUT = Pattern(
    r"(?<!\w)(?:excluding|excludes?|excluded|excl\.?|except(?:ing)?(?: for)?|without|other than|"
    r"not (?:counting|including|in|from|on|for)|"
    r"but not|and not|minus|less|ignoring|ignore|leav(?:ing|e) out|leav(?:ing|e) aside|apart from|"
    r"aside from|besides|outside(?: of)?|not|rather than|barring|bar|exclusive of|save for|"
    r"with the exception of|"
    r"omit(?:ting)?|remov(?:ing|e)|sans|(?:all|every|any|everything|anything|everywhere)(?: \w+){0,3} but|"
    r"no|non|subtracting|strip(?:ping)?(?: out)?|tak(?:e|ing) out|deduct(?:ing)?|"
    r"before|dis(?:regarding|counting))"
    r"(?: (?:the|any|all|my|our|from|in|for|aws|amazon|anything|everything|spend|costs?|charges|of))*[ -]*$"
)
_ONLY = Pattern(
    r"(?<!\w)(?:only|just|solely|exclusively|limited to|restricted to|filter(?:ed)?(?: (?:by|on|to|"
    r"for))?)(?!\w)"
)
_AND = Pattern(r"^\s*(?:,|/|;)?\s*(?:and|or|nor|,)?\s*(?:also |the |any |aws |amazon )*$")
_BEFORE_DAYS = Pattern(r"(?:not|no|less|before|minus|and not|non)\b")
_AFTER = Pattern(r"^ ?(?:is |are )?(?:excluded|left out|not (?:counted|included)|removed)\b")


def mark_exclusions(sentence: Sentence) -> set[Mention]:
    """Claims the words that leave something out; gives the mentions of values and charge types left out.

    Raises Unclear where days are left out, which no plan can hold.
    """
    left_out: set[Mention] = set()
    named = sorted(
        (m for m in sentence.mentions if m.kind in (VALUE, CHARGE, "period")),
        key=lambda mention: mention.start,
    )
    previous: Mention | None = None
    for mention in named:
        match = _LEAVE_OUT.search(sentence.text[: mention.start])
        after = _AFTER.match(sentence.text[mention.end :])
        if mention.kind == "period":
            if match and not _BEFORE_DAYS.match(match.group()):
                raise Unclear(
                    "Days cannot be left out of a period. Name the days that are meant.",
                    ["Spend from 1 to 14 February"],
                )
            continue
        follows = (
            previous is not None
            and previous in left_out
            and _AND.match(sentence.text[previous.end : mention.start]) is not None
        )
        if match or after or follows:
            left_out.add(mention)
            if match:
                sentence.claim(match.start(), mention.start, "exclusion")
            if after:
                sentence.claim(mention.end, mention.end + after.end(), "exclusion")
        previous = mention
    sentence.take(_ONLY, "only")
    return left_out


def value_filters(
    mentions: list[Mention], left_out: set[Mention]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The named values as filters and as exclusions, by dimension, in the order named."""
    filters: dict[str, list[str]] = {}
    exclude: dict[str, list[str]] = {}
    for mention in mentions:
        value: Value = mention.what
        chosen = exclude if mention in left_out else filters
        known = chosen.setdefault(value.dimension, [])
        known.extend(name for name in value.values if name not in known)
    return filters, exclude
