"""The one public port, taken before anything else starts."""

import errno
import socket

from local.runtime.options import StartRefused


def bind_loopback(port: int) -> socket.socket:
    """A socket bound to the port on loopback, not listening yet: clients are refused until all is ready.

    Raises StartRefused when the port is taken, or not the user's to take.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        # binding alone lets two servers share a port that none listens on yet
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise StartRefused(
                f"Port {port} is taken by another program; choose another with --port."
            ) from error
        raise StartRefused(
            f"Port {port} cannot be used: {error.strerror}; choose another with --port."
        ) from error
    return listener
