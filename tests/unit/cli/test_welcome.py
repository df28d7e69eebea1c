"""What a start tells the person who made it."""

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from local.cli.commands import program
from local.cli.welcome import welcome
from local.runtime import Addresses
from local.runtime.bill_summary import BillSummary


def addresses(name: str | None) -> Addresses:
    days = (date(2024, 9, 1), date(2024, 9, 30))
    bill = BillSummary(name, 942, *days, "USD", 66, date(2026, 3, 10), {"Oracle": 58} if name else {})
    return Addresses(8787, "prod", "demo", "secret", Path("/logs/finops.log"), bill)


def test_own_bill_is_named_with_what_is_left_out_and_how_to_ask_as_of_its_end() -> None:
    lines = welcome(addresses("bill.csv"), None).splitlines()
    (place,) = [index for index, line in enumerate(lines) if line.startswith("Bill ")]
    assert "bill.csv: 942 rows" in lines[place]
    assert "58 rows of other providers (Oracle) are left out" in lines[place]
    assert lines[place + 1].strip() == "It ends on 2024-09-30: add --today 2024-10-01 to ask as of then."


def test_demo_is_named_and_its_prices_are_not_paid() -> None:
    said = welcome(addresses(None), None)
    assert "Bill       a generated demo organisation, 2024-09-01 to 2024-09-30\n" in said
    assert said.count("nothing is paid here") == 1
    assert "--today" not in said


def test_folder_of_the_jobs_is_named_with_how_to_start_clean() -> None:
    assert "kept in /state (to start clean, delete it after the end)" in welcome(
        addresses(None), Path("/state")
    )
    assert "kept until it ends" in welcome(addresses(None), None)


def test_command_is_shown_as_it_can_be_typed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    assert program() == "finops"
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.chdir(tmp_path)
    assert program() == ".venv/bin/finops"
    assert f"Ask: .venv/bin/finops ask --url {addresses(None).web_socket}" in welcome(addresses(None), None)
    monkeypatch.chdir("/")
    monkeypatch.setattr(sys, "executable", "/opt/venv/bin/python")
    assert program() == "opt/venv/bin/finops"
