"""What was asked, in words: periods with inclusive ends, dimensions, values, filters."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from billing.calendar import add_months
from protocol.query_plan import Interpretation, Period
from synthesis.markdown import text

_DIMENSIONS = {
    "SERVICE": "service",
    "REGION": "region",
    "LINKED_ACCOUNT": "account",
    "USAGE_TYPE": "usage type",
    "OPERATION": "operation",
    "RECORD_TYPE": "charge type",
    "AZ": "availability zone",
    "INSTANCE_TYPE": "instance type",
    "PURCHASE_TYPE": "purchase type",
    "RESOURCE_ID": "resource",
}
_NEED_NO_NAME = ("SERVICE", "LINKED_ACCOUNT", "REGION")
_SOURCES = {"cost-optimization-hub": "Cost Optimization Hub", "trusted-advisor": "Trusted Advisor"}
_METRICS = {
    "UnblendedCost": "unblended cost",
    "BlendedCost": "blended cost",
    "AmortizedCost": "amortized cost",
    "NetUnblendedCost": "net unblended cost",
    "NetAmortizedCost": "net amortized cost",
    "UsageQuantity": "usage quantity",
    "NormalizedUsageAmount": "normalized usage",
}


def day(value: date) -> str:
    """`9 March 2026`."""
    return f"{value.day} {value:%B %Y}"


def days(start: date, end: date) -> str:
    """From `start` to before `end`, both ends named as people do: `1 to 31 May 2025`."""
    last = end - timedelta(days=1)
    if last <= start:
        return day(start)
    if (start.year, start.month) == (last.year, last.month):
        return f"{start.day} to {day(last)}"
    if start.year == last.year:
        return f"{start.day} {start:%B} to {day(last)}"
    return f"{day(start)} to {day(last)}"


def span(value: Period) -> str:
    """The period as a sentence names it: a whole month or year by its name, else its days."""
    start, end = value.start, value.end
    if (start.month, start.day, end.month, end.day) == (1, 1, 1, 1) and end.year == start.year + 1:
        return str(start.year)
    if start.day == 1 and end == add_months(start, 1):
        return f"{start:%B %Y}"
    return days(start, end) + (" so far" if value.partial else "")


def during(value: Period) -> str:
    """`in May 2025`, `on 9 March 2026`, `from 1 to 9 March 2026`."""
    named = span(value)
    if not named[0].isdigit() or named.isdigit():
        return f"in {named}"
    return f"{'on' if value.days == 1 else 'from'} {named}"


def dimension(name: str) -> str:
    """A dimension as people call it; a tag by its key."""
    if name.startswith("TAG:"):
        return f"tag {text(name.removeprefix('TAG:'))}"
    if name.startswith("COST_CATEGORY:"):
        return f"cost category {text(name.removeprefix('COST_CATEGORY:'))}"
    return _DIMENSIONS.get(name, text(name.replace("_", " ").lower()))


def heading(name: str) -> str:
    """A dimension as a table's heading; a tag's key keeps its case, which tells it from another."""
    said = dimension(name)
    return said[:1].upper() + said[1:]


def value(name: str, content: str, account_names: Mapping[str, str]) -> str:
    """A value of a dimension: accounts with their name, the empty one as what it means."""
    if content == "":
        return "untagged" if name.startswith("TAG:") else f"no {dimension(name) or 'value'}"
    if name == "LINKED_ACCOUNT" and content in account_names:
        return f"{text(account_names[content])} ({text(content)})"
    return text(content)


def keys(group_by: list[str], contents: list[str], account_names: Mapping[str, str]) -> list[str]:
    """The values of a row, one cell a dimension."""
    names = [*group_by, *[""] * (len(contents) - len(group_by))]
    return [value(name, content, account_names) for name, content in zip(names, contents, strict=False)]


def metric(name: str) -> str:
    """A Cost Explorer metric in words."""
    return _METRICS.get(name, name)


def one_of(name: str, contents: list[str], account_names: Mapping[str, str], shown: int = 5) -> str:
    """Some values of a dimension as an enumeration; many are shortened."""
    named = [value(name, content, account_names) for content in contents[:shown]]
    more = len(contents) - len(named)
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


_EMPTY = [""]


def kept(asked: Interpretation, account_names: Mapping[str, str], shown: int = 5) -> str:
    """What the filters keep, such as `Amazon S3, tag team checkout`; empty without filters.

    To leave out only the empty value is to keep what has one.
    """
    parts = [_filter(name, contents, account_names, shown) for name, contents in asked.filters.items()]
    parts += [f"what has a {dimension(name)}" for name, values in asked.exclude.items() if values == _EMPTY]
    if asked.charge_types.include:
        parts.append(charges(asked.charge_types.include))
    return ", ".join(parts)


def charges(types: Sequence[str]) -> str:
    """Charge types in a phrase: `Credit and Refund charges`."""
    named = [text(name) for name in types]
    return f"{' and '.join([', '.join(named[:-1]), named[-1]] if named[1:] else named)} charges"


def _filter(name: str, contents: list[str], account_names: Mapping[str, str], shown: int) -> str:
    values = one_of(name, contents, account_names, shown)
    if contents == _EMPTY:
        return f"what has no {dimension(name)}"
    return values if name in _NEED_NO_NAME else f"{dimension(name)} {values}"


def left_out(asked: Interpretation, account_names: Mapping[str, str], shown: int = 5) -> str:
    """What is excluded, such as `without region us-east-2`; empty without exclusions."""
    parts = [
        f"without {dimension(name)} {one_of(name, contents, account_names, shown)}"
        for name, contents in asked.exclude.items()
        if contents != _EMPTY
    ]
    if asked.charge_types.exclude:
        parts.append(f"without {charges(asked.charge_types.exclude)}")
    return ", ".join(parts)


def scope(asked: Interpretation, account_names: Mapping[str, str]) -> str:
    """What the filters leave, in and out; empty without any."""
    parts = (kept(asked, account_names), left_out(asked, account_names))
    return ", ".join(part for part in parts if part)


def source(name: str) -> str:
    """A savings source by the name people know; anything else as it is."""
    return _SOURCES.get(name, text(name))


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 request`, `3 requests`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
