"""A resource runs, or is knowingly left out; anything else is refused."""

from pathlib import Path

import pytest

from local.template.application import Application
from local.template.errors import TemplateError
from local.template.resource_types import LEFT_OUT, RUN, check_resource_types
from local.template.translation import TranslatedTemplate


def test_unknown_type_is_refused_by_name() -> None:
    with pytest.raises(TemplateError, match=r"Mail is of type AWS::SES::Identity"):
        check_resource_types({"Mail": {"Type": "AWS::SES::Identity"}})


def test_every_type_left_out_has_a_reason() -> None:
    assert all(reason.strip() for reason in LEFT_OUT.values())
    assert not RUN & set(LEFT_OUT)


def test_parameter_without_a_value_is_refused_by_name() -> None:
    template = TranslatedTemplate(resources={}, parameters={"Mail": {"Type": "String"}})
    with pytest.raises(TemplateError, match="parameter Mail"):
        Application(template, {})


def test_reference_to_a_pool_before_it_exists_is_refused() -> None:
    template = TranslatedTemplate(
        resources={
            "Pool": {"Type": "AWS::Cognito::UserPool"},
            "Asks": {
                "Type": "AWS::Lambda::Function",
                "Properties": {"Handler": "h.h", "Environment": {"Variables": {"POOL": {"Ref": "Pool"}}}},
            },
        },
        local_paths={"Asks": Path()},
    )
    application = Application(template, {})
    with pytest.raises(TemplateError, match="Pool is not created yet"):
        application.functions()
    application.names.assign("Pool", "us-east-1_a")
    assert application.functions()[0].environment == {"POOL": "us-east-1_a"}


def test_resource_whose_condition_does_not_hold_is_left_out() -> None:
    template = TranslatedTemplate(
        resources={"Jobs": {"Type": "AWS::DynamoDB::Table", "Condition": "Never", "Properties": {}}},
        conditions={"Never": {"Fn::Equals": ["a", "b"]}},
    )
    assert Application(template, {}).properties("AWS::DynamoDB::Table") == {}
