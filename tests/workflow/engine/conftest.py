"""A fresh engine for each test."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl

from support.engine_under_test import EngineUnderTest, running_engine


@pytest.fixture
def aws() -> Iterator[EngineUnderTest]:
    with running_engine() as engine:
        yield engine


@pytest.fixture
def retry_waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds each Retry would have waited; none of them is waited."""
    waits: list[float] = []
    monkeypatch.setattr(retrier_decl, "time", SimpleNamespace(sleep=waits.append))
    return waits
