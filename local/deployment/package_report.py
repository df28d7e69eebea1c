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
from typing import Any

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
INSTALL_PYTHON = (
    "Install Python {version} (python{version} on the PATH, or PYTHON_OF_RUNTIME=/path/to/it), or "
    "`.venv/tools/sam/bin/uv python install --install-dir .venv/tools/python {version}`, "
    "and run make package again."
)


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


def built_template(build: Path = BUILD) -> dict[str, Any]:
    """The template as built. Raises FileNotFoundError before `sam build`."""
    template: dict[str, Any] = yaml_parse((build / "template.yaml").read_text())
    return template


def runtime_of(template: dict[str, Any]) -> str:
    """Lambda's name of the functions' runtime."""
    return str(template["Globals"]["Function"]["Runtime"])


def packages(template: dict[str, Any], build: Path = BUILD) -> list[Package]:
    """Every function and layer of a built template."""
    runtime = runtime_of(template)
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


def broken_promises(found: list[Package], runtime: str, *, sizes_only: bool) -> list[str]:
    """Which bounds are passed, a sentence each with what to do; with `sizes_only` none but that of the size.

    `runtime` is Lambda's name of the Python that packages are compiled for, `python3.13` say.
    """
    broken = []
    if megabytes(found) > TOTAL_MEGABYTES:
        broken.append(
            f"All that is deployed is {megabytes(found):.2f} MB zipped, over the bound of "
            f"{TOTAL_MEGABYTES:.0f} MB: leave out of functions/requirements.txt what is not needed."
        )
    if sizes_only:
        return broken
    if slow := [package.name for package in found if not package.is_quick]:
        broken.append(
            f"Over the bound of the import time: {', '.join(slow)}. If the machine is slow or busy, "
            "`make package ARGS=--sizes` leaves the times out; else import less at the top of modules."
        )
    if without := sum(not package.is_compiled for package in found):
        hold = "1 package holds" if without == 1 else f"{without} packages hold"
        advice = INSTALL_PYTHON.format(version=runtime.removeprefix("python"))
        broken.append(f"{hold} no bytecode: Lambda would compile at each cold start. {advice}")
    return broken


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
    template = built_template()
    found = packages(template)
    sys.stdout.write(report(found) + "\n")
    broken = broken_promises(found, runtime_of(template), sizes_only=options.sizes)
    sys.stdout.write("".join(f"\n{sentence}\n" for sentence in broken))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
