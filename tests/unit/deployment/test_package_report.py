"""What a package weighs, and which bound holds for it."""

import zipfile
from pathlib import Path

from local.deployment.package_report import Package, zipped_bytes


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
