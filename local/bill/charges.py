"""The table every bill is loaded into, whatever its format."""

import duckdb

# 14 digits before the point and 24 behind: FOCUS allows 38 significant digits, bills use up to 20 decimals
MONEY = "DECIMAL(38,24)"
QUANTITY = "DECIMAL(38,20)"

TEXT_COLUMNS = (
    "service",
    "region",
    "account_id",
    "account_name",
    "usage_type",
    "operation",
    "availability_zone",
    "record_type",
    "payer_account_id",
    "invoicing_entity",
    "legal_entity",
    "instance_type",
    "purchase_type",
    "pricing_category",
    "commitment_id",
    "commitment_type",
    "commitment_status",
    "usage_unit",
)
MONEY_COLUMNS = (
    "unblended_cost",
    "blended_cost",
    "net_unblended_cost",
    "amortized_cost",
    "net_amortized_cost",
    "on_demand_cost",
)
QUANTITY_COLUMNS = ("usage_quantity", "normalized_usage_amount")
LABEL_COLUMNS = ("tags", "cost_categories")


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `charges` and, for tags and cost categories, the tables their sets of key and value lie in.

    Text is never NULL: `''` says that a charge has no value. `tags` and `cost_categories` hold the number
    of a set (0: none) in `tags_of` and `cost_categories_of`, because few sets occur on many charges.
    """
    columns = ["charged_at TIMESTAMP NOT NULL", "day DATE NOT NULL"]
    columns += [f"{name} VARCHAR NOT NULL" for name in TEXT_COLUMNS]
    columns += [f"{name} {MONEY}" for name in MONEY_COLUMNS]
    columns += [f"{name} {QUANTITY}" for name in QUANTITY_COLUMNS]
    columns += [f"{name} INTEGER NOT NULL" for name in LABEL_COLUMNS]
    connection.execute(f"CREATE TABLE charges ({', '.join(columns)})")
    for name in LABEL_COLUMNS:
        connection.execute(f"CREATE TABLE {name}_of (set_id INTEGER, key VARCHAR, value VARCHAR)")
