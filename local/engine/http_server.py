"""The HTTP server that answers AWS API requests, and moto's application for it."""

import threading
from typing import Any

from moto.moto_server import werkzeug_app
from werkzeug.serving import BaseWSGIServer, make_server

from local.engine.wsgi import WsgiApplication


class _RequestHandler(werkzeug_app.MotoRequestHandler):
    # Headers and body are two writes: with Nagle's algorithm the second waits for the first's delayed ACK.
    disable_nagle_algorithm = True
    # boto3 keeps its connections.
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:
        """Log no request: a path may hold a job's id."""


def aws_application() -> WsgiApplication:
    """Moto's services as one WSGI application, without its CORS headers, which would admit any web page."""
    # moto.settings reads its environment when first imported, perhaps before this
    setattr(werkzeug_app, "DISABLE_GLOBAL_CORS", True)  # noqa: B010
    application: WsgiApplication = werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app)
    return application


class HttpServer:
    """Serves a WSGI application on a free port of 127.0.0.1, a thread per connection."""

    def __init__(self, application: WsgiApplication) -> None:
        self._server: BaseWSGIServer = make_server(
            "127.0.0.1",
            0,
            application,
            threaded=True,
            request_handler=_RequestHandler,
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="aws-api", daemon=True
        )

    @property
    def endpoint(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
