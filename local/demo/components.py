"""The parts workloads are made of, as the lines AWS bills for them; traffic is that of a day."""

from local.demo import rate_card as rates
from local.demo.estate import STEADY, STORED, Demand, Placement, Resource, UsageLine, resource_number
from local.demo.story import COMPUTE_PLAN

DAYS_A_MONTH = 30.4


def instance(
    place: Placement,
    name: str,
    size: str,
    demand: Demand = STEADY,
    *,
    hours: float = 24,
    zone: str = "a",
    savings_plan: str | None = COMPUTE_PLAN,
    reservation: str | None = None,
) -> UsageLine:
    """Instances of one size, `hours` a day together, and the plan and reservation that may cover them."""
    resource = Resource(f"i-{resource_number(name)}", "Instance", name)
    rate = rates.instance_hours(size)
    return UsageLine(rate, place, hours, demand, resource, place.region + zone, savings_plan, reservation)


def volume(place: Placement, name: str, kind: str, gigabytes: int) -> UsageLine:
    """One EBS volume of kind gp2 or gp3."""
    resource = Resource(f"vol-{resource_number(name)}", "Volume", name)
    stored = gigabytes / DAYS_A_MONTH
    return UsageLine(rates.volume_storage(kind), place, stored, resource=resource, zone=place.region + "a")


def snapshots(place: Placement, name: str, gigabytes: int) -> UsageLine:
    """The EBS snapshots of a place."""
    resource = Resource(f"snap-{resource_number(name)}", "Snapshot", name)
    return UsageLine(rates.SNAPSHOT_STORAGE, place, gigabytes / DAYS_A_MONTH, STORED, resource)


def nat_gateway(place: Placement, name: str, gigabytes: float, demand: Demand) -> list[UsageLine]:
    """A NAT gateway: its hours and the bytes through it."""
    resource = Resource(_arn("ec2", place, f"natgateway/nat-{resource_number(name)}"), "NAT gateway", name)
    return [
        UsageLine(rates.NAT_HOURS, place, 24, resource=resource),
        UsageLine(rates.NAT_BYTES, place, gigabytes, demand, resource),
    ]


def load_balancer(place: Placement, name: str, capacity_units: float, demand: Demand) -> list[UsageLine]:
    """An Application Load Balancer with its two public addresses; no capacity units: nothing reaches it."""
    balancer = f"loadbalancer/app/{name}/{resource_number(name)}"
    resource = Resource(_arn("elasticloadbalancing", place, balancer), "Load balancer", name)
    address = Resource(_arn("ec2", place, f"elastic-ip/eipalloc-{resource_number(name)}"), "Elastic IP", name)
    lines = [
        UsageLine(rates.BALANCER_HOURS, place, 24, resource=resource),
        UsageLine(rates.ADDRESS_IN_USE, place, 48, resource=address),
    ]
    if capacity_units:
        lines.append(UsageLine(rates.BALANCER_CAPACITY, place, capacity_units, demand, resource))
    return lines


def idle_address(place: Placement, name: str) -> UsageLine:
    """An Elastic IP address that nothing uses."""
    resource = Resource(
        _arn("ec2", place, f"elastic-ip/eipalloc-{resource_number(name)}"), "Elastic IP", name
    )
    return UsageLine(rates.ADDRESS_IDLE, place, 24, resource=resource)


def data_transfer(
    place: Placement, *, internet: float, between_zones: float, demand: Demand
) -> list[UsageLine]:
    """Gigabytes out to the internet and between Availability Zones."""
    return [
        UsageLine(rates.INTERNET_BYTES, place, internet, demand),
        UsageLine(rates.BETWEEN_ZONES_BYTES, place, between_zones, demand),
    ]


