"""Where a deployment keeps what it keeps: a server on this machine, or a stack on AWS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.client.sign_in import http_address, read_config
from local.template.names import ResourceNames
from local.template.translation import REGION, TranslatedTemplate

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client


class NoSuchStack(Exception):
    """The stack is not there, or is not of this application; the message says which."""


@dataclass(frozen=True)
class Stores:
    """The tables, the bucket and the user pool of a deployment, and clients for them.

    `user_pool` is a boto3 client of Cognito; `tenant_claim` the claim that holds a user's tenant, empty where
    there are no tenants.
    """

    dynamodb: DynamoDBClient
    s3: S3Client
    user_pool: Any
    jobs_table: str
    connections_table: str
    results_bucket: str
    user_pool_id: str
    tenant_claim: str


def stores_at(url: str) -> Stores:
    """Those of a running server, by its WebSocket address. Raises SignInFailed when none answers there."""
    config = read_config(url)
    here: dict[str, Any] = {
        "endpoint_url": http_address(url),
        "region_name": REGION,
        "aws_access_key_id": "local",
        "aws_secret_access_key": "local",
    }
    names = ResourceNames(TranslatedTemplate({"ResultsBucket": {"Type": "AWS::S3::Bucket"}}), {})
    return _stores(
        here,
        {
            "JobsTableName": "JobsTable",
            "ConnectionsTableName": "ConnectionsTable",
            "ResultsBucketName": names.physical_id("ResultsBucket"),
            "UserPoolId": config.user_pool_id,
            "TenantClaim": config.tenant_claim,
        },
    )


def stores_of(stack: str) -> Stores:
    """Those of a stack, with the caller's AWS credentials and region. Raises NoSuchStack, BotoCoreError."""
    return _stores({}, stack_outputs(stack))


def stack_outputs(stack: str) -> dict[str, str]:
    """A stack's outputs by name. Raises NoSuchStack, BotoCoreError."""
    import boto3
    from botocore.exceptions import ClientError

    try:
        (found,) = boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    except ClientError as error:
        raise NoSuchStack(
            f"The stack {stack} cannot be read: {error.response['Error']['Message']}"
        ) from error
    outputs = {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}
    if "JobsTableName" not in outputs:
        raise NoSuchStack(f"The stack {stack} is none of this application: it has no output JobsTableName.")
    return outputs


def _stores(options: dict[str, Any], outputs: dict[str, str]) -> Stores:
    import boto3

    return Stores(
        dynamodb=boto3.client("dynamodb", **options),
        s3=boto3.client("s3", **options),
        user_pool=boto3.client("cognito-idp", **options),
        jobs_table=outputs["JobsTableName"],
        connections_table=outputs["ConnectionsTableName"],
        results_bucket=outputs["ResultsBucketName"],
        user_pool_id=outputs["UserPoolId"],
        # a stack whose users have no tenants has no such output
        tenant_claim=outputs.get("TenantClaim", ""),
    )
