"""The template's Rules: what its parameters must be together.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
"""

from collections.abc import Mapping
from typing import Any

from local.template.errors import TemplateError
from local.template.intrinsics import Resolver


def check_rules(rules: Mapping[str, Mapping[str, Any]], resolver: Resolver) -> None:
    """Raises TemplateError, with the assertion's description, for the first assertion that does not hold.

    CloudFormation refuses such parameters before it creates or updates anything.
    """
    for name, rule in rules.items():
        at = f"Rules.{name}"
        if not resolver.resolve(rule.get("RuleCondition", True), f"{at}.RuleCondition"):
            continue
        for index, assertion in enumerate(rule["Assertions"]):
            if not resolver.resolve(assertion["Assert"], f"{at}.Assertions[{index}].Assert"):
                raise TemplateError(assertion.get("AssertDescription", f"{at} refuses the parameters."))
