"""Values that CloudFormation would refuse are refused before anything is started, in the template's words."""

from typing import Any

import pytest

from local.template.errors import TemplateError
from local.template.parameters import parameter_values

LIST = "CommaDelimitedList"


@pytest.mark.parametrize(
    ("constraints", "value", "sentence"),
    [
        ({"Type": "String", "AllowedValues": ["DEBUG", "INFO"]}, "TRACE", "must be one of DEBUG, INFO"),
        ({"Type": "Number", "AllowedValues": [1, 3]}, "2", "must be one of 1, 3"),
        ({"Type": "String", "AllowedPattern": "[a-z]+"}, "a1", "must match [a-z]+"),
        ({"Type": LIST, "AllowedPattern": "[a-z]+"}, "a, 1", "must match [a-z]+"),
        ({"Type": "String", "MaxLength": 3}, "long", "must have at most 3 characters"),
        ({"Type": "String", "MinLength": "1"}, "", "must have at least 1 characters"),
        ({"Type": "Number"}, "many", "must be a number"),
        ({"Type": "Number"}, "NaN", "must be a number"),
        ({"Type": "Number", "MinValue": 1}, "0.5", "must be 1 or more"),
        ({"Type": "Number", "MaxValue": 9}, "10", "must be 9 or less"),
    ],
)
def test_a_value_against_a_constraint_is_refused(
    constraints: dict[str, Any], value: str, sentence: str
) -> None:
    with pytest.raises(TemplateError) as refused:
        parameter_values({"Of": constraints}, {"Of": value})
    assert str(refused.value) == f"The parameter Of {sentence}."
    described = {**constraints, "ConstraintDescription": "must be another"}
    with pytest.raises(TemplateError, match=r"^The parameter Of must be another\.$"):
        parameter_values({"Of": described}, {"Of": value})


@pytest.mark.parametrize(
    ("constraints", "value", "read"),
    [
        ({"Type": "String", "AllowedPattern": "[0-9]+"}, "40", "40"),
        ({"Type": "Number", "MinValue": 0, "MaxValue": 2.5}, "2.5", "2.5"),
        ({"Type": "Number", "Default": 3, "AllowedValues": [1, 3]}, None, "3"),
        ({"Type": LIST, "AllowedPattern": "[a-z]+"}, "a, b", ["a", "b"]),
        ({"Type": LIST, "AllowedPattern": "[a-z]+"}, "", []),
        ({"Type": "String", "MinLength": 0, "MaxLength": 0}, "", ""),
    ],
)
def test_a_value_within_its_constraints_is_read(
    constraints: dict[str, Any], value: str | None, read: object
) -> None:
    assert parameter_values({"Of": constraints}, {} if value is None else {"Of": value}) == {"Of": read}


def test_a_parameter_without_a_value_is_named() -> None:
    with pytest.raises(TemplateError, match="The parameter Of has no default"):
        parameter_values({"Of": {"Type": "String"}}, {})
