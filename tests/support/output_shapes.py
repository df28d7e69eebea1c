"""Holding what a local API answers to botocore's model of it, before boto3 turns it into Python."""

import json
from typing import Any

from botocore.model import ListShape, Shape, StructureShape
from botocore.validate import ParamValidator


def hold_to_output_shapes(client: Any) -> None:
    """From now on every successful answer the client gets is held to its operation's output shape.

    A member that is missing, of another type, outside an enumeration or unknown fails the test.
    """

    def check(response_dict: Any, operation_model: Any, **_: Any) -> None:
        if response_dict["status_code"] == 200:
            hold(operation_model.output_shape, json.loads(response_dict["body"]))

    client.meta.events.register("before-parse.*.*", check)


def hold(shape: StructureShape, answer: dict[str, Any]) -> None:
    """Raise AssertionError for an answer that is not of the shape."""
    report = ParamValidator().validate(answer, shape)
    assert not report.has_errors(), report.generate_report()
    _check(shape, answer, shape.name)


def _check(shape: Shape, value: Any, path: str) -> None:
    if isinstance(shape, StructureShape):
        unknown = set(value) - set(shape.members)
        assert not unknown, f"{path} has members AWS does not know: {sorted(unknown)}"
        for name, member in value.items():
            _check(shape.members[name], member, f"{path}.{name}")
    elif isinstance(shape, ListShape):
        for item in value:
            _check(shape.member, item, f"{path}[]")
    elif shape.type_name == "string" and getattr(shape, "enum", None):
        assert value in shape.enum, f"{path} is {value!r}, none of {shape.enum}"
