"""Only this machine's own clients and the server's own page get in."""

import pytest

from local.gateway.loopback_guard import refusal


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:8787", None),
        ("localhost:8787", None),
        ("[::1]:8787", None),
        ("LOCALHOST:8787", None),
        ("localhost", None),
        ("localhost:8787", "http://localhost:8787"),
        ("127.0.0.1:8787", "http://127.0.0.1:8787"),
    ],
)
def test_own_clients_pass(host: str, origin: str | None) -> None:
    assert refusal(host, origin) is None


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("evil.example:8787", None),
        ("localhost.evil.example", None),
        ("127.0.0.1.evil.example:8787", None),
        ("", None),
        ("localhost:8787", "null"),
        ("localhost:8787", ""),
        ("localhost:8787", "https://localhost:8787"),
        ("localhost:8787", "http://localhost:9999"),
        ("localhost:8787", "http://127.0.0.1:8787"),
        ("localhost:8787", "http://localhost:8787.evil.example"),
        ("localhost:8787", "http://evil.example"),
        ("evil.example", "http://evil.example"),
    ],
)
def test_r22_pages_elsewhere_are_refused(host: str, origin: str | None) -> None:
    assert refusal(host, origin) is not None
