"""`make package`: what each built function and the layer weigh zipped, and how long their imports take here.

Reads what `sam build` left in .aws-sam/build. A bound that is passed is an error; with `--sizes` only that of
the size is, for machines whose times say nothing.
"""

import argparse
import os
import shutil
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


@dataclass(frozen=True)
class Package:
    """A built folder: its zipped size and, for a function, the time of importing its handler."""

    name: str
    zipped_bytes: int
    import_milliseconds: float | None = None

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


def import_milliseconds(module: str, folder: Path) -> float:
    """The processor time a new process takes to import a module, no client made.

    The least of some runs, and not the time on the clock: what else the machine does would only add to it.
    The first run compiles and is not counted.
    """
    program = (
        "import sys, time; sys.path.insert(0, sys.argv[2]); begin = time.process_time(); "
        "__import__(sys.argv[1]); print((time.process_time() - begin) * 1000)"
    )
    command = [sys.executable, "-c", program, module, str(folder)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    runs = [
        float(subprocess.check_output(command, text=True, env=environment)) for _ in range(IMPORT_RUNS + 1)
    ]
    return min(runs[1:])


def remove_bytecode(folder: Path) -> None:
    """What importing left behind is for the Python of this machine, and would be deployed."""
    for path in list(folder.rglob("__pycache__")):
        shutil.rmtree(path)


def packages(build: Path = BUILD) -> list[Package]:
    """Every function and layer of the built template. Raises FileNotFoundError before `sam build`."""
    resources = yaml_parse((build / "template.yaml").read_text())["Resources"]
    found = []
    for name, resource in resources.items():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            found.append(Package(name, zipped_bytes(build / name)))
        elif resource["Type"] == "AWS::Serverless::Function":
            module = resource["Properties"]["Handler"].rsplit(".", 1)[0]
            folder = build / name
            found.append(Package(name, zipped_bytes(folder), import_milliseconds(module, folder)))
            remove_bytecode(folder)
    return found


def report(found: list[Package]) -> str:
    """A line for each package, and the sum of all."""
    lines = [_line(package) for package in found]
    return "\n".join(
        [*lines, f"{'all that is deployed':<28}{megabytes(found):>8.2f} MB  (bound {TOTAL_MEGABYTES:.0f} MB)"]
    )


def kept(found: list[Package], *, sizes_only: bool) -> bool:
    """Whether the bounds of size and, unless `sizes_only`, of import time are kept."""
    return megabytes(found) <= TOTAL_MEGABYTES and (sizes_only or all(package.is_quick for package in found))


def megabytes(found: list[Package]) -> float:
    """All that is deployed, zipped."""
    return sum(package.zipped_bytes for package in found) / 1e6


def _line(package: Package) -> str:
    line = f"{package.name:<28}{package.zipped_bytes / 1e6:>8.2f} MB"
    if package.import_milliseconds is None:
        return line
    over = "" if package.is_quick else f"  over the bound of {package.import_bound:.0f} ms"
    return f"{line}{package.import_milliseconds:>8.0f} ms import{over}"


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
