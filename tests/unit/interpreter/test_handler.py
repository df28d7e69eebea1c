"""The InterpretQuery task over the journal and stores in memory."""

from dataclasses import replace
from datetime import date

import pytest

import interpreter.handler
from billing.catalog import Catalog, Unread
from billing.errors import SourceUnavailable
from billing.scope import CostScope
from jobs.job import MAX_ATTEMPTS
from jobs.results import result_key
from protocol.query_plan import QueryPlan
from protocol.result import RequestMade
from protocol.step import InterpretationOutput, StepEvent
from support.catalogs import COST_EXPLORER
from support.simulated_agent import SimulatedAgent

TODAY = date(2026, 3, 10)
S3, LAMBDA = "Amazon Simple Storage Service", "AWS Lambda"


class NoApis:
    """Cost APIs of which only the scope and the requests made so far are asked."""

    scope = CostScope(accounts=("222233334444",))
    requests = [RequestMade(api="ce:GetDimensionValues", parameters={}, purpose="catalog")]  # noqa: RUF012


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> SimulatedAgent:
    """Runs the handler against stores in memory and the test bill's values."""
    agent = SimulatedAgent()
    monkeypatch.setattr(
        interpreter.handler,
        "start_step",
        lambda event, step: agent.run_of(StepEvent.model_validate(event), step),
    )
    monkeypatch.setattr(interpreter.handler, "result_store", lambda: agent.results)
    monkeypatch.setattr(interpreter.handler, "cost_apis_for", lambda owner, today: NoApis())
    monkeypatch.setattr(interpreter.handler, "load_catalog", lambda apis, today: COST_EXPLORER)
    monkeypatch.delenv("BEDROCK_MODEL_ID", raising=False)
    return agent


def ask(
    agent: SimulatedAgent, question: str, previous: str | None = None
) -> tuple[str, InterpretationOutput]:
    """Has a question of one conversation interpreted; gives its job and the task's output."""
    job_id = agent.ask(agent.connect())
    job = replace(
        agent.jobs.jobs[job_id], query=question, today=TODAY, conversation_id="c", previous_job_id=previous
    )
    agent.jobs.jobs[job_id] = job
    event = {
        "job": job.input.model_dump(mode="json", by_alias=True),
        "execution": {"Id": "arn", "Name": job_id},
    }
    output = interpreter.handler.lambda_handler(event, None)
    return job_id, InterpretationOutput.model_validate(output["inline"])


def test_the_plan_goes_on_with_its_needs_and_what_was_asked_of_the_account(agent: SimulatedAgent) -> None:
    job_id, output = ask(agent, "What was my S3 spend in May?")

    assert output.plan.filters == {"SERVICE": [S3]}
    assert output.needs.cost
    assert [request.purpose for request in output.requests] == ["catalog"]
    shown = [event.fields for event in agent.jobs.jobs[job_id].events if event.type == "progress_update"]
    assert shown[-1]["progress"] == 25
    assert shown[-1]["message"] == "Understood as spend, Amazon Simple Storage Service, May 2025"
    assert shown[-1]["detail"]["interpretation"]["period"]["start"] == "2025-05-01"


def test_a_follow_up_finds_the_question_before_it(agent: SimulatedAgent) -> None:
    first, _ = ask(agent, "What was my S3 spend in May?")
    _, output = ask(agent, "and in June?", previous=first)

    assert output.plan.filters == {"SERVICE": [S3]}
    assert output.plan.period is not None
    assert output.plan.period.start == date(2025, 6, 1)


@pytest.mark.parametrize("attempt", [1, MAX_ATTEMPTS])
def test_a_row_is_found_in_the_answer_before(agent: SimulatedAgent, attempt: int) -> None:
    first, _ = ask(agent, "Top 5 services last month")
    rows = b'{"cost_analysis": {"groups": [{"keys": ["%b"]}, {"keys": ["%b"]}]}}' % (
        S3.encode(),
        LAMBDA.encode(),
    )
    agent.results.write(result_key(first, attempt), rows)

    _, output = ask(agent, "what about the second one?", previous=first)

    assert output.plan.filters == {"SERVICE": [LAMBDA]}


def test_a_row_is_found_in_the_answer_before_a_question_asked_back(agent: SimulatedAgent) -> None:
    first, _ = ask(agent, "Top 5 services last month")
    agent.results.write(
        result_key(first, 1), b'{"cost_analysis": {"groups": [{"keys": ["%b"]}]}}' % S3.encode()
    )
    unread, _ = ask(agent, "and the flurble?", previous=first)

    _, output = ask(agent, "what about the first one?", previous=unread)

    assert output.plan.filters == {"SERVICE": [S3]}


def test_a_question_asked_back_does_not_break_the_conversation(agent: SimulatedAgent) -> None:
    first, _ = ask(agent, "What was my S3 spend in May?")
    second, output = ask(agent, "and for FooBarDB?", previous=first)
    assert output.plan.intent == "clarify"

    _, third = ask(agent, "and in June?", previous=second)

    assert third.plan.filters == {"SERVICE": [S3]}


def test_the_question_before_of_another_owner_is_not_read(agent: SimulatedAgent) -> None:
    first, _ = ask(agent, "What was my S3 spend in May?")
    key = f"jobs/{first}/plan.json"
    stored = agent.results.read(key)
    assert stored is not None
    agent.results.write(key, stored.replace(b'"owner":"', b'"owner":"someone-else-'))

    _, output = ask(agent, "and in June?", previous=first)

    assert output.plan.intent == "clarify"


def test_r19_a_catalog_cut_short_by_its_cap_is_said_with_its_fix(
    agent: SimulatedAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread = Unread(reason="Reading the tags took the 300 paid requests.", fix="Ask again tomorrow.")
    short = COST_EXPLORER.model_copy(update={"unavailable": ["TAG"], "unread": unread})
    monkeypatch.setattr(interpreter.handler, "load_catalog", lambda apis, today: short)

    _, output = ask(agent, "What was my spend in May?")

    assert output.plan.intent == "spend"
    assert [(part.reason, part.fix) for part in output.degraded] == [(unread.reason, unread.fix)]


def test_r18_a_bill_that_cannot_be_read_is_said_with_its_fix(
    agent: SimulatedAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(apis: object, today: date) -> Catalog:
        raise SourceUnavailable(
            "ce", "AccessDeniedException", "Access is denied.", "Allow ce:GetCostAndUsage."
        )

    monkeypatch.setattr(interpreter.handler, "load_catalog", denied)

    _, costs = ask(agent, "What was my spend in May?")
    _, savings = ask(agent, "How can I reduce my AWS bill?")

    assert costs.plan.clarification is not None
    assert "Allow ce:GetCostAndUsage." in costs.plan.clarification.message
    assert [part.fix for part in costs.degraded] == ["Allow ce:GetCostAndUsage."]
    assert savings.plan.intent == "savings"
    assert not savings.degraded


def test_a_language_model_is_asked_only_where_words_were_not_understood(
    agent: SimulatedAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def propose(question: str, today: date, catalog: Catalog) -> QueryPlan | None:
        asked.append(question)
        return None

    monkeypatch.setattr(interpreter.handler, "_language_model", lambda: propose)

    for question in ("What was my S3 spend in May?", "Spend on 04/05/2025", "gimme the skinny on May"):
        ask(agent, question)

    assert asked == ["gimme the skinny on May"]


def test_the_scope_the_question_was_read_under_is_handed_on(agent: SimulatedAgent) -> None:
    _, output = ask(agent, "What did we spend last month?")

    assert output.scope == NoApis.scope.mark
