"""Runs every benchmark and prints its figures. Nothing is asserted of time: machines differ."""

import os
import subprocess
import sys
import time

from tests.benchmark import flood, imports, interpretation, large_bill, questions
from tests.benchmark.report import line, title
from tests.benchmark.server import finops_up, free_port, started

LIBRARIES = "aiohttp, boto3, duckdb, moto.dynamodb, moto.stepfunctions, samtranslator.translator.translator"


def main() -> None:
    """All sections, in the order a newcomer meets what they measure."""
    # what else runs lengthens every figure: the bounds hold on two idle cores
    title(f"Starting (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    arguments = f"ARGS=--ephemeral --port {free_port()}"
    baseline = import_seconds()
    line("baseline: importing the libraries alone", baseline * 1000, "ms")
    with started(["make", "--silent", "run", arguments]) as server:
        ratio = f"bound 6,000 ms, ratio {server.seconds / baseline:.2f}"
        line("make run to the printed page, installed", server.seconds * 1000, "ms", ratio)
    with started(finops_up()) as server:
        ratio = f"bound 3,000 ms, ratio {server.seconds / baseline:.2f}"
        line("finops up to the printed page", server.seconds * 1000, "ms", ratio)
        questions.run(server.web_socket, server.http)
        interpretation.run(server.http)
    flood.run()
    large_bill.run()
    imports.run()


def import_seconds() -> float:
    """What a new process takes to import the libraries the server is made of."""
    begin = time.perf_counter()
    subprocess.check_call([sys.executable, "-c", f"import {LIBRARIES}"])
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
