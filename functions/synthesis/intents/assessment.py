"""`assessment`: the last full month, what moved it, what is coming, and the three things to do first."""

from dataclasses import dataclass
from decimal import Decimal

from synthesis import words
from synthesis.answer import Answer
from synthesis.intents.change import change
from synthesis.intents.outlook import (
    anomaly_days,
    anomaly_table,
    budget_table,
    commitment_line,
    forecast_line,
    root_cause,
)
from synthesis.intents.savings import savings_table
from synthesis.markdown import joined, section, text
from synthesis.parts import bold, driver_table, figure_list, group_table, is_rest, no_data
from synthesis.recommendations import action_phrase

TO_DO_FIRST = 3
TOP_SAVINGS = 5


@dataclass(frozen=True)
class Deed:
    """Something to do, with what is at stake: an amount of the bill, for ranking."""

    stake: Decimal
    sentence: str


def write_assessment(answer: Answer) -> str:
    """All of it, the figures first."""
    analysis = answer.analysis
    forecast = forecast_line(answer)
    return joined([
        _headline(answer),
        section("Do first", _numbered(deeds(answer)[:TO_DO_FIRST])),
        section("What changed", driver_table(answer, analysis.drivers or [])),
        section("Where it went", group_table(answer, analysis.groups or [])),
        section("Forecast", f"{forecast}." if forecast else ""),
        section("Budgets", budget_table(answer, analysis.budgets or [])),
        section("Anomalies", _anomalies(answer)),
        section("Commitments", _commitments(answer)),
        section("Savings", _savings(answer)),
        section("Figures", figure_list(answer, analysis.figures)),
    ])  # fmt: skip


def deeds(answer: Answer) -> list[Deed]:
    """What there is to do, the largest stake first; one of a kind before a second of the same."""
    kinds = [_saving_deeds(answer), _anomaly_deeds(answer), _budget_deeds(answer), _unused_deeds(answer)]
    firsts = [kind[0] for kind in kinds if kind]
    others = [deed for kind in kinds for deed in kind[1:]] + _driver_deeds(answer)
    return sorted(firsts, key=_by_stake) + sorted(others, key=_by_stake)


def _headline(answer: Answer) -> str:
    total, comparison = answer.analysis.total, answer.analysis.comparison
    if total is None:
        return no_data(answer)
    span = f" {words.during(answer.plan.period)}" if answer.plan.period else ""
    moved = f", {change(answer, comparison)} against the month before" if comparison else ""
    savings = answer.savings.total_monthly_savings if answer.savings else None
    saved = f"; {bold(answer.money(savings))} a month can be saved" if savings else ""
    return f"{bold(answer.money(total.amount))} spent{span}{moved}{saved}."


def _saving_deeds(answer: Answer) -> list[Deed]:
    items = answer.savings.items if answer.savings else []
    return [
        Deed(
            item.estimated_monthly_savings,
            f"{action_phrase(item)}: saves {bold(answer.money(item.estimated_monthly_savings))} a month.",
        )
        for item in items
    ]


def _anomaly_deeds(answer: Answer) -> list[Deed]:
    found = []
    for anomaly in sorted(answer.analysis.anomalies or [], key=lambda one: (-one.impact, one.id)):
        cause = next((root_cause(answer, one) for one in anomaly.root_causes), "") or "no root cause named"
        sentence = (
            f"Look into the anomaly of {anomaly_days(anomaly)} ({cause}): "
            f"{bold(answer.money(anomaly.impact))} more than expected."
        )
        found.append(Deed(anomaly.impact, sentence))
    return found


def _budget_deeds(answer: Answer) -> list[Deed]:
    found = []
    for budget in answer.analysis.budgets or []:
        if budget.recommended:
            sentence = (
                f"Set a budget; {bold(answer.money(budget.limit))} ({text(budget.time_unit.lower())}) fits."
            )
            found.append(Deed(Decimal(0), sentence))
            continue
        expected = budget.actual if budget.state == "exceeded" else budget.forecast
        over = expected - budget.limit if expected is not None and budget.state != "ok" else Decimal(0)
        if over > 0:
            passed = "has passed" if budget.state == "exceeded" else "is forecast to pass"
            sentence = (
                f"Budget “{text(budget.name)}” {passed} its {answer.money(budget.limit)} "
                f"by {bold(answer.money(over))}: raise it or cut spend."
            )
            found.append(Deed(over, sentence))
    return sorted(found, key=_by_stake)


def _unused_deeds(answer: Answer) -> list[Deed]:
    names = {"savings_plans": "Savings Plans", "reservations": "reservations"}
    found = [
        Deed(
            one.unused_commitment,
            f"Use what {names[one.kind]} leave unused: {bold(answer.money(one.unused_commitment))}.",
        )
        for one in answer.analysis.commitments or []
        if one.unused_commitment is not None and one.unused_commitment > 0
    ]
    return sorted(found, key=_by_stake)


def _driver_deeds(answer: Answer) -> list[Deed]:
    return [
        Deed(
            driver.delta,
            f"Look into {answer.keys(driver.keys)}: {bold(answer.money(driver.delta, signed=True))}.",
        )
        for driver in answer.analysis.drivers or []
        if driver.delta > 0 and not is_rest(driver.keys)
    ]


def _by_stake(deed: Deed) -> tuple[Decimal, str]:
    return (-deed.stake, deed.sentence)


def _numbered(found: list[Deed]) -> str:
    return "\n".join(f"{place}. {deed.sentence}" for place, deed in enumerate(found, start=1))


def _anomalies(answer: Answer) -> str:
    anomalies = answer.analysis.anomalies
    if anomalies is None:
        return ""
    return anomaly_table(answer, anomalies) or text(answer.noted("no_monitor")) or "None detected."


def _commitments(answer: Answer) -> str:
    lines = [commitment_line(answer, one) for one in answer.analysis.commitments or []]
    return f"{'; '.join(lines)}." if lines else ""


def _savings(answer: Answer) -> str:
    savings = answer.savings
    if savings is None or savings.total_monthly_savings is None:
        return ""
    total = f"{bold(answer.money(savings.total_monthly_savings))} a month, overlaps removed."
    top = savings.items[:TOP_SAVINGS]
    return joined([total, savings_table(answer, top) if top else ""])
