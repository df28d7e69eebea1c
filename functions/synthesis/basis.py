"""What an answer rests on: how it was understood, the requests made and their price, what is missing."""

from decimal import Decimal

from billing.pricing import is_paid, paid_pages, price_usd
from protocol.query_plan import Period
from protocol.result import Basis, RequestMade
from protocol.step import AdviceFindings, CostFindings, InterpretationOutput
from synthesis import money, words
from synthesis.answer import Answer
from synthesis.markdown import bullets, joined, section, text


def basis_of(
    interpretation: InterpretationOutput, cost: CostFindings | None, advice: AdviceFindings | None
) -> Basis:
    """The structured basis. Refreshes of the account's lists of values are listed, and counted apart."""
    steps = [step for step in (interpretation, cost, advice) if step is not None]
    requests = [request for step in steps for request in step.requests]
    for_answer = [request for request in requests if request.purpose == "answer"]
    return Basis(
        requests=requests,
        request_count=paid_pages(for_answer),
        query_cost_usd=price_usd(for_answer),
        degraded=[part for step in steps for part in step.degraded],
    )


def rests_on(answer: Answer, basis: Basis) -> str:
    """The part of the answer a reader checks it with."""
    said = [*understood(answer), *_notes(answer), price_line(answer, basis)]
    return joined([
        section("What this rests on", bullets(said)),
        section("Not available", bullets(_missing(answer))),
    ])  # fmt: skip


def understood(answer: Answer) -> list[str]:
    """How the question was read, and every reading that was not the only one."""
    plan = answer.plan
    said = [f"Understood as {plan.intent.replace('_', ' ')}"]
    if plan.period:
        # a label that is the days themselves adds nothing
        named = plan.period.label not in ("", words.days(plan.period.start, plan.period.end))
        said.append(f"{text(plan.period.label)}, {_ends(plan.period)}" if named else _ends(plan.period))
    if plan.compare_period and plan.intent != "adoption":
        said.append(f"against {_ends(plan.compare_period)}")
    said.append(words.scope(plan, answer.account_names) or "everything on the bill")
    if plan.group_by:
        said.append(f"by {', '.join(words.dimension(name) for name in plan.group_by)}")
    if plan.needs.cost:
        said.append(words.metric(plan.metric))
    return [f"{'; '.join(said)}.", *(text(sentence) for sentence in plan.assumptions)]


def _ends(period: Period) -> str:
    """Both ends are included, as people count days."""
    if period.days == 1:
        said = f"{words.day(period.start)} (UTC)"
    else:
        said = f"{words.days(period.start, period.end)}, both included (UTC)"
    return f"{said}, still under way" if period.partial else said


def price_line(answer: Answer, basis: Basis) -> str:
    """`3 requests, $0.03, 2 from cache; charges up to 9 March 2026, data as of ...`."""
    paid = [request for request in basis.requests if is_paid(request.api) and request.purpose == "answer"]
    free = [request for request in basis.requests if not is_paid(request.api) and request.purpose == "answer"]
    said: list[str] = []
    if paid or not free:
        said.append(words.counted(basis.request_count, "request"))
        said.append(money.money(basis.query_cost_usd, "USD"))
    cached = sum(1 for request in paid if request.cached)
    if cached:
        said.append(f"{cached} from cache")
    if free:
        said.append(f"{words.counted(len(free), 'request')} to free APIs")
    return f"Rests on {', '.join(said)}{_as_of(answer, basis.requests)}.{_catalog(basis.requests)}"


def _as_of(answer: Answer, requests: list[RequestMade]) -> str:
    """How far the charges reach, and when they were read."""
    said = [f"charges up to {words.day(answer.last_charge)}"] if answer.last_charge else []
    oldest = min((request.data_as_of for request in requests if request.data_as_of), default=None)
    said += [f"data as of {text(oldest.replace('T', ' ').replace('Z', ' UTC'))}"] if oldest else []
    return f"; {', '.join(said)}" if said else ""


def _catalog(requests: list[RequestMade]) -> str:
    refreshed = [request for request in requests if request.purpose == "catalog" and not request.cached]
    price = price_usd(refreshed)
    if price == Decimal(0):
        return ""
    pages = words.counted(paid_pages(refreshed), "request")
    return f" The list of what the account has was refreshed: {pages}, {money.money(price, 'USD')}."


def _notes(answer: Answer) -> list[str]:
    return [text(sentence) for sentence in dict.fromkeys(note.text for note in answer.notes)]


def _missing(answer: Answer) -> list[str]:
    parts = {(part.what, part.reason, part.fix): part for part in answer.degraded}
    return [
        f"{words.source(part.what)}: {text(part.reason.rstrip('.'))}."
        + (f" To mend it: {text(part.fix)}" if part.fix else "")
        for part in parts.values()
    ]
