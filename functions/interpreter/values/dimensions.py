"""The dimensions a bill can be grouped by, and the words for them."""

from billing.catalog import Catalog
from interpreter.text.stem import spellings, stems
from interpreter.values.value import dimension_label

_WORDS: dict[str, tuple[str, ...]] = {
    # recommendations are of kinds of resources; costs by one are refused before this is read
    "SERVICE": (
        "service",
        "product",
        "aws service",
        "aws product",
        "offering",
        "resource type",
        "resource kind",
        "kind of resource",
        "type of resource",
    ),
    "REGION": ("region", "aws region", "location", "geography"),
    "LINKED_ACCOUNT": (
        "account",
        "linked account",
        "member account",
        "aws account",
        "sub account",
        "account id",
        "account name",
    ),
    "AZ": ("availability zone", "az", "azs", "zone"),
    "USAGE_TYPE": ("usage type", "type of usage", "usagetype", "line item"),
    "OPERATION": ("operation", "api operation", "api call"),
    "RECORD_TYPE": (
        "charge type",
        "record type",
        "charge category",
        "type of charge",
        "line item type",
        "charge kind",
    ),
}
_TAG_SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("env", "environment", "stage"),
    ("team", "squad", "owner team"),
    ("app", "application"),
    ("bu", "business unit", "businessunit", "business_unit"),
    ("cost center", "cost centre", "costcenter", "costcentre", "cc"),
    ("department", "dept"),
    ("project", "proj"),
    ("customer", "client"),
    ("owner", "owned by", "owns"),
)
_USER_DEFINED = "user:"
"""What AWS puts before the keys of tags that users set."""
Phrase = tuple[str, ...]


def dimension_phrases(catalog: Catalog) -> dict[Phrase, str]:
    """Words to dimension, the bill's tag keys and cost categories among them, exact names first."""
    phrases = {stems(word): dimension for dimension, words in _WORDS.items() for word in words}
    for name in catalog.cost_categories:
        for phrase in spellings(name):
            phrases.setdefault(phrase, f"COST_CATEGORY:{name}")
            phrases[(*phrase, "category")] = f"COST_CATEGORY:{name}"
    if len(catalog.cost_categories) == 1:
        phrases[("cost", "category")] = f"COST_CATEGORY:{next(iter(catalog.cost_categories))}"
    keys = _keys_by_phrase(list(catalog.tags))
    for phrase, key in keys.items():
        if phrase:
            phrases.setdefault(phrase, f"TAG:{key}")
            phrases[(*phrase, "tag")] = phrases[("tag", *phrase)] = f"TAG:{key}"
            phrases[("tag", "key", *phrase)] = f"TAG:{key}"
    for synonyms in _TAG_SYNONYMS:
        spelt = [stems(word) for word in synonyms]
        present = [keys[phrase] for phrase in spelt if phrase in keys]
        if len(present) == 1:
            own = {stems(value) for value in catalog.tags[present[0]]}
            for phrase in spelt:
                if phrase in own:
                    continue  # the value "stage" of the tag "env" is no name of the tag
                phrases.setdefault(phrase, f"TAG:{present[0]}")
                phrases.setdefault((*phrase, "tag"), f"TAG:{present[0]}")
    return phrases


def _keys_by_phrase(keys: list[str]) -> dict[Phrase, str]:
    """The tag key each phrase names: of several that only case tells apart, the one in lower case."""
    found: dict[Phrase, str] = {}
    for key in sorted(keys, key=lambda key: not key.islower()):
        for phrase in spellings(key.removeprefix(_USER_DEFINED)):
            found.setdefault(phrase, key)
    return found


def offered(catalog: Catalog) -> list[str]:
    """The dimensions this bill can be grouped by, for people."""
    names = [d for d in _WORDS if d not in catalog.unavailable]
    tags = [f"TAG:{key}" for key in catalog.tags]
    categories = [f"COST_CATEGORY:{name}" for name in catalog.cost_categories]
    return [dimension_label(name) for name in [*names, *tags, *categories]]
