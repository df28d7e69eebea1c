"""Which dimensions the costs are grouped by: by region, per account, which team, top 5 services."""

from dataclasses import dataclass, field

from billing.catalog import Catalog
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.text.vocabulary import HARMLESS_WORDS
from interpreter.unclear import Unclear
from interpreter.values.value import dimension_label

_BY = Pattern(
    r"(?:\bby|\bper|\beach|\bevery|\bacross|\bbetween|\bamong|\bfor each|\bgroup(?:ed)? (?:by|on)|"
    r"\binto|\b(?:by|per) (?:hour|day|week|month|quarter|year)(?: and|,)(?: (?:by|per))?)"
    r"(?: the| each| our| my| different| various| all)*(?: aws| linked| member)?$"
)
_WHICH = Pattern(
    r"\b(?:which|what|whose)(?: of)?(?: is| are| was| were)?(?: the| my| our|"
    r" these)?(?: single)?(?: aws| linked)?$"
)
_ALL = Pattern(
    r"\b(?:(?:in|across|over|for|of|from) )?(?:all|any|whole|entire|every single)(?: of)?(?: the| my|"
    r" our| these)?(?: aws| linked| member)?$"
)
_MINE = Pattern(r"\b(?:my|our|this|the|an|a|one)(?: aws| whole| entire)?$")
_JOINED = Pattern(
    r"^\s*(?:and then by|and by|then by|and per|and then|and|then|,|/|x|by|per|within|in each|"
    r"for each|inside each)?\s*(?:the |by |each |aws |linked )*$"
)
_COUNT = Pattern(
    r"\b(?:how many|number of|count of(?: the)?|count)(?: different| distinct| aws| active| of my|"
    r" of our| the)*$"
)
_LISTED = Pattern(
    r"^(?:[ -]?(?:wise|level|breakdowns?|split|costs?|spend(?:ing)?|bill|"
    r"totals?|ranking|distribution|"
    r"comparison|trends?|over time|chart|graph|by (?:cost|spend))\b)"
)
_WITHOUT = Pattern(
    r"(?:\buntagged(?: for| by| with| on| in)?(?: the)?|\bwithout(?: an?| any| the)?|\bwith no|\bno|"
    r"\bmissing(?: an?| the| any)?|\black(?:s|ing)?(?: an?| the| any)?|\bnot tagged(?: with| for|"
    r" by)?(?: an?| any)?|\b(?:isnt|arent|wasnt|not) (?:assigned|allocated|attributed|mapped) to"
    r"(?: an?| any)?|"
    r"\bun-?allocated(?: by| to)?(?: an?| any)?|\bempty)$"
)
_WITH = Pattern(
    r"(?:\btagged(?: (?:with|for|by|under))?(?: an?| any| the)?|"
    r"\b(?:with|having|has|have|carr(?:y|ies|ying)|bears?|bearing|got)(?: an?| any| the| some)|"
    r"\btag(?:ging)? (?:coverage|compliance|completeness|rate)(?: (?:for|of|by|on|with))?(?: the)?)$"
)
_UNTAGGED = Pattern(
    r"\b(?:untagged|not tagged|without (?:any )?tags?|with no tags?|missing tags?|"
    r"no tags?)(?: (?:resources?|spend(?:ing)?|costs?))?\b"
)
_USE = Pattern(r"\b(?:use|using|based on|according to)(?: the| our)?$")
_MAY_BE_EMPTY = ("REGION", "AZ", "USAGE_TYPE", "OPERATION")
_IN_ORDER = Pattern(r"^ (?:ranked|ranking|sorted|ordered)\b")
_NONE = Pattern(r"\b(?:in no|has no|have no|with no|without an?|without any)$")
_COMPARED = Pattern(r"^ (?:compare|differ|stack up|rank)\b(?! (?:to|with|against|from)\b)")
_MAY_BE_NAMES = {"growth", "compute", "storage"}
_UNSET = Pattern(r"^ (?:is |are )?(?:untagged|missing|unset|empty)\b")
_SHOWN = Pattern(
    r"\b(?:show|list|give|display|see|get|rank|sort|order)(?: me)?(?: all)?(?: of)?(?: the| my| our)?$"
)
_PLAIN_BY = Pattern(r"\b(?:by|per|each|every|for each)\b")
_TAG_WORDS = Pattern(r"\b(?:un)?tag(?:s|ged)?(?: keys?)?\b")
_RESOURCES = Pattern(r"\bresources?\b")
_TAGGED = Pattern(r"\btagged(?: (?:resources?|spend(?:ing)?|costs?))?\b")
_NOT_UNTAGGED = Pattern(
    r"\b(?:excluding|exclude|except|without|ignoring|not counting|leaving out)(?: the|"
    r" any)?(?= untagged)"
)


