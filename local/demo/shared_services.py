"""The demo organisation's lines that are no workload of one kind: managed services, security, the new and the gone."""

from collections.abc import Iterator

from local.demo.components import DAYS_A_MONTH
from local.demo.estate import ANALYTICS, BUSINESS, SHOPPERS, STEADY, STORED, Demand, Placement, UsageLine

DATA = Placement("data-platform", "eu-central-1", "data", "prod", "warehouse")
PLATFORM = Placement("checkout-prod", "eu-west-1", "platform", "prod", "clusters")
EDGE = Placement("checkout-prod", "global", "checkout", "prod", "storefront")
SECURITY = Placement("security", "us-east-1", "security", "prod")
ORGANISATION = Placement("organisation", "us-east-1")
ASSISTANT = Placement("checkout-prod", "us-east-1", "checkout", "prod", "assistant")
STREAMS = Placement("data-platform", "eu-west-1", "data", "prod", "events")

# days before today
BEDROCK_APPEARED = 47
STEP_FUNCTIONS_APPEARED = 128
KAFKA_ENDED = 152
PRICE_CUT = "0.15"


def shared_services() -> Iterator[UsageLine]:
    """Every such line, in an order that never changes."""
    yield from _analytics()
    yield from _edge()
    yield from _platform()
    yield from _security()
    yield from _new_and_gone()


def _analytics() -> Iterator[UsageLine]:
    cluster = f"arn:aws:redshift:{DATA.region}:{DATA.account_id}:cluster:warehouse"
    domain = f"arn:aws:es:{DATA.region}:{DATA.account_id}:domain/catalogue-search"
    yield _line("Amazon Redshift", "Analytics", DATA, "Node:ra3.xlplus", "RunComputeNode:0001", "Hours", "1.086", 72,
                resource=cluster, kind="Cluster")  # fmt: skip
    yield _line("Amazon Redshift", "Analytics", DATA, "RMS:ra3.xlplus", "ManagedStorage", "GB-Mo", "0.024",
                9000 / DAYS_A_MONTH, STORED, resource=cluster, kind="Cluster")  # fmt: skip
    yield _line("Amazon OpenSearch Service", "Analytics", DATA, "ESInstance:r6g.large", "ESDomain", "Hours", "0.167",
                72, resource=domain, kind="Domain")  # fmt: skip
    yield _line("Amazon OpenSearch Service", "Analytics", DATA, "ES:GP3-Storage", "ESDomain", "GB-Mo", "0.122",
                900 / DAYS_A_MONTH, resource=domain, kind="Domain")  # fmt: skip
    yield _line("AWS Glue", "Analytics", DATA, "ETL-DPU-Hour", "Jobrun", "DPU-Hour", "0.44", 130, ANALYTICS)
    yield _line(
        "AWS Glue", "Analytics", DATA, "Crawler-DPU-Hour", "CrawlerRun", "DPU-Hour", "0.44", 6, ANALYTICS
    )


def _edge() -> Iterator[UsageLine]:
    distribution = f"arn:aws:cloudfront::{EDGE.account_id}:distribution/E2QWRUHEXAMPLE"
    for area, gigabytes, price in (("US", 420, "0.085"), ("EU", 690, "0.085"), ("AU", 75, "0.114")):
        yield _line("Amazon CloudFront", "Networking", EDGE, f"{area}-DataTransfer-Out-Bytes", "GET", "GB", price,
                    gigabytes, SHOPPERS, resource=distribution, kind="Distribution", price_cut=PRICE_CUT)  # fmt: skip
        yield _line("Amazon CloudFront", "Networking", EDGE, f"{area}-Requests-Tier2-HTTPS", "GET", "Requests",
                    "0.000001", gigabytes * 22_000, SHOPPERS, resource=distribution, kind="Distribution")  # fmt: skip
    yield _line("Amazon Route 53", "Networking", EDGE, "HostedZone", "HostedZone", "HostedZones", "0.50",
                34 / DAYS_A_MONTH)  # fmt: skip
    yield _line(
        "Amazon Route 53", "Networking", EDGE, "DNS-Queries", "A", "Queries", "0.0000004", 9_000_000, SHOPPERS
    )


