"""Compute Optimizer: whether the account is opted in. What it recommends comes through the hub."""

from typing import Any

from local.cost_apis.context import Context, Handler
from local.cost_apis.without import Without


def get_enrollment_status(context: Context, parameters: dict[str, Any]) -> dict[str, Any]:
    """GetEnrollmentStatus, which refuses nobody: what is not opted in is `Inactive`."""
    if Without.COMPUTE_OPTIMIZER in context.options.without:
        return {"status": "Inactive"}
    return {"status": "Active", "memberAccountsEnrolled": True}


OPERATIONS: dict[str, Handler] = {"GetEnrollmentStatus": get_enrollment_status}
