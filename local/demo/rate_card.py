"""What a unit of each thing the demo organisation uses costs: AWS's public on-demand prices, in dollars."""

from dataclasses import dataclass

COMPUTE = "Amazon Elastic Compute Cloud - Compute"
EC2_OTHER = "EC2 - Other"
S3 = "Amazon Simple Storage Service"
RDS = "Amazon Relational Database Service"
ELASTICACHE = "Amazon ElastiCache"
DYNAMODB = "Amazon DynamoDB"
LAMBDA = "AWS Lambda"
FARGATE = "Amazon Elastic Container Service"
KUBERNETES = "Amazon Elastic Container Service for Kubernetes"
LOAD_BALANCING = "Amazon Elastic Load Balancing"
VPC = "Amazon Virtual Private Cloud"
CLOUDWATCH = "AmazonCloudWatch"
KMS = "AWS Key Management Service"
SECRETS = "AWS Secrets Manager"
REDSHIFT = "Amazon Redshift"
OPENSEARCH = "Amazon OpenSearch Service"
GLUE = "AWS Glue"
CLOUDFRONT = "Amazon CloudFront"
ROUTE_53 = "Amazon Route 53"
SQS = "Amazon Simple Queue Service"
GUARDDUTY = "Amazon GuardDuty"
CLOUDTRAIL = "AWS CloudTrail"
COST_EXPLORER = "AWS Cost Explorer"
BEDROCK = "Amazon Bedrock"
STEP_FUNCTIONS = "AWS Step Functions"
KAFKA = "Amazon Managed Streaming for Apache Kafka"

# FOCUS's ServiceCategory
SERVICE_CATEGORIES = {
    COMPUTE: "Compute", EC2_OTHER: "Compute", LAMBDA: "Compute", FARGATE: "Compute", KUBERNETES: "Compute",
    STEP_FUNCTIONS: "Compute", S3: "Storage",
    RDS: "Databases", ELASTICACHE: "Databases", DYNAMODB: "Databases",
    LOAD_BALANCING: "Networking", VPC: "Networking", CLOUDFRONT: "Networking", ROUTE_53: "Networking",
    CLOUDWATCH: "Management and Governance", CLOUDTRAIL: "Management and Governance",
    COST_EXPLORER: "Management and Governance", KMS: "Security", SECRETS: "Security", GUARDDUTY: "Security",
    REDSHIFT: "Analytics", OPENSEARCH: "Analytics", GLUE: "Analytics", KAFKA: "Analytics", SQS: "Integration",
    BEDROCK: "AI and Machine Learning",
}  # fmt: skip

INSTANCE_PRICES = {
    "t3.medium": "0.0416", "m5.large": "0.096", "m5.xlarge": "0.192", "m5.2xlarge": "0.384",
    "c6i.xlarge": "0.17", "r5.xlarge": "0.252",
}  # fmt: skip
DATABASE_PRICES = {
    "db.r6g.large": "0.225",
    "db.r6g.xlarge": "0.45",
    "db.t4g.medium": "0.065",
    "db.m5.large": "0.171",
}
CACHE_PRICES = {"cache.r6g.large": "0.206"}
VOLUME_PRICES = {"gp2": "0.10", "gp3": "0.08"}

SAVINGS_PLAN_DISCOUNT_EC2 = "0.28"
SAVINGS_PLAN_DISCOUNT_FARGATE = "0.20"
SAVINGS_PLAN_DISCOUNT_LAMBDA = "0.12"
CLOUDFRONT_PRICE_CUT = "0.15"


@dataclass(frozen=True)
class Rate:
    """One line of the price list; `price` is in dollars a `unit`.

    `usage_type` stands without its region's prefix; `{region}` in it is the region's code.
    `savings_plan_discount` is the fraction a Compute Savings Plan takes off, None where it does not apply.
    `price_cut` is the fraction taken off the price since local.demo.story.PRICE_CUT_DAYS_AGO.
    """

    service: str
    usage_type: str
    operation: str
    unit: str
    price: str
    savings_plan_discount: str | None = None
    price_cut: str = "0"

    @property
    def category(self) -> str:
        """FOCUS's ServiceCategory."""
        return SERVICE_CATEGORIES[self.service]


