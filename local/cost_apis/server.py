"""The cost APIs alone on a loopback port, for tests and for boto3 in a terminal."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from local.bill import Bill
from local.cost_apis.context import Options
from local.cost_apis.cost_apis import CostApis
from local.cost_apis.wire import ApiRequest


@contextmanager
def serve(
    bill: Bill, today: date | Callable[[], date], options: Options | None = None, port: int = 0
) -> Iterator[str]:
    """Serve on 127.0.0.1 (a free port unless told) while the context lasts; gives the address, for
    `endpoint_url`.
    """
    apis = CostApis(bill, today, options)

    class RequestHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # headers and body go out as two writes; waiting for the first's acknowledgement would cost 40 ms each
        disable_nagle_algorithm = True

        def _answer(self) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            response = apis.handle(
                ApiRequest(self.command, url.path, headers, body, dict(parse_qsl(url.query)))
            )
            self.send_response(response.status)
            for name, value in {**response.headers, "content-length": str(len(response.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.body)

        do_GET = do_POST = do_PUT = do_DELETE = _answer

        def log_message(self, format: str, *args: object) -> None:
            """Requests are not logged: they hold account ids."""

    server = _Server(("127.0.0.1", port), RequestHandler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """Its threads end with it: clients keep connections open, and each has a thread that holds the bill."""

    daemon_threads = False

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._connections: set[Any] = set()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        for connection in tuple(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()
