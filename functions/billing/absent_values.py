"""What Cost Explorer calls the missing value of a dimension; here it is the empty string."""

ABSENT_NAMES = {
    "SERVICE": "NoService",
    "REGION": "NoRegion",
    "LINKED_ACCOUNT": "NoLinkedAccount",
    "USAGE_TYPE": "NoUsageType",
    "OPERATION": "NoOperation",
    "AZ": "NoAZ",
    "RECORD_TYPE": "NoRecordType",
    "PAYER_ACCOUNT": "NoPayerAccount",
    "PURCHASE_TYPE": "NoPurchaseType",
    "INSTANCE_TYPE": "NoInstanceType",
    "INVOICING_ENTITY": "NoInvoicingEntity",
    "LEGAL_ENTITY_NAME": "NoLegalEntityName",
    "PLATFORM": "NoOperatingSystem",
    "TENANCY": "NoTenancy",
}


def absent_name(dimension: str) -> str:
    """Cost Explorer's name of the missing value, for filters."""
    return ABSENT_NAMES.get(dimension, f"No{dimension}")


def is_absent(dimension: str, value: str) -> bool:
    """Whether a value of the API says that a charge has none."""
    return value in ("", absent_name(dimension))
