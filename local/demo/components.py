"""The parts workloads are made of, each as the lines AWS bills for it. Prices are public on-demand prices."""

from local.demo.estate import STEADY, STORED, Demand, Placement, UsageLine, resource_number

COMPUTE = "Amazon Elastic Compute Cloud - Compute"
EC2_OTHER = "EC2 - Other"
DAYS_A_MONTH = 30.4

INSTANCE_PRICES = {
    "t3.medium": "0.0416",
    "m5.large": "0.096",
    "m5.xlarge": "0.192",
    "m5.2xlarge": "0.384",
    "c6i.xlarge": "0.17",
    "r5.xlarge": "0.252",
    "m6g.large": "0.077",
}
DATABASE_PRICES = {
    "db.r6g.large": "0.225",
    "db.r6g.xlarge": "0.45",
    "db.t4g.medium": "0.065",
    "db.m5.large": "0.171",
}
CACHE_PRICES = {"cache.r6g.large": "0.206", "cache.t4g.medium": "0.065"}
SAVINGS_PLAN_DISCOUNT = "0.28"


def instance(
    place: Placement, name: str, size: str, demand: Demand = STEADY, *, hours: float = 24, zone: str = "a"
) -> UsageLine:
    """One Linux instance on demand; a Compute Savings Plan may cover it."""
    return UsageLine(
        service=COMPUTE,
        category="Compute",
        placement=place,
        usage_type=place.usage_type(f"BoxUsage:{size}"),
        operation="RunInstances",
        unit="Hours",
        price=INSTANCE_PRICES[size],
        per_day=hours,
        demand=demand,
        resource_id=f"i-{resource_number(name)}",
        resource_type="Instance",
        zone=place.region + zone,
        savings_plan_discount=SAVINGS_PLAN_DISCOUNT,
        label=name,
    )


def volume(place: Placement, name: str, kind: str, gigabytes: int, demand: Demand = STEADY) -> UsageLine:
    """One EBS volume of kind gp2 or gp3."""
    return UsageLine(
        service=EC2_OTHER,
        category="Storage",
        placement=place,
        usage_type=place.usage_type(f"EBS:VolumeUsage.{kind}"),
        operation=f"CreateVolume-{kind.capitalize()}",
        unit="GB-Mo",
        price={"gp2": "0.10", "gp3": "0.08"}[kind],
        per_day=gigabytes / DAYS_A_MONTH,
        demand=demand,
        resource_id=f"vol-{resource_number(name)}",
        resource_type="Volume",
        zone=place.region + "a",
        label=name,
    )


def snapshots(place: Placement, name: str, gigabytes: int, demand: Demand = STORED) -> UsageLine:
    """The EBS snapshots of a place."""
    return UsageLine(
        EC2_OTHER, "Storage", place, place.usage_type("EBS:SnapshotUsage"), "CreateSnapshot", "GB-Mo", "0.05",
        gigabytes / DAYS_A_MONTH, demand, f"snap-{resource_number(name)}", "Snapshot", label=name,
    )  # fmt: skip


def nat_gateway(place: Placement, name: str, gigabytes: float, demand: Demand) -> list[UsageLine]:
    """A NAT gateway: its hours and the bytes through it."""
    resource = f"arn:aws:ec2:{place.region}:{place.account_id}:natgateway/nat-{resource_number(name)}"
    common = {"resource_id": resource, "resource_type": "NAT gateway", "label": name}
    return [
        UsageLine(EC2_OTHER, "Networking", place, place.usage_type("NatGateway-Hours"), "NatGateway", "Hours",
                  "0.045", 24, **common),
        UsageLine(EC2_OTHER, "Networking", place, place.usage_type("NatGateway-Bytes"), "NatGateway", "GB",
                  "0.045", gigabytes, demand, **common),
    ]  # fmt: skip


