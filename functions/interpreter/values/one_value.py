"""Which one value is meant by words that may fit several, or none."""

from interpreter.text.stem import stems
from interpreter.unclear import Unclear
from interpreter.values.index import ValueIndex
from interpreter.values.nearest import nearest_services
from interpreter.values.value import Value, dimension_label

_ACCOUNT = "LINKED_ACCOUNT"


def part_of_name(said: str, dimension: str, index: ValueIndex) -> Value:
    """The one value of the dimension that has the words in its name. Raises Unclear for none or several."""
    wanted = set(stems(said))
    found = [
        value
        for phrase, values in index.phrases.items()
        if wanted <= set(phrase)
        for value in values
        if value.dimension == dimension and value.kind == "value"
    ]
    label = dimension_label(dimension)
    if len(found) == 1:
        value = found[0]
        return Value(dimension, value.values, value.name, note=f'Took "{said}" as the {label} {value.name}.')
    names = [value.name for value in found]
    if names:
        message = f'Which {label} is meant by "{said}": {" or ".join(names[:6])}?'
    else:
        message = f'There is no {label} "{said}" in this bill.'
    raise Unclear(message, [f"Spend of the {name} {label} last month" for name in names[:4]])


def all_with_name(said: str, values: list[Value], index: ValueIndex) -> Value | None:
    """All accounts with the words in their names, as one: what "the prod accounts" are.

    None where no name has them, and where `values`, which the words are otherwise, has the account itself.
    """
    if any(value.dimension == _ACCOUNT for value in values) or values[0].dimension in ("SERVICE", "REGION"):
        return None
    wanted = set(stems(said))
    found = {
        value.name: value.values
        for phrase, known in index.phrases.items()
        if wanted <= set(phrase)
        for value in known
        if value.dimension == _ACCOUNT and value.kind == "value"
    }
    if not found:
        return None
    label = dimension_label(_ACCOUNT) + ("s" if len(found) > 1 else "")
    note = f'Took "{said}" as the {label} {_listed(list(found))}.'
    every = tuple(dict.fromkeys(each for ids in found.values() for each in ids))
    return Value(_ACCOUNT, every, " and ".join(found), note=note)


def the_one(said: str, values: list[Value], index: ValueIndex) -> Value:
    """The value meant, the bill's own word before another for it. Raises Unclear for none or several."""
    usable = [value for value in values if value.kind == "value"]
    usable = [value for value in usable if value.exact] or usable
    if len(usable) > 1:
        names = [value.for_people() for value in usable]
        raise Unclear(
            f'"{said}" fits {_listed(names)}. Which one is meant?',
            [f"the {value.name} {dimension_label(value.dimension)}" for value in usable],
        )
    if usable:
        return usable[0]
    return _refuse(said, values[0], index)


def _refuse(said: str, value: Value, index: ValueIndex) -> Value:
    catalog = index.catalog
    if value.kind == "absent_service":
        raise Unclear(
            f"{value.name} is an AWS service, but this bill has no charges for it.",
            [f"Spend on {name} last month" for name in nearest_services(value.name, index)]
            or ["Top 10 services last month"],
        )
    if value.kind == "absent_region":
        raise Unclear(f"This bill has no charges in {said} ({value.name}).", catalog.regions[:8])
    if value.kind == "absent_family":
        if catalog.usage_types:
            reason = "this bill has no such usage"
        else:
            reason = "this bill has no usage types (column x_UsageType)"
        raise Unclear(
            f"Usage types tell what belongs to {value.name}, and {reason}.", ["Top 10 services last month"]
        )
    if value.kind == "within":
        name = value.values[0]
        raise Unclear(f'"{said}" is billed within {name} and cannot be singled out.', [name])
    raise Unclear(f'"{said}" covers several services. Name those that are meant.', value.values)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
