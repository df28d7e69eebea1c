"""Rules of a template refuse parameters before anything is started, in the template's own words."""

from typing import Any

import pytest

from local.template.application import Application
from local.template.errors import TemplateError
from local.template.translation import TranslatedTemplate

OPEN = {"Fn::Equals": [{"Ref": "Open"}, "true"]}
TRIAL = {"Fn::Contains": [["test", "trial"], {"Ref": "Stage"}]}


def start(assertion: Any, condition: Any = None, **parameters: str) -> Application:
    rule = {"Assertions": [{"Assert": assertion, "AssertDescription": "Only a trial may be open."}]}
    template = TranslatedTemplate(
        resources={},
        parameters={"Open": {"Type": "String", "Default": "true"}, "Stage": {"Type": "String"}},
        rules={"OpenInTrials": rule if condition is None else {**rule, "RuleCondition": condition}},
    )
    return Application(template, parameters)


@pytest.mark.parametrize(
    ("assertion", "stage", "kept"),
    [
        (TRIAL, "trial", True),
        (TRIAL, "Trial", False),
        ({"Fn::Not": [TRIAL]}, "prod", True),
        ({"Fn::And": [TRIAL, OPEN]}, "test", True),
        ({"Fn::And": [TRIAL, OPEN]}, "prod", False),
        ({"Fn::Or": [TRIAL, OPEN]}, "prod", True),
    ],
)
def test_parameters_are_held_against_an_assertion(assertion: Any, stage: str, kept: bool) -> None:
    if kept:
        assert start(assertion, Stage=stage)
    else:
        with pytest.raises(TemplateError, match=r"^Only a trial may be open\.$"):
            start(assertion, Stage=stage)


def test_a_rule_whose_condition_does_not_hold_asserts_nothing() -> None:
    assert start(TRIAL, OPEN, Stage="prod", Open="false")
    with pytest.raises(TemplateError, match="Only a trial"):
        start(TRIAL, OPEN, Stage="prod", Open="true")


def test_an_intrinsic_that_is_not_known_is_named_with_its_rule() -> None:
    with pytest.raises(
        TemplateError, match=r"Rules\.OpenInTrials\.Assertions\[0\]\.Assert uses .*EachMemberIn"
    ):
        start({"Fn::EachMemberIn": [["a"], ["a"]]}, Stage="trial")
