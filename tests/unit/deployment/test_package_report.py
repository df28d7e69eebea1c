"""What a package weighs, and which bound holds for it."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from local.deployment.package_report import (
    Package,
    broken_promises,
    import_milliseconds,
    is_compiled,
    main,
    report,
    zipped_bytes,
)


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
    assert (not broken_promises(found, "python3.13", sizes_only=False)) == is_kept
    assert (not broken_promises(found, "python3.13", sizes_only=True)) == is_kept_by_size
    assert ("over the bound of 200 ms" in report(found)) == (milliseconds > 200)


def test_r30_package_is_compiled_when_every_module_has_bytecode_of_the_runtime(tmp_path: Path) -> None:
    bytecode = tmp_path / "cost" / "__pycache__"
    bytecode.mkdir(parents=True)
    (tmp_path / "cost" / "handler.py").touch()
    (bytecode / "handler.cpython-311.pyc").touch()
    assert not is_compiled(tmp_path, "python3.13")
    (bytecode / "handler.cpython-313.pyc").touch()
    assert is_compiled(tmp_path, "python3.13")


def test_r30_package_without_bytecode_breaks_a_promise_where_times_are_held() -> None:
    found = [Package("CostFunction", 0, 100, is_compiled=False)]
    (broken,) = broken_promises(found, "python3.13", sizes_only=False)
    assert broken.startswith("1 package holds no bytecode: Lambda would compile at each cold start. ")
    assert "Install Python 3.13 " in broken
    assert "uv python install --install-dir .venv/tools/python 3.13`" in broken
    assert broken_promises(found, "python3.13", sizes_only=True) == []
    assert "compiled at each cold start" in report(found)


def test_each_broken_promise_is_named_with_what_to_do() -> None:
    found = [Package("CostFunction", 16_000_000, 301), Package("AdvisorFunction", 0, 300)]
    size, imports = broken_promises(found, "python3.13", sizes_only=False)
    assert size.startswith("All that is deployed is 16.00 MB zipped, over the bound of 15 MB: leave out ")
    assert imports.startswith("Over the bound of the import time: CostFunction. ")
    assert "ARGS=--sizes" in imports


def test_report_ends_with_what_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    layer = tmp_path / ".aws-sam" / "build" / "DependenciesLayer" / "python"
    layer.mkdir(parents=True)
    (layer / "library.py").touch()
    (layer.parents[1] / "template.yaml").write_text(
        "Globals: {Function: {Runtime: python3.14}}\n"
        "Resources: {DependenciesLayer: {Type: AWS::Serverless::LayerVersion}}\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main([]) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("1 package holds no bytecode")
    assert "Install Python 3.14 " in last
    assert main(["--sizes"]) == 0


def test_r30_import_takes_the_projects_code_from_the_packages_alone(tmp_path: Path) -> None:
    (tmp_path / "handler.py").write_text("import json\n")
    (tmp_path / "incomplete.py").write_text("import protocol.result\n")

    assert import_milliseconds("handler", [tmp_path]) > 0
    with pytest.raises(subprocess.CalledProcessError):
        import_milliseconds("incomplete", [tmp_path])
    assert not list(tmp_path.rglob("*.pyc"))
