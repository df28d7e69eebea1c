"""The cost APIs as a question uses them: held to its scope, remembered, counted, and capped."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from aws_lambda_powertools import Logger

from billing.answer_cache import AnswerCache, Lifetime, Remembered, StillBeingMade, cache_key
from billing.api_calls import call
from billing.dynamodb_cache_store import configured_store
from billing.errors import CostApiUnavailable, SourceUnavailable
from billing.failures import THROTTLED
from billing.lifetimes import CATALOG_LIFETIME, lifetime_seconds
from billing.limits import configured_limit
from billing.pricing import COST_EXPLORER_REQUEST_USD, is_paid, paid_pages, price_usd
from billing.scope import EVERYTHING, CostScope, scope_of
from billing.spending_ledger import (
    SpendingLedger,
    configured_catalog_ledger,
    configured_daily_limit,
    configured_ledger,
)
from jobs.metrics import count, us_dollars
from jobs.server_day import server_today
from protocol.result import RequestMade
from protocol.step import Owner

DEFAULT_REQUEST_CAP = 40  # the template's default of MaxRequestsPerQuestion
DAILY_CAP_REACHED = "DailyCapReached"
CATALOG_CAP_REACHED = "CatalogCapReached"
WRONG_PARAMETER = "WrongParameter"
logger = Logger()

Purpose = Literal["answer", "catalog"]
Caller = Callable[[str, dict[str, Any], Callable[[int], None]], tuple[dict[str, Any], int]]


@dataclass
class MeteredCostApis:
    """Implements billing.ports.CostApis for one step of one question.

    `request_cap` bounds the paid pages of the answer, and `ledger` those of its owner in a day; what would
    pass either is refused before it is sent. `catalog_is_shared`: the catalog asked for is that of the
    server's own day, which all users need: `catalog_ledger` bounds what it takes in a day. `wrong_parameter`
    says which parameter of the stack is not what it must be: nothing is paid until it is. `caller` makes the
    request and follows its pages.
    """

    today: date
    bill_id: str = ""
    scope: CostScope = EVERYTHING
    cache: AnswerCache = field(default_factory=lambda: AnswerCache(None))
    request_cap: int = DEFAULT_REQUEST_CAP
    ledger: SpendingLedger | None = None
    catalog_is_shared: bool = True
    catalog_ledger: SpendingLedger | None = None
    wrong_parameter: str = ""
    caller: Caller = call
    _made: list[RequestMade] = field(default_factory=list)

    @property
    def requests(self) -> list[RequestMade]:
        """Every request made so far, in order."""
        return list(self._made)

    def hold_room_for(self, planned: int) -> None:
        """Before anything is spent: raises SourceUnavailable where that many paid requests pass the cap."""
        if planned > self.request_cap:
            raise SourceUnavailable(
                "ce",
                "RequestCapReached",
                f"This question takes up to {planned} paid requests; the cap is {self.request_cap}, so none "
                "was sent.",
                "Ask for less at once, such as one part of an assessment, or raise MaxRequestsPerQuestion to "
                f"{planned} (each request costs ${COST_EXPLORER_REQUEST_USD}).",
            )

    def ask(self, api: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The whole answer to one request. Raises SourceUnavailable and CostApiUnavailable."""
        return self._ask(api, parameters, "answer")

    def ask_for_catalog(self, api: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """As `ask`, for what the account has; listed apart in the basis, and no part of a question's cap.

        That of the server's own day is not held to the user's day: all share it, and one user who has spent
        much must not keep it from the others. That of a day a user chose counts against the user's day.
        Throttling raises CostApiUnavailable: a catalog that lacks something for it would lack it for all.
        """
        try:
            return self._ask(api, parameters, "catalog")
        except SourceUnavailable as refused:
            if refused.code in THROTTLED:
                raise CostApiUnavailable(str(refused)) from refused
            raise

    def remember(
        self, name: str, lifetime: Lifetime, make: Callable[[], dict[str, Any]], wait_until: float
    ) -> Remembered:
        """What `make` computes from many answers, kept as one under `name` for this bill, scope and day.

        Raises CostApiUnavailable where another was still making it at `wait_until` (epoch seconds).
        """
        try:
            return self.cache.get_or_make(self._key(name, {}), lifetime, make, wait_until)
        except StillBeingMade as busy:
            raise CostApiUnavailable(f"Another question is still making the {name}.") from busy

    def _ask(self, api: str, parameters: dict[str, Any], purpose: Purpose) -> dict[str, Any]:
        allowed = self.scope.restrict(api, parameters)
        logger.debug("cost api asked", api=api, parameters=allowed)
        made = RequestMade(api=api, parameters=allowed, pages=0, purpose=purpose)
        charged = 0

        def before_page(pages_done: int) -> None:
            nonlocal charged
            made.pages = pages_done
            if is_paid(api):
                self._hold_caps(api, purpose, pages_done)
                charged += 1

        def make() -> dict[str, Any]:
            answer, pages = self.caller(api, allowed, before_page)
            return {"answer": answer, "pages": pages}

        if purpose == "catalog":
            # kept as long as the whole, so that one that lacks something is made again of what was paid
            key, lifetime = self._key(f"catalog {api}", allowed), CATALOG_LIFETIME
        else:
            key, lifetime = self._key(api, allowed), lifetime_seconds(allowed, self.today)
        try:
            remembered = self.cache.get_or_make(key, lifetime, make)
        except (SourceUnavailable, CostApiUnavailable):
            if charged > made.pages:  # AWS charges nothing for a request that failed
                self._give_back(purpose, charged - made.pages)
            if made.pages:  # the pages read before the refusal were paid
                self._note(made)
            raise
        made.pages, made.cached = int(remembered.value["pages"]), remembered.cached
        made.data_as_of = _utc_text(remembered.made_at)
        self._note(made)
        answer: dict[str, Any] = remembered.value["answer"]
        return answer

    def _note(self, made: RequestMade) -> None:
        self._made.append(made)
        if made.cached:
            count("CostApiCacheHits")
        elif is_paid(made.api):
            count("CostExplorerRequests", made.pages, purpose=made.purpose)
            us_dollars("CostExplorerSpend", price_usd([made]))

    def _hold_caps(self, api: str, purpose: Purpose, pages_done: int) -> None:
        """Counts one more paid page. Raises SourceUnavailable where it would pass a cap."""
        if self.wrong_parameter:
            raise SourceUnavailable(
                "ce",
                WRONG_PARAMETER,
                f"{self.wrong_parameter}, so {api} was not sent.",
                "Deploy the stack with a whole number there, 0 or more.",
            )
        if purpose == "catalog" and self.catalog_is_shared:
            self._hold_cap_of_catalog(api)
            if self.ledger:
                self.ledger.add(1)
            return
        if purpose == "answer":
            self._hold_cap_of_question(api, pages_done)
        self._hold_cap_of_day(api)

    def _give_back(self, purpose: Purpose, pages: int) -> None:
        """Uncounts pages that AWS did not charge for."""
        if self.ledger:
            self.ledger.add(-pages)
        if self.catalog_ledger and purpose == "catalog" and self.catalog_is_shared:
            self.catalog_ledger.add(-pages)

    def _hold_cap_of_question(self, api: str, pages_done: int) -> None:
        spent = paid_pages(request for request in self._made if request.purpose == "answer") + pages_done
        if spent >= self.request_cap:
            raise SourceUnavailable(
                "ce",
                "RequestCapReached",
                f"{api} would be paid request {spent + 1} of this question; the cap is {self.request_cap}, "
                "so it was not sent.",
                "Ask for less at once, or raise MaxRequestsPerQuestion "
                f"(each request costs ${COST_EXPLORER_REQUEST_USD}).",
            )

    def _hold_cap_of_catalog(self, api: str) -> None:
        if self.catalog_ledger and not self.catalog_ledger.reserve():
            raise SourceUnavailable(
                "ce",
                CATALOG_CAP_REACHED,
                "Reading which services, accounts and tags the bill has took the "
                f"{self.catalog_ledger.daily_cap} paid Cost Explorer requests it may take in a day (UTC), so "
                f"{api} was not sent.",
                "Ask again tomorrow, or have MaxRequestsPerUserPerDay raised above "
                f"{self.catalog_ledger.daily_cap}; once a day is enough where the cost cache works.",
            )

    def _hold_cap_of_day(self, api: str) -> None:
        if self.ledger and not self.ledger.reserve():
            raise SourceUnavailable(
                "ce",
                DAILY_CAP_REACHED,
                f"You have made the {self.ledger.daily_cap} paid Cost Explorer requests a user may make in a "
                f"day (UTC), so {api} was not sent.",
                "Ask again tomorrow, or have MaxRequestsPerUserPerDay raised "
                f"(each request costs ${COST_EXPLORER_REQUEST_USD}). What was asked today is still answered.",
            )

    def _key(self, api: str, parameters: dict[str, Any]) -> str:
        canonical = json.dumps(parameters, sort_keys=True, default=str)
        return cache_key(api, canonical, self.scope.key, self.bill_id, self.today.isoformat())


def free_apis_for(owner: Owner, today: date) -> MeteredCostApis:
    """As cost_apis_for, for a step that pays nothing: the cap of a question is that of AnalyzeCost alone."""
    return replace(cost_apis_for(owner, today), request_cap=0)


def cost_apis_for(owner: Owner, today: date) -> MeteredCostApis:
    """The cost APIs as the environment configures them, for one step of the owner's question.

    Reads COST_CACHE_TABLE, RESULTS_BUCKET, BILL_ID, COST_SCOPE, MAX_REQUESTS_PER_QUESTION, JOBS_TABLE and
    MAX_REQUESTS_PER_USER_PER_DAY.
    """
    bill_id, scope = os.environ.get("BILL_ID", ""), scope_of(owner.tenant)
    per_question = configured_limit(
        "MaxRequestsPerQuestion", os.environ.get("MAX_REQUESTS_PER_QUESTION", ""), DEFAULT_REQUEST_CAP
    )
    return MeteredCostApis(
        today=today,
        bill_id=bill_id,
        scope=scope,
        cache=AnswerCache(configured_store()),
        request_cap=per_question.requests,
        ledger=configured_ledger(owner),
        catalog_is_shared=today == server_today(),
        catalog_ledger=configured_catalog_ledger(cache_key(bill_id, scope.key)),
        wrong_parameter=per_question.wrong or configured_daily_limit().wrong,
    )


def _utc_text(epoch_seconds: float) -> str:
    return datetime.fromtimestamp(epoch_seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
