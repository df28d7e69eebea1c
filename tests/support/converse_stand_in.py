"""A stand-in for Bedrock's Converse API on a loopback port. It says what it is told to, or misbehaves."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from language_model import model


@dataclass
class ConverseStandIn:
    """`text` is the model's answer; `body` and `status` replace the whole response; `stall` holds it back."""

    text: str = ""
    stop_reason: str = "end_turn"
    status: int = 200
    error: str = ""
    body: bytes | None = None
    stalled: threading.Event | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)

    def response(self) -> bytes:
        """The body of an answer in Converse's form."""
        if self.body is not None:
            return self.body
        if self.error:
            return json.dumps({"message": "refused"}).encode()
        message = {"role": "assistant", "content": [{"text": self.text}]}
        usage = {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2}
        answer = {"output": {"message": message}, "stopReason": self.stop_reason, "usage": usage}
        return json.dumps({**answer, "metrics": {"latencyMs": 1}}).encode()


@contextmanager
def converse_api(stand_in: ConverseStandIn) -> Iterator[None]:
    """Serves it to boto3's `bedrock-runtime`, configured as in a Lambda, while the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            stand_in.asked.append(json.loads(body))
            if stand_in.stalled is not None:
                stand_in.stalled.wait(10)
            answer = stand_in.response()
            self.send_response(stand_in.status)
            if stand_in.error:
                self.send_header("x-amzn-errortype", stand_in.error)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    with pytest.MonkeyPatch.context() as environment:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        environment.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", url)
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_ACCESS_KEY_ID", "local")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "local")
        environment.setenv("BEDROCK_MODEL_ID", "test.model-v1")
        environment.setenv("BEDROCK_TIMEOUT_SECONDS", "0.5")
        model._client.cache_clear()
        try:
            yield
        finally:
            model._client.cache_clear()
            if stand_in.stalled is not None:
                stand_in.stalled.set()
            server.shutdown()
            server.server_close()
