"""The values of a template's parameters, held against what the template says of each.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from local.template.errors import TemplateError


def parameter_values(
    declared: Mapping[str, Mapping[str, Any]], given: Mapping[str, str]
) -> dict[str, object]:
    """The value of each parameter, given or its default: text, or a list of texts.

    Raises TemplateError for one without a value, and for one that CloudFormation would refuse, in the words
    of its ConstraintDescription.
    """
    values: dict[str, object] = {}
    for name, parameter in declared.items():
        value = given.get(name, parameter.get("Default"))
        if value is None:
            raise TemplateError(
                f"The parameter {name} has no default; the runtime on one machine gives it no value."
            )
        text = str(value)
        entries = [text]
        if parameter["Type"] == "CommaDelimitedList" or parameter["Type"].startswith("List<"):
            values[name] = entries = [entry.strip() for entry in text.split(",")] if text else []
        else:
            values[name] = text
        for entry in entries:
            for broken in _broken_constraints(parameter, entry):
                raise TemplateError(f"The parameter {name} {parameter.get('ConstraintDescription', broken)}.")
    return values


def _broken_constraints(parameter: Mapping[str, Any], value: str) -> Iterator[str]:
    """What a value of the parameter must be and this one is not."""
    if (allowed := parameter.get("AllowedValues")) and value not in map(str, allowed):
        yield f"must be one of {', '.join(map(str, allowed))}"
    if (pattern := parameter.get("AllowedPattern")) and not re.fullmatch(pattern, value):
        yield f"must match {pattern}"
    if len(value) > int(parameter.get("MaxLength", len(value))):
        yield f"must have at most {parameter['MaxLength']} characters"
    if len(value) < int(parameter.get("MinLength", 0)):
        yield f"must have at least {parameter['MinLength']} characters"
    if parameter["Type"] == "Number":
        yield from _broken_bounds(parameter, value)


def _broken_bounds(parameter: Mapping[str, Any], value: str) -> Iterator[str]:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        yield "must be a number"
        return
    if number < Decimal(str(parameter.get("MinValue", number))):
        yield f"must be {parameter['MinValue']} or more"
    if number > Decimal(str(parameter.get("MaxValue", number))):
        yield f"must be {parameter['MaxValue']} or less"
