"""What is wrong with a bill, in one sentence for the person who gave it."""

from collections.abc import Sequence
from pathlib import Path


class BillError(Exception):
    """A bill that cannot be read: the message says what is wrong and where, in one sentence."""


def missing_columns(path: Path, bill_format: str, names: Sequence[str]) -> BillError:
    """A bill without columns it must have."""
    columns, are = ("columns", "are") if len(names) > 1 else ("column", "is")
    said = f"the {bill_format} {columns} {' and '.join(names)} {are} required and missing"
    return BillError(f"{path}: {said}; export the bill again with {'them' if len(names) > 1 else 'it'}.")
