"""template.yaml as CloudFormation gets it: translated, and its intrinsics resolved."""

from functools import cache
from typing import Any

from local.template.application import Application
from local.template.translation import TranslatedTemplate, Translation
from support.project import ROOT

KEY = "arn:aws:kms:us-east-1:123456789012:key/the-key"
EVERY_OPTION = {
    "KmsKeyArn": KEY,
    "BedrockModelId": "the-model",
    "AccessLogs": "true",
    "AlarmEmail": "operators@example.com",
    "DeletionProtection": "true",
    "ReservedConcurrencyOfSteps": "5",
}


@cache
def translated() -> TranslatedTemplate:
    """The template after SAM's translation."""
    return Translation(ROOT / "template.yaml").result()


def application(**parameters: str) -> Application:
    """Its resources under the parameters given, the user pool as if it were created."""
    resources = Application(translated(), parameters)
    resources.names.assign("UserPool", "us-east-1_pool")
    resources.names.assign("UserPoolClient", "client")
    return resources


def resources(resource_type: str, **parameters: str) -> dict[str, dict[str, Any]]:
    """Logical id to resolved properties of every resource of a type; at least one."""
    found = application(**parameters).properties(resource_type)
    assert found, resource_type
    return found
