"""The HTTP server that answers AWS API requests, and moto's application for it."""

import threading
from collections.abc import Iterable
from typing import Any

from cheroot.wsgi import Server
from moto.moto_server import werkzeug_app

from local.engine.wsgi import WsgiApplication

_THREADS = 8


def aws_application() -> WsgiApplication:
    """Moto's services as one WSGI application, without its CORS headers, which would admit any web page."""
    # moto.settings reads its environment when first imported, perhaps before this
    setattr(werkzeug_app, "DISABLE_GLOBAL_CORS", True)  # noqa: B010
    application: WsgiApplication = werkzeug_app.DomainDispatcherApplication(werkzeug_app.create_backend_app)

    def as_sent(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # where moto looks for a path as it was sent: S3's keys may hold escaped slashes
        environ["RAW_URI"] = environ.get("REQUEST_URI", "")
        return application(environ, start_response)

    return as_sent


class HttpServer:
    """Serves a WSGI application on a free port of 127.0.0.1, and keeps connections open, as boto3 does."""

    def __init__(self, application: WsgiApplication) -> None:
        self._server = Server(("127.0.0.1", 0), application, numthreads=_THREADS, shutdown_timeout=1)
        self._server.prepare()
        self._thread = threading.Thread(target=self._server.serve, name="aws-api", daemon=True)

    @property
    def endpoint(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._server.bind_addr[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Answer what is being answered, then close every connection."""
        self._server.stop()
        self._thread.join()
