"""Cost Explorer's dimensions, tags and cost categories as columns of a bill."""

from dataclasses import dataclass
from typing import Literal

from local.bill import Bill
from local.cost_apis.wire import ApiError

LabelTable = Literal["tags", "cost_categories"]


@dataclass(frozen=True)
class Dimension:
    """A dimension: its column of `charges`, and what Cost Explorer calls a charge without a value in it.

    `only_where` is the SQL condition under which the column's value is one of this dimension's.
    """

    column: str
    none: str
    only_where: str = "true"

    @property
    def value(self) -> str:
        """The charge's value as SQL; `''` for none."""
        return (
            self.column
            if self.only_where == "true"
            else f"CASE WHEN {self.only_where} THEN {self.column} ELSE '' END"
        )

    @property
    def shown(self) -> str:
        """The charge's value as SQL, as Cost Explorer shows it."""
        return f"coalesce(nullif({self.value}, ''), '{self.none}')"


SAVINGS_PLAN = "commitment_type ILIKE '%savings%'"
RESERVATION = "(commitment_id <> '' AND commitment_type NOT ILIKE '%savings%')"

DIMENSIONS = {
    "SERVICE": Dimension("service", "NoService"),
    "REGION": Dimension("region", "NoRegion"),
    "LINKED_ACCOUNT": Dimension("account_id", "NoLinkedAccount"),
    "USAGE_TYPE": Dimension("usage_type", "NoUsageType"),
    "OPERATION": Dimension("operation", "NoOperation"),
    "AZ": Dimension("availability_zone", "NoAZ"),
    "RECORD_TYPE": Dimension("record_type", "NoRecordType"),
    "PAYER_ACCOUNT": Dimension("payer_account_id", "NoPayerAccount"),
    "PURCHASE_TYPE": Dimension("purchase_type", "NoPurchaseType"),
    "INSTANCE_TYPE": Dimension("instance_type", "NoInstanceType"),
    "INVOICING_ENTITY": Dimension("invoicing_entity", "NoInvoicingEntity"),
    "LEGAL_ENTITY_NAME": Dimension("legal_entity", "NoLegalEntityName"),
    "SAVINGS_PLAN_ARN": Dimension("commitment_id", "NoSavingsPlanARN", SAVINGS_PLAN),
    "RESERVATION_ID": Dimension("commitment_id", "NoReservationID", RESERVATION),
}


def dimension(bill: Bill, name: str) -> Dimension:
    """The dimension of that name. Raises ApiError where the bill has no column for it."""
    known = DIMENSIONS.get(name)
    if known is None:
        raise ApiError(
            "DataUnavailableException", f"No {bill.format} bill has a column for the dimension {name}."
        )
    require_column(bill, known.column, f"the dimension {name}")
    return known


def require_labels(bill: Bill, table: LabelTable) -> None:
    """Raise ApiError where the bill has no tags, or no cost categories."""
    require_column(bill, table, table.replace("_", " "))


def require_column(bill: Bill, column: str, what: str) -> None:
    """Raise DataUnavailableException, naming the column the bill lacks, where it has nothing for `column`."""
    if column not in bill.columns:
        lacking = bill.missing.get(column, column)
        raise ApiError(
            "DataUnavailableException",
            f"The bill has no column {lacking}, which {what} needs. "
            "Export the bill with this column, or ask for what does not need it.",
        )


def label_join(table: LabelTable, alias: str) -> str:
    """SQL that gives each charge its value of one key, as `alias`.value; its placeholder is the key."""
    of_key = f"(SELECT set_id, value FROM {table}_of WHERE key = ?)"
    return f"LEFT JOIN {of_key} {alias} ON {alias}.set_id = charges.{table}"
