"""Step Functions' rules for names and sizes.

https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
"""

import json
import re
from typing import Any

from moto.stepfunctions.exceptions import InvalidExecutionInput, InvalidName, NameTooLongException

DATA_LIMIT_BYTES = 262_144
_NAME_LIMIT = 80
_FORBIDDEN_IN_NAME = re.compile(
    r"[\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\U0010ffff]"
)


def data_size(value: Any) -> int:
    """Bytes of a state's data as AWS counts them: compact JSON in UTF-8."""
    return _utf8_size(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str))


def is_within_data_limit(value: Any) -> bool:
    """Whether a state may take or return the value; beyond it, it fails with States.DataLimitExceeded."""
    return data_size(value) <= DATA_LIMIT_BYTES


def check_execution_name(name: str) -> None:
    """Raise InvalidName or ValidationException for a name StartExecution would refuse."""
    if len(name) > _NAME_LIMIT:
        raise NameTooLongException(name)
    if not name or _FORBIDDEN_IN_NAME.search(name):
        raise InvalidName(f"Invalid Name: '{name}'")


def check_execution_input(text: str) -> None:
    """Raise InvalidExecutionInput for what is not JSON or too large."""
    if _utf8_size(text) > DATA_LIMIT_BYTES:
        raise InvalidExecutionInput(
            f"Invalid State Machine Execution Input: The input exceeds {DATA_LIMIT_BYTES} bytes"
        )
    try:
        json.loads(text)
    except ValueError as error:
        raise InvalidExecutionInput(f"Invalid State Machine Execution Input: '{error}'") from error


def _utf8_size(text: str) -> int:
    return len(text.encode("utf-8", errors="surrogatepass"))
