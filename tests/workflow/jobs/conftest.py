"""Stores as deployed, in moto."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.deployed_stores import ENVIRONMENT, deployed_stores


@pytest.fixture
def stores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tables and the bucket of template.yaml."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with deployed_stores():
        yield