def _platform() -> Iterator[UsageLine]:
    kubernetes = "Amazon Elastic Container Service for Kubernetes"
    for name in ("clusters-blue", "clusters-green"):
        yield _line(kubernetes, "Compute", PLATFORM, "AmazonEKS-Hours:perCluster", "CreateOperation", "Hours", "0.10",
                    24, resource=f"arn:aws:eks:{PLATFORM.region}:{PLATFORM.account_id}:cluster/{name}",
                    kind="Cluster")  # fmt: skip
    yield _line("Amazon Simple Queue Service", "Integration", STREAMS, "Requests-Tier1", "SendMessage", "Requests",
                "0.0000004", 41_000_000, BUSINESS)  # fmt: skip
    yield _line("AWS Secrets Manager", "Security", PLATFORM, "AWSSecretsManager-Secrets", "Unknown", "Secrets",
                "0.40", 260 / DAYS_A_MONTH)  # fmt: skip
    yield _line("AWS Secrets Manager", "Security", PLATFORM, "AWSSecretsManagerAPIRequest", "GetSecretValue",
                "API Requests", "0.000005", 700_000, BUSINESS)  # fmt: skip
    yield _line("Amazon Virtual Private Cloud", "Networking", PLATFORM, "VpcEndpoint-Hours", "VpcEndpoint", "Hours",
                "0.011", 24 * 9)  # fmt: skip


def _security() -> Iterator[UsageLine]:
    yield _line("Amazon GuardDuty", "Security", SECURITY, "PaidEventsAnalyzed", "CloudTrail-Events", "Events",
                "0.000004", 7_500_000, BUSINESS)  # fmt: skip
    yield _line("AWS CloudTrail", "Management and Governance", SECURITY, "PaidEventsRecorded", "None", "Events",
                "0.00002", 900_000, BUSINESS)  # fmt: skip
    yield _line("Amazon Simple Storage Service", "Storage", SECURITY, "TimedStorage-ByteHrs", "StandardStorage",
                "GB-Mo", "0.023", 14_000 / DAYS_A_MONTH, STORED, resource="meridian-audit-log", kind="Bucket")  # fmt: skip
    yield _line("AWS Key Management Service", "Security", SECURITY, "us-east-1-KMS-Keys", "Unknown", "Keys", "1.00",
                17 / DAYS_A_MONTH)  # fmt: skip
    yield _line("AWS Cost Explorer", "Management and Governance", ORGANISATION, "USE1-APIRequest",
                "GetCostAndUsage", "Requests", "0.01", 42, Demand(weekend=0.1, noise=0.4))  # fmt: skip


def _new_and_gone() -> Iterator[UsageLine]:
    bedrock = Demand(weekend=0.8, growth=0.9, noise=0.15, appeared=BEDROCK_APPEARED)
    yield _line("Amazon Bedrock", "AI and Machine Learning", ASSISTANT, "USE1-NovaPro-input-tokens",
                "InvokeModelInference", "1K tokens", "0.0008", 31_000, bedrock)  # fmt: skip
    yield _line("Amazon Bedrock", "AI and Machine Learning", ASSISTANT, "USE1-NovaPro-output-tokens",
                "InvokeModelInference", "1K tokens", "0.0032", 7_400, bedrock)  # fmt: skip
    yield _line("AWS Step Functions", "Compute", STREAMS, "StateTransition", "CreateExecution", "StateTransitions",
                "0.000025", 310_000, Demand(weekend=0.6, noise=0.1, appeared=STEP_FUNCTIONS_APPEARED))  # fmt: skip
    yield _line("Amazon Managed Streaming for Apache Kafka", "Analytics", STREAMS, "Kafka.m5.large", "RunBroker",
                "Hours", "0.21", 72, Demand(ended=KAFKA_ENDED),
                resource=f"arn:aws:kafka:{STREAMS.region}:{STREAMS.account_id}:cluster/events", kind="Cluster")  # fmt: skip


def _line(
    service: str, category: str, place: Placement, usage_type: str, operation: str, unit: str, price: str,
    per_day: float, demand: Demand = STEADY, *, resource: str | None = None, kind: str | None = None,
    price_cut: str = "0",
) -> UsageLine:  # fmt: skip
    """A line of a service that has no part of its own in `components`; the region's prefix is put before it."""
    return UsageLine(
        service, category, place, place.usage_type(usage_type), operation, unit, price, per_day, demand, resource,
        kind, price_cut=price_cut,
    )  # fmt: skip
