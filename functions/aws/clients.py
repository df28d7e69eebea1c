"""One boto3 client a service and process, made at its first use so that importing a handler stays quick."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.config import Config
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_stepfunctions import SFNClient


@cache
def dynamodb() -> DynamoDBClient:
    """The DynamoDB client; a call ends within seconds, so that a step may be retried in its time."""
    import boto3

    return boto3.client("dynamodb", config=_retrying(read_timeout=5))


@cache
def s3() -> S3Client:
    """The S3 client."""
    import boto3

    return boto3.client("s3", config=_retrying(read_timeout=20))


@cache
def step_functions() -> SFNClient:
    """The Step Functions client."""
    import boto3

    return boto3.client("stepfunctions", config=_retrying(read_timeout=8))


@cache
def connections_api() -> ApiGatewayManagementApiClient:
    """The `@connections` client of the stage in CONNECTIONS_ENDPOINT; it never retries by itself."""
    import boto3
    from botocore.config import Config

    return boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=os.environ["CONNECTIONS_ENDPOINT"],
        config=Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1}),
    )


def _retrying(read_timeout: int) -> Config:
    from botocore.config import Config

    return Config(
        connect_timeout=2, read_timeout=read_timeout, retries={"mode": "standard", "total_max_attempts": 3}
    )