def instance_hours(size: str) -> Rate:
    """A Linux instance."""
    price = INSTANCE_PRICES[size]
    return Rate(COMPUTE, f"BoxUsage:{size}", "RunInstances", "Hours", price, SAVINGS_PLAN_DISCOUNT_EC2)


def volume_storage(kind: str) -> Rate:
    """An EBS volume of kind gp2 or gp3."""
    return Rate(
        EC2_OTHER,
        f"EBS:VolumeUsage.{kind}",
        f"CreateVolume-{kind.capitalize()}",
        "GB-Mo",
        VOLUME_PRICES[kind],
    )


def database_hours(size: str) -> Rate:
    """A PostgreSQL instance in one Availability Zone."""
    return Rate(RDS, f"InstanceUsage:{size}", "CreateDBInstance:0014", "Hours", DATABASE_PRICES[size])


def cache_hours(size: str) -> Rate:
    """A Redis node."""
    return Rate(ELASTICACHE, f"NodeUsage:{size}", "CreateCacheCluster:0002", "Hours", CACHE_PRICES[size])


def edge_transfer(area: str, price: str) -> Rate:
    """CloudFront's bytes to viewers in one area of its price list (US, EU, AU)."""
    return Rate(
        CLOUDFRONT, f"{area}-DataTransfer-Out-Bytes", "GET", "GB", price, price_cut=CLOUDFRONT_PRICE_CUT
    )


def edge_requests(area: str) -> Rate:
    """CloudFront's HTTPS requests of viewers in one area."""
    return Rate(CLOUDFRONT, f"{area}-Requests-Tier2-HTTPS", "GET", "Requests", "0.000001")


