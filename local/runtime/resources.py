"""The template's tables, buckets and state machines, created in the engine.

Properties that say how AWS is to keep data (encryption, recovery, tags, lifecycle) mean nothing on one
machine and are left out.
"""

import json
from typing import Any

from local.runtime.engine_client import EngineClient
from local.template.application import Application, StateMachineResource
from local.template.names import ACCOUNT_ID

_TABLE_PROPERTIES = (
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "LocalSecondaryIndexes",
)


def create_resources(application: Application, engine: EngineClient) -> None:
    """Create tables, buckets and state machines under the names the application gives them."""
    for logical_id, properties in application.properties("AWS::DynamoDB::Table").items():
        _create_table(engine, application.names.physical_id(logical_id), properties)
    for logical_id in application.properties("AWS::S3::Bucket"):
        engine.create_bucket(application.names.physical_id(logical_id))
    for machine in application.state_machines():
        _create_state_machine(engine, machine)


def _create_table(engine: EngineClient, name: str, properties: dict[str, Any]) -> None:
    taken = {key: properties[key] for key in _TABLE_PROPERTIES if key in properties}
    engine.call("dynamodb", "CreateTable", TableName=name, **taken)
    time_to_live = properties.get("TimeToLiveSpecification")
    if time_to_live:
        engine.call("dynamodb", "UpdateTimeToLive", TableName=name, TimeToLiveSpecification=time_to_live)


def _create_state_machine(engine: EngineClient, machine: StateMachineResource) -> None:
    engine.call(
        "states",
        "CreateStateMachine",
        name=machine.name,
        definition=json.dumps(machine.definition),
        roleArn=f"arn:aws:iam::{ACCOUNT_ID}:role/{machine.name}",
        type="STANDARD",
    )
