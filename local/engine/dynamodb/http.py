"""The short way for DynamoDB's data operations, in front of moto's application."""

import re
import zlib
from collections.abc import Iterable
from typing import Any

from local.engine.dynamodb.api import DATA_OPERATIONS, DynamoDb
from local.engine.wsgi import WsgiApplication, read_body

_CREDENTIAL_REGION = re.compile(r"Credential=[^/]+/\d+/([^/]+)/dynamodb/")


class DynamoDbShortcut:
    """WSGI middleware: answers data operations itself and leaves all else to `application`."""

    def __init__(self, application: WsgiApplication, dynamodb: DynamoDb) -> None:
        self._application = application
        self._dynamodb = dynamodb

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        version, _, operation = environ.get("HTTP_X_AMZ_TARGET", "").partition(".")
        region = _CREDENTIAL_REGION.search(environ.get("HTTP_AUTHORIZATION", ""))
        if version != "DynamoDB_20120810" or operation not in DATA_OPERATIONS or region is None:
            return self._application(environ, start_response)
        status, answer = self._dynamodb.answer(operation, region[1], read_body(environ))
        start_response(
            "200 OK" if status == 200 else f"{status} Error",
            [
                ("Content-Type", "application/x-amz-json-1.0"),
                ("Content-Length", str(len(answer))),
                ("x-amz-crc32", str(zlib.crc32(answer))),
            ],
        )
        return [answer]
