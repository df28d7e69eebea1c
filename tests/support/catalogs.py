"""Three bills' values: one named as Cost Explorer names things, one as a FOCUS export does, one bare."""

from datetime import date

from billing.catalog import Account, Catalog

COST_EXPLORER = Catalog(
    first_day=date(2025, 1, 1),
    last_day=date(2026, 3, 10),
    services=[
        "AWS CloudTrail", "AWS Config", "AWS Glue", "AWS Key Management Service", "AWS Lambda",
        "AWS Support (Business)", "Amazon Athena", "Amazon Bedrock", "Amazon CloudFront", "Amazon DynamoDB",
        "Amazon EC2 Container Registry (ECR)", "EC2 - Other", "Amazon ElastiCache",
        "Amazon Elastic Compute Cloud - Compute", "Amazon Elastic Container Service",
        "Amazon Elastic Load Balancing", "Amazon GuardDuty", "Amazon Redshift",
        "Amazon Relational Database Service", "Amazon Route 53", "Amazon Simple Notification Service",
        "Amazon Simple Queue Service", "Amazon Simple Storage Service", "Amazon Virtual Private Cloud",
        "AmazonCloudWatch", "Elastic Load Balancing", "Savings Plans for AWS Compute usage", "Tax",
    ],
    regions=["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2", "global"],
    accounts=[
        Account(id="111111111111", name="acme-management"),
        Account(id="222222222222", name="payments-prod"),
        Account(id="333333333333", name="payments-dev"),
        Account(id="444444444444", name="Data Platform"),
        Account(id="555555555555", name="sandbox"),
    ],
    usage_types=[
        "BoxUsage:m5.large", "USE2-BoxUsage:m5.large", "EUW1-BoxUsage:t3.micro", "USE2-SpotUsage:c5.large",
        "EBS:VolumeUsage.gp3", "USE2-EBS:VolumeUsage.gp2", "EBS:SnapshotUsage", "USE2-EBS:SnapshotUsage",
        "NatGateway-Hours", "NatGateway-Bytes", "USE2-NatGateway-Hours", "USE2-NatGateway-Bytes",
        "DataTransfer-Out-Bytes", "USE2-DataTransfer-Out-Bytes", "DataTransfer-In-Bytes",
        "DataTransfer-Regional-Bytes", "USE1-EUW1-AWS-Out-Bytes", "PublicIPv4:InUseAddress",
        "USE2-PublicIPv4:IdleAddress", "ElasticIP:IdleAddress", "TimedStorage-ByteHrs",
        "USE2-TimedStorage-ByteHrs", "Requests-Tier1", "Requests-Tier2", "LoadBalancerUsage", "LCUUsage",
        "InstanceUsage:db.r5.large", "RDS:GP3-Storage", "VpcEndpoint-Hours", "Lambda-GB-Second", "Request",
        "ReadRequestUnits", "WriteRequestUnits", "DataProcessing-Bytes",
    ],
    operations=["RunInstances", "PutObject", "GetObject", "CreateDBInstance:0021", "NatGateway", "Invoke"],
    availability_zones=["us-east-2a", "us-east-2b", "eu-west-1a"],
    charge_types=["Usage", "Tax", "Credit", "Refund", "Fee", "SavingsPlanRecurringFee", "SavingsPlanCoveredUsage",
                  "SavingsPlanNegation", "DiscountedUsage", "RIFee", "EdpDiscount"],
    tags={
        "team": ["checkout", "search", "data", "platform", "mobile"],
        "Environment": ["prod", "staging", "dev"],
        "cost-center": ["1001", "1002"],
    },
    cost_categories={"Product line": ["Shop", "Marketplace apps"]},
)  # fmt: skip

FOCUS_SAMPLE = Catalog(
    first_day=date(2024, 9, 1),
    last_day=date(2024, 9, 30),
    services=[
        "AWS CloudTrail", "AWS Key Management Service", "AWS Lambda", "AWS Security Hub", "AWS Step Functions",
        "AWS Systems Manager", "AWS WAF", "Amazon API Gateway", "Amazon CloudFront", "Amazon DynamoDB",
        "Amazon EC2 Container Registry (ECR)", "Amazon Elastic Compute Cloud", "Amazon Elastic Container Service",
        "Amazon Elastic Container Service for Kubernetes", "Amazon Elastic File System",
        "Amazon Relational Database Service", "Amazon Route 53", "Amazon Simple Notification Service",
        "Amazon Simple Queue Service", "Amazon Simple Storage Service", "Amazon Virtual Private Cloud",
        "AmazonCloudWatch", "Elastic Load Balancing", "Red Hat OpenShift Service on AWS",
    ],
    regions=["us-west-2", "us-east-1", "us-east-2", "eu-central-1", "ap-south-1", "ap-northeast-1", "eu-west-2",
             "ap-southeast-1", "us-west-1", "eu-west-1", "sa-east-1", "global"],
    accounts=[
        Account(id="11353890204", name="Atlas Orion"), Account(id="18938484842", name="Orion Zenith"),
        Account(id="85742851457", name="Orion Odyssey"), Account(id="51738928782", name="Atlas Nimbus"),
    ],
    availability_zones=["us-east-1a", "us-west-2b"],
    charge_types=["Usage", "Credit"],
    tags={
        "application": ["BrightPathMatrix", "ZoomMapMax", "PrimeManagerDrive"],
        "environment": ["dev", "prod"],
        "business_unit": ["PeoriaData", "TempeAI", "ViennaAI"],
    },
    unavailable=["USAGE_TYPE", "OPERATION"],
)  # fmt: skip

MINIMAL = Catalog(
    currency="EUR",
    first_day=date(2025, 6, 1),
    last_day=date(2026, 3, 9),
    services=["Amazon Elastic Compute Cloud - Compute", "Amazon Simple Storage Service"],
    charge_types=["Usage"],
    unavailable=["REGION", "LINKED_ACCOUNT", "USAGE_TYPE", "OPERATION", "AZ"],
)
