"""Moto's interpreter of the Amazon States Language, mended where it differs from AWS.

Moto imports its helpers by name, so a mended one is put into every module that holds the original.
"""

import copy
import functools
import json
import logging
import re
import sys
from typing import Any

from moto.stepfunctions.parser import quotas
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent
from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.component.program.program import Program
from moto.stepfunctions.parser.asl.component.state.exec.state_parallel import branches_decl
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_lambda import (
    StateTaskServiceLambda,
)
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.states import States
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import json_path

from local.engine.step_functions.error_names import branch_error_name
from local.engine.step_functions.lambda_invocation import LambdaClient
from local.engine.step_functions.limits import is_within_data_limit

# https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
_NOT_MATCHED_BY_ALL = frozenset({"States.DataLimitExceeded", "States.Runtime"})
_UNKNOWN_ERROR = "Lambda.Unknown"
_INDEFINITE_PATH = re.compile(r"\.\.|\*|\?\(|\[[^\]'\"]*[:,][^\]'\"]*\]")

_compiled_path = functools.lru_cache(maxsize=4096)(json_path.parse)
_matches_error_name = ErrorEqualsDecl._eval_body


@functools.lru_cache(maxsize=64)
def parse_definition(definition: str) -> Program:
    """The definition as moto evaluates it, shared by all its executions; parsing takes some 20 ms."""
    program: Program = AmazonStateLanguageParser.parse(definition)[0]
    return program


def mend_interpreter(lambda_client: LambdaClient) -> None:
    """Put the mended behaviour in place, and `lambda_client` where tasks look for one; again and again."""
    # failed tasks are logged with their input, which holds people's questions
    logging.getLogger("moto").setLevel(logging.CRITICAL)
    _replace(json_path.extract_json, extract_json)
    _replace(quotas.is_within_size_quota, is_within_data_limit)
    setattr(result_path, "parse", _compiled_path)  # noqa: B010
    setattr(States, "_extract", staticmethod(_extract))  # noqa: B010
    lambda_eval_utils.boto_client_for = lambda **_: lambda_client
    branches_decl.CustomErrorName = branch_error_name
    ErrorEqualsDecl._eval_body = _match_error_name
    StateTaskServiceLambda._from_error = _name_lambda_failure


def extract_json(path: str, data: Any) -> Any:
    """The value at a JSONPath: a definite path gives its one match, an indefinite one a list.

    Raises NoSuchJsonPathError when a definite path matches nothing.
    """
    matches = _compiled_path(path).find(data)
    if _INDEFINITE_PATH.search(path):
        return [match.value for match in matches]
    if not matches:
        raise json_path.NoSuchJsonPathError(json_path=path, data=data)
    return matches[0].value


def _extract(path: str | None, data: Any) -> Any:
    return _json_copy(data if path is None else extract_json(path, data))


def _json_copy(value: Any) -> Any:
    """A copy of a JSON value, quicker than deepcopy: moto takes some forty in an execution."""
    if isinstance(value, dict):
        return {name: _json_copy(held) for name, held in value.items()}
    if isinstance(value, list):
        return [_json_copy(held) for held in value]
    return value if isinstance(value, str | int | float | None) else copy.deepcopy(value)


def _match_error_name(self: ErrorEqualsDecl, env: Environment) -> None:
    error_name = env.stack[-1].error_name
    named = any(name.error_name == error_name for name in self.error_names)
    if error_name in _NOT_MATCHED_BY_ALL and not named:
        env.stack.pop()
        env.stack.append(False)
        return
    _matches_error_name(self, env)


_name_task_failure = StateTaskServiceLambda._from_error


def _name_lambda_failure(self: StateTaskServiceLambda, env: Environment, ex: Exception) -> FailureEvent:
    """A sandbox that died reports no error of the function: Step Functions calls that Lambda.Unknown."""
    failure: FailureEvent = _name_task_failure(self, env, ex)
    if not isinstance(ex, lambda_eval_utils.LambdaFunctionErrorException) or not _sandbox_died(ex.payload):
        return failure
    details = {**failure.event_details["taskFailedEventDetails"], "error": _UNKNOWN_ERROR}
    return FailureEvent(
        env=env,
        error_name=CustomErrorName(_UNKNOWN_ERROR),
        event_type=failure.event_type,
        event_details={"taskFailedEventDetails": details},
    )


def _sandbox_died(report: str) -> bool:
    try:
        error = json.loads(report)
    except ValueError:
        return True
    return not isinstance(error, dict) or error.get("errorType") in (None, "", "Runtime.ExitError")


def _replace(original: Any, replacement: Any) -> None:
    attribute: str = original.__name__
    for name, module in list(sys.modules.items()):
        if name.startswith("moto.stepfunctions.parser") and getattr(module, attribute, None) is original:
            setattr(module, attribute, replacement)