SNAPSHOT_STORAGE = Rate(EC2_OTHER, "EBS:SnapshotUsage", "CreateSnapshot", "GB-Mo", "0.05")
NAT_HOURS = Rate(EC2_OTHER, "NatGateway-Hours", "NatGateway", "Hours", "0.045")
NAT_BYTES = Rate(EC2_OTHER, "NatGateway-Bytes", "NatGateway", "GB", "0.045")
INTERNET_BYTES = Rate(EC2_OTHER, "DataTransfer-Out-Bytes", "RunInstances", "GB", "0.09")
BETWEEN_ZONES_BYTES = Rate(EC2_OTHER, "DataTransfer-Regional-Bytes", "InterZone-Out", "GB", "0.01")
ADDRESS_IN_USE = Rate(VPC, "PublicIPv4:InUseAddress", "AllocateAddressVPC", "Hours", "0.005")
ADDRESS_IDLE = Rate(VPC, "PublicIPv4:IdleAddress", "AllocateAddressVPC", "Hours", "0.005")
ENDPOINT_HOURS = Rate(VPC, "VpcEndpoint-Hours", "VpcEndpoint", "Hours", "0.011")
BALANCER_HOURS = Rate(LOAD_BALANCING, "LoadBalancerUsage", "LoadBalancing:Application", "Hours", "0.0225")
BALANCER_CAPACITY = Rate(LOAD_BALANCING, "LCUUsage", "LoadBalancing:Application", "LCU-Hours", "0.008")
S3_STORAGE = Rate(S3, "TimedStorage-ByteHrs", "StandardStorage", "GB-Mo", "0.023")
S3_WRITES = Rate(S3, "Requests-Tier1", "PutObject", "Requests", "0.000005")
S3_READS = Rate(S3, "Requests-Tier2", "GetObject", "Requests", "0.0000004")
DATABASE_STORAGE = Rate(RDS, "RDS:GP3-Storage", "CreateDBInstance:0014", "GB-Mo", "0.115")
TABLE_READS = Rate(DYNAMODB, "ReadRequestUnits", "PayPerRequestThroughput", "ReadRequestUnits", "0.000000125")
TABLE_WRITES = Rate(
    DYNAMODB, "WriteRequestUnits", "PayPerRequestThroughput", "WriteRequestUnits", "0.000000625"
)
TABLE_STORAGE = Rate(DYNAMODB, "TimedStorage-ByteHrs", "StandardStorage", "GB-Mo", "0.25")
FUNCTION_SECONDS = Rate(
    LAMBDA, "Lambda-GB-Second", "Invoke", "Lambda-GB-Second", "0.0000166667", SAVINGS_PLAN_DISCOUNT_LAMBDA
)
FUNCTION_REQUESTS = Rate(LAMBDA, "Request", "Invoke", "Requests", "0.0000002")
FARGATE_CPU = Rate(
    FARGATE, "Fargate-vCPU-Hours:perCPU", "FargateTask", "Hours", "0.04048", SAVINGS_PLAN_DISCOUNT_FARGATE
)
FARGATE_MEMORY = Rate(
    FARGATE, "Fargate-GB-Hours", "FargateTask", "Hours", "0.004445", SAVINGS_PLAN_DISCOUNT_FARGATE
)
CLUSTER_HOURS = Rate(KUBERNETES, "AmazonEKS-Hours:perCluster", "CreateOperation", "Hours", "0.10")
METRICS = Rate(CLOUDWATCH, "CW:MetricMonitorUsage", "MetricStorage", "Metrics", "0.30")
LOG_BYTES = Rate(CLOUDWATCH, "DataProcessing-Bytes", "PutLogEvents", "GB", "0.50")
KEYS_KEPT = Rate(KMS, "{region}-KMS-Keys", "Unknown", "Keys", "1.00")
KEY_REQUESTS = Rate(KMS, "{region}-KMS-Requests", "Decrypt", "Requests", "0.000003")
SECRETS_KEPT = Rate(SECRETS, "AWSSecretsManager-Secrets", "Unknown", "Secrets", "0.40")
SECRET_REQUESTS = Rate(SECRETS, "AWSSecretsManagerAPIRequest", "GetSecretValue", "API Requests", "0.000005")
REDSHIFT_HOURS = Rate(REDSHIFT, "Node:ra3.xlplus", "RunComputeNode:0001", "Hours", "1.086")
REDSHIFT_STORAGE = Rate(REDSHIFT, "RMS:ra3.xlplus", "ManagedStorage", "GB-Mo", "0.024")
SEARCH_HOURS = Rate(OPENSEARCH, "ESInstance:r6g.large", "ESDomain", "Hours", "0.167")
SEARCH_STORAGE = Rate(OPENSEARCH, "ES:GP3-Storage", "ESDomain", "GB-Mo", "0.122")
GLUE_JOBS = Rate(GLUE, "ETL-DPU-Hour", "Jobrun", "DPU-Hour", "0.44")
GLUE_CRAWLERS = Rate(GLUE, "Crawler-DPU-Hour", "CrawlerRun", "DPU-Hour", "0.44")
HOSTED_ZONES = Rate(ROUTE_53, "HostedZone", "HostedZone", "HostedZones", "0.50")
DNS_QUERIES = Rate(ROUTE_53, "DNS-Queries", "A", "Queries", "0.0000004")
QUEUE_REQUESTS = Rate(SQS, "Requests-Tier1", "SendMessage", "Requests", "0.0000004")
EVENTS_ANALYZED = Rate(GUARDDUTY, "PaidEventsAnalyzed", "CloudTrail-Events", "Events", "0.000004")
EVENTS_RECORDED = Rate(CLOUDTRAIL, "PaidEventsRecorded", "None", "Events", "0.00002")
COST_REQUESTS = Rate(COST_EXPLORER, "USE1-APIRequest", "GetCostAndUsage", "Requests", "0.01")
INPUT_TOKENS = Rate(BEDROCK, "USE1-NovaPro-input-tokens", "InvokeModelInference", "1K tokens", "0.0008")
OUTPUT_TOKENS = Rate(BEDROCK, "USE1-NovaPro-output-tokens", "InvokeModelInference", "1K tokens", "0.0032")
TRANSITIONS = Rate(STEP_FUNCTIONS, "StateTransition", "CreateExecution", "StateTransitions", "0.000025")
BROKER_HOURS = Rate(KAFKA, "Kafka.m5.large", "RunBroker", "Hours", "0.21")
