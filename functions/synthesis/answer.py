"""All that the words of an answer are made of."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from protocol.query_plan import QueryPlan
from protocol.result import CostAnalysis, Degraded, OptimizationRecommendations
from protocol.step import AdviceFindings, CostFindings, InterpretationOutput, Note
from synthesis import money, words

IN_A_HEADLINE = 3
"""Values of a filter that a headline names; the rest are counted, and named further down."""
DEFAULT_GROUPING = "SERVICE"
"""What changes and assessments are broken down by when the question names nothing."""


@dataclass(frozen=True)
class Answer:
    """The findings behind an answer, with what is needed to write them in words."""

    plan: QueryPlan
    analysis: CostAnalysis
    savings: OptimizationRecommendations | None
    currency: str
    account_names: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    degraded: list[Degraded] = field(default_factory=list)
    last_charge: date | None = None

    def money(self, amount: Decimal, *, signed: bool = False) -> str:
        """An amount of the bill in words."""
        return money.money(amount, self.currency, signed=signed)

    @property
    def dimensions(self) -> list[str]:
        """What rows are broken down by."""
        return self.plan.group_by or [DEFAULT_GROUPING]

    def keys(self, contents: list[str]) -> str:
        """The values of a row in one phrase."""
        return ", ".join(words.keys(self.dimensions, contents, self.account_names))

    @property
    def where(self) -> str:
        """The filters and the period, as the end of a sentence: ` for Amazon S3, May 2025`."""
        kept = words.kept(self.plan, self.account_names, IN_A_HEADLINE)
        span = words.span(self.plan.period) if self.plan.period else ""
        said = ", ".join(part for part in (kept, span) if part)
        without = words.left_out(self.plan, self.account_names, IN_A_HEADLINE)
        return (f" for {said}" if said else "") + (f", {without}" if without else "")

    def noted(self, *ids: str) -> str:
        """The first note with one of these ids, as text; empty without."""
        return next((note.text for note in self.notes if note.id in ids), "")


def answer_of(
    interpretation: InterpretationOutput, cost: CostFindings | None, advice: AdviceFindings | None
) -> Answer:
    """Joins what the steps found."""
    analysis = cost.analysis if cost else CostAnalysis()
    return Answer(
        plan=interpretation.plan,
        analysis=analysis,
        savings=advice.recommendations if advice else None,
        currency=_currency(analysis, advice),
        account_names={**interpretation.account_names, **(cost.account_names if cost else {})},
        notes=[*(cost.notes if cost else []), *(advice.notes if advice else [])],
        degraded=[
            *interpretation.degraded,
            *(cost.degraded if cost else []),
            *(advice.degraded if advice else []),
        ],
        last_charge=cost.last_charge if cost else None,
    )


def _currency(analysis: CostAnalysis, advice: AdviceFindings | None) -> str:
    stated = analysis.currency or (analysis.total.currency if analysis.total else None)
    if stated:
        return stated
    return advice.figures.get("currency", "USD") if advice else "USD"
