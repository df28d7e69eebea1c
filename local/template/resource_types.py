"""Which resource types run on one machine, which are knowingly left out, and why."""

from collections.abc import Mapping
from typing import Any

from local.template.errors import TemplateError

RUN = frozenset(
    {
        "AWS::ApiGatewayV2::Api",
        "AWS::ApiGatewayV2::Integration",
        "AWS::ApiGatewayV2::Route",
        "AWS::ApiGatewayV2::Stage",
        "AWS::Cognito::UserPool",
        "AWS::Cognito::UserPoolClient",
        "AWS::Cognito::UserPoolGroup",
        "AWS::DynamoDB::Table",
        "AWS::Events::Rule",
        "AWS::Lambda::Function",
        "AWS::S3::Bucket",
        "AWS::StepFunctions::StateMachine",
    }
)

LEFT_OUT: Mapping[str, str] = {
    "AWS::ApiGateway::Account": "there is no account-wide logging role on one machine",
    "AWS::ApiGatewayV2::Deployment": "the gateway serves the template's routes at once",
    "AWS::CloudFront::CachePolicy": "the page is served by the gateway itself",
    "AWS::CloudFront::Distribution": "the page is served by the gateway itself",
    "AWS::CloudFront::Function": "the page is served by the gateway itself",
    "AWS::CloudFront::OriginAccessControl": "the page is served by the gateway itself",
    "AWS::CloudFront::ResponseHeadersPolicy": "the gateway sets the page's headers itself",
    "AWS::CloudWatch::Alarm": "nobody is called when one machine fails; the log file says it",
    "AWS::CloudWatch::Dashboard": "there are no metrics to show on one machine",
    "AWS::Cognito::UserPoolDomain": "users sign in through the Cognito API",
    "AWS::IAM::ManagedPolicy": "permissions are not enforced on one machine",
    "AWS::IAM::Policy": "permissions are not enforced on one machine",
    "AWS::IAM::Role": "permissions are not enforced on one machine",
    "AWS::KMS::Alias": "nothing is encrypted at rest on one machine",
    "AWS::KMS::Key": "nothing is encrypted at rest on one machine",
    "AWS::Lambda::EventInvokeConfig": "the event bus retries by its own, shorter, schedule",
    "AWS::Lambda::LayerVersion": "functions import the packages of the environment the runtime runs in",
    "AWS::Lambda::Permission": "permissions are not enforced on one machine",
    "AWS::Logs::LogGroup": "all functions log to one file",
    "AWS::Logs::MetricFilter": "there are no metrics on one machine",
    "AWS::Logs::QueryDefinition": "all functions log to one file",
    "AWS::Logs::ResourcePolicy": "all functions log to one file",
    "AWS::S3::BucketPolicy": "permissions are not enforced on one machine",
    "AWS::SNS::Subscription": "nobody is called when one machine fails; the log file says it",
    "AWS::SNS::Topic": "nobody is called when one machine fails; the log file says it",
    "AWS::SNS::TopicPolicy": "permissions are not enforced on one machine",
    "AWS::SQS::Queue": "an event that cannot be delivered is written to the log file",
    "AWS::SQS::QueuePolicy": "permissions are not enforced on one machine",
    "AWS::WAFv2::WebACL": "the gateway listens on loopback only",
    "AWS::WAFv2::WebACLAssociation": "the gateway listens on loopback only",
}


def check_resource_types(resources: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises TemplateError for the first resource whose type is neither run nor knowingly left out."""
    for logical_id, resource in resources.items():
        resource_type = resource["Type"]
        if resource_type not in RUN and resource_type not in LEFT_OUT:
            raise TemplateError(
                f"{logical_id} is of type {resource_type}, which the runtime on one machine neither runs nor "
                "knowingly leaves out; add it to local/template/resource_types.py with a reason."
            )
