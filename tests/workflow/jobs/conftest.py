"""Stores and functions as deployed, in moto and over the engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.deployed_functions import Deployment, deployed_functions
from support.deployed_stores import ENVIRONMENT, deployed_stores


@pytest.fixture
def stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tables and the bucket of template.yaml."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with deployed_stores():
        yield


@pytest.fixture
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deployment]:
    """The four functions around the steps."""
    with deployed_functions(monkeypatch) as deployed:
        yield deployed


@pytest.fixture
def tab(deployment: Deployment) -> str:
    """The connection of a signed-in user."""
    assert deployment.connect("tab")["statusCode"] == 200
    assert deployment.authenticate("tab", token=deployment.sign_in("ann"))["type"] == "authenticated"
    return "tab"
