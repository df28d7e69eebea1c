"""Finds the values and dimensions a sentence names, longest names first."""

from dataclasses import dataclass
from itertools import pairwise

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence, Word
from interpreter.text.stem import stem
from interpreter.unclear import Unclear
from interpreter.values.dimensions import Phrase
from interpreter.values.index import ValueIndex
from interpreter.values.instances import read_instances_of_services
from interpreter.values.name_place import is_cut_out, stands_as_name
from interpreter.values.one_value import all_with_name, part_of_name, the_one
from interpreter.values.value import Value

VALUE = "value"
DIMENSION = "dimension"
_SKIPPED_LEFT = {
    "is",
    "equal",
    "equals",
    "named",
    "called",
    "value",
    "the",
    "key",
    "tag",
    "tagged",
    "as",
    "with",
    "id",
}
_NEAR = 3
_COMMITMENT_MARKERS = {"marker:savings_plans", "marker:reservations", "marker:commitments", "marker:coverage"}
_TAGGED = Pattern(r"\b(?:tagged|labell?ed)(?: with| as| by| for)? $")
_LABELS = ("LINKED_ACCOUNT", "TAG:", "COST_CATEGORY:")
_GROUPING = Pattern(r"^[ -](?:wise|level|breakdowns?|split|ranking|by)\b")
_LISTED_WITH = Pattern(r"^ ?(?:,|and|or|vs|versus|against|, and)(?: (?:the|also))* $")
_KINDS_OF_RESOURCE = {
    "bucket", "cluster", "database", "disk", "event", "function", "index", "instance", "job", "machine",
    "node", "queue", "server", "stream", "table", "task", "topic", "volume", "warehouse",
}  # fmt: skip
_GROUPED_BY = Pattern(r"\b(?:by|per|each|every|which|what|across|and|\d+)(?: the)?$")


@dataclass(frozen=True)
class _Hit:
    first: int
    size: int
    values: list[Value]


def mark_values(sentence: Sentence, index: ValueIndex) -> list[Mention]:
    """Claims every name of a value, each with the dimension's name beside it ("the dev account").

    Raises Unclear for a name that fits several dimensions, for a service or place the bill does not have,
    and for a kind of service.
    """
    words = [word for word in sentence.words if sentence.is_free(word.start, word.end)]
    position = 0
    kinds: list[_Hit] = []
    while position < len(words):
        hit = _longest(sentence, words, position, index)
        if hit is None:
            position += 1
            continue
        position = hit.first + hit.size
        if hit.values[0].kind == "category":
            kinds.append(hit)
        else:
            _claim(sentence, words, hit, index)
    _drop_wider(sentence)
    _drop_kinds_of_resource(sentence)
    read_instances_of_services(sentence, sentence.of_kind(VALUE), index)
    _refuse_compound(sentence)
    for hit in kinds:
        if _says_no_more(sentence, words, hit):
            sentence.claim(words[hit.first].start, words[hit.first + hit.size - 1].end, "kind")
        else:
            _claim(sentence, words, hit, index)
    return sentence.of_kind(VALUE)


def _drop_wider(sentence: Sentence) -> None:
    """ "gp2 volumes" are the gp2 ones: of two names side by side, the wider says no more."""
    for left, right in pairwise(sentence.of_kind(VALUE)):
        if left.what.dimension != right.what.dimension or sentence.text[left.end : right.start] != " ":
            continue
        for one, other in ((left, right), (right, left)):
            if set(one.what.values) > set(other.what.values):
                sentence.mentions.remove(one)
                sentence.claim(one.start, one.end, "kind")


def _drop_kinds_of_resource(sentence: Sentence) -> None:
    """The "clusters" of "EKS clusters" are what EKS runs, and no tag of that name."""
    for service, beside in pairwise(sentence.of_kind(VALUE)):
        if service.what.dimension != "SERVICE" or not beside.what.dimension.startswith(_LABELS):
            continue
        said = sentence.text[beside.start : beside.end]
        if sentence.text[service.end : beside.start] == " " and stem(said) in _KINDS_OF_RESOURCE:
            sentence.mentions.remove(beside)
            sentence.claim(beside.start, beside.end, "kind")


