"""Which of the named values are left out: excluding, without, net of, minus, "take S3 out of July"."""

import re

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.unclear import Unclear
from interpreter.values.mentions import VALUE
from interpreter.values.value import Value
from interpreter.wording.charge_types import CHARGE

EXCLUSION = "exclusion"
"""The kind of a mention that leaves out what stands beside it."""
_VERBS_OUT = (
    r"(?:tak(?:e|ing)|leav(?:e|ing)|strip(?:ping)?|pull(?:ing)?|factor(?:ing)?|carv(?:e|ing)|back(?:ing)?|"
    r"cut(?:ting)?|net(?:ting)?|(?:put|set)(?:ting)?)"
)
_LEAVE_OUT = Pattern(
    r"(?<!\w)(?:(?:after |by |while )?(?:excluding|excludes?|excluded|excl\.?|except(?:ing)?(?: for)?|"
    r"without|other than|not (?:counting|including|in|from|on|for)|"
    rf"but not|and not|minus|less|net of|ignoring|ignore|{_VERBS_OUT} (?:out|aside)|apart from|"
    r"aside from|besides|outside(?: of)?|not|rather than|barring|bar|exclusive of|save for|"
    r"with the exception of|"
    r"omit(?:ting)?|remov(?:ing|e)|sans|(?:all|every|any|everything|anything|everywhere)(?: \w+){0,3} but|"
    r"no|non|subtract(?:ing)?|strip(?:ping)?|deduct(?:ing)?|dropping|skip(?:ping)?|"
    r"(?:(?<!.)|(?<=if )|(?<=if we )|(?<=please )|(?<=but )|(?<=lets )|(?<=let us )|(?<=you ))drop|"
    r"before|dis(?:regard(?:ing)?|counting)))"
    r"(?: (?:the|any|all|my|our|from|in|for|aws|amazon|anything|everything|spend|costs?|charges|of))*[ -]*$"
)
_ONLY = Pattern(
    r"(?<!\w)(?:only|just|solely|exclusively|limited to|restricted to|filter(?:ed)?(?: (?:by|on|to|"
    r"for))?)(?!\w)"
)
_AND = Pattern(r"^\s*(?:,|/|;)?\s*(?:and|or|nor|,)?\s*(?:also |the |any |aws |amazon )*$")
_WHAT = ("SERVICE", "USAGE_TYPE")
_BEFORE_DAYS = Pattern(r"(?:not|no|less|before|minus|and not|non)\b")
_AFTER = Pattern(
    r"^ ?(?:is |are |was |were |being )?(?:excluded|not (?:counted|included)|removed|dropped|subtracted|"
    r"deducted|omitted|ignored|skipped|(?:left|taken|stripped|factored|carved|backed|netted|pulled|cut|put|"
    r"set) (?:out|aside))\b(?: of\b)?"
)
_OUT = Pattern(r"^ (?:out|aside)\b(?: of\b)?")
_TAKE = Pattern(rf"\b(?:{_VERBS_OUT}|with)(?: (?:the|all|any|our|my))* $")
_QUALIFIES = Pattern(r"^ (?:(?:in|of|for|from|by|under|within|on|at|tagged)(?: (?:the|our|my|all))* )?$")


def mark_exclusions(sentence: Sentence) -> set[Mention]:
    """Claims the words that leave something out; gives the mentions of values and charge types left out.

    Raises Unclear where days are left out, or only what is of two values at once: no plan can hold them.
    """
    left_out: set[Mention] = set()
    named = sorted(
        (m for m in sentence.mentions if m.kind in (VALUE, CHARGE, "period")),
        key=lambda mention: mention.start,
    )
    previous: Mention | None = None
    for mention in named:
        match = _leave_out(sentence, mention)
        if mention.kind == "period":
            if match and not _BEFORE_DAYS.match(match.group()):
                raise Unclear(
                    "Days cannot be left out of a period. Name the days that are meant.",
                    ["Spend from 1 to 14 February"],
                )
            continue
        before = match or _around(sentence, mention)
        after = _after(sentence, mention)
        if previous in left_out and previous is not None:
            _refuse_part_of_value(sentence, previous, mention)
        follows = (
            previous is not None
            and previous in left_out
            and _AND.match(sentence.text[previous.end : mention.start]) is not None
        )
        if match or after or follows:
            left_out.add(mention)
            if before:
                sentence.claim(before.start(), mention.start, EXCLUSION)
            if after:
                sentence.claim(mention.end, mention.end + after.end(), EXCLUSION)
        previous = mention
    sentence.take(_ONLY, "only")
    return left_out


def _leave_out(sentence: Sentence, mention: Mention) -> re.Match[str] | None:
    """The "without" of "without S3"; not the "before" of "the week before", which is read already."""
    match = _LEAVE_OUT.search(sentence.text[: mention.start])
    return match if match and sentence.is_free(match.start(), match.start() + 1) else None


def _around(sentence: Sentence, mention: Mention) -> re.Match[str] | None:
    """The "take" of "take S3 out"."""
    if not _OUT.match(sentence.text[mention.end :]):
        return None
    return _TAKE.search(sentence.text[: mention.start])


def _after(sentence: Sentence, mention: Mention) -> re.Match[str] | None:
    """The "excluded" of "S3 excluded", the "out" of "take S3 out"."""
    right = sentence.text[mention.end :]
    return _AFTER.match(right) or (_OUT.match(right) if _around(sentence, mention) else None)


def _refuse_part_of_value(sentence: Sentence, left_out: Mention, other: Mention) -> None:
    """Raises Unclear for "without the search team's S3": not without either, but without what is of both."""
    between = sentence.text[left_out.end : other.start]
    if left_out.kind != VALUE or other.kind != VALUE or not _QUALIFIES.match(between):
        return
    if left_out.what.dimension == other.what.dimension:
        return
    if between.strip() and not (left_out.what.dimension in _WHAT and other.what.dimension not in _WHAT):
        return  # "without Ireland for S3" is S3 without Ireland
    one, two = (sentence.text[mention.start : mention.end] for mention in (left_out, other))
    raise Unclear(
        f'Is all of "{one}" and all of "{two}" to be left out, or only what is of both? '
        "The latter cannot be left out at once: ask for the whole and for that part.",
        ["Total spend last month", f"Spend on {two} {one} last month", f"Spend last month without {one}"],
    )


def _within_service(value: Value, filters: dict[str, list[str]], *, is_left_out: bool) -> None:
    """Usage types that other services have too count in one service only."""
    if is_left_out:
        raise Unclear(
            f"{value.name} alone cannot be left out: other services have usage types of that name.",
            [f"Spend on {value.name} last month", f"Spend last month without {value.within[0]}"],
        )
    known = filters.setdefault("SERVICE", [])
    known.extend(name for name in value.within if name not in known)


def value_filters(
    mentions: list[Mention], left_out: set[Mention]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The named values as filters and as exclusions, by dimension, in the order named."""
    filters: dict[str, list[str]] = {}
    exclude: dict[str, list[str]] = {}
    for mention in mentions:
        value: Value = mention.what
        chosen = exclude if mention in left_out else filters
        if value.within:
            _within_service(value, filters, is_left_out=mention in left_out)
        known = chosen.setdefault(value.dimension, [])
        known.extend(name for name in value.values if name not in known)
    return filters, exclude
