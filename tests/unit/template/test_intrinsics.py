"""Intrinsics resolve to plain values; what is not known is named."""

import pytest

from local.template.errors import TemplateError
from local.template.intrinsics import NO_VALUE, Resolver

REFERENCES = {"Stage": "prod", "Origins": ["a", "b"], "Table": "JobsTable"}
CONDITIONS = {
    "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
    "IsTest": {"Fn::Not": [{"Condition": "IsProd"}]},
    "Both": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "IsTest"}]},
    "Either": {"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "IsTest"}]},
}


def reference(name: str) -> object:
    if name not in REFERENCES:
        raise TemplateError(f"the template has no resource or parameter {name}")
    return REFERENCES[name]


@pytest.fixture
def resolver() -> Resolver:
    return Resolver(reference, lambda name, attribute: f"{name}.{attribute}!", CONDITIONS)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Table"}, "JobsTable"),
        ({"Fn::GetAtt": ["Table", "Arn"]}, "Table.Arn!"),
        ({"Fn::GetAtt": "Table.Arn"}, "Table.Arn!"),
        ({"Fn::Sub": "x-${Stage}-${Table.Arn}-${!Kept}"}, "x-prod-Table.Arn!-${Kept}"),
        ({"Fn::Sub": ["${Own}/${Stage}", {"Own": {"Ref": "Table"}}]}, "JobsTable/prod"),
        ({"Fn::Join": [",", {"Ref": "Origins"}]}, "a,b"),
        ({"Fn::Select": ["1", {"Ref": "Origins"}]}, "b"),
        ({"Fn::Split": ["-", "a-b"]}, ["a", "b"]),
        ({"Fn::If": ["IsProd", "yes", "no"]}, "yes"),
        ({"Fn::If": ["IsTest", "yes", "no"]}, "no"),
        ({"Fn::If": ["Both", "yes", "no"]}, "no"),
        ({"Fn::If": ["Either", "yes", "no"]}, "yes"),
        ({"kept": 1, "left out": {"Ref": "AWS::NoValue"}}, {"kept": 1}),
        ([1, {"Ref": "AWS::NoValue"}, {"Ref": "Stage"}], [1, "prod"]),
        ({"Condition": {"StringEquals": {}}}, {"Condition": {"StringEquals": {}}}),
    ],
)
def test_intrinsic_resolves(resolver: Resolver, value: object, expected: object) -> None:
    assert resolver.resolve(value, "here") == expected


def test_no_value_alone_is_marked(resolver: Resolver) -> None:
    assert resolver.resolve({"Ref": "AWS::NoValue"}, "here") is NO_VALUE


def test_unknown_intrinsic_is_named_with_its_place(resolver: Resolver) -> None:
    with pytest.raises(TemplateError, match=r"here\.Zones\[1\] uses the intrinsic Fn::GetAZs"):
        resolver.resolve({"Zones": [1, {"Fn::GetAZs": ""}]}, "here")


def test_unknown_reference_is_named_with_its_place(resolver: Resolver) -> None:
    with pytest.raises(TemplateError, match=r"here\.Name: the template has no resource or parameter Nowhere"):
        resolver.resolve({"Name": {"Ref": "Nowhere"}}, "here")


def test_unknown_condition_is_named(resolver: Resolver) -> None:
    with pytest.raises(TemplateError, match="the condition Nope"):
        resolver.resolve({"Fn::If": ["Nope", 1, 2]}, "here")