def _refuse_compound(sentence: Sentence) -> None:
    """Raises Unclear for "warehouse-prod" made of two names: it may be one name the bill does not have."""
    for left, right in pairwise(sentence.of_kind(VALUE)):
        both_labels = all(one.what.dimension.startswith(_LABELS) for one in (left, right))
        if both_labels and sentence.text[left.end : right.start] in ("-", "_"):
            said = sentence.text[left.start : right.end]
            raise Unclear(
                f'The bill has no "{said}". It has {left.what.for_people()} and {right.what.for_people()}.',
                [f"Spend of {left.what.name} within {right.what.name} last month"],
            )


def _says_no_more(sentence: Sentence, words: list[Word], hit: _Hit) -> bool:
    """Whether a kind of service only describes what is named beside it ("the RDS database"), or what
    commitments always cover ("compute")."""
    start, end = words[hit.first].start, words[hit.first + hit.size - 1].end
    if hit.values[0].name == "compute" and any(m.kind in _COMMITMENT_MARKERS for m in sentence.mentions):
        return True
    gaps = [
        sentence.text[mention.end : start] if mention.end <= start else sentence.text[end : mention.start]
        for mention in sentence.of_kind(VALUE)
        if mention.what.dimension in ("SERVICE", "USAGE_TYPE")
    ]
    return any(gap in (" ", " (", "-") for gap in gaps)


def mark_dimensions(sentence: Sentence, index: ValueIndex) -> list[Mention]:
    """Claims every word for a dimension that is still free."""
    words = sentence.unclaimed_words()
    position = 0
    while position < len(words):
        for size in range(min(index.longest, len(words) - position), 0, -1):
            phrase = phrase_at(sentence, words, position, size)
            dimension = index.dimensions.get(phrase) if phrase else None
            if dimension:
                sentence.claim(words[position].start, words[position + size - 1].end, DIMENSION, dimension)
                position += size - 1
                break
        position += 1
    return sentence.of_kind(DIMENSION)


def phrase_at(sentence: Sentence, words: list[Word], first: int, size: int) -> Phrase | None:
    """The stems of so many words from the first on, where they stand together and nothing was read there."""
    if first + size > len(words):
        return None
    chosen = words[first : first + size]
    for left, right in pairwise(chosen):
        between = sentence.text[left.end : right.start]
        if (
            not sentence.is_free(left.end, right.start)
            or any(sign in between for sign in ",;?!=")
            or len(between) > 3
        ):
            return None
        if any(character.isalnum() for character in between):
            return None
    return tuple(stem(word.text) for word in chosen)


def _longest(sentence: Sentence, words: list[Word], position: int, index: ValueIndex) -> _Hit | None:
    for size in range(min(index.longest, len(words) - position), 0, -1):
        phrase = phrase_at(sentence, words, position, size)
        if phrase is None or is_cut_out(sentence, words, position, size, index):
            continue
        values = index.phrases.get(phrase)
        if values and size == 1 and phrase in index.dimensions:
            values = [
                value for value in values if _beside(sentence, words, position, 1, index) == value.dimension
            ]
        elif values and phrase in index.dimensions:
            values = None
        if values:
            values = _plain(sentence, words, position, size, values, index)
        if values:
            return _Hit(position, size, values)
    return None


def _plain(
    sentence: Sentence, words: list[Word], first: int, size: int, values: list[Value], index: ValueIndex
) -> list[Value]:
    """The values that fit plainly: those beside their dimension's name, else all but the weak."""
    beside = _beside(sentence, words, first, size, index)
    fitting = [value for value in values if _same(value.dimension, beside)]
    if not fitting and _beside_tag(words, first):
        fitting = [value for value in values if value.dimension.startswith("TAG:")]
    if fitting:
        return fitting
    joined = _listed_with(sentence, words[first])
    if joined is not None and any(value.dimension == joined for value in values):
        return [value for value in values if value.dimension == joined]
    if size == 1 and stands_as_name(sentence, words[first]):
        return [value for value in values if value.dimension.startswith(_LABELS) or not value.weak]
    return [value for value in values if not value.weak]


