"""`compare`, `explain` and `adoption`: what changed between two periods, and what is new."""

from decimal import Decimal

from protocol.result import Comparison
from synthesis import money, words
from synthesis.answer import IN_A_HEADLINE, Answer
from synthesis.markdown import joined, section, table, text
from synthesis.measured import basis_of
from synthesis.parts import (
    bold,
    driver_table,
    figure_list,
    group_table,
    is_rest,
    no_data,
    of_no_region,
    ranked_drivers,
    series_table,
)


def write_compare(answer: Answer) -> str:
    """The difference, the two amounts, and what it is made of."""
    comparison = answer.analysis.comparison
    if comparison is None:
        return _one_period_alone(answer)
    if answer.noted("no_region"):
        return of_no_region(answer)
    amounts = f"{_two_amounts(answer, comparison)}.{_not_alike(answer)}"
    in_all = "In all " if answer.plan.moved else ""
    moved = _those_that_moved(answer)
    headline = (
        f"{moved}{in_all}{bold(change(answer, comparison))}{_scope(answer)}: {amounts}{_row_asked(answer)}"
    )
    return joined([headline, *_parts(answer)])


def write_explain(answer: Answer) -> str:
    """What happened, also when it is not what the question held for true, and what drove it."""
    comparison = answer.analysis.comparison
    if comparison is None:
        return _one_period_alone(answer)
    if answer.noted("no_region"):
        return of_no_region(answer)
    moved = _those_that_moved(answer) or _those_that_ended(answer)
    claimed = None if moved else answer.plan.direction_claimed  # of some, not of the whole
    happened = "up" if comparison.delta > 0 else "down" if comparison.delta < 0 else None
    verb = {"up": "rose", "down": "fell", None: "did not change"}[happened]
    denied = (
        {"up": "did not rise", "down": "did not fall"}[claimed] if claimed and claimed != happened else ""
    )
    by = f" by {bold(_size(answer, comparison))}" if happened else ""
    said = f"Spend{_scope(answer)} {denied + ': it ' if denied else ''}{verb}{by}"
    main = "" if moved else _main_drivers(answer, happened)
    drivers = f"{main}{_credits(answer, comparison)}"
    headline = f"{moved}{said}: {_two_amounts(answer, comparison)}.{_not_alike(answer)}{drivers}"
    return joined([headline, *_parts(answer)])


def _those_that_moved(answer: Answer) -> str:
    """The few that rose, or fell, furthest, where they were asked for; fewer than asked for is said."""
    plan = answer.plan
    if not plan.moved or answer.analysis.drivers is None:
        return ""
    sign = 1 if plan.moved == "up" else -1
    drivers = [one for one in answer.analysis.drivers if one.delta * sign > 0 and not is_rest(one.keys)]
    verb = "rose" if plan.moved == "up" else "fell"
    kind = " and ".join(words.dimension(name) for name in answer.dimensions)
    during = f" {words.during(plan.period)}" if plan.period else ""
    if not drivers:
        return f"{bold(f'No {kind} {verb}')}{during}. "
    most = "least" if plan.ascending else "most"
    first, *others = [(answer.keys(one.keys), answer.money(one.delta, signed=True)) for one in drivers]
    then = ", ".join(f"{name} {bold(amount)}" for name, amount in others[: IN_A_HEADLINE - 1])
    fewer = f" No other {kind} {verb}." if len(drivers) < (plan.limit or 0) else ""
    then = f", then {then}" if then else ""
    return f"{bold(first[0])} {verb} {most}{during}: {bold(first[1])}{then}.{fewer} "


def _those_that_ended(answer: Answer) -> str:
    """Those charged before and no longer, where they were asked for."""
    plan, drivers = answer.plan, answer.analysis.drivers
    if not plan.ended or drivers is None or plan.period is None or plan.compare_period is None:
        return ""
    kind = " and ".join(words.dimension(name) for name in answer.dimensions)
    before, now = words.during(plan.compare_period), words.during(plan.period)
    gone = [(answer.keys(one.keys), answer.money(-one.delta)) for one in drivers if one.kind == "gone"]
    if not gone:
        return f"{bold(f'No {kind} ended')}: all that was charged {before} is charged {now} too. "
    named = ", ".join(f"{bold(name)} ({amount})" for name, amount in gone[:IN_A_HEADLINE])
    more = f" and {len(gone) - IN_A_HEADLINE} more" if len(gone) > IN_A_HEADLINE else ""
    has = "has" if len(gone) == 1 else "have"
    count = words.counted(len(gone), kind)
    return f"{count} charged {before} {has} no charges {now}: {named}{more}. "


def _row_asked(answer: Answer) -> str:
    """The row of the later period that was asked for, with its change; empty where none was."""
    plan, groups = answer.plan, answer.analysis.groups or []
    if plan.place is None or plan.place > len(groups) or is_rest(groups[plan.place - 1].keys):
        return ""
    row = groups[plan.place - 1]
    superlative = "smallest" if plan.ascending else "largest"
    named = f"The {superlative}" if plan.place == 1 else f"Number {plan.place} from the {superlative}"
    during = f" {words.during(plan.period)}" if plan.period else ""
    drivers = answer.analysis.drivers or []
    delta = next((one.delta for one in drivers if one.keys == row.keys), None)
    if delta is None and not any(is_rest(one.keys) for one in drivers):
        delta = Decimal(0)
    earlier = words.span(plan.compare_period) if plan.compare_period else "the earlier period"
    change_of_it = "" if delta is None else f", {bold(answer.money(delta, signed=True))} against {earlier}"
    return f" {named}{during} is {answer.keys(row.keys)} with {bold(answer.money(row.amount))}{change_of_it}."


