"""What a conversation's question before this one was understood as, and the rows of its answer."""

from pydantic import Field

from protocol.query_plan import QueryPlan
from protocol.values import WireModel


class Previous(WireModel):
    """The question before: its plan, and the keys of its answer's groups in their order."""

    question: str
    plan: QueryPlan
    groups: list[list[str]] = Field(default_factory=list)
