"""How much was used: quantities with their units, which are no money and are never added up."""

from synthesis import money
from synthesis.answer import Answer
from synthesis.markdown import joined, text
from synthesis.parts import bold, figure_list, never_bare, no_data

IN_A_HEADLINE = 3


def write_usage(answer: Answer) -> str:
    """The quantity of each unit in the first line, then those of groups, days or the period before."""
    figures = answer.analysis.figures
    if not figures:
        reason = answer.noted("no_usage_unit")
        if not reason:
            return no_data(answer)
        return f"{bold('No usage quantity')}{answer.where}. {text(reason)}{never_bare(answer)}"
    whole = [one for one in figures if one.id == f"usage:{one.unit}"]
    named = [bold(f"{money.number(one.value)} {text(one.unit)}") for one in whole[:IN_A_HEADLINE]]
    more = len(whole) - len(named)
    said = ", ".join(named) + (f" and {more} more units" if more else "")
    others = [one for one in figures if one not in whole[:IN_A_HEADLINE]]
    return joined([f"{said} used{answer.where}.", figure_list(answer, others)])
