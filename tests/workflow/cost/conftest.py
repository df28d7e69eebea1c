"""The demo organisation's bill behind the local Cost Explorer, asked through boto3."""

from collections.abc import Iterator
from datetime import date

import pytest

from local.demo import demo_organisation
from support.asked_bill import AskedBill, asked_bill

TODAY = date(2026, 3, 10)


@pytest.fixture(scope="module")
def demo() -> Iterator[AskedBill]:
    with asked_bill(str(demo_organisation(TODAY).bill_path), TODAY) as bill:
        yield bill
