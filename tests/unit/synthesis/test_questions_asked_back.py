"""A question that could not be understood is asked back."""

from protocol.query_plan import Clarification, QueryPlan
from support.answers import composed


def test_a_question_asked_back_offers_the_nearest_and_states_no_figure() -> None:
    clarification = Clarification(
        message="There is no FooBarDB on this bill.", suggestions=["Amazon DynamoDB"]
    )

    response = composed(QueryPlan(intent="clarify", clarification=clarification)).response

    assert response == "**There is no FooBarDB on this bill.**\n\n- Amazon DynamoDB"
