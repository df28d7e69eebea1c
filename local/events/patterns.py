"""Event patterns.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
"""

from collections.abc import Mapping
from typing import Any

from local.template.errors import TemplateError

_FILTERS = frozenset({"prefix", "suffix", "anything-but", "exists"})
_EITHER = "$or"


def check_pattern(pattern: Mapping[str, Any], rule: str) -> None:
    """Raises TemplateError when a pattern uses a content filter that `matches` does not know."""
    for name, condition in pattern.items():
        if isinstance(condition, Mapping):
            check_pattern(condition, rule)
            continue
        if name == _EITHER:
            for alternative in condition:
                check_pattern(alternative, rule)
            continue
        for alternative in condition:
            if isinstance(alternative, Mapping) and not _FILTERS.issuperset(alternative):
                unknown = ", ".join(sorted(set(alternative) - _FILTERS))
                raise TemplateError(
                    f"The rule {rule} filters {name} by {unknown}, which is not known on one machine."
                )


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether an event has every field of the pattern, with one of the values given there."""
    return all(
        any(matches(alternative, event) for alternative in condition)
        if name == _EITHER
        else _field_matches(condition, event.get(name))
        for name, condition in pattern.items()
    )


def _field_matches(condition: Any, value: Any) -> bool:
    if isinstance(condition, Mapping):
        return isinstance(value, Mapping) and matches(condition, value)
    values = value if isinstance(value, list) else [value]
    return any(_value_matches(alternative, single) for alternative in condition for single in values)


def _value_matches(alternative: Any, value: Any) -> bool:
    if not isinstance(alternative, Mapping):
        return bool(alternative == value)
    name, argument = next(iter(alternative.items()))
    if name == "exists":
        return bool((value is not None) == argument)
    if name == "anything-but":
        return value is not None and bool(
            value not in (argument if isinstance(argument, list) else [argument])
        )
    if not isinstance(value, str):
        return False
    return bool(value.startswith(argument) if name == "prefix" else value.endswith(argument))