def load_balancer(place: Placement, name: str, capacity_units: float, demand: Demand) -> list[UsageLine]:
    """An Application Load Balancer with its capacity units and its two public IPv4 addresses."""
    resource = f"arn:aws:elasticloadbalancing:{place.region}:{place.account_id}:loadbalancer/app/{name}/{resource_number(name)}"
    service, common = "Amazon Elastic Load Balancing", {"resource_id": resource, "label": name}
    lines = [
        UsageLine(service, "Networking", place, place.usage_type("LoadBalancerUsage"), "LoadBalancing:Application",
                  "Hours", "0.0225", 24, resource_type="Load balancer", **common),
        UsageLine("Amazon Virtual Private Cloud", "Networking", place, place.usage_type("PublicIPv4:InUseAddress"),
                  "AllocateAddressVPC", "Hours", "0.005", 48, resource_type="Elastic IP", **common),
    ]  # fmt: skip
    if capacity_units:
        lines.append(
            UsageLine(service, "Networking", place, place.usage_type("LCUUsage"), "LoadBalancing:Application",
                      "LCU-Hours", "0.008", capacity_units, demand, resource_type="Load balancer", **common)
        )  # fmt: skip
    return lines


def data_transfer(
    place: Placement, *, internet: float, between_zones: float, demand: Demand
) -> list[UsageLine]:
    """Gigabytes a day out to the internet and between Availability Zones."""
    return [
        UsageLine(EC2_OTHER, "Networking", place, place.usage_type("DataTransfer-Out-Bytes"), "RunInstances", "GB",
                  "0.09", internet, demand),
        UsageLine(EC2_OTHER, "Networking", place, place.usage_type("DataTransfer-Regional-Bytes"), "InterZone-Out",
                  "GB", "0.01", between_zones, demand),
    ]  # fmt: skip


def bucket(place: Placement, name: str, gigabytes: float, requests: float, demand: Demand) -> list[UsageLine]:
    """An S3 bucket: what it stores, and its requests (in requests a day)."""
    service, common = (
        "Amazon Simple Storage Service",
        {"resource_id": name, "resource_type": "Bucket", "label": name},
    )
    return [
        UsageLine(service, "Storage", place, place.usage_type("TimedStorage-ByteHrs"), "StandardStorage", "GB-Mo",
                  "0.023", gigabytes / DAYS_A_MONTH, STORED, **common),
        UsageLine(service, "Storage", place, place.usage_type("Requests-Tier1"), "PutObject", "Requests",
                  "0.000005", requests, demand, **common),
        UsageLine(service, "Storage", place, place.usage_type("Requests-Tier2"), "GetObject", "Requests",
                  "0.0000004", requests * 9, demand, **common),
    ]  # fmt: skip


def database(
    place: Placement, name: str, size: str, gigabytes: float, demand: Demand = STEADY, *,
    reservation: str | None = None,
) -> list[UsageLine]:  # fmt: skip
    """A PostgreSQL instance with gp3 storage; `reservation` names the reserved instances that may cover it."""
    service = "Amazon Relational Database Service"
    common = {"resource_id": f"arn:aws:rds:{place.region}:{place.account_id}:db:{name}", "label": name}
    return [
        UsageLine(service, "Databases", place, place.usage_type(f"InstanceUsage:{size}"), "CreateDBInstance:0014",
                  "Hours", DATABASE_PRICES[size], 24, demand, resource_type="DB instance", reservation=reservation,
                  **common),
        UsageLine(service, "Databases", place, place.usage_type("RDS:GP3-Storage"), "CreateDBInstance:0014", "GB-Mo",
                  "0.115", gigabytes / DAYS_A_MONTH, demand, resource_type="DB instance", **common),
    ]  # fmt: skip


def cache(place: Placement, name: str, size: str, nodes: int) -> UsageLine:
    """A Redis cluster of ElastiCache."""
    return UsageLine(
        "Amazon ElastiCache", "Databases", place, place.usage_type(f"NodeUsage:{size}"), "CreateCacheCluster:0002",
        "Hours", CACHE_PRICES[size], 24 * nodes,
        resource_id=f"arn:aws:elasticache:{place.region}:{place.account_id}:cluster:{name}",
        resource_type="Cache cluster", label=name,
    )  # fmt: skip


