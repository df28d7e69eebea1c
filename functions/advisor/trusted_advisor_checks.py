"""What a Trusted Advisor cost check means: its action, its kind of resource, and what each resource saves."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from advisor.finding import Finding, amount_of, bare_resource_id
from protocol.result import Recommendation

SOURCE = "trusted-advisor"

# The checks of the cost pillar, https://docs.aws.amazon.com/awssupport/latest/user/cost-optimization-checks.html,
# by words of their names; the first that fits counts.
_ACTIONS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("savings plan",), "PurchaseSavingsPlans"),
    (("reserved", "reservation"), "PurchaseReservedInstances"),
    (("over-provisioned", "over provisioned", "overprovisioned", "consolidation"), "Rightsize"),
    (("low utilization amazon ec2", "idle db", "idle ec2", "underutilized amazon redshift"), "Stop"),
    (("idle", "unassociated", "unattached", "inactive", "underutilized", "unused"), "Delete"),
)
_RESOURCE_TYPES: tuple[tuple[str, str], ...] = (
    ("savings plan", "ComputeSavingsPlans"),
    ("ec2 reserved", "Ec2ReservedInstances"),
    ("load balancer", "LoadBalancer"),
    ("elastic ip", "ElasticIpAddress"),
    ("nat gateway", "NatGateway"),
    ("ebs", "EbsVolume"),
    ("rds", "RdsDbInstance"),
    ("lambda", "LambdaFunction"),
    ("redshift", "RedshiftCluster"),
    ("s3", "S3Bucket"),
    ("vpc", "VpcEndpoint"),
    ("comprehend", "ComprehendEndpoint"),
    ("ecs", "EcsService"),
    ("ec2", "Ec2Instance"),
)
_NAMES_A_RESOURCE = ("arn", " id", " name", "ip address")


@dataclass(frozen=True)
class FlaggedResource:
    """A resource a check flags; `metadata` is the check's own columns, by name."""

    id: str
    resource: str = ""
    account: str = ""
    region: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def named(self) -> str:
        """The resource's id or ARN: some checks give it only as a column."""
        if self.resource:
            return self.resource
        columns = ((f" {name.lower()}", value) for name, value in self.metadata.items())
        return next(
            (
                value
                for name, value in columns
                if value and name.endswith(_NAMES_A_RESOURCE) and "region" not in name
            ),
            "",
        )

    @property
    def monthly_savings(self) -> Decimal | None:
        """What its own columns say it saves a month; None where the check prices only the whole."""
        for name, value in self.metadata.items():
            if "monthly savings" in name.lower():
                return amount_of(value)
        return None


def findings_of_check(
    check_id: str, name: str, resources: list[FlaggedResource], whole: Decimal | None
) -> Iterator[Finding]:
    """A finding for each resource with savings of its own, or one for the check with its `whole` savings."""
    if not resources:
        return
    priced = [(resource, resource.monthly_savings) for resource in resources]
    if all(savings is None for _, savings in priced):
        first = resources[0]
        single = first if len(resources) == 1 else FlaggedResource(id=check_id, account=first.account)
        priced = [(single, whole)]
    for resource, savings in priced:
        if savings is not None:
            yield _finding(resource, name, savings)


def account_of_arn(arn: str) -> str:
    """The account id of an ARN, empty where it has none."""
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[0] == "arn" else ""


def _finding(resource: FlaggedResource, check_name: str, savings: Decimal) -> Finding:
    named = resource.named
    is_arn = named.startswith("arn:")
    lowered = check_name.lower()
    recommendation = Recommendation(
        id=resource.id,
        source=SOURCE,
        resource_type=next((kind for word, kind in _RESOURCE_TYPES if word in lowered), check_name),
        resource_id=bare_resource_id(named),
        account_id=resource.account or account_of_arn(named),
        region="" if resource.region == "-" else resource.region,
        action=next((act for words, act in _ACTIONS if any(word in lowered for word in words)), "Review"),
        estimated_monthly_savings=savings,
        effort="",
    )
    return Finding(recommendation, named if is_arn else "")
