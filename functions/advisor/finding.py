"""One recommendation on its way into the answer, with what tells whether two name the same resource."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from protocol.result import Recommendation

PURCHASE_PLANS, PURCHASE_RESERVATIONS = "PurchaseSavingsPlans", "PurchaseReservedInstances"
PURCHASES = (PURCHASE_PLANS, PURCHASE_RESERVATIONS)


@dataclass(frozen=True)
class Finding:
    """A recommendation beside its resource's ARN, where the source gives one."""

    recommendation: Recommendation
    resource_arn: str = ""

    @property
    def savings(self) -> Decimal:
        """Estimated savings a month, in the source's currency."""
        return self.recommendation.estimated_monthly_savings

    @property
    def is_purchase(self) -> bool:
        """Whether it advises a commitment, which belongs to no single resource."""
        return self.recommendation.action in PURCHASES

    @property
    def resource_name(self) -> str:
        """The resource's own id, without the ARN around it: sources name the same resource either way."""
        return bare_resource_id(self.resource_arn or self.recommendation.resource_id)

    def same_resource(self, other: "Finding") -> bool:
        """Whether both are about one resource; what a source leaves out is no difference."""
        mine, theirs = self.recommendation, other.recommendation
        return (
            bool(self.resource_name)
            and self.resource_name == other.resource_name
            and _agree(mine.account_id, theirs.account_id)
            and _agree(mine.region, theirs.region)
        )


def bare_resource_id(resource: str) -> str:
    """`arn:aws:ec2:us-east-1:1:volume/vol-9` and `vol-9` are the same: the part after the resource type."""
    if not resource.startswith("arn:"):
        return resource
    name = resource.split(":", 5)[-1]
    for separator in ("/", ":"):
        _, found, rest = name.partition(separator)
        if found:
            return rest
    return name


def amount_of(value: object) -> Decimal | None:
    """An amount as AWS writes it (a number, or text such as `$1,234.50`); None when it is none.

    A float is taken at its shortest text, which is what the service sent.
    """
    text = str(value).strip().lstrip("$").replace(",", "")
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def by_savings(finding: Finding) -> tuple[Decimal, str]:
    """Sorting key: the largest savings first, then by id."""
    return (-finding.savings, finding.recommendation.id)


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other
