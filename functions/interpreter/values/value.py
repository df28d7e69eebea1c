"""What a word of a question stands for in the bill."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["value", "absent_service", "absent_region", "absent_family", "category", "within"]


@dataclass(frozen=True)
class Value:
    """Values of one dimension that one name stands for.

    `values` are the bill's, verbatim. `name` is for people. `weak` names also are ordinary words, and count
    only beside their dimension's name ("the api team"). A kind other than `value` is a name that is known
    but cannot be asked of this bill. It is not `exact` where the bill has another word for it ("production"
    for "prod"). `within` are the services a usage type counts in, where others have types of that name.
    """

    dimension: str
    values: tuple[str, ...]
    name: str
    kind: Kind = "value"
    weak: bool = False
    note: str | None = None
    exact: bool = True
    within: tuple[str, ...] = ()

    def for_people(self) -> str:
        """The name with its dimension, to tell it from another of the same name."""
        return f"{self.name} ({dimension_label(self.dimension)})"


_LABELS = {
    "SERVICE": "service", "REGION": "region", "LINKED_ACCOUNT": "account", "AZ": "availability zone",
    "USAGE_TYPE": "usage type", "OPERATION": "operation", "RECORD_TYPE": "charge type",
}  # fmt: skip


def dimension_label(dimension: str) -> str:
    """A dimension for people: "account", "tag team"."""
    kind, _, key = dimension.partition(":")
    if key:
        return f"tag {key}" if kind == "TAG" else f"cost category {key}"
    return _LABELS.get(dimension, dimension.lower().replace("_", " "))
