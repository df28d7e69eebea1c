"""What the template lets each role do."""

from dataclasses import dataclass
from typing import Any

from support.translated import EVERY_OPTION, resources


@dataclass(frozen=True)
class Statement:
    """One statement of a role's own policies."""

    sid: str
    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]


def roles() -> dict[str, dict[str, Any]]:
    """Every role with every option on, by logical id."""
    return resources("AWS::IAM::Role", **EVERY_OPTION)


def statements(role: dict[str, Any]) -> list[Statement]:
    """The statements of a role's own policies; SAM's have no Sid, only their policy's name."""
    return [
        Statement(
            each.get("Sid", policy["PolicyName"]),
            each["Effect"],
            tuple(_list(each["Action"])),
            tuple(_list(each["Resource"])),
        )
        for policy in role.get("Policies", [])
        for each in policy["PolicyDocument"]["Statement"]
    ]


def readable(role: dict[str, Any]) -> dict[str, Any]:
    """A role as the snapshot shows it."""
    return {
        "assumed by": [
            service
            for statement in role["AssumeRolePolicyDocument"]["Statement"]
            for service in _list(statement["Principal"]["Service"])
        ],
        "managed policies": sorted(role.get("ManagedPolicyArns", [])),
        "statements": {
            each.sid: {"actions": sorted(each.actions), "resources": sorted(each.resources)}
            for each in statements(role)
        },
    }


def _list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]
