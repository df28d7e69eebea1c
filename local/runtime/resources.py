"""The template's tables, buckets and state machines, created in the engine.

Properties that say how AWS is to keep data (encryption, recovery, tags, lifecycle) mean nothing on one
machine and are left out.
"""

import json
from collections.abc import Callable
from typing import Any

from local.template.application import Application, StateMachineResource
from local.template.names import ACCOUNT_ID

_TABLE_PROPERTIES = (
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
)

Client = Callable[[str], Any]
"""A service's name to its boto3 client."""


def create_resources(application: Application, client: Client) -> None:
    """Create tables, buckets and state machines under the names the application gives them."""
    for logical_id, properties in application.properties("AWS::DynamoDB::Table").items():
        _create_table(client("dynamodb"), application.names.physical_id(logical_id), properties)
    for logical_id in application.properties("AWS::S3::Bucket"):
        client("s3").create_bucket(Bucket=application.names.physical_id(logical_id))
    for machine in application.state_machines():
        _create_state_machine(client("stepfunctions"), machine)


def _create_table(dynamodb: Any, name: str, properties: dict[str, Any]) -> None:
    taken = {key: properties[key] for key in _TABLE_PROPERTIES if key in properties}
    dynamodb.create_table(TableName=name, **taken)
    time_to_live = properties.get("TimeToLiveSpecification")
    if time_to_live:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=time_to_live)


def _create_state_machine(step_functions: Any, machine: StateMachineResource) -> None:
    step_functions.create_state_machine(
        name=machine.name,
        definition=json.dumps(machine.definition),
        roleArn=f"arn:aws:iam::{ACCOUNT_ID}:role/{machine.name}",
        type="STANDARD",
    )
