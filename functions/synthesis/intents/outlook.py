"""`forecast`, `budget`, `anomaly` and `commitment`: what is coming, and what watches over it."""

from datetime import date, timedelta
from decimal import Decimal

from protocol.result import Anomaly, AnomalyRootCause, Budget, Commitment
from synthesis import money, words
from synthesis.answer import IN_A_HEADLINE, Answer
from synthesis.markdown import joined, table, text
from synthesis.parts import bold, figure_list

_STATES = {
    "ok": "within its limit",
    "forecast_to_exceed": "forecast to exceed its limit",
    "exceeded": "exceeded",
}
_KINDS = {"savings_plans": "Savings Plans", "reservations": "Reservations"}


def write_forecast(answer: Answer) -> str:
    """The expected amount with its interval, or why there is none."""
    figures = figure_list(answer, answer.analysis.figures)
    if answer.analysis.forecast is None:
        reason = next((part.reason for part in answer.degraded), answer.noted("no_forecast", "short_history"))
        said = f" {text(reason)}" if reason else ""
        return joined([f"{bold('No forecast')}{answer.where}.{said}", figures])
    return joined([
        f"{forecast_line(answer)}.",
        _expected_by_month(answer),
        figures,
    ])  # fmt: skip


def _expected_by_month(answer: Answer) -> str:
    """A row a month that is forecast, where there are several."""
    points = [point for point in answer.analysis.series or [] if point.low is not None]
    rows = [
        [
            words.days(date.fromisoformat(point.start), date.fromisoformat(point.end)),
            answer.money(point.amount),
            "" if point.low is None else answer.money(point.low),
            "" if point.high is None else answer.money(point.high),
        ]
        for point in points
    ]
    return table(["Days", "Expected", "At least", "At most"], rows, figures=3) if len(rows) > 1 else ""


def forecast_line(answer: Answer) -> str:
    """The forecast as one phrase; empty without one."""
    forecast = answer.analysis.forecast
    if forecast is None:
        return ""
    interval = ""
    if forecast.low is not None and forecast.high is not None and forecast.low < forecast.high:
        # the interval's level, 80 %, in words: it is no figure of the bill
        interval = (
            f" (between {answer.money(forecast.low)} and {answer.money(forecast.high)}, four times in five)"
        )
    span = words.days(forecast.period.start, forecast.period.end)
    return f"{bold(answer.money(forecast.amount))} expected for {span}{interval}"


def write_budget(answer: Answer) -> str:
    """Each budget's state; the recommended amount where there is none."""
    budgets = answer.analysis.budgets
    if budgets is None:
        reason = next((part.reason for part in answer.degraded), "")
        return f"{bold('No budgets could be read')}. {text(reason)}".strip()
    figures = figure_list(answer, answer.analysis.figures)
    if not budgets:
        return joined([f"{bold('No budget is set')}.", figures])
    ranked = sorted(budgets, key=lambda budget: (_severity(budget), budget.name))
    none = f"{_no_budget_for(answer)} " if asked_in_vain(answer) else ""
    first = f"{none}{budget_line(answer, ranked[0])}. {text(answer.noted('budgets_now'))}".strip()
    return joined([first, budget_table(answer, ranked), figures])


def asked_in_vain(answer: Answer) -> bool:
    """Whether no budget is for the part of the bill that was asked about, and all are shown."""
    return bool(answer.noted("no_budget_for"))


def _no_budget_for(answer: Answer) -> str:
    kept = words.kept(answer.plan, answer.account_names, IN_A_HEADLINE)
    left_out = words.left_out(answer.plan, answer.account_names, IN_A_HEADLINE)
    part = f"{kept or 'everything'} {left_out}" if left_out else f"{kept} alone"
    return f"{bold(f'No budget is set for {part}')}; all budgets:"


def budget_line(answer: Answer, budget: Budget) -> str:
    """One budget as a phrase, the figure that matters first."""
    limit = answer.money(budget.limit)
    if budget.recommended:
        unit = budget.time_unit.lower()
        return f"No budget is set; {bold(limit)} ({text(unit)}) is recommended"
    left = budget.limit - budget.actual
    stands = f"{bold(answer.money(abs(left)))} {'left' if left >= 0 else 'over'}"
    return (
        f"Budget “{text(budget.name)}” is {bold(_STATES[budget.state])}: "
        f"{bold(answer.money(budget.actual))} of {limit} spent, {stands}{_expected(answer, budget)}"
    )


def _expected(answer: Answer, budget: Budget) -> str:
    """What is forecast, and by how much it passes the limit; empty without a forecast."""
    if budget.forecast is None:
        return ""
    beyond = budget.forecast - budget.limit
    by = f", {answer.money(beyond)} beyond the limit" if beyond > 0 else ""
    return f"; {bold(answer.money(budget.forecast))} forecast{by}"


def budget_table(answer: Answer, budgets: list[Budget]) -> str:
    """A row a budget."""
    rows = [
        [
            text(budget.name),
            "recommended" if budget.recommended else _STATES[budget.state],
            answer.money(budget.limit),
            answer.money(budget.actual),
            "" if budget.forecast is None else answer.money(budget.forecast),
            "" if budget.used_percent is None else money.percent(budget.used_percent),
        ]
        for budget in budgets
    ]
    return table(["Budget", "State", "Limit", "Actual", "Forecast", "Used"], rows, figures=4) if rows else ""


