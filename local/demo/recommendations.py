"""What Cost Optimization Hub recommends to the demo organisation, each priced from its bill."""

import base64
from dataclasses import dataclass
from decimal import Decimal

from local.cost_apis.advice import Recommendation
from local.demo.bill_reader import BillReader
from local.demo.estate import PAYER_ACCOUNT
from local.demo.resources import arn_of, line_of, resource_of

COMPUTE_OPTIMIZER = "ComputeOptimizer"
COST_EXPLORER = "CostExplorer"
# these pay for the same hours: buying one leaves nothing for the other
COMPUTE_COMMITMENTS = "compute commitments"
UNCOVERED_COMPUTE = (
    "(ServiceName IN ('Amazon Elastic Compute Cloud - Compute', 'Amazon Elastic Container Service') "
    "OR x_UsageType LIKE '%Lambda-GB-Second')"
)
CENT_FRACTION = Decimal("0.0001")


@dataclass(frozen=True)
class Change:
    """A change to one resource of local.demo.workloads that saves a fraction of its cost."""

    resource: str
    resource_type: str
    action: str
    saved: str
    effort: str
    current: str
    recommended: str
    restart_needed: bool = False
    rollback_possible: bool = True


@dataclass(frozen=True)
class Purchase:
    """A commitment that saves a fraction of what the usage that fits `condition` costs on demand."""

    resource_type: str
    action: str
    saved: str
    region: str
    condition: str
    recommended: str
    excludes: str


CHANGES = (
    Change("forgotten-experiment", "Ec2Instance", "Stop", "1", "VeryLow", "m5.xlarge", ""),
    Change("forgotten-experiment", "Ec2Instance", "Rightsize", "0.5", "Low", "m5.xlarge", "m5.large", True),
    Change("ledger-batch", "Ec2Instance", "Rightsize", "0.5", "Medium", "m5.2xlarge", "m5.xlarge", True),
    Change(
        "ledger-batch", "Ec2Instance", "MigrateToGraviton", "0.2", "High", "m5.2xlarge", "m6g.2xlarge", True
    ),
    Change("notebook-host", "Ec2Instance", "Rightsize", "0.5", "Medium", "m5.2xlarge", "m5.xlarge", True),
    Change(
        "storefront-search",
        "Ec2Instance",
        "MigrateToGraviton",
        "0.2",
        "High",
        "r5.xlarge",
        "r6g.xlarge",
        True,
    ),
    Change("ledger-archive", "EbsVolume", "Upgrade", "0.2", "Low", "gp2 1800 GB", "gp3 1800 GB"),
    Change("storefront-media", "EbsVolume", "Upgrade", "0.2", "Low", "gp2 1500 GB", "gp3 1500 GB"),
    Change("dev-left-over", "EbsVolume", "Delete", "1", "Low", "gp3 900 GB", "", rollback_possible=False),
    Change("forgotten-nat", "NatGateway", "Delete", "1", "Low", "NAT gateway", "", rollback_possible=False),
    Change("forgotten-database", "RdsDbInstance", "Stop", "1", "Low", "db.m5.large", ""),
    Change(
        "forgotten-database",
        "RdsDbInstance",
        "Rightsize",
        "0.4",
        "Medium",
        "db.m5.large",
        "db.t4g.medium",
        True,
    ),
    Change("event-router", "LambdaFunction", "Rightsize", "0.18", "Low", "1024 MB", "832 MB"),
    Change("cart", "EcsService", "Rightsize", "0.25", "Low", "22 vCPU", "16 vCPU"),
)
PURCHASES = (
    Purchase("ComputeSavingsPlans", "PurchaseSavingsPlans", "0.18", "global", UNCOVERED_COMPUTE,
             "1 year No Upfront Compute Savings Plan", COMPUTE_COMMITMENTS),
    Purchase("Ec2InstanceSavingsPlans", "PurchaseSavingsPlans", "0.24", "us-east-1",
             "ServiceName = 'Amazon Elastic Compute Cloud - Compute' AND RegionId = 'us-east-1'",
             "1 year No Upfront EC2 Instance Savings Plan", COMPUTE_COMMITMENTS),
    Purchase("RdsReservedInstances", "PurchaseReservedInstances", "0.29", "eu-west-1",
             "x_UsageType LIKE '%InstanceUsage:db.r6g.xlarge'", "1 x db.r6g.xlarge for 1 year, No Upfront",
             "reserved db.r6g.xlarge"),
    Purchase("ElastiCacheReservedInstances", "PurchaseReservedInstances", "0.31", "us-east-1",
             "x_UsageType = 'NodeUsage:cache.r6g.large'", "3 x cache.r6g.large for 1 year, No Upfront",
             "reserved cache.r6g.large"),
)  # fmt: skip


def recommendations_of(bill: BillReader) -> tuple[Recommendation, ...]:
    """Every recommendation; of those for one resource, or for the same hours, only one can be followed."""
    return (*(_change(bill, change) for change in CHANGES), *(_purchase(bill, one) for one in PURCHASES))


def _change(bill: BillReader, change: Change) -> Recommendation:
    place, resource = line_of(change.resource).placement, resource_of(change.resource)
    cost = bill.monthly_cost(resource.id)
    return Recommendation(
        id=_id(change.resource, change.action),
        account_id=place.account_id,
        region=place.region,
        resource_type=change.resource_type,
        action=change.action,
        savings=_share(cost, change.saved),
        monthly_cost=_share(cost, "1"),
        effort=change.effort,
        source=COMPUTE_OPTIMIZER,
        excludes=resource.id,
        resource_id=arn_of(change.resource).rpartition(":")[2].rpartition("/")[2],
        resource_arn=arn_of(change.resource),
        current=change.current,
        recommended=change.recommended,
        restart_needed=change.restart_needed,
        rollback_possible=change.rollback_possible,
        tags=place.tags,
    )


def _purchase(bill: BillReader, purchase: Purchase) -> Recommendation:
    cost = bill.monthly_on_demand(purchase.condition, [])
    return Recommendation(
        id=_id(purchase.resource_type, purchase.region),
        account_id=PAYER_ACCOUNT,
        region=purchase.region,
        resource_type=purchase.resource_type,
        action=purchase.action,
        savings=_share(cost, purchase.saved),
        monthly_cost=_share(cost, "1"),
        effort="VeryLow",
        source=COST_EXPLORER,
        excludes=purchase.excludes,
        recommended=purchase.recommended,
        rollback_possible=False,
    )


def _share(cost: Decimal, fraction: str) -> Decimal:
    return (cost * Decimal(fraction)).quantize(CENT_FRACTION)


def _id(*parts: str) -> str:
    return base64.urlsafe_b64encode("/".join(parts).encode()).decode()
