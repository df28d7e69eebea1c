"""What a package weighs, and which bound holds for it."""

import zipfile
from pathlib import Path

import pytest

from local.deployment.package_report import Package, kept, report, zipped_bytes


def test_folder_weighs_what_its_zip_does(tmp_path: Path) -> None:
    folder = tmp_path / "built"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "module.py").write_text("x = 1\n" * 500)
    archive = tmp_path / "archive.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        written.write(folder / "inner" / "module.py", "inner/module.py")
    assert zipped_bytes(folder) == archive.stat().st_size < 3000


def test_r30_socket_functions_have_the_tighter_bound() -> None:
    bounds = {name: Package(name, 0).import_bound for name in ("MessageHandlerFunction", "CostFunction")}
    assert bounds == {"MessageHandlerFunction": 200, "CostFunction": 300}


@pytest.mark.parametrize(
    ("megabytes", "milliseconds", "is_kept", "is_kept_by_size"),
    [(15, 200, True, True), (15, 201, False, True), (15.1, 200, False, False)],
)
def test_r30_a_slow_machine_fails_the_report_only_where_times_are_held(
    megabytes: float, milliseconds: float, is_kept: bool, is_kept_by_size: bool
) -> None:
    found = [
        Package("MessageHandlerFunction", 0, milliseconds),
        Package("DependenciesLayer", int(megabytes * 1e6)),
    ]
    assert kept(found, sizes_only=False) == is_kept
    assert kept(found, sizes_only=True) == is_kept_by_size
    assert ("over the bound of 200 ms" in report(found)) == (milliseconds > 200)
