"""The demo organisation of a day: its bill, kept in the user's cache, and the advice on it."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import platformdirs

from local.cost_apis.advice import Advice
from local.demo.advice import advice_of
from local.demo.generate import write_bill
from local.demo.story import Story

DEFAULT_SEED = 7
# a part of the cached file's name: raise it with every change of what is generated
GENERATOR_VERSION = 3


@dataclass(frozen=True)
class DemoOrganisation:
    """`bill_path` is a Parquet file in FOCUS 1.0; `advice` is what goes with it."""

    bill_path: Path
    advice: Advice


def demo_organisation(today: date, seed: int = DEFAULT_SEED, cache: Path | None = None) -> DemoOrganisation:
    """The organisation as of `today` (UTC): 16 months of charges, today's unfinished.

    Deterministic for (seed, today). The bill is kept in `cache` (a folder of the user's own unless told) and
    made anew only when it is not there yet. Raises OSError where that folder cannot be written.
    """
    story = Story(today, seed)
    folder = cache or Path(platformdirs.user_cache_dir("finops-agent"), "demo")
    # DuckDB's hash gives the random numbers, and may change with its version
    name = f"bill-v{GENERATOR_VERSION}-duckdb{duckdb.__version__}-seed{seed}-{today.isoformat()}.parquet"
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write_whole(story, path)
    return DemoOrganisation(bill_path=path, advice=advice_of(story, path))


def _write_whole(story: Story, path: Path) -> None:
    """Write beside `path`, then rename: a reader never sees half a bill, and two writers do no harm."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
        unfinished = Path(folder, path.name)
        write_bill(story, unfinished)
        unfinished.replace(path)
