"""What recommendations are about, from the bill's services and usage types to each source's own terms."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """Some kinds of resource: the hub's resource types, and words in Trusted Advisor's check names."""

    names: tuple[str, ...] = ()
    hub_types: tuple[str, ...] = ()
    check_words: tuple[str, ...] = ()

    def has_check(self, check_name: str) -> bool:
        """Whether a Trusted Advisor check, by its name, is about it."""
        return any(word in check_name.lower() for word in self.check_words)


_INSTANCES = ("Ec2Instance", "Ec2AutoScalingGroup")
_COMPUTE = (*_INSTANCES, "Ec2InstanceSavingsPlans", "Ec2ReservedInstances")
_OTHER = ("EbsVolume", "NatGateway")
_BY_SERVICE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Amazon Elastic Compute Cloud - Compute": (_COMPUTE, ("ec2",)),
    "EC2 - Other": (_OTHER, ("ebs", "elastic ip", "nat gateway")),
    "Amazon Elastic Compute Cloud": ((*_COMPUTE, *_OTHER), ("ec2", "ebs", "elastic ip", "nat gateway")),
    "Amazon Virtual Private Cloud": (("NatGateway",), ("vpc", "nat gateway")),
    "Amazon Elastic Load Balancing": ((), ("load balancer",)),
    "Elastic Load Balancing": ((), ("load balancer",)),
    "AWS Lambda": (("LambdaFunction",), ("lambda",)),
    "Amazon Elastic Container Service": (("EcsService",), ("ecs",)),
    "Amazon Relational Database Service": (
        ("RdsDbInstance", "RdsDbInstanceStorage", "AuroraDbClusterStorage", "RdsReservedInstances"),
        ("rds", "aurora"),
    ),
    "Amazon OpenSearch Service": (("OpenSearchReservedInstances",), ("opensearch",)),
    "Amazon Redshift": (("RedshiftReservedInstances",), ("redshift",)),
    "Amazon ElastiCache": (("ElastiCacheReservedInstances", "ElastiCacheCluster"), ("elasticache",)),
    "Amazon MemoryDB": (("MemoryDbReservedInstances", "MemoryDBCluster"), ("memorydb",)),
    "Amazon DynamoDB": (("DynamoDbReservedCapacity", "DynamoDBTable"), ("dynamodb",)),
    "Amazon DocumentDB (with MongoDB compatibility)": (("DocumentDBCluster",), ("documentdb",)),
    "Amazon WorkSpaces": (("WorkSpaces",), ("workspaces",)),
    "Amazon SageMaker": (("SageMakerSavingsPlans", "SageMakerEndpoint"), ("sagemaker",)),
    "Amazon Simple Storage Service": ((), ("s3",)),
    "Amazon Route 53": ((), ("route 53",)),
    "AmazonCloudWatch": ((), ("cloudwatch",)),
    "Amazon Comprehend": ((), ("comprehend",)),
}
# a part of the usage type tells the kind of resource, whatever its region's prefix
_BY_USAGE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "BoxUsage": (_INSTANCES, ("ec2",)),
    "SpotUsage": (_INSTANCES, ("ec2",)),
    "HeavyUsage": (_INSTANCES, ("ec2",)),
    "DedicatedUsage": (_INSTANCES, ("ec2",)),
    "EBS:Volume": (("EbsVolume",), ("ebs",)),
    "NatGateway": (("NatGateway",), ("nat gateway",)),
    "LoadBalancer": ((), ("load balancer",)),
    "LCUUsage": ((), ("load balancer",)),
    "ElasticIP": ((), ("elastic ip",)),
    "PublicIPv4": ((), ("elastic ip",)),
    "Lambda-": (("LambdaFunction",), ("lambda",)),
    "InstanceUsage:db": (("RdsDbInstance",), ("rds",)),
}


def subject_of_services(services: list[str]) -> Subject:
    """What these services' recommendations are about; nothing of a service no source knows."""
    return _joined(services, (_BY_SERVICE[name] for name in services if name in _BY_SERVICE))


def subject_of_usage_types(usage_types: list[str]) -> Subject | None:
    """The kinds of resource that have these usage types; None when one of them tells no kind."""
    parts = [next((part for part in _BY_USAGE if part in name), None) for name in usage_types]
    if None in parts:
        return None
    return _joined(usage_types, (_BY_USAGE[part] for part in parts if part is not None))


def _joined(names: list[str], kinds: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> Subject:
    pairs = list(kinds)
    return Subject(
        names=tuple(names),
        hub_types=tuple(sorted({kind for types, _ in pairs for kind in types})),
        check_words=tuple(sorted({word for _, words in pairs for word in words})),
    )
