"""What Trusted Advisor's cost checks flag in the demo organisation: partly what the hub names too.

Ids, names and columns are those of AWS's cost optimization checks
(https://docs.aws.amazon.com/awssupport/latest/user/cost-optimization-checks.html).
"""

from decimal import Decimal

from local.cost_apis.advice import FlaggedResource, TrustedAdvisorCheck
from local.demo.bill_reader import BillReader
from local.demo.resources import arn_of, line_of, resource_of


def checks_of(bill: BillReader) -> tuple[TrustedAdvisorCheck, ...]:
    """The cost checks. The load balancer and the address are named by nobody else."""
    return (
        _instances(bill),
        _volumes(bill),
        _databases(bill),
        _load_balancers(bill),
        _addresses(bill),
        TrustedAdvisorCheck(
            id="Cm24dfsM12",
            name="Amazon Comprehend Underutilized Endpoints",
            description="Checks for endpoints of Amazon Comprehend without requests in the last 15 days.",
            service="comprehend",
            savings=Decimal(0),
            processed=0,
            columns=("Status", "Region", "Endpoint ARN", "Provisioned Inference Unit", "AutoScaling Status"),
        ),
    )


def _instances(bill: BillReader) -> TrustedAdvisorCheck:
    name, resource = "forgotten-experiment", resource_of("forgotten-experiment")
    savings = bill.monthly_cost(resource.id)
    return _check(
        "Qch7DwouX1",
        "Low Utilization Amazon EC2 Instances",
        "Checks for instances with 10 % CPU or less and 5 MB or less of network on at least 4 of 14 days.",
        "ec2",
        processed=24,
        savings=savings,
        name=name,
        columns={
            "Region/AZ": line_of(name).zone or line_of(name).placement.region,
            "Instance ID": resource.id,
            "Instance Name": name,
            "Instance Type": "m5.xlarge",
            "Estimated Monthly Savings": _dollars(savings),
            "14-Day Average CPU Utilization": "1.2%",
            "14-Day Average Network I/O": "0.04MB",
            "Number of Days Low Utilization": "14 days",
        },
    )


def _volumes(bill: BillReader) -> TrustedAdvisorCheck:
    name, resource = "dev-left-over", resource_of("dev-left-over")
    savings = bill.monthly_cost(resource.id)
    return _check(
        "DAvU99Dc4C",
        "Underutilized Amazon EBS Volumes",
        "Checks for volumes that are unattached, or had less than one IOPS a day in the past 7 days.",
        "ebs",
        processed=11,
        savings=savings,
        name=name,
        columns={
            "Region": line_of(name).placement.region,
            "Volume ID": resource.id,
            "Volume Name": name,
            "Volume Type": "General Purpose SSD (gp3)",
            "Volume Size": "900",
            "Monthly Storage Cost": _dollars(savings),
        },
    )


def _databases(bill: BillReader) -> TrustedAdvisorCheck:
    name = "forgotten-database"
    savings = bill.monthly_cost(resource_of(name).id)
    return _check(
        "Ti39halfu8",
        "Amazon RDS Idle DB Instances",
        "Checks for database instances that nothing has connected to for 7 days or more.",
        "rds",
        processed=8,
        savings=savings,
        name=name,
        columns={
            "Region": line_of(name).placement.region,
            "DB Instance Name": name,
            "Multi-AZ": "No",
            "Instance Type": "db.m5.large",
            "Storage Provisioned (GB)": "100",
            "Days Since Last Connection": "14+",
            "Estimated Monthly Savings (On Demand)": _dollars(savings),
        },
    )


def _load_balancers(bill: BillReader) -> TrustedAdvisorCheck:
    name = "dev-preview"
    savings = bill.monthly_cost(resource_of(name).id)
    return _check(
        "hjLMh88uM8",
        "Idle Load Balancers",
        "Checks for load balancers without active back-end instances or with few requests.",
        "elb",
        processed=5,
        savings=savings,
        name=name,
        columns={
            "Region": line_of(name).placement.region,
            "Load Balancer Name": name,
            "Reason": "Low request count",
            "Estimated Monthly Savings": _dollars(savings),
        },
    )


def _addresses(bill: BillReader) -> TrustedAdvisorCheck:
    name = "forgotten-address"
    return _check(
        "Z4AUBRNSmz",
        "Unassociated Elastic IP Addresses",
        "Checks for Elastic IP addresses that belong to no running instance.",
        "ec2",
        processed=9,
        savings=bill.monthly_cost(resource_of(name).id),
        name=name,
        columns={"Region": line_of(name).placement.region, "IP Address": "203.0.113.17"},
    )


def _check(
    check_id: str,
    title: str,
    description: str,
    service: str,
    *,
    processed: int,
    savings: Decimal,
    name: str,
    columns: dict[str, str],
) -> TrustedAdvisorCheck:
    place = line_of(name).placement
    flagged = FlaggedResource(place.account_id, place.region, arn_of(name), columns)
    return TrustedAdvisorCheck(
        check_id, title, description, service, savings, processed, tuple(columns), (flagged,)
    )


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"
