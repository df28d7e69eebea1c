"""What the state machine carries from step to step. Nothing here grows with the bill."""

from datetime import date

from pydantic import Field

from protocol.job import JobInput as JobInput
from protocol.job import Owner as Owner
from protocol.query_plan import Needs, QueryPlan
from protocol.result import CostAnalysis, Degraded, OptimizationRecommendations, RequestMade
from protocol.values import WireModel


class Execution(WireModel):
    """The part of `$$.Execution` that names an attempt. Some engines leave RedriveCount out at first."""

    id: str = Field(alias="Id")
    name: str = Field(alias="Name")
    redrive_count: int = Field(default=0, alias="RedriveCount")

    @property
    def attempt_key(self) -> str:
        """(execution name, redrive count): one attempt of a job."""
        return f"{self.name}#{self.redrive_count}"


class StepEvent(WireModel):
    """What every task is given; later steps find the outputs of earlier ones beside it."""

    job: JobInput
    execution: Execution


class Stored(WireModel):
    """A reference to an output too large for the state (claim check)."""

    bucket: str
    key: str


class InterpretationOutput(WireModel):
    """InterpretQuery's output: the plan, and what was asked of the account to read the question.

    `account_names` (id to name) is for the words of answers that need no AnalyzeCost. `scope` marks what the
    tenant may see of the bill (billing.scope.CostScope.mark): every later step holds it against the present.
    """

    plan: QueryPlan
    needs: Needs
    requests: list[RequestMade] = Field(default_factory=list)
    degraded: list[Degraded] = Field(default_factory=list)
    account_names: dict[str, str] = Field(default_factory=dict)
    scope: str = ""


class Note(WireModel):
    """A sentence the answer must say about its data, with a stable id (`estimated`, `no_data_after`, ...)."""

    id: str
    text: str


class CostFindings(WireModel):
    """AnalyzeCost's output. `last_charge` is the latest day the bill has a charge on, up to today."""

    analysis: CostAnalysis
    notes: list[Note] = Field(default_factory=list)
    requests: list[RequestMade] = Field(default_factory=list)
    degraded: list[Degraded] = Field(default_factory=list)
    account_names: dict[str, str] = Field(default_factory=dict)
    last_charge: date | None = None


class AdviceFindings(WireModel):
    """AdviseSavings' output."""

    recommendations: OptimizationRecommendations
    notes: list[Note] = Field(default_factory=list)
    requests: list[RequestMade] = Field(default_factory=list)
    degraded: list[Degraded] = Field(default_factory=list)
    figures: dict[str, str] = Field(default_factory=dict)


class StepOutput(WireModel):
    """What a task returns to the state machine: its output inline, or where it is stored."""

    inline: dict[str, object] | None = None
    stored: Stored | None = None
    needs: Needs | None = None
