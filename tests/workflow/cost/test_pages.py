"""Pages, exclusive ends and estimates, as Cost Explorer gives them."""

from collections.abc import Iterator
from datetime import date

import pytest

from local.cost_apis.context import Options
from local.demo import demo_organisation
from protocol.query_plan import Period, QueryPlan
from support.asked_bill import AskedBill, asked_bill

TODAY = date(2026, 3, 10)
FEBRUARY = Period(start=date(2026, 2, 1), end=date(2026, 3, 1), label="February 2026")
MARCH = Period(start=date(2026, 3, 1), end=date(2026, 3, 11), label="March 2026 to date", partial=True)


@pytest.fixture(scope="module")
def in_small_pages() -> Iterator[AskedBill]:
    with asked_bill(str(demo_organisation(TODAY).bill_path), TODAY, Options(page_size=7)) as bill:
        yield bill


def test_r20_a_breakdown_over_many_pages_is_whole(in_small_pages: AskedBill) -> None:
    findings = in_small_pages.findings(
        QueryPlan(intent="breakdown", period=FEBRUARY, group_by=["USAGE_TYPE"])
    )
    assert findings.requests[0].pages > 5
    groups = findings.analysis.groups or []
    expected = in_small_pages.key.groups(FEBRUARY.start, FEBRUARY.end, {}, ["USAGE_TYPE"])
    assert {tuple(group.keys): group.amount for group in groups} == expected


def test_the_catalog_is_whole_over_many_pages(in_small_pages: AskedBill) -> None:
    catalog = in_small_pages.catalog
    assert catalog.services == in_small_pages.key.values("SERVICE")
    assert catalog.usage_types == in_small_pages.key.values("USAGE_TYPE")
    assert [account.id for account in catalog.accounts] == in_small_pages.key.values("LINKED_ACCOUNT")
    assert catalog.tags["team"] == in_small_pages.key.values("TAG:team")
    assert (catalog.first_day, catalog.last_day) == (date(2024, 12, 1), TODAY)


def test_r20_the_month_keeps_its_last_day_and_no_more(in_small_pages: AskedBill) -> None:
    whole = in_small_pages.findings(QueryPlan(intent="trend", period=FEBRUARY, granularity="DAILY")).analysis
    assert whole.series is not None
    assert (whole.series[0].start, whole.series[-1].start, len(whole.series)) == (
        "2026-02-01",
        "2026-02-28",
        28,
    )


def test_r20_what_may_still_change_is_marked_and_said(in_small_pages: AskedBill) -> None:
    findings = in_small_pages.findings(QueryPlan(intent="trend", period=MARCH, granularity="DAILY"))
    assert all(point.estimated for point in findings.analysis.series or [])
    assert {"estimated", "partial"} <= {note.id for note in findings.notes}
