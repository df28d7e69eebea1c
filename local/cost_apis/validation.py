"""Requests held to botocore's service models: types, required members, enumerations, patterns, lengths."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, ServiceModel, Shape, StringShape, StructureShape
from botocore.validate import ParamValidator

from local.cost_apis.wire import ApiError

FAILED = "failed to satisfy constraint: Member must"


def check_parameters(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Raise AWS's SerializationException for a wrong type and ValidationException for a value the model
    excludes.
    """
    shape = service_model(service).operation_model(operation).input_shape
    if shape is None:
        return
    report = ParamValidator().validate(parameters, shape)
    if report.has_errors():
        raise ApiError("ValidationException", report.generate_report().replace("\n", " "))
    for problem in _constraint_problems(shape, parameters, ""):
        raise ApiError("ValidationException", f"1 validation error detected: {problem}")


def typed_parameters(service: str, operation: str, texts: dict[str, str]) -> dict[str, Any]:
    """A REST request's path and query as the types of botocore's model; what is no number stays text."""
    shape = service_model(service).operation_model(operation).input_shape
    members = shape.members if isinstance(shape, StructureShape) else {}
    return {
        name: int(text)
        if name in members and members[name].type_name == "integer" and text.isdigit()
        else text
        for name, text in texts.items()
    }


@cache
def service_model(service: str) -> ServiceModel:
    """botocore's own description of a service."""
    return botocore.session.get_session().get_service_model(service)


def _constraint_problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        for name, member in shape.members.items():
            if name in value:
                yield from _constraint_problems(member, value[name], f"{path}.{name}".lstrip("."))
    elif isinstance(shape, ListShape):
        for index, item in enumerate(value, start=1):
            yield from _constraint_problems(shape.member, item, f"{path}.{index}.member")
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            yield from _constraint_problems(shape.value, item, f"{path}.{key}")
    elif isinstance(shape, StringShape) and isinstance(value, str):
        yield from _string_problems(shape, value, path)
    elif isinstance(value, int) and value > shape.metadata.get("max", value):
        greatest = shape.metadata["max"]
        yield f"Value '{value}' at '{_shown(path)}' {FAILED} have value less than or equal to {greatest}"


def _shown(path: str) -> str:
    return path[:1].lower() + path[1:]


def _string_problems(shape: StringShape, value: str, path: str) -> Iterator[str]:
    failed = f"Value '{value}' at '{_shown(path)}' {FAILED}"
    pattern = shape.metadata.get("pattern")
    longest = shape.metadata.get("max")
    if shape.enum and value not in shape.enum:
        yield f"{failed} satisfy enum value set: [{', '.join(shape.enum)}]"
    elif pattern and not _matches(pattern, value):
        yield f"{failed} satisfy regular expression pattern: {pattern}"
    elif longest is not None and len(value) > longest:
        yield f"{failed} have length less than or equal to {longest}"


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    # the models' patterns are Java's: some, as \p{L}, Python cannot read, and those are left unchecked
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _matches(pattern: str, value: str) -> bool:
    compiled = _compiled(pattern)
    return compiled is None or compiled.fullmatch(value) is not None
