"""Recommendations in words: AWS writes the names of actions and types as one word."""

from protocol.result import Recommendation
from synthesis.markdown import text

_ACTIONS = {
    "Stop": "Stop",
    "Delete": "Delete",
    "Rightsize": "Rightsize",
    "Upgrade": "Upgrade",
    "MigrateToGraviton": "Migrate to Graviton",
    "ScaleIn": "Scale in",
    "PurchaseSavingsPlans": "Purchase",
    "PurchaseReservedInstances": "Purchase",
}
_RESOURCE_TYPES = {
    "ComputeSavingsPlans": "Compute Savings Plans",
    "Ec2InstanceSavingsPlans": "EC2 Instance Savings Plans",
    "SageMakerSavingsPlans": "SageMaker Savings Plans",
    "Ec2ReservedInstances": "EC2 reserved instances",
    "RdsReservedInstances": "RDS reserved instances",
    "ElastiCacheReservedInstances": "ElastiCache reserved nodes",
    "OpenSearchReservedInstances": "OpenSearch reserved instances",
    "RedshiftReservedInstances": "Redshift reserved nodes",
    "Ec2Instance": "EC2 instance",
    "Ec2AutoScalingGroup": "Auto Scaling group",
    "EbsVolume": "EBS volume",
    "LambdaFunction": "Lambda function",
    "EcsService": "ECS service",
    "RdsDbInstance": "RDS DB instance",
    "RdsDbInstanceStorage": "RDS DB instance storage",
    "NatGateway": "NAT gateway",
    "LoadBalancer": "load balancer",
    "ElasticIpAddress": "Elastic IP address",
    "DynamoDBTable": "DynamoDB table",
}
_EFFORTS = {"VeryLow": "Very low", "VeryHigh": "Very high"}


def action(item: Recommendation) -> str:
    """What is to be done: `Migrate to Graviton`."""
    return _ACTIONS.get(item.action, text(item.action))


def effort(item: Recommendation) -> str:
    """How much work it is: `Very low`."""
    return _EFFORTS.get(item.effort, text(item.effort))


def kind(resource_type: str) -> str:
    """The kind of resource: `EBS volume`."""
    return _RESOURCE_TYPES.get(resource_type, text(resource_type))


def action_phrase(item: Recommendation) -> str:
    """`Delete EBS volume vol-1`."""
    return f"{action(item)} {resource(item)}".rstrip()


def resource(item: Recommendation) -> str:
    """The kind of resource and its id, as far as there is one."""
    return " ".join(part for part in (kind(item.resource_type), text(item.resource_id)) if part)
