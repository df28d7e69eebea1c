"""What a share is taken of: "what share of EC2 was prod-web's" is prod-web within EC2."""

from itertools import pairwise

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.unclear import Unclear

_SHARE = Pattern(
    r"\b(?:percent(?:age)?|share|proportion|fraction|ratio|portion|part|how much of)\b(?! percent)"
)
_WITHIN = Pattern(r"\b(?:of|out of|within|inside|from|in|for)\b[^,?]*$")
_IS_WHOLE = Pattern(r"^ (?:spend(?:ing)?|costs?|bill|total|charges)\b")
_SET_AGAINST = Pattern(r"^ (?:vs|versus|against|compared (?:to|with))(?: the| our)* $")
_PART_FOLLOWS = Pattern(
    r"\b(?:is|was|were|are|be|been|comes?|came|goes|went|gone|belongs?|stems?|falls?|fell|sits?|runs?|ran|"
    r"that|"
    r"which|does|did|do|has|have|had|attributable|due|caused|spent|made up|taken up|account(?:s|ed)? for)\b"
)


def dimensions_of_whole(
    sentence: Sentence, values: list[Mention], left_out: set[Mention], others: list[str]
) -> list[str]:
    """The dimensions whose filters make the whole; the other filters single out the part of it.

    Empty where the share is of everything. `others` are dimensions that are filtered by without a value being
    named (untagged spend), which always are the part. Raises Unclear for one dimension on both sides.
    """
    named = [mention for mention in values if mention not in left_out]
    word = _SHARE.search(sentence.text)
    if word is None or not named:
        return []
    for one, other in pairwise(named):
        if _SET_AGAINST.match(sentence.text[one.end : other.start]):
            names = f"{one.what.name} and {other.what.name}"
            raise Unclear(
                f"One share is told at a time: ask for that of each of {names}, or set the two side by side.",
                [f"What share of last month was {one.what.name}?", f"Compare {names} last month"],
            )
    before = [mention for mention in named if mention.end <= word.start()]
    if before and _WITHIN.search(sentence.text[: before[0].start]):  # "of our S3 spend, what share ..."
        part, whole = [mention for mention in named if mention not in before], before
    elif before:  # "EC2's share of Ireland"
        part, whole = before, [mention for mention in named if mention not in before]
    else:
        turn = next(
            (
                match
                for match in _PART_FOLLOWS.finditer(sentence.text, word.end())
                if any(mention.end <= match.start() for mention in named)
            ),
            None,
        )
        if turn is None and len(named) == 2 and _IS_WHOLE.match(sentence.text[named[1].end :]):
            return _told_apart(named[1:], named[:1], others)  # "share of prod in S3 spend"
        if turn is None and len(named) == 2 and _is_label_within_service(sentence, *named):
            return _told_apart(named[1:], named[:1], others)  # "share of prod in S3"
        if turn is None:
            return _told_apart(named[:1], named[1:], others)
        whole = [mention for mention in named if mention.end <= turn.start()]
        part = [mention for mention in named if mention.start >= turn.end()]
    return _told_apart(whole, part, others)


def _is_label_within_service(sentence: Sentence, one: Mention, other: Mention) -> bool:
    label = one.what.dimension.startswith(("LINKED_ACCOUNT", "TAG:", "COST_CATEGORY:"))
    within = sentence.text[one.end : other.start].strip() in ("in", "in our", "within", "in the")
    return bool(label and within and other.what.dimension == "SERVICE")


def _told_apart(whole: list[Mention], part: list[Mention], others: list[str]) -> list[str]:
    whole_names = [mention.what for mention in whole]
    part = [
        mention for mention in part if mention.what not in whole_names
    ]  # "S3 in Ireland as a share of S3"
    of_part = {mention.what.dimension for mention in part} | set(others)
    of_whole = list(dict.fromkeys(mention.what.dimension for mention in whole))
    if not of_part:
        return []
    if of_part & set(of_whole):
        names = " and ".join(mention.what.name for mention in (*whole, *part))
        raise Unclear(
            f"It is not clear which of {names} is the part, and which the whole.",
            [f"Compare {names}", f"What share of last month was {(part or whole)[0].what.name}?"],
        )
    return of_whole
