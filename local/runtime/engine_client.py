"""Requests to the engine, as the AWS SDKs write them.

boto3 would take half a second of each start to load the models of four services, for a dozen requests.
"""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from local.template.translation import REGION

_TARGETS = {
    "cognito-idp": ("AWSCognitoIdentityProviderService", "1.1"),
    "dynamodb": ("DynamoDB_20120810", "1.0"),
    "states": ("AWSStepFunctions", "1.0"),
}


class EngineRefused(Exception):
    """The engine refused to create a resource of the template."""


class EngineClient:
    """Calls operations of the engine's services."""

    def __init__(self, endpoint: str) -> None:
        self._address = urlsplit(endpoint).netloc

    def call(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        """Call an operation of a service with a JSON protocol. Raises EngineRefused with AWS's answer."""
        prefix, version = _TARGETS[service]
        headers = {
            "X-Amz-Target": f"{prefix}.{operation}",
            "Content-Type": f"application/x-amz-json-{version}",
        }
        body = self._request("POST", "/", service, headers, json.dumps(parameters).encode())
        answer: dict[str, Any] = json.loads(body or b"{}")
        return answer

    def create_bucket(self, name: str) -> None:
        """Create an S3 bucket. Raises EngineRefused with AWS's answer."""
        self._request("PUT", f"/{name}", "s3", {}, b"")

    def _request(self, method: str, path: str, service: str, headers: dict[str, str], body: bytes) -> bytes:
        scope = f"Credential=local/20200101/{REGION}/{service}/aws4_request"
        signed = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0"}
        connection = http.client.HTTPConnection(self._address)
        try:
            connection.request(method, path, body, {**headers, **signed})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise EngineRefused(
                f"{service} {headers.get('X-Amz-Target', path)}: {content.decode(errors='replace')}"
            )
        return content
