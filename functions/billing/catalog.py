"""What the account has: the values a question's words can mean."""

from datetime import date

from pydantic import Field

from protocol.values import WireModel


class Account(WireModel):
    """A linked account; the name is for people, the id is the value."""

    id: str
    name: str | None = None


class Unread(WireModel):
    """Why values that the account has are missing, as a sentence, and what to do about it."""

    reason: str
    fix: str


class Catalog(WireModel):
    """The values of the bill's dimensions, verbatim, and the days its history spans.

    `first_day` and `last_day` are the first and last day with a charge up to today, None for an empty bill.
    `tags` maps each tag key to its values (without the empty one). A dimension the account does not offer, or
    not wholly, is named in `unavailable`; `unread` tells where that is no matter of the account.
    """

    currency: str = "USD"
    first_day: date | None = None
    last_day: date | None = None
    services: list[str] = Field(default_factory=list)
    regions: list[str] = Field(default_factory=list)
    accounts: list[Account] = Field(default_factory=list)
    usage_types: list[str] = Field(default_factory=list)
    operations: list[str] = Field(default_factory=list)
    availability_zones: list[str] = Field(default_factory=list)
    charge_types: list[str] = Field(default_factory=list)
    tags: dict[str, list[str]] = Field(default_factory=dict)
    cost_categories: dict[str, list[str]] = Field(default_factory=dict)
    unavailable: list[str] = Field(default_factory=list)
    unread: Unread | None = None

    def account_names(self) -> dict[str, str]:
        """Account id to name, where a name is known."""
        return {account.id: account.name for account in self.accounts if account.name}
