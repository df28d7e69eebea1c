"""CUR 2.0 (AWS Data Exports) as charges. The mapping, besides what the names below say:

- `line_item_line_item_type` is RECORD_TYPE verbatim: Cost Explorer uses the same names.
- SERVICE is the map `product`'s `product_name`, else the column `product_product_name`, else the product
code.
- UnblendedCost, BlendedCost and NetUnblendedCost are the line item's own.
- AmortizedCost follows AWS's rule for CUR: a commitment's covered usage costs its effective cost, a
recurring fee only what was left unused of it, upfront fees and negations nothing, everything else its
unblended cost.
- Tags are `resource_tags` (or `tags`), without the prefix `user_` the export adds to keys.
"""

from local.bill.charges import MONEY, QUANTITY
from local.bill.errors import missing_columns
from local.bill.files import BillFile
from local.bill.reading import Reading, Source

REQUIRED = (
    "line_item_unblended_cost",
    "line_item_usage_start_date",
    "line_item_product_code",
    "line_item_currency_code",
)

TEXT = {
    "region": "product_region_code",
    "account_id": "line_item_usage_account_id",
    "account_name": "line_item_usage_account_name",
    "usage_type": "line_item_usage_type",
    "operation": "line_item_operation",
    "availability_zone": "line_item_availability_zone",
    "record_type": "line_item_line_item_type",
    "payer_account_id": "bill_payer_account_id",
    "invoicing_entity": "bill_invoicing_entity",
    "legal_entity": "line_item_legal_entity",
    "instance_type": "product_instance_type",
    "usage_unit": "pricing_unit",
}
MONEY_COLUMNS = {
    "unblended_cost": "line_item_unblended_cost",
    "blended_cost": "line_item_blended_cost",
    "net_unblended_cost": "line_item_net_unblended_cost",
    "on_demand_cost": "pricing_public_on_demand_cost",
}
QUANTITY_COLUMNS = {
    "usage_quantity": "line_item_usage_amount",
    "normalized_usage_amount": "line_item_normalized_usage_amount",
}
METRICS = {
    "UnblendedCost": "unblended_cost",
    "NetUnblendedCost": "net_unblended_cost",
    "BlendedCost": "blended_cost",
    "AmortizedCost": "amortized_cost",
    "NetAmortizedCost": "net_amortized_cost",
    "UsageQuantity": "usage_quantity",
    "NormalizedUsageAmount": "normalized_usage_amount",
}
AMORTIZATION = (
    "savings_plan_savings_plan_effective_cost",
    "savings_plan_total_commitment_to_date",
    "savings_plan_used_commitment",
    "reservation_effective_cost",
    "reservation_unused_amortized_upfront_fee_for_billing_period",
    "reservation_unused_recurring_fee",
)
NET_AMORTIZATION = (
    "savings_plan_net_savings_plan_effective_cost",
    "reservation_net_effective_cost",
    "reservation_net_unused_amortized_upfront_fee_for_billing_period",
    "reservation_net_unused_recurring_fee",
)


def is_cur(file: BillFile) -> bool:
    """Whether the file's columns are those of AWS's Cost and Usage Report 2.0."""
    return any(name.lower().startswith("line_item_") for name in file.columns)


def read_cur(file: BillFile) -> Reading:
    """How to read a CUR 2.0 file. Raises BillError naming a required column it lacks."""
    lacking = [name for name in REQUIRED if file.column(name) is None]
    if lacking:
        raise missing_columns(file.path, "CUR 2.0", lacking)
    source = Source(file)
    tags = "resource_tags" if source.has("resource_tags") else "tags"
    columns = {
        "charged_at": source.moment("line_item_usage_start_date"),
        "currency": source.text("line_item_currency_code"),
        "other_provider": "NULL",
        "service": _service(source),
        "purchase_type": _purchase_type(source),
        "pricing_category": _pricing_category(source),
        "commitment_id": f"coalesce({_savings_plan(source)}, {_reservation(source)}, '')",
        "commitment_type": _commitment_type(source),
        "commitment_status": _commitment_status(source),
        "amortized_cost": _amortized(source, net=False),
        "net_amortized_cost": _amortized(source, net=True),
        "tags": f"regexp_replace({source.raw(tags)}, '([{{,]\\s*\")user_', '\\1', 'g')",
        "cost_categories": source.raw("cost_category"),
        **{column: source.text(name) for column, name in TEXT.items()},
        **{column: source.number(name, MONEY) for column, name in MONEY_COLUMNS.items()},
        **{column: source.number(name, QUANTITY) for column, name in QUANTITY_COLUMNS.items()},
    }
    checks = [
        source.moment_check("line_item_usage_start_date"),
        source.number_check("line_item_unblended_cost", MONEY, required=True),
        source.filled_check("line_item_currency_code", "a currency"),
        source.number_check("line_item_blended_cost", MONEY),
        source.number_check("line_item_net_unblended_cost", MONEY),
        source.number_check("line_item_usage_amount", QUANTITY),
        *(source.number_check(name, MONEY) for name in (*AMORTIZATION, *NET_AMORTIZATION)),
    ]
    needs = {**TEXT, **MONEY_COLUMNS, **QUANTITY_COLUMNS, "tags": tags, "cost_categories": "cost_category"}
    missing = {column: name for column, name in needs.items() if not source.has(name)}
    for column, parts in (("amortized_cost", AMORTIZATION), ("net_amortized_cost", NET_AMORTIZATION)):
        lacking_parts = [name for name in parts if not source.has(name)]
        if lacking_parts:
            missing[column] = lacking_parts[0]
    if "net_unblended_cost" in missing:
        missing["net_amortized_cost"] = missing["net_unblended_cost"]
    return Reading("CUR 2.0", columns, checks, missing, METRICS)


