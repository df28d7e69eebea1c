"""Lambda as the interpreter sees it: boto3's `invoke`, answered in this process without HTTP."""

import io
import uuid
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

InvokeLambda = Callable[[str, bytes], tuple[bytes, str | None]]


class FunctionThrottled(Exception):
    """The Lambda runs at its concurrency limit; the task fails with Lambda.TooManyRequestsException."""


class LambdaClient:
    """The one method of boto3's Lambda client that `arn:aws:states:::lambda:invoke` calls."""

    def __init__(self, invoke: InvokeLambda) -> None:
        self._invoke = invoke

    def invoke(self, FunctionName: str, Payload: bytes = b"{}", **_: Any) -> dict[str, Any]:
        """Run the Lambda; raise a ClientError for what Lambda itself would refuse."""
        try:
            payload, function_error = self._invoke(FunctionName, Payload)
        except KeyError as error:
            raise _refusal(404, "ResourceNotFoundException", f"Function not found: {FunctionName}") from error
        except FunctionThrottled as error:
            raise _refusal(429, "TooManyRequestsException", "Rate Exceeded.") from error
        except Exception as error:
            raise _refusal(500, "ServiceException", type(error).__name__) from error
        response: dict[str, Any] = {
            "ExecutedVersion": "$LATEST",
            "Payload": io.BytesIO(payload),
            "StatusCode": 200,
        }
        if function_error is not None:
            response["FunctionError"] = function_error
        return response


def _refusal(status: int, code: str, message: str) -> ClientError:
    return ClientError(
        {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {
                "HTTPStatusCode": status,
                "RequestId": str(uuid.uuid4()),
                "HostId": "",
                "HTTPHeaders": {},
                "RetryAttempts": 0,
            },
        },
        "Invoke",
    )
