"""Reads a question into a query plan, or asks back."""

from collections.abc import Callable
from datetime import date

from billing.catalog import Catalog
from interpreter.follow_up import follow_up_plan, points_back
from interpreter.plan import plan_of
from interpreter.previous import Previous
from interpreter.read_question import read_question
from interpreter.unclear import Unclear
from interpreter.values.index import index_of
from protocol.query_plan import Clarification, Needs, QueryPlan

ProposePlan = Callable[[str, date, Catalog], QueryPlan | None]
"""Proposes a checked plan for what the code cannot read (a language model); None when it cannot either."""


def interpret(
    question: str,
    today: date,
    catalog: Catalog,
    previous: Previous | None = None,
    propose_plan: ProposePlan | None = None,
) -> QueryPlan:
    """The plan that answers the question as of `today`, or one of intent `clarify` that asks back.

    Never raises for any text. `previous` lets a follow-up leave out what the question before it said.
    `propose_plan` is tried only where words were not understood.
    """
    try:
        reading = read_question(question, today, index_of(catalog), previous is not None)
        if points_back(reading, previous) and previous is not None:
            return follow_up_plan(reading, previous, today, catalog)
        return plan_of(reading, today, catalog)
    except Unclear as unclear:
        if unclear.not_understood and propose_plan is not None:
            proposed = propose_plan(question, today, catalog)
            if proposed is not None:
                return proposed
        return clarify(unclear.clarification)


def clarify(clarification: Clarification) -> QueryPlan:
    """The plan that asks back; it needs no step."""
    return QueryPlan(intent="clarify", needs=Needs(), clarification=clarification)