@dataclass
class Grouping:
    """`group_by` in the order named; `untagged` the tag keys whose missing value is asked for."""

    group_by: list[str] = field(default_factory=list)
    singular: bool = False
    counted: bool = False
    untagged: list[str] = field(default_factory=list)
    tagged: list[str] = field(default_factory=list)


def mark_grouping(sentence: Sentence, dimensions: list[Mention], catalog: Catalog) -> Grouping:
    """Decides what each named dimension is there for.

    Raises Unclear for a tag key named for nothing, untagged spend of no key, and more than two groups.
    """
    grouping = Grouping()
    previous: Mention | None = None
    explicit: list[str] = []
    for mention in dimensions:
        role = _role(sentence, mention, previous)
        if role in ("passed_over", "unclear") and _set_beside_another(sentence, mention, dimensions):
            role = "list"
        if role in ("untagged", "tagged"):
            (grouping.untagged if role == "untagged" else grouping.tagged).append(mention.what)
        elif role in ("by", "which", "count", "list"):
            if mention.what not in grouping.group_by:
                grouping.group_by.append(mention.what)
            if role == "by":
                explicit.append(mention.what)
            grouping.counted = grouping.counted or role == "count"
            word = sentence.text[mention.start : mention.end]
            grouping.singular = grouping.singular or (role == "which" and not word.endswith("s"))
            previous = mention
        elif role == "unclear":
            _ask_which(sentence, mention, catalog)
    if grouping.untagged or grouping.tagged or sentence.of_kind("value"):
        sentence.take(_RESOURCES, "untagged")
    if explicit:
        grouping.singular = False
    _mark_untagged(sentence, grouping, list(catalog.tags))
    if len(grouping.group_by) > 2:
        raise Unclear(
            "Costs can be grouped by two dimensions at once, not more.",
            [f"Spend by {dimension_label(grouping.group_by[0])} and {dimension_label(grouping.group_by[1])}"],
        )
    return grouping


def _set_beside_another(sentence: Sentence, mention: Mention, dimensions: list[Mention]) -> bool:
    """ "Service by region": the first is grouped by as well."""
    return any(
        other.start > mention.end and sentence.text[mention.end : other.start].strip() in ("by", "and", "per")
        for other in dimensions
    )


def _ask_which(sentence: Sentence, mention: Mention, catalog: Catalog) -> None:
    """A tag key beside a word that is none of its values, or beside none."""
    kind, _, key = mention.what.partition(":")
    values = (catalog.tags if kind == "TAG" else catalog.cost_categories)[key]
    listed = ", ".join(values[:8]) + (", ..." if len(values) > 8 else "")
    said = [
        w.text
        for w in sentence.unclaimed_words()
        if abs(w.end - mention.start) < 3 or abs(w.start - mention.end) < 3
    ]
    unknown = sorted(
        (word for word in said if word not in HARMLESS_WORDS), key=lambda word: word not in _MAY_BE_NAMES
    )
    name = f'There is no "{unknown[0]}"' if unknown else "It is not clear which is meant"
    raise Unclear(
        f"{name} in the {dimension_label(mention.what)}. It has: {listed}.",
        [f"Spend of the {value} {key} last month" for value in values[:3]] + [f"Spend by {key} last month"],
    )


