"""What is asked for and left out at once: set beside the others ("prod vs non-prod"), or asked back."""

from interpreter.reading import Reading
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Mention, Sentence
from interpreter.unclear import Unclear
from interpreter.values.value import Value, dimension_label
from interpreter.wording.exclusions import EXCLUSION

_JOINS = Pattern(r"(?:\b(?:and|or|vs|versus|against|to)|/)(?: (?:the|all|our|my))*\s*$")
_NON = Pattern(r",\s*non[ -]")


def settle_contradictions(
    sentence: Sentence, reading: Reading, values: list[Mention], left_out: set[Mention]
) -> None:
    """Of values named both ways, all of their kind are shown where they are set apart.

    Raises Unclear where nothing is left: "S3 without S3".
    """
    for dimension, asked in list(reading.filters.items()):
        if not set(asked) <= set(reading.exclude.get(dimension, [])):
            continue
        of_it = [mention for mention in values if mention.what.dimension == dimension]
        excluded = [mention for mention in of_it if mention in left_out]
        if not _sets_apart(sentence, reading, excluded):
            raise _nothing_left(next(mention.what for mention in of_it if mention not in left_out))
        names = ", ".join(reading.filters.pop(dimension))
        del reading.exclude[dimension]
        if dimension not in reading.grouping.group_by:
            reading.grouping.group_by.append(dimension)
        reading.markers.discard("compare")
        reading.notes.append(f"Set {names} beside the others of the {dimension_label(dimension)}.")


def refuse_charges_both_ways(sentence: Sentence, reading: Reading) -> None:
    """Raises Unclear for "tax without tax": no charge type that is asked for is left."""
    asked, excluded = reading.include_charges, reading.exclude_charges
    apart = "compare" in reading.markers or " and " in sentence.text
    if asked and set(asked) <= set(excluded) and not apart:
        raise Unclear(
            f"{' and '.join(asked)} charges are both asked for and left out, so nothing is left.",
            [f"{asked[0]} charges last month", f"Spend last month excluding {asked[0].lower()}"],
        )


def _sets_apart(sentence: Sentence, reading: Reading, excluded: list[Mention]) -> bool:
    """Whether the words compare what is left out, or join it to what is not: "prod and non-prod"."""
    if "compare" in reading.markers:
        return True
    words = [mention.start for mention in sentence.of_kind(EXCLUSION)]
    for mention in excluded:
        start = max((start for start in words if start <= mention.start), default=mention.start)
        joined = _JOINS.search(sentence.text[:start])
        if joined or _NON.search(sentence.text[: mention.start]):
            return True
    return False


def _nothing_left(value: Value) -> Unclear:
    return Unclear(
        f"{value.name} is both asked for and left out, so nothing is left. Which is meant?",
        [f"Spend on {value.name} last month", f"Spend last month without {value.name}"],
    )
