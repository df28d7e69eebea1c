"""Cold imports: the module of each function's handler in a new process, beside an empty process."""

from pathlib import Path

from local.deployment.package_report import Package, import_milliseconds
from tests.benchmark.report import line, title

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = ROOT / "functions"


def run() -> None:
    """Import every handler, and print."""
    title("Cold import of each function (no client made)")
    baseline = import_milliseconds("boto3", [])
    line("baseline: boto3 alone", baseline, "ms")
    for handler in sorted(FUNCTIONS.glob("*/handler.py")):
        name = handler.parent.name
        taken = import_milliseconds(f"{name}.handler", [FUNCTIONS])
        function = "".join(word.capitalize() for word in name.split("_")) + "Function"
        bound = Package(function, 0).import_bound
        line(name, taken, "ms", f"bound {bound:.0f} ms, ratio {taken / baseline:.2f}")
