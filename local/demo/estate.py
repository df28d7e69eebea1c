"""Who runs what where in the demo organisation, and what one metered line of its usage is."""

import hashlib
from dataclasses import dataclass

from local.demo.rate_card import Rate

PAYER_ACCOUNT = "111122223333"
PAYER_NAME = "Meridian Commerce"

ACCOUNTS = {
    PAYER_ACCOUNT: "organisation",
    "222233334444": "payments-prod",
    "333344445555": "payments-dev",
    "444455556666": "checkout-prod",
    "555566667777": "data-platform",
    "666677778888": "security",
    "777788889999": "sandbox",
}
ACCOUNT_IDS = {name: account for account, name in ACCOUNTS.items()}

COST_CATEGORIES = {
    "organisation": {"BusinessUnit": "Shared"},
    "payments-prod": {"BusinessUnit": "Commerce"},
    "payments-dev": {"BusinessUnit": "Commerce"},
    "checkout-prod": {"BusinessUnit": "Commerce"},
    "data-platform": {"BusinessUnit": "Insight"},
    "security": {"BusinessUnit": "Shared"},
    "sandbox": {},
}

# the prefix AWS puts before a region's usage types; N. Virginia has none
USAGE_TYPE_PREFIX = {
    "us-east-1": "",
    "us-east-2": "USE2-",
    "eu-west-1": "EU-",
    "eu-central-1": "EUC1-",
    "ap-southeast-2": "APS2-",
    "global": "",
}
REGION_NAMES = {
    "us-east-1": "US East (N. Virginia)",
    "us-east-2": "US East (Ohio)",
    "eu-west-1": "EU (Ireland)",
    "eu-central-1": "EU (Frankfurt)",
    "ap-southeast-2": "Asia Pacific (Sydney)",
    "global": "Global",
}


@dataclass(frozen=True)
class Placement:
    """Where something runs and whose it is. A tag that is None is missing from the bill."""

    account: str
    region: str
    team: str | None = None
    environment: str | None = None
    application: str | None = None

    @property
    def account_id(self) -> str:
        """The twelve digits of the account."""
        return ACCOUNT_IDS[self.account]

    @property
    def tags(self) -> dict[str, str]:
        """The tags the placement's resources carry."""
        tags = {"team": self.team, "Environment": self.environment, "application": self.application}
        return {key: value for key, value in tags.items() if value is not None}


@dataclass(frozen=True)
class Demand:
    """How the quantity of a line moves.

    `weekend` multiplies Saturdays and Sundays, `growth` is the rise in 30 days as a fraction, `season` the
    extra share at the height of the year (late November), `noise` the largest random deviation as a fraction.
    `appeared` and `ended` are days before today: the first day of the line, and the first without it.
    """

    weekend: float = 1.0
    growth: float = 0.0
    season: float = 0.0
    noise: float = 0.0
    appeared: int | None = None
    ended: int | None = None


STEADY = Demand()
STORED = Demand(growth=0.025)
WORKDAYS = Demand(weekend=0.0)
SHOPPERS = Demand(weekend=1.18, growth=0.015, season=0.55, noise=0.08)
BUSINESS = Demand(weekend=0.62, growth=0.018, season=0.15, noise=0.07)
ANALYTICS = Demand(weekend=0.45, growth=0.03, noise=0.12)


@dataclass(frozen=True)
class Resource:
    """What a line is for: its id in the bill (an ARN for most), its FOCUS ResourceType, and a name."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True)
class UsageLine:
    """One thing AWS meters: `per_day` of the rate's unit on an ordinary day when the history begins.

    `savings_plan` and `reservation` name the commitments in local.demo.story that may cover the line.
    """

    rate: Rate
    placement: Placement
    per_day: float
    demand: Demand = STEADY
    resource: Resource | None = None
    zone: str | None = None
    savings_plan: str | None = None
    reservation: str | None = None

    @property
    def usage_type(self) -> str:
        """The usage type as the region's bill spells it."""
        region = self.placement.region
        if "{region}" in self.rate.usage_type:
            return self.rate.usage_type.replace("{region}", region)
        return USAGE_TYPE_PREFIX[region] + self.rate.usage_type


def resource_number(name: str) -> str:
    """Seventeen hexadecimal digits, the same ones for the same name, as AWS ends its resource ids."""
    return "0" + hashlib.sha256(name.encode()).hexdigest()[:16]
