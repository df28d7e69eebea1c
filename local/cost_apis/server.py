"""The cost APIs alone on a loopback port, for tests and for boto3 in a terminal."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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

    server = ThreadingHTTPServer(("127.0.0.1", port), RequestHandler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
