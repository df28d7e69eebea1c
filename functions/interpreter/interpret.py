"""Reads a question into a query plan, or asks back."""

from collections.abc import Callable
from datetime import date

from billing.catalog import Catalog
from interpreter.plan import plan_of
from interpreter.read_question import read_question
from interpreter.unclear import Unclear
from interpreter.values.index import index_of
from protocol.query_plan import Needs, QueryPlan


def interpret(question: str, today: date, catalog: Catalog, previous=None) -> QueryPlan:
    index = index_of(catalog)
    try:
        reading = read_question(question, today, index)
        return plan_of(reading, today, catalog)
    except Unclear as unclear:
        return QueryPlan(intent="clarify", needs=Needs(), clarification=unclear.clarification)
