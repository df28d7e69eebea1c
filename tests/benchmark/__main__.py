"""Runs every benchmark and prints its figures. Nothing is asserted of time: machines differ."""

import sys

from tests.benchmark import imports, large_bill, questions
from tests.benchmark.report import line, title
from tests.benchmark.server import free_port, started


def main() -> None:
    """All sections, in the order a newcomer meets what they measure."""
    title("Starting")
    arguments = f"ARGS=--ephemeral --port {free_port()}"
    with started(["make", "--silent", "run", arguments]) as server:
        line("make run to the printed page, installed", server.seconds * 1000, "ms", "bound 6,000 ms")
    command = [sys.executable, "-m", "local.cli.main", "up", "--ephemeral", "--port", str(free_port())]
    with started(command) as server:
        line("finops up to the printed page", server.seconds * 1000, "ms", "bound 3,000 ms")
        questions.run(server.web_socket, server.http)
    large_bill.run()
    imports.run()


if __name__ == "__main__":
    main()