def _service(source: Source) -> str:
    product = source.raw("product")
    name = f"nullif(json_extract_string(TRY_CAST({product} AS JSON), '$.product_name'), '')"
    return f"coalesce({name}, {source.raw('product_product_name')}, {source.text('line_item_product_code')})"


def _savings_plan(source: Source) -> str:
    return source.raw("savings_plan_savings_plan_a_r_n")


def _reservation(source: Source) -> str:
    return source.raw("reservation_reservation_a_r_n")


def _commitment_type(source: Source) -> str:
    return (
        f"CASE WHEN {_savings_plan(source)} IS NOT NULL THEN 'Savings Plan' "
        f"WHEN {_reservation(source)} IS NOT NULL THEN 'Reserved' ELSE '' END"
    )


def _commitment_status(source: Source) -> str:
    kind = source.raw("line_item_line_item_type")
    return (
        f"CASE WHEN {kind} IN ('SavingsPlanCoveredUsage', 'DiscountedUsage') THEN 'Used' "
        f"WHEN {kind} IN ('SavingsPlanRecurringFee', 'RIFee') THEN 'Unused' ELSE '' END"
    )


def _pricing_category(source: Source) -> str:
    kind = source.raw("line_item_line_item_type")
    return (
        f"CASE WHEN {kind} IN ('SavingsPlanCoveredUsage', 'DiscountedUsage') THEN 'Committed' "
        f"WHEN {kind} IN ('SavingsPlanRecurringFee', 'RIFee') THEN 'Committed' "
        f"WHEN {source.raw('pricing_term')} = 'OnDemand' THEN 'Standard' "
        f"WHEN {source.raw('pricing_term')} = 'Spot' THEN 'Dynamic' ELSE '' END"
    )


def _purchase_type(source: Source) -> str:
    kind = source.raw("line_item_line_item_type")
    return (
        f"CASE WHEN {kind} LIKE 'SavingsPlan%' THEN 'Savings Plans' "
        f"WHEN {kind} IN ('DiscountedUsage', 'RIFee') THEN 'Standard Reserved Instances' "
        f"WHEN {source.raw('pricing_term')} = 'Spot' THEN 'Spot Instances' "
        f"WHEN {kind} = 'Usage' THEN 'On Demand Instances' ELSE '' END"
    )


def _amortized(source: Source, *, net: bool) -> str:
    def cost(name: str) -> str:
        return f"coalesce({source.number(name, MONEY)}, 0)"

    word = "net_" if net else ""
    return (
        f"CASE {source.raw('line_item_line_item_type')} "
        f"WHEN 'SavingsPlanCoveredUsage' THEN {cost(f'savings_plan_{word}savings_plan_effective_cost')} "
        f"WHEN 'SavingsPlanRecurringFee' THEN {cost('savings_plan_total_commitment_to_date')} "
        f"- {cost('savings_plan_used_commitment')} "
        "WHEN 'SavingsPlanNegation' THEN 0 WHEN 'SavingsPlanUpfrontFee' THEN 0 "
        f"WHEN 'DiscountedUsage' THEN {cost(f'reservation_{word}effective_cost')} "
        f"WHEN 'RIFee' THEN {cost(f'reservation_{word}unused_amortized_upfront_fee_for_billing_period')} "
        f"+ {cost(f'reservation_{word}unused_recurring_fee')} "
        f"ELSE CASE WHEN {source.raw('line_item_line_item_type')} = 'Fee' "
        f"AND {_reservation(source)} IS NOT NULL THEN 0 "
        f"ELSE {source.number(f'line_item_{word}unblended_cost', MONEY)} END END"
    )