def bucket(place: Placement, name: str, gigabytes: float, requests: float, demand: Demand) -> list[UsageLine]:
    """An S3 bucket: what it stores, its writes, and nine reads to each."""
    resource = Resource(name, "Bucket", name)
    return [
        UsageLine(rates.S3_STORAGE, place, gigabytes / DAYS_A_MONTH, STORED, resource),
        UsageLine(rates.S3_WRITES, place, requests, demand, resource),
        UsageLine(rates.S3_READS, place, requests * 9, demand, resource),
    ]


def database(
    place: Placement,
    name: str,
    size: str,
    gigabytes: float,
    demand: Demand = STEADY,
    *,
    reservation: str | None = None,
) -> list[UsageLine]:
    """A PostgreSQL instance with gp3 storage, covered by the `reservation` of that name if there is one."""
    resource = Resource(_arn("rds", place, f"db:{name}"), "DB instance", name)
    hours = UsageLine(rates.database_hours(size), place, 24, demand, resource, reservation=reservation)
    return [hours, UsageLine(rates.DATABASE_STORAGE, place, gigabytes / DAYS_A_MONTH, demand, resource)]


def cache(place: Placement, name: str, size: str, nodes: int) -> UsageLine:
    """A Redis cluster of ElastiCache."""
    resource = Resource(_arn("elasticache", place, f"cluster:{name}"), "Cache cluster", name)
    return UsageLine(rates.cache_hours(size), place, 24 * nodes, resource=resource)


def table(
    place: Placement, name: str, reads: float, writes: float, gigabytes: float, demand: Demand
) -> list[UsageLine]:
    """A DynamoDB table on demand."""
    resource = Resource(_arn("dynamodb", place, f"table/{name}"), "Table", name)
    return [
        UsageLine(rates.TABLE_READS, place, reads, demand, resource),
        UsageLine(rates.TABLE_WRITES, place, writes, demand, resource),
        UsageLine(rates.TABLE_STORAGE, place, gigabytes / DAYS_A_MONTH, STORED, resource),
    ]


def function(
    place: Placement, name: str, gigabyte_seconds: float, requests: float, demand: Demand
) -> list[UsageLine]:
    """A Lambda function."""
    resource = Resource(_arn("lambda", place, f"function:{name}"), "Function", name)
    return [
        UsageLine(
            rates.FUNCTION_SECONDS, place, gigabyte_seconds, demand, resource, savings_plan=COMPUTE_PLAN
        ),
        UsageLine(rates.FUNCTION_REQUESTS, place, requests, demand, resource),
    ]


def container_service(
    place: Placement, name: str, vcpus: float, gigabytes: float, demand: Demand
) -> list[UsageLine]:
    """An ECS service on Fargate of so many vCPUs and gigabytes of memory, around the clock."""
    resource = Resource(_arn("ecs", place, f"service/{name}"), "Service", name)
    return [
        UsageLine(rates.FARGATE_CPU, place, 24 * vcpus, demand, resource, savings_plan=COMPUTE_PLAN),
        UsageLine(rates.FARGATE_MEMORY, place, 24 * gigabytes, demand, resource, savings_plan=COMPUTE_PLAN),
    ]


def monitoring(place: Placement, *, metrics: float, log_gigabytes: float, demand: Demand) -> list[UsageLine]:
    """CloudWatch: custom metrics kept, and gigabytes of logs."""
    return [
        UsageLine(rates.METRICS, place, metrics / DAYS_A_MONTH),
        UsageLine(rates.LOG_BYTES, place, log_gigabytes, demand),
    ]


def keys(place: Placement, *, kept: float, requests: float, demand: Demand) -> list[UsageLine]:
    """KMS: keys kept, and requests."""
    return [
        UsageLine(rates.KEYS_KEPT, place, kept / DAYS_A_MONTH),
        UsageLine(rates.KEY_REQUESTS, place, requests, demand),
    ]


def _arn(service: str, place: Placement, resource: str) -> str:
    return f"arn:aws:{service}:{place.region}:{place.account_id}:{resource}"