def _one_period_alone(answer: Answer) -> str:
    """Where the history has only the later period: its amount, and why nothing stands against it."""
    total = answer.analysis.total
    if total is None:
        return no_data(answer)
    reason = answer.noted("before_history", "no_data")
    alone = f"{bold(answer.money(total.amount))}{basis_of(answer)}{answer.where}, with nothing to compare"
    return joined([
        f"{alone}.{f' {text(reason)}' if reason else ''}",
        section("The later period", group_table(answer, answer.analysis.groups or [])),
    ])  # fmt: skip


def write_adoption(answer: Answer) -> str:
    """What was first charged within the period."""
    adopted = answer.analysis.adopted
    if adopted is None:
        return no_data(answer)
    name = words.dimension(answer.plan.group_by[0]) if answer.plan.group_by else "service"
    if not adopted:
        known = answer.noted("known_before")
        said = f"{bold(f'No new {name}')}{answer.where}.{f' {text(known)}' if known else ''}"
        return joined([said, figure_list(answer, answer.analysis.figures)])
    amount = sum((one.amount for one in adopted), Decimal(0))
    count = bold(words.counted(len(adopted), f"new {name}"))
    headline = f"{count}{answer.where}, {bold(answer.money(amount))} together."
    if len(adopted) == 1:
        one = adopted[0]
        since = f"first charged on {bold(words.day(one.first_seen))}, {bold(answer.money(amount))} since"
        headline = f"{count}{answer.where}: {answer.keys(one.keys)}, {since}."
        if set(answer.dimensions) & set(answer.plan.filters):
            headline = f"{bold(answer.keys(one.keys))} was {since}."
    rows = [[answer.keys(one.keys), words.day(one.first_seen), answer.money(one.amount)] for one in adopted]
    return joined([
        headline,
        table([name.capitalize(), "First charged", "Amount"], rows),
        figure_list(answer, answer.analysis.figures),
    ])  # fmt: skip


def change(answer: Answer, comparison: Comparison) -> str:
    """`+$12.00 (+8.3%)`; without a percentage where there was nothing before."""
    amount = answer.money(comparison.delta, signed=True)
    if comparison.delta_percent is None:
        return amount
    return f"{amount} ({money.percent(comparison.delta_percent, signed=True)})"


def _size(answer: Answer, comparison: Comparison) -> str:
    amount = answer.money(abs(comparison.delta))
    if comparison.delta_percent is None:
        return amount
    return f"{amount} ({money.percent(comparison.delta_percent, signed=True)})"


def _two_amounts(answer: Answer, comparison: Comparison) -> str:
    later, earlier = answer.plan.period, answer.plan.compare_period
    now = f" {words.during(later)}" if later else ""
    then = f" {words.during(earlier)}" if earlier else " before"
    return f"{answer.money(comparison.current)}{now}, {answer.money(comparison.previous)}{then}"


def _scope(answer: Answer) -> str:
    said = words.scope(answer.plan, answer.account_names)
    return f"{basis_of(answer)}{f' for {said}' if said else ''}"


def _main_drivers(answer: Answer, happened: str | None) -> str:
    """The largest driver of what happened; also of what the question held for true, where it did not."""
    said = _largest_driver(answer, happened)
    claimed = answer.plan.direction_claimed
    if claimed and claimed != happened:
        said += _largest_driver(answer, claimed, "What rose most" if claimed == "up" else "What fell most")
    return said


def _not_alike(answer: Answer) -> str:
    """Why the two amounts say less than they seem to: days missing in one, or no such charge in either."""
    said = (
        answer.noted("history_begins"),
        answer.noted("unequal_days"),
        answer.noted("last_charge", "first_charge", "never_charged"),
    )
    return "".join(f" {text(one)}" for one in said if one)


def _credits(answer: Answer, comparison: Comparison) -> str:
    """What credits and refunds made of the change, where they fell: no usage explains it."""
    before = next((one for one in answer.analysis.figures if one.id == "before_credits_delta"), None)
    if before is None or before.value == comparison.delta:
        return ""
    part = answer.money(comparison.delta - before.value, signed=True)
    without = answer.money(before.value, signed=True)
    return f" Credits and refunds made {bold(part)} of it; before them the change is {bold(without)}."


def _largest_driver(answer: Answer, direction: str | None, title: str = "The largest part") -> str:
    sign = {"up": 1, "down": -1}.get(direction or "", 0)
    pushing = [one for one in answer.analysis.drivers or [] if one.delta * sign > 0 and not is_rest(one.keys)]
    if not pushing:
        return ""
    main = ranked_drivers(pushing)[0]
    return f" {title} is {answer.keys(main.keys)}: {bold(answer.money(main.delta, signed=True))}."


def _parts(answer: Answer) -> list[str]:
    analysis = answer.analysis
    return [
        section("What changed", driver_table(answer, analysis.drivers or [])),
        section("The later period", group_table(answer, analysis.groups or [])),
        section("The later period over time", series_table(answer, analysis.series or [])),
        figure_list(answer, analysis.figures),
    ]
