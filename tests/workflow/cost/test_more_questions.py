"""Questions in other words, on other days, of other bills: read as each line says, figures by the key."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from billing.catalog import Catalog
from interpreter.interpret import interpret
from local.demo import demo_organisation
from protocol.query_plan import QueryPlan
from support.answer_key import AnswerKey
from support.asked_bill import AskedBill, asked_bill
from support.catalogs import FOCUS_SAMPLE
from support.shop_bill import LAST, shop_bill

Line = dict[str, Any]
LINES: list[Line] = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "more_questions.jsonl").read_text().splitlines()
]
DEMO_TODAY, SHOP_TODAY = date(2026, 3, 10), date(2024, 6, 15)
AMOUNTS = ("spend", "breakdown", "trend", "charges", "unit_cost")
OF_THE_SHOP = [
    line
    for line in LINES
    if line["bill"] == "shop"
    and line["today"] == SHOP_TODAY.isoformat()
    and line["expect"]["intent"] in (*AMOUNTS, "compare", "explain")
    and "period" in line["expect"]
]


def named(lines: list[Line]) -> list[Any]:
    return [pytest.param(line, id=f"{line['question']} ({line['bill']}, {line['today']})") for line in lines]


@pytest.fixture(scope="module")
def shop() -> Iterator[AskedBill]:
    with asked_bill(shop_bill(), SHOP_TODAY) as bill:
        yield bill


@pytest.fixture(scope="module")
def catalogs() -> dict[str, Catalog]:
    """The bills' values at the end of their histories."""
    with asked_bill(str(demo_organisation(DEMO_TODAY).bill_path), DEMO_TODAY) as demo:
        of_demo = demo.catalog
    with asked_bill(shop_bill(), LAST) as of_shop:
        return {"demo": of_demo, "shop": of_shop.catalog, "sample": FOCUS_SAMPLE}


def read(line: Line, catalog: Catalog) -> QueryPlan:
    today = date.fromisoformat(line["today"])
    assert catalog.last_day is not None
    return interpret(
        line["question"], today, catalog.model_copy(update={"last_day": min(catalog.last_day, today)})
    )


@pytest.mark.parametrize("line", named(LINES))
def test_question_is_read_as_meant_or_asked_back(line: Line, catalogs: dict[str, Catalog]) -> None:
    said = read(line, catalogs[line["bill"]]).model_dump(mode="json", by_alias=True)
    expect = line["expect"]
    for field, value in expect.items():
        shown = said[field]
        if isinstance(value, dict) and field not in ("filters", "exclude"):
            shown = {key: shown[key] for key in value}
        assert shown == value, f"{field}: {said['clarification'] or ''}"
    if expect["intent"] in AMOUNTS:
        assert any(said["chargeTypes"].values()) == ("chargeTypes" in expect), said["chargeTypes"]


def span(period: dict[str, str]) -> tuple[date, date]:
    return date.fromisoformat(period["start"]), date.fromisoformat(period["end"])


def selection(expect: Line) -> Line:
    """What the key must select by."""
    return {
        "filters": expect.get("filters", {}),
        "exclude": expect.get("exclude", {}),
        "charge_types": expect.get("chargeTypes", {}),
        "metric": expect.get("metric", "UnblendedCost"),
    }


@pytest.mark.parametrize("line", named(OF_THE_SHOP))
def test_r20_its_figures_equal_the_key(line: Line, shop: AskedBill) -> None:
    expect, key = line["expect"], shop.key
    plan = read(line, shop.catalog)
    findings = shop.findings(plan)
    analysis, chosen = findings.analysis, selection(expect)
    start, end = span(expect["period"])
    total = key.total(start, end, chosen)
    if expect["intent"] in ("compare", "explain"):
        before = key.total(*span(expect["comparePeriod"]), chosen)
        assert analysis.comparison is not None
        assert (analysis.comparison.current, analysis.comparison.previous) == (total, before)
        assert analysis.comparison.delta == total - before
        if analysis.drivers:
            assert sum((driver.delta for driver in analysis.drivers), Decimal(0)) == total - before
        return
    if not shop.catalog.first_day or end <= shop.catalog.first_day:
        assert analysis.total is None
        return
    assert analysis.total is not None
    assert analysis.total.amount == total
    if expect["intent"] == "breakdown":
        assert_groups(analysis.groups or [], plan.limit, expect, key, chosen)
    if expect.get("shareOfWhole"):
        assert_share(analysis.figures, total, expect, key, chosen)
    if expect["intent"] == "unit_cost" and "unit" in expect:
        per_unit = total / Decimal(expect["unit"]["count"])
        assert analysis.figures[0].value == per_unit.quantize(Decimal("1e-10"))


def assert_groups(groups: list[Any], limit: int | None, expect: Line, key: AnswerKey, chosen: Line) -> None:
    amounts = key.groups(*span(expect["period"]), chosen, expect["groupBy"])
    if limit is None:
        assert {tuple(group.keys): group.amount for group in groups} == amounts
        return
    largest = sorted(amounts.items(), key=lambda item: (-item[1], item[0]))[:limit]
    assert [(tuple(group.keys), group.amount) for group in groups[:limit]] == largest


def assert_share(figures: list[Any], part: Decimal, expect: Line, key: AnswerKey, chosen: Line) -> None:
    """The first percentage is of what the question takes the share of."""
    of_whole = {
        "filters": {name: chosen["filters"][name] for name in expect["shareOf"]},
        "exclude": {name: values for name, values in chosen["exclude"].items() if values != [""]},
    }
    whole = key.total(*span(expect["period"]), {**chosen, **of_whole})
    percentages = [figure.value for figure in figures if figure.unit == "%"]
    assert percentages[0] == (part / whole * 100).quantize(Decimal("1e-8"))
    if expect.get("measure") == "share":
        assert figures[0].value == percentages[0]
