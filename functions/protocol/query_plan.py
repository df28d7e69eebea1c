"""The typed reading of a question: what `interpretation` shows, and what the steps need beside it."""

from datetime import date
from typing import Literal

from pydantic import Field

from protocol.values import Number, WireModel

Intent = Literal[
    "spend", "breakdown", "trend", "compare", "explain", "adoption", "forecast", "budget", "anomaly",
    "commitment", "savings", "charges", "unit_cost", "assessment", "clarify",
]  # fmt: skip
Granularity = Literal["DAILY", "MONTHLY", "HOURLY"]
Metric = Literal[
    "UnblendedCost", "BlendedCost", "AmortizedCost", "NetUnblendedCost", "NetAmortizedCost",
    "UsageQuantity", "NormalizedUsageAmount",
]  # fmt: skip
Measure = Literal["total", "average_daily", "average_weekly", "average_monthly", "share", "dearest_day",
                  "cheapest_day", "dearest_month", "cheapest_month", "count", "gross_to_net"]  # fmt: skip
Step = Literal["week", "quarter", "year"]
TimeStep = Literal["hour", "day", "week", "month", "quarter", "year"]
SavingsFocus = Literal["all", "idle", "rightsize", "commitments", "trusted_advisor"]
CommitmentFocus = Literal["savings_plans", "reservations", "both"]
Direction = Literal["up", "down"]
CommitmentMeasure = Literal["coverage", "utilization", "unused", "all"]


class Period(WireModel):
    """Whole UTC days from `start` to before `end`; `partial` when it is still under way."""

    start: date
    end: date
    label: str
    partial: bool = False

    @property
    def days(self) -> int:
        """The number of days, today's unfinished one included when the period is partial."""
        return (self.end - self.start).days


class ChargeTypes(WireModel):
    """Values of RECORD_TYPE the question asks for or leaves out; both empty: all charges."""

    include: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)


class Needs(WireModel):
    """The steps an answer takes."""

    cost: bool = False
    advisor: bool = False


class Interpretation(WireModel):
    """How a question was understood, as `result.interpretation` says it."""

    intent: Intent
    period: Period | None = None
    compare_period: Period | None = None
    granularity: Granularity = "MONTHLY"
    metric: Metric = "UnblendedCost"
    charge_types: ChargeTypes = Field(default_factory=ChargeTypes)
    filters: dict[str, list[str]] = Field(default_factory=dict)
    exclude: dict[str, list[str]] = Field(default_factory=dict)
    group_by: list[str] = Field(default_factory=list)
    limit: int | None = None
    needs: Needs = Field(default_factory=Needs)
    assumptions: list[str] = Field(default_factory=list)


class UnitOf(WireModel):
    """What a unit cost divides by: a count the user gave, or the usage quantity of one unit."""

    name: str
    count: Number | None = None
    usage_unit: str | None = None


class Clarification(WireModel):
    """What is asked back: one sentence, and what can be asked instead or was nearest."""

    message: str
    suggestions: list[str] = Field(default_factory=list)


class QueryPlan(Interpretation):
    """An interpretation with what only the steps need.

    `step` is what the days or months of a trend are added up to, where it is none of Cost Explorer's; `per`
    the step of time another kind of answer is asked by ("January against February by day").
    `measure` names the figure asked for when it is none of the structured ones, and `also` those asked for
    beside it ("the highest and the lowest month"); `whole` says that `total`
    is a part whose share is wanted ("how much of ... was ..."), of what the filters by the dimensions
    `share_of` leave, of everything when there are none. `place` is the row or day asked for where it is not
    the first (the second dearest service), or of a comparison the row whose change is asked for. `moved` says
    that of a change only the `limit` that rose, or fell, furthest are asked for, `ended` that those are that
    were charged before and no longer are. `budget_of_all` asks for the
    budgets of the whole bill, and not of its parts.
    """

    measure: Measure = "total"
    also: list[Measure] = Field(default_factory=list)
    step: Step | None = None
    per: TimeStep | None = None
    share_of_whole: bool = False
    share_of: list[str] = Field(default_factory=list)
    unit: UnitOf | None = None
    clarification: Clarification | None = None
    savings_focus: SavingsFocus = "all"
    commitment_focus: CommitmentFocus = "both"
    commitment_measure: CommitmentMeasure = "all"
    budget_of_all: bool = False
    ascending: bool = False
    place: int | None = None
    direction_claimed: Direction | None = None
    moved: Direction | None = None
    ended: bool = False

    @property
    def asks_usage(self) -> bool:
        """Whether quantities are asked for: no money, and never added up over several units."""
        return self.metric in ("UsageQuantity", "NormalizedUsageAmount") and self.intent in (
            "spend", "breakdown", "trend", "charges", "compare", "explain",
        )  # fmt: skip

    def interpretation(self) -> Interpretation:
        """Only what the wire shows."""
        return Interpretation.model_validate(self.model_dump(include=set(Interpretation.model_fields)))
