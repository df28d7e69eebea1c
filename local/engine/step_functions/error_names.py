"""Error names that pass from a branch to its Parallel state."""

from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)


def branch_error_name(error_name: str | None) -> ErrorName:
    """The name as moto's interpreter wants it; moto takes every branch's error for one of the project's own,
    and turns States.Timeout and its like into States.Runtime."""
    try:
        return StatesErrorName(StatesErrorNameType.from_name(error_name))
    except ValueError:
        return CustomErrorName(error_name)
