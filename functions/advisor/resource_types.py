"""Which recommendations belong to a service of the bill, in each source's own terms."""

_HUB_TYPES_BY_SERVICE: dict[str, tuple[str, ...]] = {
    "Amazon Elastic Compute Cloud - Compute": (
        "Ec2Instance", "Ec2AutoScalingGroup", "Ec2InstanceSavingsPlans", "Ec2ReservedInstances",
    ),
    "EC2 - Other": ("EbsVolume", "NatGateway"),
    "Amazon Elastic Compute Cloud": (
        "Ec2Instance", "Ec2AutoScalingGroup", "Ec2InstanceSavingsPlans", "Ec2ReservedInstances",
        "EbsVolume", "NatGateway",
    ),
    "Amazon Virtual Private Cloud": ("NatGateway",),
    "AWS Lambda": ("LambdaFunction",),
    "Amazon Elastic Container Service": ("EcsService",),
    "Amazon Relational Database Service": (
        "RdsDbInstance", "RdsDbInstanceStorage", "AuroraDbClusterStorage", "RdsReservedInstances",
    ),
    "Amazon OpenSearch Service": ("OpenSearchReservedInstances",),
    "Amazon Redshift": ("RedshiftReservedInstances",),
    "Amazon ElastiCache": ("ElastiCacheReservedInstances", "ElastiCacheCluster"),
    "Amazon MemoryDB": ("MemoryDbReservedInstances", "MemoryDBCluster"),
    "Amazon DynamoDB": ("DynamoDbReservedCapacity", "DynamoDBTable"),
    "Amazon DocumentDB (with MongoDB compatibility)": ("DocumentDBCluster",),
    "Amazon WorkSpaces": ("WorkSpaces",),
    "Amazon SageMaker": ("SageMakerSavingsPlans", "SageMakerEndpoint"),
}  # fmt: skip

_CHECK_WORDS_BY_SERVICE: dict[str, tuple[str, ...]] = {
    "Amazon Elastic Compute Cloud - Compute": ("ec2",),
    "EC2 - Other": ("ebs", "elastic ip", "nat gateway"),
    "Amazon Elastic Compute Cloud": ("ec2", "ebs", "elastic ip", "nat gateway"),
    "Amazon Virtual Private Cloud": ("vpc", "nat gateway"),
    "Amazon Elastic Load Balancing": ("load balancer",),
    "Elastic Load Balancing": ("load balancer",),
    "AWS Lambda": ("lambda",),
    "Amazon Elastic Container Service": ("ecs",),
    "Amazon Relational Database Service": ("rds", "aurora"),
    "Amazon Simple Storage Service": ("s3",),
    "Amazon OpenSearch Service": ("opensearch",),
    "Amazon Redshift": ("redshift",),
    "Amazon ElastiCache": ("elasticache",),
    "Amazon DynamoDB": ("dynamodb",),
    "Amazon Route 53": ("route 53",),
    "AmazonCloudWatch": ("cloudwatch",),
    "Amazon SageMaker": ("sagemaker",),
    "Amazon Comprehend": ("comprehend",),
}


def hub_resource_types(services: list[str]) -> list[str]:
    """The hub's resource types of these services, sorted; empty where the hub knows none of them."""
    return sorted({kind for service in services for kind in _HUB_TYPES_BY_SERVICE.get(service, ())})


def check_is_about(check_name: str, services: list[str]) -> bool:
    """Whether a Trusted Advisor check, by its name, is about one of these services."""
    name = check_name.lower()
    return any(word in name for service in services for word in _CHECK_WORDS_BY_SERVICE.get(service, ()))
