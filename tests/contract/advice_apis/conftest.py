"""The advice APIs, served."""

from collections.abc import Iterator

import pytest

from local.bill import Bill, load_bill
from support.demo_bill import demo
from support.served_advice import Serve, served_advice


@pytest.fixture(scope="package")
def bill() -> Iterator[Bill]:
    """The demo organisation's bill, loaded."""
    loaded = load_bill(demo().bill_path)
    yield loaded
    loaded.close()


@pytest.fixture
def serving(bill: Bill) -> Iterator[Serve]:
    """Serve the APIs with options, and make boto3 clients of them."""
    with served_advice(bill) as serve:
        yield serve