def _role(sentence: Sentence, mention: Mention, previous: Mention | None) -> str:
    left = sentence.text[: mention.start].rstrip(" '\"`-")
    right = sentence.text[mention.end :]
    word = sentence.text[mention.start : mention.end]
    is_tag = mention.what.startswith(("TAG:", "COST_CATEGORY:"))
    if _COUNT.search(left):
        return "count"
    if is_tag and not word.endswith("s") and _is_named(sentence, mention):
        return "unclear"
    if is_tag:
        for pattern, role in ((_WITHOUT, "untagged"), (_WITH, "tagged")):
            found = pattern.search(left)
            if found:
                sentence.claim(found.start(), mention.start, role)
                return role
        if _USE.search(left):
            return "by"
        if unset := _UNSET.match(right):
            sentence.claim(mention.end, mention.end + unset.end(), "untagged")
            return "untagged"
    none = _NONE.search(left) if mention.what in _MAY_BE_EMPTY and not word.endswith("s") else None
    if none:
        sentence.claim(none.start(), mention.start, "untagged")
        return "untagged"
    if _COMPARED.match(right) or (word.endswith("s") and _IN_ORDER.match(right)):
        return "list"
    by, everything = _BY.search(left), _ALL.search(left)
    if _SHOWN.search(left) and word.endswith("s"):
        return "list"
    if everything and not (by and _PLAIN_BY.search(by.group())):
        return "passed_over"
    if by:
        sentence.claim(by.start(), mention.start, "group")
        return "by"
    if previous is not None and _JOINED.match(sentence.text[previous.end : mention.start]):
        return "by"
    if _WHICH.search(left):
        return "which"
    if any(
        m.kind == "ranking"
        and m.end <= mention.start
        and not sentence.text[m.end : mention.start].strip(" awslinked")
        for m in sentence.mentions
    ):
        return "which"
    mine = _MINE.search(left)
    if word.endswith("s") and not (mine and mention.what == "LINKED_ACCOUNT"):
        return "list"
    if _LISTED.match(right) and not mine:
        return "list"
    if is_tag:
        return _by_far_words(sentence)
    if mention.what in ("LINKED_ACCOUNT", "SERVICE", "REGION", "OPERATION"):
        return "passed_over"
    return "list"


def _is_named(sentence: Sentence, mention: Mention) -> bool:
    """Whether a word that means something else stands where a value's name does: "the growth team"."""
    return any(
        word.text in _MAY_BE_NAMES and (word.end + 1 == mention.start or word.start - 1 == mention.end)
        for word in sentence.unclaimed_words()
    )


def _by_far_words(sentence: Sentence) -> str:
    """The role of a tag that only words further away tell: "untagged spend for team"."""
    tagged, untagged = sentence.has(_TAGGED), sentence.has(_UNTAGGED)
    if tagged and untagged:
        return "list"
    return "untagged" if untagged else "tagged" if tagged else "unclear"


def _mark_untagged(sentence: Sentence, grouping: Grouping, tag_keys: list[str]) -> None:
    coverage = bool(sentence.of_kind("marker:tag_coverage"))
    if not grouping.tagged and not grouping.untagged and (sentence.take(_TAGGED, "tag") or coverage):
        grouping.tagged.extend(_keys(grouping, tag_keys, "tagged"))
        return
    if not sentence.take(_UNTAGGED, "untagged"):
        by_tag = any(name.startswith("TAG:") for name in grouping.group_by)
        if by_tag or grouping.untagged or grouping.tagged:
            sentence.take(_TAG_WORDS, "tag")
        return
    if grouping.untagged:
        return
    if sentence.take(_NOT_UNTAGGED, "exclusion"):
        grouping.tagged.extend(name for name in grouping.group_by if name.startswith("TAG:"))
        return
    grouping.untagged.extend(_keys(grouping, tag_keys, "untagged"))


def _keys(grouping: Grouping, tag_keys: list[str], which: str) -> list[str]:
    """The tags that are grouped by, which are no groups then, or the only one of the bill."""
    keys = [name for name in grouping.group_by if name.startswith("TAG:")]
    if keys:
        grouping.group_by = [name for name in grouping.group_by if name not in keys]
        return keys
    if len(tag_keys) == 1:
        return [f"TAG:{tag_keys[0]}"]
    raise Unclear(
        f"{which.capitalize()} for which key? The bill has {', '.join(tag_keys) or 'no tags'}.",
        [f"How much of last month was {which} for {key}?" for key in tag_keys[:4]],
    )
