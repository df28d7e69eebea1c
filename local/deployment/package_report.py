"""`make package`: what each function and layer weighs zipped, and how long a function's import takes here.

Reads what `sam build` left in .aws-sam/build. A bound that is passed is an error, and so is a package without
bytecode, which Lambda would compile at each cold start; with `--sizes` only that of the size is, for machines
whose times say nothing or that have no Python of the runtime's version.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

BUILD = Path(".aws-sam/build")
TOTAL_MEGABYTES = 15.0
SOCKET_FUNCTIONS = ("ConnectionManagerFunction", "MessageHandlerFunction")
IMPORT_MILLISECONDS, SOCKET_IMPORT_MILLISECONDS = 300.0, 200.0
IMPORT_RUNS = 5
SOURCE = Path(__file__).parents[2] / "functions"
FUNCTION, LAYER = "AWS::Serverless::Function", "AWS::Serverless::LayerVersion"
LIBRARIES = "DependenciesLayer"
"""The layer of libraries, built for Lambda's processors; here those of this environment are imported."""


@dataclass(frozen=True)
class Package:
    """A built folder: its zipped size, the time of importing its handler, whether its code is compiled."""

    name: str
    zipped_bytes: int
    import_milliseconds: float | None = None
    is_compiled: bool = True

    @property
    def import_bound(self) -> float:
        """The import time promised for this function."""
        return SOCKET_IMPORT_MILLISECONDS if self.name in SOCKET_FUNCTIONS else IMPORT_MILLISECONDS

    @property
    def is_quick(self) -> bool:
        """Whether the import keeps to its bound; a layer has none."""
        return self.import_milliseconds is None or self.import_milliseconds <= self.import_bound


def zipped_bytes(folder: Path) -> int:
    """The size of a folder as Lambda stores it: deflated, without directories."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(folder))
        return file.tell()


def is_compiled(folder: Path, runtime: str) -> bool:
    """Whether every module has bytecode of a Lambda runtime's Python, `python3.13` say."""
    tag = "cpython-" + runtime.removeprefix("python").replace(".", "")
    return all(
        (module.parent / "__pycache__" / f"{module.stem}.{tag}.pyc").exists()
        for module in folder.rglob("*.py")
    )


def import_milliseconds(module: str, folders: list[Path]) -> float:
    """The processor time a new process takes to import a module with its bytecode there, no client made.

    The project's own code comes from `folders` alone: what a package leaves out is an ImportError. The least
    of some runs, and not the time on the clock: what else the machine does would only add to it.
    """
    program = (
        "import sys, time; sys.path[:] = sys.argv[3:] + [path for path in sys.path if path != sys.argv[2]]; "
        "begin = time.process_time(); __import__(sys.argv[1]); print((time.process_time() - begin) * 1000)"
    )
    command = [sys.executable, "-P", "-c", program, module, str(SOURCE), *map(str, folders)]
    with tempfile.TemporaryDirectory() as bytecode:
        # beside the packages: what is written for the Python of this machine must not be deployed
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": bytecode}
        # the first run compiles
        runs = [
            float(subprocess.check_output(command, text=True, env=environment))
            for _ in range(IMPORT_RUNS + 1)
        ]
    return min(runs[1:])


def packages(build: Path = BUILD) -> list[Package]:
    """Every function and layer of the built template. Raises FileNotFoundError before `sam build`."""
    template = yaml_parse((build / "template.yaml").read_text())
    runtime = template["Globals"]["Function"]["Runtime"]
    resources = template["Resources"]
    layers = [name for name, resource in resources.items() if resource["Type"] == LAYER]
    shared = [build / name / "python" for name in layers if name != LIBRARIES]
    found = []
    for name, resource in resources.items():
        folder = build / name
        if resource["Type"] not in (LAYER, FUNCTION):
            continue
        milliseconds = None
        if resource["Type"] == FUNCTION:
            module = resource["Properties"]["Handler"].rsplit(".", 1)[0]
            milliseconds = import_milliseconds(module, [folder, *shared])
        found.append(Package(name, zipped_bytes(folder), milliseconds, is_compiled(folder, runtime)))
    return found


def report(found: list[Package]) -> str:
    """A line for each package, and the sum of all."""
    lines = [_line(package) for package in found]
    return "\n".join(
        [*lines, f"{'all that is deployed':<28}{megabytes(found):>8.2f} MB  (bound {TOTAL_MEGABYTES:.0f} MB)"]
    )


def kept(found: list[Package], *, sizes_only: bool) -> bool:
    """Whether the bounds of size and, unless `sizes_only`, of import time are kept, by compiled code."""
    is_quick = all(package.is_quick and package.is_compiled for package in found)
    return megabytes(found) <= TOTAL_MEGABYTES and (sizes_only or is_quick)


def megabytes(found: list[Package]) -> float:
    """All that is deployed, zipped."""
    return sum(package.zipped_bytes for package in found) / 1e6


def _line(package: Package) -> str:
    line = f"{package.name:<28}{package.zipped_bytes / 1e6:>8.2f} MB"
    if package.import_milliseconds is not None:
        line += f"{package.import_milliseconds:>8.0f} ms import"
    if not package.is_quick:
        line += f"  over the bound of {package.import_bound:.0f} ms"
    return line if package.is_compiled else line + "  without bytecode: compiled at each cold start"


def main(arguments: list[str]) -> int:
    """Print the table; exit status 1 where a promise is broken."""
    parser = argparse.ArgumentParser(
        prog="make package", description="Size and import time of what is deployed."
    )
    parser.add_argument(
        "--sizes", action="store_true", help="show import times, but hold only sizes to their bound"
    )
    options = parser.parse_args(arguments)
    found = packages()
    sys.stdout.write(report(found) + "\n")
    return 0 if kept(found, sizes_only=options.sizes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