def table(
    place: Placement, name: str, reads: float, writes: float, gigabytes: float, demand: Demand
) -> list[UsageLine]:
    """A DynamoDB table on demand: requests a day, gigabytes stored."""
    resource = f"arn:aws:dynamodb:{place.region}:{place.account_id}:table/{name}"
    service, common = "Amazon DynamoDB", {"resource_id": resource, "resource_type": "Table", "label": name}
    return [
        UsageLine(service, "Databases", place, place.usage_type("ReadRequestUnits"), "PayPerRequestThroughput",
                  "ReadRequestUnits", "0.000000125", reads, demand, **common),
        UsageLine(service, "Databases", place, place.usage_type("WriteRequestUnits"), "PayPerRequestThroughput",
                  "WriteRequestUnits", "0.000000625", writes, demand, **common),
        UsageLine(service, "Databases", place, place.usage_type("TimedStorage-ByteHrs"), "StandardStorage", "GB-Mo",
                  "0.25", gigabytes / DAYS_A_MONTH, STORED, **common),
    ]  # fmt: skip


def function(
    place: Placement, name: str, gb_seconds: float, requests: float, demand: Demand
) -> list[UsageLine]:
    """A Lambda function: its gigabyte-seconds (which a Compute Savings Plan may cover) and requests a day."""
    resource = f"arn:aws:lambda:{place.region}:{place.account_id}:function:{name}"
    common = {"resource_id": resource, "resource_type": "Function", "label": name}
    return [
        UsageLine("AWS Lambda", "Compute", place, place.usage_type("Lambda-GB-Second"), "Invoke", "Lambda-GB-Second",
                  "0.0000166667", gb_seconds, demand, savings_plan_discount="0.12", **common),
        UsageLine("AWS Lambda", "Compute", place, place.usage_type("Request"), "Invoke", "Requests",
                  "0.0000002", requests, demand, **common),
    ]  # fmt: skip


def container_service(
    place: Placement, name: str, vcpus: float, gigabytes: float, demand: Demand
) -> list[UsageLine]:
    """An ECS service on Fargate of so many vCPUs and gigabytes, around the clock."""
    resource = f"arn:aws:ecs:{place.region}:{place.account_id}:service/{name}"
    service = "Amazon Elastic Container Service"
    common = {
        "resource_id": resource,
        "resource_type": "Service",
        "label": name,
        "savings_plan_discount": "0.20",
    }
    return [
        UsageLine(service, "Compute", place, place.usage_type("Fargate-vCPU-Hours:perCPU"), "FargateTask", "Hours",
                  "0.04048", 24 * vcpus, demand, **common),
        UsageLine(service, "Compute", place, place.usage_type("Fargate-GB-Hours"), "FargateTask", "GB-Hours",
                  "0.004445", 24 * gigabytes, demand, **common),
    ]  # fmt: skip


def monitoring(place: Placement, *, metrics: float, log_gigabytes: float, demand: Demand) -> list[UsageLine]:
    """CloudWatch: custom metrics kept, and gigabytes of logs a day."""
    return [
        UsageLine("AmazonCloudWatch", "Management and Governance", place, place.usage_type("CW:MetricMonitorUsage"),
                  "MetricStorage", "Metrics", "0.30", metrics / DAYS_A_MONTH),
        UsageLine("AmazonCloudWatch", "Management and Governance", place, place.usage_type("DataProcessing-Bytes"),
                  "PutLogEvents", "GB", "0.50", log_gigabytes, demand),
    ]  # fmt: skip


def keys(place: Placement, *, keys_kept: float, requests: float, demand: Demand) -> list[UsageLine]:
    """KMS: keys kept, and requests a day."""
    service = "AWS Key Management Service"
    return [
        UsageLine(service, "Security", place, f"{place.region}-KMS-Keys", "Unknown", "Keys", "1.00",
                  keys_kept / DAYS_A_MONTH),
        UsageLine(service, "Security", place, f"{place.region}-KMS-Requests", "Decrypt", "Requests", "0.000003",
                  requests, demand),
    ]  # fmt: skip
