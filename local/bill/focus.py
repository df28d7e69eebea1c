"""FOCUS 1.0 and later as charges: the mapping of the FinOps Foundation's columns to Cost Explorer's terms."""

from local.bill.charges import MONEY, QUANTITY
from local.bill.errors import missing_columns
from local.bill.files import BillFile
from local.bill.reading import Check, Reading, Source

REQUIRED = ("BilledCost", "ChargePeriodStart", "ServiceName", "BillingCurrency")

# how exports write AWS in ProviderName; any other provider's rows do not count
AWS_PROVIDER_NAMES = (
    "aws",
    "amazon",
    "amazon web services",
    "amazon web services, inc.",
    "amazon web services inc.",
)

TEXT = {
    "service": "ServiceName",
    "region": "RegionId",
    "account_id": "SubAccountId",
    "account_name": "SubAccountName",
    "usage_type": "x_UsageType",
    "operation": "x_Operation",
    "availability_zone": "AvailabilityZone",
    "payer_account_id": "BillingAccountId",
    "invoicing_entity": "InvoiceIssuerName",
    "pricing_category": "PricingCategory",
    "commitment_id": "CommitmentDiscountId",
    "commitment_type": "CommitmentDiscountType",
    "commitment_status": "CommitmentDiscountStatus",
    "usage_unit": "ConsumedUnit",
}
LABELS = {"tags": "Tags", "cost_categories": "x_CostCategories"}
MONEY_COLUMNS = {
    "unblended_cost": "BilledCost",
    "amortized_cost": "EffectiveCost",
    "on_demand_cost": "ListCost",
}
QUANTITY_COLUMNS = {"usage_quantity": "ConsumedQuantity"}

# FOCUS knows no blended rates and no separate net prices: BilledCost and EffectiveCost are what is paid
METRICS = {
    "UnblendedCost": "unblended_cost",
    "NetUnblendedCost": "unblended_cost",
    "BlendedCost": "unblended_cost",
    "AmortizedCost": "amortized_cost",
    "NetAmortizedCost": "amortized_cost",
    "UsageQuantity": "usage_quantity",
}
RECORD_TYPES = {"Usage": "Usage", "Tax": "Tax", "Credit": "Credit", "Purchase": "Fee", "Adjustment": "Refund"}


def is_focus(file: BillFile) -> bool:
    """Whether the file's columns are FOCUS's: at least two of those every FOCUS bill must have."""
    return sum(file.column(name) is not None for name in REQUIRED) >= 2


def read_focus(file: BillFile) -> Reading:
    """How to read a FOCUS file. Raises BillError naming a required column it lacks."""
    lacking = [name for name in REQUIRED if file.column(name) is None]
    if lacking:
        raise missing_columns(file.path, "FOCUS", lacking)
    source = Source(file)
    columns = {
        "charged_at": source.moment("ChargePeriodStart"),
        "currency": source.text("BillingCurrency"),
        "other_provider": _other_provider(source),
        "record_type": _record_type(source),
        "purchase_type": _purchase_type(source),
        **{column: source.text(name) for column, name in TEXT.items()},
        **{column: source.raw(name) for column, name in LABELS.items()},
        **{column: source.number(name, MONEY) for column, name in MONEY_COLUMNS.items()},
        **{column: source.number(name, QUANTITY) for column, name in QUANTITY_COLUMNS.items()},
    }
    checks = [
        source.moment_check("ChargePeriodStart"),
        source.number_check("BilledCost", MONEY, required=True),
        source.filled_check("BillingCurrency", "a currency"),
        source.number_check("EffectiveCost", MONEY),
        source.number_check("ListCost", MONEY),
        source.number_check("ConsumedQuantity", QUANTITY),
        _charge_category_check(source),
    ]
    needs = {
        **TEXT,
        **LABELS,
        **MONEY_COLUMNS,
        **QUANTITY_COLUMNS,
        "record_type": "ChargeCategory",
        "purchase_type": "PricingCategory",
        "normalized_usage_amount": "x_NormalizedUsageAmount",
        "instance_type": "x_InstanceType",
        "legal_entity": "x_LegalEntityName",
    }
    missing = {column: name for column, name in needs.items() if not source.has(name)}
    return Reading("FOCUS", columns, checks, missing, METRICS)


def _other_provider(source: Source) -> str:
    # FOCUS 1.3 renamed ProviderName to ServiceProviderName
    name = f"coalesce({source.raw('ProviderName')}, {source.raw('ServiceProviderName')}, 'AWS')"
    spellings = ", ".join(f"'{spelling}'" for spelling in AWS_PROVIDER_NAMES)
    return f"CASE WHEN lower({name}) NOT IN ({spellings}) THEN {name} END"


def _record_type(source: Source) -> str:
    categories = " ".join(f"WHEN '{focus}' THEN '{record}'" for focus, record in RECORD_TYPES.items())
    by_category = f"CASE {source.raw('ChargeCategory')} {categories} ELSE '' END"
    return f"CASE WHEN {source.raw('ChargeClass')} = 'Correction' THEN 'Refund' ELSE {by_category} END"


def _purchase_type(source: Source) -> str:
    category = source.raw("PricingCategory")
    # FOCUS 1.0 calls it "Committed"; "Commitment Based" was the preview's word
    return (
        f"CASE WHEN {category} IN ('Committed', 'Commitment Based') THEN "
        f"CASE WHEN {source.raw('CommitmentDiscountType')} ILIKE '%savings%' THEN 'Savings Plans' "
        "ELSE 'Standard Reserved Instances' END "
        f"WHEN {category} = 'Dynamic' THEN 'Spot Instances' "
        f"WHEN {category} IN ('Standard', 'On-Demand') THEN 'On Demand Instances' ELSE '' END"
    )


def _charge_category_check(source: Source) -> Check:
    known = ", ".join(f"'{name}'" for name in RECORD_TYPES)
    category = source.raw("ChargeCategory")
    return Check(
        "ChargeCategory", f"coalesce({category} NOT IN ({known}), false)", f"one of {', '.join(RECORD_TYPES)}"
    )
