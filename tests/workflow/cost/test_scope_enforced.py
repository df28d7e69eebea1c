"""A tenant sees its accounts or tag values, whatever it asks."""

from datetime import date

import pytest

from billing.catalog_loader import load_catalog
from billing.metered_apis import MeteredCostApis
from billing.scope import CostScope
from cost.analyse import analyse
from protocol.query_plan import Period, QueryPlan
from protocol.step import CostFindings
from support.asked_bill import AskedBill

FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")
OWN = "222233334444"
OTHER = "444455556666"


def ask(bill: AskedBill, scope: CostScope, plan: QueryPlan) -> CostFindings:
    apis = MeteredCostApis(today=bill.today, scope=scope)
    return analyse(plan, bill.today, load_catalog(apis, bill.today), apis)


@pytest.mark.parametrize(
    ("scope", "visible"),
    [
        (CostScope(accounts=(OWN,)), {"LINKED_ACCOUNT": [OWN]}),
        (CostScope(tags={"team": ("checkout",)}), {"TAG:team": ["checkout"]}),
        (CostScope(tags={"team": ("",)}), {"TAG:team": [""]}),
        (CostScope(tags={"team": ("checkout", "")}), {"TAG:team": ["checkout", ""]}),
        (
            CostScope(accounts=(OWN, OTHER), tags={"team": ("data", "checkout")}),
            {"LINKED_ACCOUNT": [OWN, OTHER], "TAG:team": ["data", "checkout"]},
        ),
    ],
)
def test_all_accounts_are_those_that_may_be_seen(
    demo: AskedBill, scope: CostScope, visible: dict[str, list[str]]
) -> None:
    plan = QueryPlan(intent="breakdown", period=FEBRUARY, group_by=["LINKED_ACCOUNT"])
    findings = ask(demo, scope, plan)
    expected = demo.key.groups(FEBRUARY.start, FEBRUARY.end, {"filters": visible}, ["LINKED_ACCOUNT"])
    assert {tuple(group.keys): group.amount for group in findings.analysis.groups or []} == expected
    assert expected


def test_another_tenants_account_has_nothing(demo: AskedBill) -> None:
    plan = QueryPlan(intent="spend", period=FEBRUARY, filters={"LINKED_ACCOUNT": [OTHER]})
    findings = ask(demo, CostScope(accounts=(OWN,)), plan)
    assert findings.analysis.total is not None
    assert findings.analysis.total.amount == 0
    assert OTHER not in str(findings.notes)


def test_the_catalog_names_only_what_may_be_seen(demo: AskedBill) -> None:
    apis = MeteredCostApis(today=demo.today, scope=CostScope(accounts=(OWN,)))
    catalog = load_catalog(apis, demo.today)
    assert [account.id for account in catalog.accounts] == [OWN]
    assert set(catalog.services) < set(demo.catalog.services)


@pytest.mark.parametrize("intent", ["budget", "anomaly"])
def test_what_cannot_be_limited_so_is_unavailable(demo: AskedBill, intent: str) -> None:
    findings = ask(demo, CostScope(accounts=(OWN,)), QueryPlan.model_validate({"intent": intent}))
    assert findings.analysis.budgets is None
    assert findings.analysis.anomalies is None
    assert "cannot be limited" in findings.degraded[0].reason
