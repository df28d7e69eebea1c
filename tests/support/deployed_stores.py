"""The tables and the bucket of template.yaml in moto, in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto import mock_aws

from aws import clients
from support.project import template

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "JOBS_TABLE": "jobs",
    "CONNECTIONS_TABLE": "connections",
    "RESULTS_BUCKET": "results",
    "CONNECTIONS_ENDPOINT": "https://socket.execute-api.us-east-1.amazonaws.com/prod",
    "STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:questions",
}
_TABLE_PROPERTIES = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


@contextmanager
def deployed_stores() -> Iterator[None]:
    """Both tables as the template declares them, and the bucket; ENVIRONMENT must be set."""
    with mock_aws():
        forget_clients()
        create_stores()
        yield
    forget_clients()


def create_stores() -> None:
    """Makes the tables and the bucket where the clients look."""
    resources: dict[str, Any] = template()["Resources"]
    for name, logical_id in (("jobs", "JobsTable"), ("connections", "ConnectionsTable")):
        properties = resources[logical_id]["Properties"]
        clients.dynamodb().create_table(
            TableName=name, **{key: properties[key] for key in _TABLE_PROPERTIES if key in properties}
        )
    clients.s3().create_bucket(Bucket="results")


def forget_clients() -> None:
    """Makes the next client anew: one made outside the mock would look for AWS."""
    for client in (clients.dynamodb, clients.s3, clients.step_functions, clients.connections_api):
        if hasattr(client, "cache_clear"):
            client.cache_clear()
