"""Parts that answers to several intents share: tables of groups, series, drivers and named figures."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from protocol.query_plan import Step
from protocol.result import Driver, Figure, Group, SeriesPoint
from synthesis import money, words
from synthesis.answer import Answer
from synthesis.markdown import bullets, joined, table, text

MAX_ROWS = 25
MAX_POINTS = 100
MAX_COLUMNS = 14
DAYS_A_WEEK = 7
MONTHS_A_YEAR = 12


def bold(phrase: str) -> str:
    """The figure asked for stands out."""
    return f"**{phrase}**"


def group_table(answer: Answer, groups: Sequence[Group]) -> str:
    """A row a group; what is left when there are many stands last, added up."""
    headings = [words.heading(name) for name in answer.dimensions]
    rows = [
        [
            *words.keys(answer.dimensions, group.keys, answer.account_names),
            answer.money(group.amount),
            _share(group),
        ]
        for group in groups[:MAX_ROWS]
    ]
    rest = groups[MAX_ROWS:]
    if rest:
        amount = sum((group.amount for group in rest), Decimal(0))
        blank = [""] * (len(headings) - 1)
        rows.append([words.counted(len(rest), "more", "more"), *blank, answer.money(amount), ""])
    return table([*headings, "Amount", "Share"], rows, figures=2) if rows else ""


def _share(group: Group) -> str:
    return "" if group.share is None else money.percent(group.share * 100)


def series_table(answer: Answer, points: Sequence[SeriesPoint]) -> str:
    """A row a day or month; only the latest where there are very many."""
    shown = points[-MAX_POINTS:]
    rows = [
        [_point_name(point, answer), answer.money(point.amount) + (" (estimated)" if point.estimated else "")]
        for point in shown
    ]
    if not rows:
        return ""
    heading = _point_heading(answer, shown)
    left_out = len(points) - len(shown)
    note = f"The latest {len(shown)} of {len(points)} are shown." if left_out else ""
    return joined([table([heading, "Amount"], rows), note])


def groups_over_time(answer: Answer) -> str:
    """A row a group and a column a day or month, the total last; empty where that is too wide or unknown."""
    groups, points = answer.analysis.groups or [], answer.analysis.series or []
    width = len(points)
    if not groups or not 1 < width <= MAX_COLUMNS or any(len(one.series or []) != width for one in groups):
        return ""
    dimensions = [words.heading(name) for name in answer.dimensions]
    blank = [""] * (len(dimensions) - 1)
    rows = [
        [*words.keys(answer.dimensions, group.keys, answer.account_names), *_cells(answer, group)]
        for group in groups[:MAX_ROWS]
    ]
    if len(groups) > MAX_ROWS:
        rows.append([words.counted(len(groups) - MAX_ROWS, "more", "more"), *blank, *[""] * (width + 1)])
    totals = [*(point.amount for point in points), sum((point.amount for point in points), Decimal(0))]
    rows.append([bold("Total"), *blank, *(answer.money(amount) for amount in totals)])
    names = [_point_name(point, answer) + (" (estimated)" if point.estimated else "") for point in points]
    return table([*dimensions, *names, "Total"], rows, figures=len(totals))


def _cells(answer: Answer, group: Group) -> list[str]:
    """A group's amounts over time, then all of it; a dash where nothing was charged."""
    over_time = [answer.money(point.amount) if point.amount else "–" for point in group.series or []]
    return [*over_time, answer.money(group.amount)]


def _point_heading(answer: Answer, points: Sequence[SeriesPoint]) -> str:
    if step := _step(answer):
        return step.capitalize()
    if answer.plan.granularity == "MONTHLY":
        return "Month"
    # where hours cannot be had, it is days
    return "Hour" if any("T" in point.start for point in points) else "Day"


def _point_name(point: SeriesPoint, answer: Answer) -> str:
    if step := _step(answer):
        return text(_step_name(point, step))
    if answer.plan.granularity == "MONTHLY":
        return text(point.start[:7])
    return text(point.start[:16].replace("T", " "))


def _step(answer: Answer) -> Step | None:
    """What the points are added up to, of a trend or of another answer over time."""
    longer: tuple[Step, ...] = ("week", "quarter", "year")
    return answer.plan.step or next((one for one in longer if one == answer.plan.per), None)


