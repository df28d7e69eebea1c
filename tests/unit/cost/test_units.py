"""A unit of the bill in words, one of it."""

import pytest

from cost.unit_cost import one_unit


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("Requests", "request"),
        ("Hrs", "hour"),
        ("Hours", "hour"),
        ("GB-Mo", "GB-month"),
        ("Queries", "query"),
        ("GB", "GB"),
        ("Lambda-GB-Second", "Lambda-GB-Second"),
        ("vCPU-Hours", "vCPU-Hours"),
    ],
)
def test_one_of_a_unit_is_named_as_people_do(unit: str, one: str) -> None:
    assert one_unit(unit) == one