def write_anomaly(answer: Answer) -> str:
    """What Cost Anomaly Detection found, with its root causes."""
    anomalies = answer.analysis.anomalies
    if anomalies is None:
        reason = next((part.reason for part in answer.degraded), "")
        return f"{bold('No anomalies could be read')}{answer.where}. {text(reason)}".strip()
    if not anomalies and (unwatched := answer.noted("no_monitor")):
        return f"{bold('No anomalies are known')}{answer.where}. {text(unwatched)}"
    if not anomalies:
        return joined(
            [f"{bold('No cost anomalies')}{answer.where}.", figure_list(answer, answer.analysis.figures)]
        )
    impact = sum((anomaly.impact for anomaly in anomalies), Decimal(0))
    count = words.counted(len(anomalies), "cost anomaly", "cost anomalies")
    headline = f"{bold(count)}{answer.where}, {bold(answer.money(impact))} more than expected."
    return joined([headline, anomaly_table(answer, anomalies), figure_list(answer, answer.analysis.figures)])


def anomaly_table(answer: Answer, anomalies: list[Anomaly]) -> str:
    """A row an anomaly, largest impact first."""
    ranked = sorted(anomalies, key=lambda anomaly: (-anomaly.impact, anomaly.id))
    rows = [
        [
            anomaly_days(anomaly),
            "; ".join(_cause_with_impact(answer, cause) for cause in anomaly.root_causes[:3]) or "not known",
            answer.money(anomaly.impact),
            "" if anomaly.expected is None else answer.money(anomaly.expected),
            "" if anomaly.actual is None else answer.money(anomaly.actual),
        ]
        for anomaly in ranked
    ]
    return table(["When", "Root causes", "Impact", "Expected", "Actual"], rows, figures=3) if rows else ""


def anomaly_days(anomaly: Anomaly) -> str:
    """Its days; one that goes on has no end."""
    if anomaly.end is None:
        return f"since {words.day(anomaly.start)}"
    return words.days(anomaly.start, max(anomaly.end, anomaly.start + timedelta(days=1)))


def root_cause(answer: Answer, cause: AnomalyRootCause) -> str:
    """What is held responsible, as far as it is named."""
    account = (
        words.value("LINKED_ACCOUNT", cause.account_id, answer.account_names) if cause.account_id else ""
    )
    named = [text(part) for part in (cause.service, cause.usage_type, cause.region) if part]
    return ", ".join([*named, account] if account else named)


def _cause_with_impact(answer: Answer, cause: AnomalyRootCause) -> str:
    said = root_cause(answer, cause)
    return f"{said} ({answer.money(cause.impact)})" if said and cause.impact is not None else said


def write_commitment(answer: Answer) -> str:
    """Coverage, utilisation and what is unused, of Savings Plans and reservations."""
    commitments = answer.analysis.commitments
    figures = figure_list(answer, answer.analysis.figures)
    if not commitments:
        reason = next(
            (part.reason for part in answer.degraded), answer.noted("no_commitments", "no_reservations")
        )
        said = f" {text(reason)}" if reason else ""
        return joined([f"{bold('No commitment data')}{answer.where}.{said}", figures])
    lines = "; ".join(line for line in (commitment_line(answer, one) for one in commitments) if line)
    together = next((one for one in answer.analysis.figures if one.id == "unused"), None)
    if together and answer.plan.commitment_measure == "unused":
        lines = f"{bold(answer.money(together.value))} unused together: {lines}"
    return joined([f"{lines}{answer.where}.", _commitment_table(answer, commitments), figures])


def commitment_line(answer: Answer, commitment: Commitment) -> str:
    """One kind of commitment as a phrase, with the measure that was asked for, or all."""
    asked = answer.plan.commitment_measure
    said: list[str] = []
    if commitment.coverage_percent is not None and asked in ("coverage", "all"):
        said.append(f"{bold(money.percent(commitment.coverage_percent))} coverage")
    if commitment.utilization_percent is not None and asked in ("utilization", "all"):
        said.append(f"{bold(money.percent(commitment.utilization_percent))} utilization")
    if commitment.unused_commitment is not None and asked in ("unused", "all"):
        said.append(f"{bold(answer.money(commitment.unused_commitment))} unused")
    if commitment.net_savings is not None and asked == "all":
        said.append(_saved(answer, commitment.net_savings))
    return f"{_KINDS[commitment.kind]}: {', '.join(said)}" if said else f"{_KINDS[commitment.kind]}: no data"


def _saved(answer: Answer, amount: Decimal) -> str:
    if amount < 0:
        return f"{bold(answer.money(-amount))} more than on demand"
    return f"{bold(answer.money(amount))} saved"


def _commitment_table(answer: Answer, commitments: list[Commitment]) -> str:
    rows = [
        [
            _KINDS[one.kind],
            *(
                "" if part is None else money.percent(part)
                for part in (one.coverage_percent, one.utilization_percent)
            ),
            *(
                "" if amount is None else answer.money(amount)
                for amount in (
                    one.covered_cost,
                    one.on_demand_cost,
                    one.total_commitment,
                    one.used_commitment,
                    one.unused_commitment,
                    one.net_savings,
                )
            ),
        ]
        for one in commitments
    ]
    headings = [
        "Commitment",
        "Coverage",
        "Utilization",
        "Covered",
        "On demand",
        "Committed",
        "Used",
        "Unused",
        "Saved",
    ]
    told = [place for place in range(len(headings)) if any(row[place] for row in rows)]
    kept = [[row[place] for place in told] for row in rows]
    return table([headings[place] for place in told], kept, figures=len(told) - 1)


def _severity(budget: Budget) -> int:
    return ("exceeded", "forecast_to_exceed", "ok").index(budget.state)
