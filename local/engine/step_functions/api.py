"""The Step Functions API actions about executions; those about state machines stay moto's."""

import base64
from typing import Any, ClassVar, cast

from moto.core.responses import ActionResult
from moto.stepfunctions import urls
from moto.stepfunctions.exceptions import InvalidArn, ValidationException
from moto.stepfunctions.responses import StepFunctionResponse

from local.engine.step_functions.errors import InvalidToken
from local.engine.step_functions.execution import Execution, Status
from local.engine.step_functions.executions import Executions, StateMachine
from local.engine.step_functions.history import history_page
from local.engine.step_functions.interpreter import parse_definition

_DEFAULT_PAGE = 100
_LARGEST_PAGE = 1000


class StepFunctionsApi(StepFunctionResponse):
    """Moto makes one object a request, so the executions are the class's."""

    executions: ClassVar[Executions]

    def start_execution(self) -> ActionResult:
        state_machine = self._state_machine(self._get_param("stateMachineArn"))
        execution = self.executions.start(
            state_machine,
            self._get_param("name"),
            self._get_param("input", "{}"),
            self.headers.get("X-Amzn-Trace-Id") or self._get_param("traceHeader"),
        )
        return ActionResult({"executionArn": execution.arn, "startDate": execution.start_date})

    def describe_execution(self) -> ActionResult:
        execution = self._execution()
        refusal = execution.redrive_refusal(self.executions.now())
        return ActionResult(
            _without_none(
                {
                    **_summary(execution),
                    "input": execution.input,
                    "inputDetails": {"included": True},
                    "output": execution.output,
                    "outputDetails": None if execution.output is None else {"included": True},
                    "error": execution.error,
                    "cause": execution.cause,
                    "traceHeader": execution.trace_header,
                    "redriveCount": execution.redrive_count,
                    "redriveStatus": "NOT_REDRIVABLE" if refusal else "REDRIVABLE",
                    "redriveStatusReason": refusal,
                }
            )
        )

    def list_executions(self) -> ActionResult:
        state_machine = self._state_machine(self._get_param("stateMachineArn"))
        status = self._get_param("statusFilter")
        if status == "PENDING_REDRIVE":
            raise ValidationException("PENDING_REDRIVE may only be asked for with a mapRunArn")
        found = self.executions.of_state_machine(state_machine.arn, cast(Status | None, status))
        offset, size = self._page()
        answer: dict[str, Any] = {
            "executions": [_without_none(_summary(execution)) for execution in found[offset : offset + size]]
        }
        if offset + size < len(found):
            answer["nextToken"] = _page_token(offset + size)
        return ActionResult(answer)

    def get_execution_history(self) -> ActionResult:
        offset, size = self._page()
        events, following = history_page(
            self._execution().history(),
            newest_first=bool(self._get_param("reverseOrder")),
            offset=offset,
            size=size,
            with_data=self._get_param("includeExecutionData") is not False,
        )
        answer: dict[str, Any] = {"events": events}
        if following is not None:
            answer["nextToken"] = _page_token(following)
        return ActionResult(answer)

    def stop_execution(self) -> ActionResult:
        stop_date = self.executions.stop(
            self._execution().arn, self._get_param("error"), self._get_param("cause")
        )
        return ActionResult({"stopDate": stop_date})

    def redrive_execution(self) -> ActionResult:
        redrive_date = self.executions.redrive(self._execution().arn, self._get_param("clientToken"))
        return ActionResult({"redriveDate": redrive_date})

    def describe_state_machine_for_execution(self) -> ActionResult:
        execution = self._execution()
        return ActionResult(
            {
                "stateMachineArn": execution.state_machine_arn,
                "name": execution.state_machine_name,
                "definition": execution.definition,
                "roleArn": execution.role_arn,
                "updateDate": execution.start_date,
            }
        )

    def validate_state_machine_definition(self) -> ActionResult:
        try:
            parse_definition(self._get_param("definition"))
        except Exception as error:
            diagnostic = {"severity": "ERROR", "code": "SCHEMA_VALIDATION_FAILED", "message": str(error)}
            return ActionResult({"result": "FAIL", "diagnostics": [diagnostic], "truncated": False})
        return ActionResult({"result": "OK", "diagnostics": [], "truncated": False})

    def _state_machine(self, arn: str) -> StateMachine:
        return cast(StateMachine, self.stepfunction_backend.describe_state_machine(arn))

    def _execution(self) -> Execution:
        arn = self._get_param("executionArn")
        if ":execution:" not in arn:
            raise InvalidArn(f"Invalid Arn: 'Resource type not valid in this context: {arn}'")
        return self.executions.find(arn)

    def _page(self) -> tuple[int, int]:
        size = int(self._get_param("maxResults") or _DEFAULT_PAGE)
        if not 0 < size <= _LARGEST_PAGE:
            raise ValidationException(f"maxResults must be between 0 and {_LARGEST_PAGE}")
        token = self._get_param("nextToken")
        return (_offset(token) if token else 0), size


def serve_executions(executions: Executions) -> None:
    """Let moto's server answer Step Functions requests with these executions."""
    StepFunctionsApi.executions = executions
    urls.url_paths["{0}/$"] = StepFunctionsApi.dispatch


def _summary(execution: Execution) -> dict[str, Any]:
    return {
        "executionArn": execution.arn,
        "stateMachineArn": execution.state_machine_arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": execution.start_date,
        "stopDate": execution.stop_date,
        "redriveCount": execution.redrive_count,
        "redriveDate": execution.redrive_date,
    }


def _without_none(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if value is not None}


def _page_token(offset: int) -> str:
    return base64.urlsafe_b64encode(f"offset:{offset}".encode()).decode()


def _offset(token: str) -> int:
    try:
        label, _, offset = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
        if label != "offset":
            raise ValueError(label)
        return int(offset)
    except ValueError as error:
        raise InvalidToken("Invalid Token: 'nextToken'") from error
