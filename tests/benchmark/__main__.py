"""Runs every benchmark and prints its figures. Nothing is asserted of time: machines differ."""

import os

from tests.benchmark import flood, imports, interpretation, large_bill, questions
from tests.benchmark.report import line, title
from tests.benchmark.server import finops_up, free_port, started


def main() -> None:
    """All sections, in the order a newcomer meets what they measure."""
    # what else runs lengthens every figure: the bounds hold on two idle cores
    title(f"Starting (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    arguments = f"ARGS=--ephemeral --port {free_port()}"
    with started(["make", "--silent", "run", arguments]) as server:
        line("make run to the printed page, installed", server.seconds * 1000, "ms", "bound 6,000 ms")
    with started(finops_up()) as server:
        line("finops up to the printed page", server.seconds * 1000, "ms", "bound 3,000 ms")
        questions.run(server.web_socket, server.http)
        interpretation.run(server.http)
    flood.run()
    large_bill.run()
    imports.run()


if __name__ == "__main__":
    main()