def _step_name(point: SeriesPoint, step: Step) -> str:
    """A week by its days, a quarter or year by its name; a part of one says so."""
    start, end = date.fromisoformat(point.start), date.fromisoformat(point.end)
    if step == "week":
        whole = (end - start).days == DAYS_A_WEEK
        return words.days(start, end) + ("" if whole else " (part of a week)")
    quarter = (start.month - 1) // 3
    begins = date(start.year, 3 * quarter + 1, 1) if step == "quarter" else date(start.year, 1, 1)
    next_month = begins.month + (3 if step == "quarter" else 12)
    ends = date(begins.year + (next_month > MONTHS_A_YEAR), (next_month - 1) % MONTHS_A_YEAR + 1, 1)
    name = f"Q{quarter + 1} {start.year}" if step == "quarter" else str(start.year)
    return name if (start, end) == (begins, ends) else f"{name}, {words.days(start, end)}"


def driver_table(answer: Answer, drivers: Sequence[Driver]) -> str:
    """A row a driver, largest change first; what is left stands last, added up."""
    ordered = ranked_drivers(drivers)
    headings = [words.heading(name) for name in answer.dimensions]
    rows = [
        [
            *words.keys(answer.dimensions, driver.keys, answer.account_names),
            _kind(answer, driver),
            answer.money(driver.delta, signed=True),
        ]
        for driver in ordered[:MAX_ROWS]
    ]
    rest = ordered[MAX_ROWS:]
    if rest:
        amount = sum((driver.delta for driver in rest), Decimal(0))
        blank = [""] * len(headings)
        rows.append([words.counted(len(rest), "more", "more"), *blank, answer.money(amount, signed=True)])
    return table([*headings, "Cause", "Change"], rows) if rows else ""


def _kind(answer: Answer, driver: Driver) -> str:
    """Its kind; of several causes what each made of it, where quantities tell (comparisons ask for none)."""
    if driver.kind != "usage_and_price":
        return driver.kind
    causes = (("usage", driver.by_usage), ("price", driver.by_price), ("other charges", driver.by_other))
    made = [(name, amount) for name, amount in causes if amount]
    if len(made) == 1:
        return made[0][0]
    return ", ".join(f"{name} {answer.money(amount, signed=True)}" for name, amount in made)


def ranked_drivers(drivers: Sequence[Driver]) -> list[Driver]:
    """The largest change first, ties by key; what is summed up as the rest stands last."""
    return sorted(drivers, key=lambda one: (is_rest(one.keys), -abs(one.delta), one.keys))


def is_rest(keys: Sequence[str]) -> bool:
    """Whether a row sums up what is not listed."""
    return bool(keys) and all(key == "Other" for key in keys)


def figure_list(answer: Answer, figures: Sequence[Figure]) -> str:
    """The named figures, one a line."""
    return bullets([f"{text(figure.label)}: {money.figure(figure.value, figure.unit)}" for figure in figures])


def never_bare(answer: Answer) -> str:
    """For an amount of nothing: that there was no such charge, and when there was; empty otherwise."""
    said = answer.noted("last_charge", "first_charge", "never_charged")
    return f" {text(said)}" if said else ""


def of_no_region(answer: Answer) -> str:
    """For a region of charges that have none: what CloudFront's edges there cost, and why no more is told."""
    edges = [one for one in answer.analysis.figures if one.id.startswith("edge:")]
    during = f" {words.during(answer.plan.period)}" if answer.plan.period else ""
    told = "; ".join(f"{bold(answer.money(one.value))}: {text(one.label)}{during}" for one in edges)
    said = told or f"{bold('No charges by region')}{answer.where}"
    return joined(
        [f"{said}. {text(answer.noted('no_region'))}", figure_list(answer, answer.analysis.figures)]
    )


def no_data(answer: Answer) -> str:
    """The first line where there is no amount to give."""
    reason = answer.noted("no_data", "before_history", "no_data_after", "unavailable")
    if not reason and answer.degraded:
        # nothing is known of the data where it could not be asked for
        return f"{bold('No figures')}{answer.where}. {text(answer.degraded[0].reason)}"
    said = f" {text(reason)}" if reason else ""
    return f"{bold('No cost data')}{answer.where}.{said}"
