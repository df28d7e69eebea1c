"""The template's promises that no linter looks at."""

import importlib
import pkgutil

import pytest
import yaml

from support.project import ROOT, template
from sweeper.handler import CLOSING_ENDS_SECONDS


def test_handlers_named_in_the_template_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for name, resource in template()["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            module, function = resource["Properties"]["Handler"].rsplit(".", 1)
            assert callable(getattr(importlib.import_module(module), function)), name


def test_no_code_folder_of_functions_is_left_out_of_type_checking() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    for module in pkgutil.iter_modules([str(ROOT / "functions")]):
        assert f'"{module.name}"' in pyproject, module.name


def test_layer_and_development_use_the_same_versions() -> None:
    pins = (ROOT / "functions" / "requirements.txt").read_text().split()
    pyproject = (ROOT / "pyproject.toml").read_text()
    for pin in pins:
        assert f'"{pin}"' in pyproject, pin


def test_yaml_of_the_template_has_no_anchors() -> None:
    """Anchors shared between functions corrupt the CodeUri that sam build writes."""
    events = yaml.parse((ROOT / "template.yaml").read_text())
    assert not [event for event in events if getattr(event, "anchor", None)]


def test_the_sweeper_has_time_to_end_what_it_began_last() -> None:
    function = template()["Resources"]["SweeperFunction"]["Properties"]
    assert function["Timeout"] - CLOSING_ENDS_SECONDS >= 15
