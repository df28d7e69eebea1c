"""All that the words of one question say, before an intent is chosen."""

from dataclasses import dataclass, field
from typing import Any

from interpreter.periods.span import Span
from interpreter.wording.grouping import Grouping
from interpreter.wording.measures import Measured
from interpreter.wording.ranking import Ranking
from interpreter.wording.references import Reference
from protocol.query_plan import UnitOf


@dataclass
class Reading:
    """The parts of a question. `text` is the question as it was read, spelling mended."""

    text: str
    spans: list[Span] = field(default_factory=list)
    before_spans: list[str] = field(default_factory=list)
    spans_joined_by_and: bool = False
    filters: dict[str, list[str]] = field(default_factory=dict)
    exclude: dict[str, list[str]] = field(default_factory=dict)
    include_charges: list[str] = field(default_factory=list)
    exclude_charges: list[str] = field(default_factory=list)
    net: bool = False
    grouping: Grouping = field(default_factory=Grouping)
    ranking: Ranking = field(default_factory=Ranking)
    measured: Measured = field(default_factory=Measured)
    unit: UnitOf | None = None
    markers: set[str] = field(default_factory=set)
    reference: Reference = field(default_factory=Reference)
    about_costs: bool = False
    notes: list[str] = field(default_factory=list)
    share_of: list[str] = field(default_factory=list)
    names: list[Any] = field(default_factory=list)

    @property
    def singles_out(self) -> bool:
        """Whether what is named is a part of the bill: of some values, or of what has a tag."""
        return bool(self.filters or (self.grouping.tagged and not self.grouping.group_by))

    @property
    def says_something(self) -> bool:
        """Whether anything of the question was understood."""
        return bool(
            self.spans
            or self.filters
            or self.exclude
            or self.include_charges
            or self.exclude_charges
            or self.unit
            or self.grouping.group_by
            or self.grouping.untagged
            or self.grouping.tagged
            or self.markers
            or self.about_costs
            or self.ranking.superlative
            or self.ranking.limit
            or self.ranking.extreme
            or self.measured.step
            or self.reference.plain
            or self.measured.metric
            or self.measured.average
        )
