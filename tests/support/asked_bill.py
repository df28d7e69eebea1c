"""A bill that can be asked through the product, and its answer key."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import pytest

from billing import api_calls
from billing.catalog import Catalog
from billing.catalog_loader import load_catalog
from billing.metered_apis import MeteredCostApis
from cost.analyse import analyse
from local.bill import Bill, load_bill
from local.cost_apis.context import Options
from local.cost_apis.server import serve
from protocol.query_plan import QueryPlan
from protocol.step import CostFindings
from support.answer_key import AnswerKey


@dataclass
class AskedBill:
    """The product over a bill's local cost APIs, and what it must answer."""

    path: str
    today: date
    catalog: Catalog

    @cached_property
    def key(self) -> AnswerKey:
        """The answer key of the bill."""
        return AnswerKey(self.path, self.today)

    def findings(self, plan: QueryPlan) -> CostFindings:
        """The product's answer, nothing remembered."""
        return analyse(plan, self.today, self.catalog, MeteredCostApis(today=self.today))


@contextmanager
def asked_bill(path: str, today: date, options: Options | None = None) -> Iterator[AskedBill]:
    """Serves the bill's cost APIs and asks them through boto3 while the context lasts; one at a time."""
    with serve(_loaded(path), today, options) as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", url)
        environment.setenv("AWS_ACCESS_KEY_ID", "local")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "local")
        environment.setenv("ACCOUNT_ID", "123456789012")
        api_calls.client.cache_clear()
        yield AskedBill(path, today, load_catalog(MeteredCostApis(today=today), today))
        api_calls.client.cache_clear()


@cache
def _loaded(path: str) -> Bill:
    """The bill, loaded once for all tests."""
    return load_bill(path)
