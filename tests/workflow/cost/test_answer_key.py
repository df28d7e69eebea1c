"""Generated plans against the answer key, to the last decimal."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from protocol.result import Figure
from protocol.step import CostFindings
from support.asked_bill import AskedBill
from support.generated_plans import FILTERS, GROUPINGS, generated, periods, plan_of

TODAY = date(2026, 3, 10)
HISTORY = date(2024, 12, 1)
SPANS = periods(TODAY, HISTORY)
ONE_DAY = timedelta(days=1)
Case = tuple[str, str, dict[str, Any]]


def cases(count: int, seed: int) -> list[Any]:
    """Named cases: a kind of period, a kind of filter, and what else the plan says."""
    return [
        pytest.param(case, id=f"{case[0]}, {case[1]}, {case[2]['number']}")
        for case in generated(TODAY, HISTORY, count, seed)
    ]


def known(span: tuple[date, date]) -> tuple[date, date]:
    """The part of a span that the history holds."""
    return max(span[0], HISTORY), min(span[1], TODAY + ONE_DAY)


def figure(findings: CostFindings, identity: str) -> Figure | None:
    return next((one for one in findings.analysis.figures if one.id == identity), None)


def value(findings: CostFindings, identity: str) -> Decimal:
    found = figure(findings, identity)
    assert found is not None, f"no figure {identity}"
    return found.value


def rounded(amount: Decimal, places: str) -> Decimal:
    return amount.quantize(Decimal(places))


@pytest.mark.parametrize("case", cases(95, seed=1))
def test_r20_spend_equals_the_key(demo: AskedBill, case: Case) -> None:
    kind, filter_kind, _ = case
    fields = FILTERS[filter_kind]
    findings = demo.findings(plan_of("spend", SPANS[kind], TODAY, kind, **fields))
    start, end = known(SPANS[kind])
    if start >= end:
        assert findings.analysis.total is None
        assert [note.id for note in findings.notes] == ["before_history"]
        return
    total = findings.analysis.total
    assert total is not None
    assert (total.amount, total.currency) == (demo.key.total(start, end, fields), "USD")
    assert_nearest_charge_is_named(demo, findings, fields, start, end)
    assert_both_sides_of_credits(demo, findings, fields, start, end)


def assert_nearest_charge_is_named(
    demo: AskedBill, findings: CostFindings, fields: dict[str, Any], start: date, end: date
) -> None:
    """A total of nothing says when the same was charged before or after."""
    days = demo.key.charged_days(fields)
    if any(start <= day < end for day in days):
        assert not {"last_charge", "first_charge", "never_charged"} & {note.id for note in findings.notes}
        return
    said = " ".join(note.text for note in findings.notes)
    before = [day for day in days if day < start]
    assert (before[-1] if before else days[0]).isoformat() in said


def assert_both_sides_of_credits(
    demo: AskedBill, findings: CostFindings, fields: dict[str, Any], start: date, end: date
) -> None:
    """Where credits or refunds fall in the period, the other total is a figure."""
    types = fields.get("charge_types", {})
    if types.get("include"):
        return
    gross = demo.key.total(start, end, {**fields, "charge_types": {"exclude": ["Credit", "Refund"]}})
    net = demo.key.total(start, end, {**fields, "charge_types": {}})
    identity = "after_credits" if types.get("exclude") else "before_credits"
    if gross == net:
        assert figure(findings, identity) is None
    else:
        assert value(findings, identity) == (net if types.get("exclude") else gross)


@pytest.mark.parametrize("case", cases(76, seed=2))
def test_r20_groups_equal_the_key(demo: AskedBill, case: Case) -> None:
    kind, filter_kind, drawn = case
    fields = FILTERS[filter_kind]
    dimensions, limit = drawn["group_by"], drawn["limit"]
    findings = demo.findings(
        plan_of("breakdown", SPANS[kind], TODAY, kind, group_by=dimensions, limit=limit, **fields)
    )
    start, end = known(SPANS[kind])
    if start >= end:
        assert findings.analysis.groups is None
        return
    expected = sorted(
        demo.key.groups(start, end, fields, dimensions).items(), key=lambda item: (-item[1], item[0])
    )
    total = sum((amount for _, amount in expected), Decimal(0))
    if limit and len(expected) > limit:
        rest = sum((amount for _, amount in expected[limit:]), Decimal(0))
        expected = [*expected[:limit], (("Other",) * len(dimensions), rest)]
    groups = findings.analysis.groups
    assert groups is not None
    assert findings.analysis.total is not None
    assert [(tuple(group.keys), group.amount) for group in groups] == expected
    assert sum((group.amount for group in groups), Decimal(0)) == findings.analysis.total.amount == total
    for group in groups:
        assert group.share == (rounded(group.amount / total, "1e-10") if total else None)


@pytest.mark.parametrize("granularity", ["DAILY", "MONTHLY"])
@pytest.mark.parametrize("case", cases(19, seed=3))
def test_r20_series_equal_the_key(demo: AskedBill, case: Case, granularity: str) -> None:
    kind, filter_kind, _ = case
    fields = FILTERS[filter_kind]
    findings = demo.findings(plan_of("trend", SPANS[kind], TODAY, kind, granularity=granularity, **fields))
    start, end = known(SPANS[kind])
    if start >= end:
        assert findings.analysis.series is None
        return
    series, total = findings.analysis.series, findings.analysis.total
    assert series is not None
    assert total is not None
    part = "day" if granularity == "DAILY" else "month"
    expected = demo.key.days(start, end, fields, part)
    found = {date.fromisoformat(point.start): point.amount for point in series}
    if part == "month":
        expected = {max(month, start): amount for month, amount in expected.items()}
    assert {day: amount for day, amount in found.items() if amount} == {
        day: amount for day, amount in expected.items() if amount
    }
    assert sum(found.values(), Decimal(0)) == total.amount
    assert series[0].start == start.isoformat()
    assert series[-1].end == end.isoformat()


@pytest.mark.parametrize("case", cases(38, seed=4))
def test_r20_charges_reconcile(demo: AskedBill, case: Case) -> None:
    kind, filter_kind, drawn = case
    asked: list[dict[str, list[str]]] = [
        {},
        {"include": ["Tax"]},
        {"include": ["Credit", "Refund"]},
        {"exclude": ["Tax"]},
    ]
    fields = {**FILTERS[filter_kind], "charge_types": asked[drawn["number"] % 4]}
    findings = demo.findings(plan_of("charges", SPANS[kind], TODAY, kind, **fields))
    start, end = known(SPANS[kind])
    if start >= end:
        assert findings.analysis.reconciliation is None
        return
    lines, total = findings.analysis.reconciliation, findings.analysis.total
    assert lines is not None
    assert total is not None
    expected = dict.fromkeys(((name,) for name in fields["charge_types"].get("include", [])), Decimal(0))
    expected.update(demo.key.groups(start, end, fields, ["RECORD_TYPE"]))
    assert {(line.charge_type,): line.amount for line in lines} == expected
    assert (
        total.amount == sum((line.amount for line in lines), Decimal(0)) == demo.key.total(start, end, fields)
    )


PAIRS = {
    "two whole months": ((date(2026, 2, 1), date(2026, 3, 1)), (date(2026, 1, 1), date(2026, 2, 1))),
    "this month so far": ((date(2026, 3, 1), date(2026, 3, 10)), (date(2026, 2, 1), date(2026, 2, 10))),
    "two quarters": ((date(2025, 10, 1), date(2026, 1, 1)), (date(2025, 7, 1), date(2025, 10, 1))),
    "a year between": ((date(2026, 2, 1), date(2026, 3, 1)), (date(2025, 2, 1), date(2025, 3, 1))),
    "two weeks": ((date(2026, 3, 2), date(2026, 3, 9)), (date(2026, 2, 23), date(2026, 3, 2))),
    "two years": ((date(2025, 12, 1), date(2026, 3, 1)), (date(2024, 12, 1), date(2025, 3, 1))),
    "December to January": ((date(2026, 1, 1), date(2026, 2, 1)), (date(2025, 12, 1), date(2026, 1, 1))),
}
CHANGES = [
    (pair, filter_kind)
    for pair in PAIRS
    for filter_kind in ("everything", "one service", "a tag", "before credits", "amortized")
]


@pytest.mark.parametrize("intent", ["compare", "explain"])
@pytest.mark.parametrize(("pair", "filter_kind"), CHANGES)
def test_r20_changes_equal_the_key(demo: AskedBill, intent: str, pair: str, filter_kind: str) -> None:
    later, earlier = PAIRS[pair]
    fields = FILTERS[filter_kind]
    plan = plan_of(
        intent,
        later,
        TODAY,
        pair,
        compare_period={"start": earlier[0], "end": earlier[1], "label": "before"},
        group_by=[] if intent == "compare" else ["SERVICE"],
        **fields,
    )
    findings = demo.findings(plan)
    comparison = findings.analysis.comparison
    assert comparison is not None
    now, then = demo.key.total(*later, fields), demo.key.total(*earlier, fields)
    assert (comparison.current, comparison.previous, comparison.delta) == (now, then, now - then)
    assert comparison.delta_percent == (rounded((now - then) / then * 100, "1e-8") if then else None)
    if intent == "explain":
        assert_drivers_equal(demo, findings, fields, later, earlier)


def assert_drivers_equal(
    demo: AskedBill,
    findings: CostFindings,
    fields: dict[str, Any],
    later: tuple[date, date],
    earlier: tuple[date, date],
) -> None:
    drivers, comparison = findings.analysis.drivers, findings.analysis.comparison
    assert drivers is not None
    assert comparison is not None
    now, then = (demo.key.groups(*span, fields, ["SERVICE"]) for span in (later, earlier))
    zero = Decimal(0)
    changed = {keys: now.get(keys, zero) - then.get(keys, zero) for keys in {*now, *then}}
    assert {tuple(driver.keys): driver.delta for driver in drivers} == {k: d for k, d in changed.items() if d}
    assert sum((driver.delta for driver in drivers), zero) == comparison.delta
    for driver in drivers:
        is_new, is_gone = tuple(driver.keys) not in then, tuple(driver.keys) not in now
        assert (driver.kind == "new", driver.kind == "gone") == (is_new, is_gone)
    causes = [one.value for one in findings.analysis.figures if one.id.startswith("change_")]
    assert sum(causes, zero) == comparison.delta


@pytest.mark.parametrize("measure", ["average_daily", "average_weekly", "average_monthly"])
@pytest.mark.parametrize("case", cases(19, seed=5))
def test_r20_averages_equal_the_key(demo: AskedBill, case: Case, measure: str) -> None:
    kind, filter_kind, _ = case
    fields = FILTERS[filter_kind]
    findings = demo.findings(plan_of("spend", SPANS[kind], TODAY, kind, measure=measure, **fields))
    start, end = known(SPANS[kind])
    end = min(end, TODAY)
    if measure == "average_monthly":
        first = start if start.day == 1 else (start + timedelta(days=32)).replace(day=1)
        last = end.replace(day=1)
        months = (last.year - first.year) * 12 + last.month - first.month
        start, end, count = first, last, Decimal(months)
    else:
        count = Decimal((end - start).days) / (7 if measure == "average_weekly" else 1)
    if count <= 0:
        assert figure(findings, measure) is None
        return
    assert findings.analysis.figures[0].id == measure
    assert value(findings, measure) == rounded(demo.key.total(start, end, fields) / count, "1e-10")


@pytest.mark.parametrize("case", cases(19, seed=6))
def test_r20_the_dearest_day_equals_the_key(demo: AskedBill, case: Case) -> None:
    kind, filter_kind, _ = case
    fields = FILTERS[filter_kind]
    findings = demo.findings(plan_of("spend", SPANS[kind], TODAY, kind, measure="dearest_day", **fields))
    start, end = known(SPANS[kind])
    days = demo.key.days(start, end, fields) if start < end else {}
    if not days:
        return
    day, amount = min(days.items(), key=lambda item: (-item[1], item[0]))
    found = findings.analysis.figures[0]
    assert found.value == amount
    assert day.isoformat() in found.label


@pytest.mark.parametrize("case", cases(38, seed=7))
def test_r20_shares_equal_the_key(demo: AskedBill, case: Case) -> None:
    kind, filter_kind, _ = case
    fields = FILTERS[filter_kind]
    findings = demo.findings(plan_of("spend", SPANS[kind], TODAY, kind, share_of_whole=True, **fields))
    start, end = known(SPANS[kind])
    if start >= end:
        return
    types = fields.get("charge_types", {})
    of_all = {"exclude": fields.get("exclude", {}), "metric": fields.get("metric", "UnblendedCost")}
    whole = demo.key.total(start, end, {**of_all, "charge_types": {} if "include" in types else types})
    part = demo.key.total(start, end, fields)
    assert findings.analysis.total is not None
    assert findings.analysis.total.amount == part
    assert value(findings, "share") == rounded(part / whole * 100, "1e-8")
    if len(fields.get("filters", {})) == 2:
        of_service = {**of_all, "filters": {"SERVICE": fields["filters"]["SERVICE"]}}
        within = plan_of(
            "spend", SPANS[kind], TODAY, kind, share_of_whole=True, share_of=["SERVICE"], **fields
        )
        assert value(demo.findings(within), "share") == rounded(
            part / demo.key.total(start, end, of_service) * 100, "1e-8"
        )


@pytest.mark.parametrize("dimension", ["SERVICE", "REGION", "USAGE_TYPE", "LINKED_ACCOUNT"])
@pytest.mark.parametrize(
    "kind", ["year to date", "last quarter", "last year", "since mid-November", "last month"]
)
def test_r20_adoption_equals_the_key(demo: AskedBill, kind: str, dimension: str) -> None:
    start, end = known(SPANS[kind])
    findings = demo.findings(plan_of("adoption", SPANS[kind], TODAY, kind, group_by=[dimension]))
    amounts = demo.key.groups(start, end, {}, [dimension])
    first = demo.key.first_days({}, dimension)
    expected = sorted(
        (day, [name], amounts[(name,)])
        for name, day in first.items()
        if start <= day < end and day > HISTORY and name
    )
    assert findings.analysis.adopted is not None
    assert [(one.first_seen, one.keys, one.amount) for one in findings.analysis.adopted] == expected


@pytest.mark.parametrize("unit", ["GB-Mo", "Hours", "Requests"])
@pytest.mark.parametrize("kind", ["last month", "month to date", "last quarter"])
def test_r20_unit_costs_equal_the_key(demo: AskedBill, kind: str, unit: str) -> None:
    plan = plan_of("unit_cost", SPANS[kind], TODAY, kind, unit={"name": unit, "usage_unit": unit})
    findings = demo.findings(plan)
    quantity, cost = demo.key.usage(*known(SPANS[kind]), {}, unit)
    assert quantity, f"the demo bill measures nothing in {unit}"
    assert findings.analysis.figures[0].id == "unit_cost"
    assert findings.analysis.figures[0].value == rounded(cost / quantity, "1e-10")


@pytest.mark.parametrize("kind", list(SPANS))
def test_r20_cost_per_head_equals_the_key(demo: AskedBill, kind: str) -> None:
    plan = plan_of("unit_cost", SPANS[kind], TODAY, kind, unit={"name": "customers", "count": "1200"})
    findings = demo.findings(plan)
    start, end = known(SPANS[kind])
    if start >= end:
        assert findings.analysis.total is None
        return
    assert value(findings, "unit_cost") == rounded(demo.key.total(start, end, {}) / 1200, "1e-10")


def test_the_key_is_asked_more_than_300_questions() -> None:
    counted = 95 + 76 + 2 * 19 + 38 + 2 * len(CHANGES) + 3 * 19 + 19 + 38 + 20 + 9 + len(SPANS)
    assert counted > 300
    assert len(GROUPINGS) > 5