def _listed_with(sentence: Sentence, word: Word) -> str | None:
    """The dimension of the value the word is listed with: "cost center 1001 and 1002"."""
    before = [mention for mention in sentence.of_kind(VALUE) if mention.end <= word.start]
    if not before or not _LISTED_WITH.match(sentence.text[before[-1].end : word.start]):
        return None
    dimension: str = before[-1].what.dimension
    return dimension if dimension.startswith(_LABELS) else None


def _beside_tag(words: list[Word], first: int) -> bool:
    return first > 0 and words[first - 1].text in ("tag", "tagged", "tags")


def _beside(sentence: Sentence, words: list[Word], first: int, size: int, index: ValueIndex) -> str | None:
    """The dimension named right beside the words, if one is."""
    found = _beside_span(sentence, words, first, size, index)
    return found[0] if found else None


def _beside_span(
    sentence: Sentence, words: list[Word], first: int, size: int, index: ValueIndex
) -> tuple[str, int, int] | None:
    """The dimension beside the words, with the first and last position of its name."""
    after = first + size
    for length in range(_NEAR, 0, -1):
        phrase = phrase_at(sentence, words, after, length)
        if phrase in index.dimensions and _touching(sentence, words[after - 1], words[after]):
            return index.dimensions[phrase], after, after + length - 1
    before = first - 1
    while before >= 0 and words[before].text in _SKIPPED_LEFT and first - before < 4:
        before -= 1
    for length in range(_NEAR, 0, -1):
        if before - length + 1 < 0:
            continue
        phrase = phrase_at(sentence, words, before - length + 1, length)
        if phrase in index.dimensions and words[first].start - words[before].end < 16:
            return index.dimensions[phrase], before - length + 1, before
    return None


def _same(one: str, other: str | None) -> bool:
    """Whether two dimensions are one, but for the case of a tag's key."""
    return other is not None and one.lower() == other.lower()


def _touching(sentence: Sentence, left: Word, right: Word) -> bool:
    return sentence.text[left.end : right.start].strip(" -'\"") == ""


def _claim(sentence: Sentence, words: list[Word], hit: _Hit, index: ValueIndex) -> None:
    first, last = words[hit.first], words[hit.first + hit.size - 1]
    said = sentence.text[first.start : last.end]
    value = the_one(said, hit.values, index)
    beside = _beside_span(sentence, words, hit.first, hit.size, index)
    start, end = first.start, last.end
    other = _named_beside(sentence, words, hit, index) if value.dimension.startswith(_LABELS) else None
    if other is not None and not _same(other, value.dimension):
        value = part_of_name(said, other, index)
        beside = _beside_span(sentence, words, hit.first, hit.size, index)
    of_accounts = beside and words[beside[1]].text == "accounts" and beside[1] == hit.first + hit.size
    accounts = all_with_name(said, hit.values, index) if of_accounts and other is None else None
    if accounts is not None:
        sentence.claim(start, end, VALUE, accounts)
        return
    if beside and _same(beside[0], value.dimension):
        low, high = words[beside[1]], words[beside[2]]
        if sentence.is_free(low.start, high.end):
            start, end = min(start, low.start), max(end, high.end)
    tagged = _TAGGED.search(sentence.text[:start]) if value.dimension.startswith("TAG:") else None
    if tagged and sentence.is_free(tagged.start(), start):
        start = tagged.start()
    sentence.claim(start, end, VALUE, value)


def _named_beside(sentence: Sentence, words: list[Word], hit: _Hit, index: ValueIndex) -> str | None:
    """The account, tag key or category whose one value the words name ("the dev account", "account dev")."""
    before, after = hit.first - 1, hit.first + hit.size
    if after < len(words) and _touching(sentence, words[after - 1], words[after]):
        dimension = _label_named(words[after], index)
        if dimension is not None and not _GROUPING.match(sentence.text[words[after].end :]):
            return dimension
    if before >= 0 and _touching(sentence, words[before], words[before + 1]):
        dimension = _label_named(words[before], index)
        if dimension is not None and not _GROUPED_BY.search(sentence.before(words[before].start)):
            return dimension
    return None


def _label_named(word: Word, index: ValueIndex) -> str | None:
    dimension = index.dimensions.get((word.text,))
    return dimension if dimension is not None and dimension.startswith(_LABELS) else None
