"""What the account has, read once a day: the values a question can name, and the days its history spans."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any, Self, TypeVar

from billing.catalog import Catalog, Unread
from billing.catalog_requests import CatalogRequests
from billing.errors import CostApiUnavailable, SourceUnavailable
from billing.lifetimes import CATALOG_LIFETIME, INCOMPLETE_CATALOG
from billing.metered_apis import CATALOG_CAP_REACHED, DAILY_CAP_REACHED, WRONG_PARAMETER, MeteredCostApis

Found = TypeVar("Found")

KEPT_IN_MEMORY = 8
LOAD_SECONDS = 30.0  # of the Interpreter's 55: requests under way and a language model's 15 s come after it
REQUESTS_AT_ONCE = 4  # at some 0.8 s each the five a second that Cost Explorer is supposed to bear

_DIMENSIONS = {
    "services": "SERVICE",
    "regions": "REGION",
    "usage_types": "USAGE_TYPE",
    "operations": "OPERATION",
    "availability_zones": "AZ",
    "charge_types": "RECORD_TYPE",
}
_in_memory: dict[tuple[str, str, date], tuple[Catalog, float]] = {}


def load_catalog(apis: MeteredCostApis, today: date) -> Catalog:
    """The catalog of the caller's part of the bill, up to and with `today`.

    Kept a day in the cache as one piece, and in the process; minutes where it lacks anything. Requests made
    for it have the purpose `catalog`. A dimension that cannot be had is named in `unavailable`. Takes
    LOAD_SECONDS and what a request under way takes; what is not read by then raises CostApiUnavailable, and
    the next call goes on from there. So does a call that has waited as long for another's. Raises
    SourceUnavailable when not even the total can be asked for.
    """
    place, clock = (apis.bill_id, apis.scope.key, today), apis.cache.clock
    kept, kept_until = _in_memory.get(place, (None, 0.0))
    if apis.bill_id and kept is not None and clock() < kept_until:
        return kept
    until = clock() + LOAD_SECONDS
    found = apis.remember(
        "catalog", _lifetime, lambda: _ask_all(apis, today, until).model_dump(mode="json"), until
    )
    catalog = Catalog.model_validate(found.value)
    if apis.bill_id:
        _in_memory.pop(place, None)
        while len(_in_memory) >= KEPT_IN_MEMORY:
            _in_memory.pop(next(iter(_in_memory)))
        _in_memory[place] = catalog, found.made_at + _lifetime(found.value)
    return catalog


def forget_catalogs() -> None:
    """Empties the process's memory of catalogs."""
    _in_memory.clear()


def _lifetime(catalog: dict[str, Any]) -> float:
    return INCOMPLETE_CATALOG if catalog["unavailable"] else CATALOG_LIFETIME


def _ask_all(apis: MeteredCostApis, today: date, until: float) -> Catalog:
    catalog, requests = Catalog(), CatalogRequests(apis, today)
    days, currency = requests.charge_days()
    catalog.currency = currency or catalog.currency
    if not days:
        return catalog
    catalog.first_day, catalog.last_day = days[0], days[-1]
    with _Requests(catalog, apis.cache.clock, until) as asked:
        asked_keys = asked.begin(requests.tag_keys)
        asked_names = asked.begin(requests.cost_categories)
        accounts = asked.begin(requests.accounts)
        values = {field: asked.begin(requests.values, key) for field, key in _DIMENSIONS.items()}
        # ended before any label's values are begun: where a cap is met, it is labels that go short
        for field, part in values.items():
            setattr(catalog, field, asked.end(part, _DIMENSIONS[field], []))
        catalog.accounts = asked.end(accounts, "LINKED_ACCOUNT", [])
        keys = asked.end(asked_keys, "TAG", [])
        names = asked.end(asked_names, "COST_CATEGORY", [])
        tags = {key: asked.begin(requests.tag_values, key) for key in keys}
        categories = {name: asked.begin(requests.cost_category_values, name) for name in names}
        catalog.tags = {key: asked.end(part, "TAG", []) for key, part in tags.items()}
        catalog.cost_categories = {
            name: asked.end(part, "COST_CATEGORY", []) for name, part in categories.items()
        }
    return catalog


class _Requests:
    """Requests beside each other, until a time (epoch seconds); what is refused is noted in the catalog.

    What a later call may mend stops those not begun, as the end of the time does, and is raised: a catalog
    that lacked something for it would be kept for everybody.
    """

    def __init__(self, catalog: Catalog, clock: Callable[[], float], until: float) -> None:
        self._catalog, self._clock, self._until = catalog, clock, until
        self._threads = ThreadPoolExecutor(REQUESTS_AT_ONCE, thread_name_prefix="catalog")
        self._stopped_by: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def begin(self, ask: Callable[..., Found], *key: str) -> Future[Found]:
        """Puts a request in line."""
        return self._threads.submit(self._ask, ask, *key)

    def end(self, part: Future[Found], dimension: str, missing: Found) -> Found:
        """What a request found; `missing` where it was refused. Raises what stopped the requests."""
        try:
            return part.result()
        except SourceUnavailable as refused:
            if not _is_kept(refused):
                raise
            if dimension not in self._catalog.unavailable:
                self._catalog.unavailable.append(dimension)
            if refused.code == CATALOG_CAP_REACHED:
                self._catalog.unread = Unread(reason=refused.reason, fix=refused.fix)
            return missing

    def _ask(self, ask: Callable[..., Found], *key: str) -> Found:
        if self._stopped_by is None and self._clock() >= self._until:
            self._stopped_by = CostApiUnavailable("Reading the catalog takes longer than a step may.")
        if self._stopped_by is not None:
            raise self._stopped_by
        try:
            return ask(*key)
        except Exception as error:
            if not _is_kept(error):
                self._stopped_by = error
            raise


def _is_kept(error: Exception) -> bool:
    """Whether a catalog stands without what was refused; a user's own cap is no matter of the next user."""
    return isinstance(error, SourceUnavailable) and error.code not in (DAILY_CAP_REACHED, WRONG_PARAMETER)
