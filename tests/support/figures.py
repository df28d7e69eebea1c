"""Holds an answer's words against its structured figures, for any result as a client receives it."""

from collections.abc import Mapping
from typing import Any

from protocol.result import Result
from synthesis.figures import unfounded_figures


def assert_figures_founded(result: Result | Mapping[str, Any]) -> None:
    """Fails when `response` states a figure that is none of the result's, nor a sum, difference or share."""
    whole = result if isinstance(result, Result) else Result.model_validate(result)
    unfounded = unfounded_figures(whole.response, whole)
    assert not unfounded, f"not in the structured figures: {unfounded}\n{whole.response}"
