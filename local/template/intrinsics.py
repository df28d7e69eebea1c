"""CloudFormation's intrinsic functions and conditions, resolved to plain values.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from local.template.errors import TemplateError

_PLACEHOLDER = re.compile(r"\$\{([^!}][^}]*)\}")
_LITERAL_PLACEHOLDER = re.compile(r"\$\{!([^}]*)\}")

NO_VALUE = object()
"""What `AWS::NoValue` resolves to: a property or list entry that is then left out."""

References = Callable[[str], Any]
"""A logical id, parameter or pseudo parameter to what `Ref` gives for it."""
Attributes = Callable[[str, str], Any]
"""(logical id, attribute) to what `Fn::GetAtt` gives for it."""


class Resolver:
    """Resolves intrinsics anywhere in a template's values.

    Raises TemplateError, naming the place and the intrinsic, for any it does not know: an unresolved
    intrinsic passed on as data would fail later, somewhere else.
    """

    def __init__(self, reference: References, attribute: Attributes, conditions: Mapping[str, Any]) -> None:
        self._reference = reference
        self._attribute = attribute
        self._conditions = conditions
        self._functions: dict[str, Callable[[Any, str], Any]] = {
            "Ref": self._ref,
            "Fn::GetAtt": self._get_att,
            "Fn::Sub": self._sub,
            "Fn::Join": self._join,
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::If": self._if,
            "Fn::Equals": self._equals,
            "Fn::Contains": self._contains,
            "Fn::And": lambda values, at: all(self.resolve(value, at) for value in values),
            "Fn::Or": lambda values, at: any(self.resolve(value, at) for value in values),
            "Fn::Not": lambda values, at: not self.resolve(values[0], at),
            "Condition": lambda name, at: self.condition(name, at),
        }

    def resolve(self, value: Any, at: str) -> Any:
        """The value without intrinsics. `at` says where it stands in the template, for errors."""
        if isinstance(value, list):
            entries = (self.resolve(entry, f"{at}[{index}]") for index, entry in enumerate(value))
            return [entry for entry in entries if entry is not NO_VALUE]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            name, argument = next(iter(value.items()))
            if name in self._functions and not (name == "Condition" and not isinstance(argument, str)):
                return self._functions[name](argument, at)
            if name.startswith("Fn::"):
                known = ", ".join(sorted(name for name in self._functions if name != "Condition"))
                raise TemplateError(
                    f"{at} uses the intrinsic {name}, which the runtime on one machine does not know; "
                    f"it knows {known}."
                )
        members = ((key, self.resolve(member, f"{at}.{key}")) for key, member in value.items())
        return {key: member for key, member in members if member is not NO_VALUE}

    def condition(self, name: str, at: str) -> bool:
        """Whether a condition of the template holds."""
        if name not in self._conditions:
            raise TemplateError(f"{at} names the condition {name}, which the template does not define.")
        return bool(self.resolve(self._conditions[name], f"Conditions.{name}"))

    def _ref(self, name: str, at: str) -> Any:
        if name == "AWS::NoValue":
            return NO_VALUE
        return self._named(at, lambda: self._reference(name))

    def _get_att(self, argument: str | list[str], at: str) -> Any:
        logical_id, attribute = argument.split(".", 1) if isinstance(argument, str) else argument
        return self._named(at, lambda: self._attribute(logical_id, attribute))

    def _sub(self, argument: str | list[Any], at: str) -> str:
        text, variables = (argument, {}) if isinstance(argument, str) else (argument[0], argument[1])
        values = self.resolve(variables, at)

        def value_of(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name in values:
                return str(values[name])
            if "." in name:
                return str(self._get_att(name, at))
            return str(self._ref(name, at))

        return _LITERAL_PLACEHOLDER.sub(r"${\1}", _PLACEHOLDER.sub(value_of, text))

    def _join(self, argument: list[Any], at: str) -> str:
        separator, parts = argument
        return str(separator).join(str(part) for part in self.resolve(parts, at))

    def _select(self, argument: list[Any], at: str) -> Any:
        index, values = self.resolve(argument, at)
        return values[int(index)]

    def _split(self, argument: list[Any], at: str) -> list[str]:
        separator, text = self.resolve(argument, at)
        return str(text).split(str(separator))

    def _if(self, argument: list[Any], at: str) -> Any:
        name, when_true, when_false = argument
        return self.resolve(when_true if self.condition(name, at) else when_false, at)

    def _equals(self, argument: list[Any], at: str) -> bool:
        left, right = self.resolve(argument, at)
        return bool(left == right)

    def _contains(self, argument: list[Any], at: str) -> bool:
        """Only CloudFormation's Rules know it."""
        values, sought = self.resolve(argument, at)
        return bool(sought in values)

    @staticmethod
    def _named(at: str, look_up: Callable[[], Any]) -> Any:
        try:
            return look_up()
        except TemplateError as error:
            raise TemplateError(f"{at}: {error}") from error
