"""The demo organisation's resources by the names `workloads` gives them."""

from functools import cache

from local.demo.estate import Resource, UsageLine
from local.demo.workloads import usage_lines


@cache
def _lines() -> tuple[UsageLine, ...]:
    return tuple(usage_lines())


def line_of(name: str, usage_type: str | None = None) -> UsageLine:
    """The first line of the resource of that name, or its line of a usage type. Raises LookupError."""
    for line in _lines():
        named = line.resource is not None and line.resource.name == name
        if named and usage_type in (None, line.usage_type):
            return line
    raise LookupError(f"{name}: no such resource in local.demo.workloads")


def resource_of(name: str) -> Resource:
    """The resource of that name. Raises LookupError."""
    resource = line_of(name).resource
    if resource is None:
        raise LookupError(name)
    return resource


def arn_of(name: str) -> str:
    """The ARN of the resource; instances and volumes are in the bill by their bare id. Raises LookupError."""
    line, resource = line_of(name), resource_of(name)
    if resource.id.startswith("arn:"):
        return resource.id
    place = line.placement
    return f"arn:aws:ec2:{place.region}:{place.account_id}:{resource.kind.lower()}/{resource.id}"
