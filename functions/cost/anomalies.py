"""Anomalies: what Cost Anomaly Detection found, with what it holds responsible."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cost.charge_table import ZERO
from cost.question import ONE_DAY, CostQuestion
from protocol.query_plan import Period
from protocol.result import Anomaly, AnomalyRootCause, CostAnalysis, Figure

DAYS_KEPT = 90  # GetAnomalies reaches no further back

_CAUSE: dict[str, Callable[[AnomalyRootCause], str | None]] = {
    "SERVICE": lambda cause: cause.service,
    "REGION": lambda cause: cause.region,
    "LINKED_ACCOUNT": lambda cause: cause.account_id,
    "USAGE_TYPE": lambda cause: cause.usage_type,
}


def analyse_anomalies(question: CostQuestion) -> CostAnalysis:
    """The anomalies of the period, the costliest first."""
    anomalies = anomalies_of(question, question.plan.period)
    if anomalies is None:
        return CostAnalysis()
    if any(note.id == "no_monitor" for note in question.notes):
        # where nobody looks, an impact of 0 would read as if somebody had
        return CostAnalysis(anomalies=anomalies)
    return CostAnalysis(
        anomalies=anomalies,
        figures=[
            Figure(
                id="anomaly_impact",
                label="Impact of the anomalies together",
                value=sum((one.impact for one in anomalies), ZERO),
                unit=question.catalog.currency,
            ),
            Figure(
                id="anomaly_count", label="Number of anomalies", value=Decimal(len(anomalies)), unit="count"
            ),
        ],
    )


def anomalies_of(question: CostQuestion, period: Period | None) -> list[Anomaly] | None:
    """The anomalies that overlap a period (the last 90 days without one); None where they cannot be read."""
    earliest = question.today - timedelta(days=DAYS_KEPT)
    start = max(period.start, earliest) if period else earliest
    end = min(period.end, question.tomorrow) if period else question.tomorrow
    if period and period.start < earliest:
        question.note(
            "anomalies_kept", f"Anomalies are kept for {DAYS_KEPT} days: these are from {start} on."
        )
    if start >= end:
        return []
    # the one period in Cost Explorer whose end is inclusive
    interval = {"StartDate": start.isoformat(), "EndDate": (end - ONE_DAY).isoformat()}
    answer = question.attempt(
        "Anomalies", lambda: question.apis.ask("ce:GetAnomalies", {"DateInterval": interval})
    )
    if answer is None:
        return None
    found = [_anomaly(one) for one in answer.get("Anomalies", [])]
    matching = [one for one in found if _is_asked(question, one)]
    if not found:
        _note_missing_monitor(question)
    return sorted(matching, key=lambda one: (-one.impact, one.start, one.id))


def _anomaly(described: dict[str, Any]) -> Anomaly:
    impact = described.get("Impact", {})
    start, end = described.get("AnomalyStartDate", ""), described.get("AnomalyEndDate")
    return Anomaly(
        id=described["AnomalyId"],
        start=date.fromisoformat(start[:10]),
        end=date.fromisoformat(end[:10]) + ONE_DAY if end else None,
        impact=_decimal(impact.get("TotalImpact", impact.get("MaxImpact", 0))),
        expected=_decimal(impact["TotalExpectedSpend"]) if "TotalExpectedSpend" in impact else None,
        actual=_decimal(impact["TotalActualSpend"]) if "TotalActualSpend" in impact else None,
        root_causes=[_cause(cause) for cause in described.get("RootCauses", [])],
    )


def _cause(described: dict[str, Any]) -> AnomalyRootCause:
    contribution = described.get("Impact", {}).get("Contribution")
    return AnomalyRootCause(
        service=described.get("Service"),
        region=described.get("Region"),
        account_id=described.get("LinkedAccount"),
        usage_type=described.get("UsageType"),
        impact=None if contribution is None else _decimal(contribution),
    )


def _decimal(value: object) -> Decimal:
    """AWS gives these as binary numbers; their shortest text is the amount meant."""
    return Decimal(str(value))


def _is_asked(question: CostQuestion, anomaly: Anomaly) -> bool:
    """Whether a root cause has the values the plan filters by, in the dimensions root causes have."""
    wanted = {name: values for name, values in question.plan.filters.items() if name in _CAUSE}
    return not wanted or any(
        all(_CAUSE[name](cause) in values for name, values in wanted.items()) for cause in anomaly.root_causes
    )


def _note_missing_monitor(question: CostQuestion) -> None:
    """No anomaly, or nobody looking? The monitors tell."""
    monitors = question.attempt("Anomaly monitors", lambda: question.apis.ask("ce:GetAnomalyMonitors", {}))
    if monitors is not None and not monitors.get("AnomalyMonitors"):
        question.note(
            "no_monitor",
            "Nothing looks for anomalies: create a cost monitor in Cost Anomaly Detection.",
        )
