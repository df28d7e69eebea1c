"""A bill (FOCUS or CUR 2.0 files) as one DuckDB table, the source of the local cost APIs."""

from local.bill.bill import Bill
from local.bill.errors import BillError
from local.bill.load import load_bill

__all__ = ["Bill", "BillError", "load_bill"]
