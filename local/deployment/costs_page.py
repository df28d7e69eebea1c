"""`python -m local.deployment.costs_page` writes docs/costs.md from counts, prices and the template."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from local.deployment.question_cost import (
    COUNTS,
    Pricing,
    cost_of_a_month,
    cost_of_a_thousand,
    cost_of_question,
    earlier_cost_of_a_thousand,
    gigabytes,
)

TEXT = Path(__file__).with_suffix(".md")
_AWS_PAGES = ("https://aws.amazon.com/", "https://docs.aws.amazon.com/")
VOLUMES = (1_000, 10_000, 100_000)
"""Questions a month."""
EARLIER_COST_OF_A_MONTH = Decimal(0)
PAGE = Path(__file__).parents[2] / "docs" / "costs.md"


def page() -> str:
    """docs/costs.md."""
    pricing, counts, memory = Pricing(), json.loads(COUNTS.read_text()), gigabytes()
    now, earlier = cost_of_a_thousand(counts, pricing, memory), earlier_cost_of_a_thousand(counts, pricing)
    services = sorted({*now, *earlier}, key=lambda name: -now.get(name, Decimal(0)))
    rows = [f"| {name} | {_usd(now.get(name))} | {_usd(earlier.get(name))} |" for name in services]
    kinds = [_kind_row(kind, counts[kind], pricing, memory) for kind in pricing.mix]
    month = cost_of_a_month(counts, pricing)
    now_total, earlier_total = sum(now.values(), Decimal(0)), sum(earlier.values(), Decimal(0))
    month_total = sum(month.values(), Decimal(0))
    assumptions = [f"| {name.replace('_', ' ')} | {value} |" for name, value in pricing.assumed.items()]
    return TEXT.read_text().format(
        as_of=pricing.as_of,
        rows="\n".join(rows),
        now=_usd(now_total),
        earlier=_usd(earlier_total),
        without=_usd(now_total - now["Cost Explorer"]),
        earlier_without=_usd(earlier_total - earlier["Cost Explorer"]),
        earlier_month=_usd(EARLIER_COST_OF_A_MONTH),
        volumes="\n".join(_volume_row(number, month_total, now_total, earlier_total) for number in VOLUMES),
        break_even=f"{break_even(month_total, now_total, earlier_total):,}",
        kinds="\n".join(kinds),
        month="\n".join(f"| {name} | {_usd(value)} |" for name, value in month.items()),
        month_total=_usd(month_total),
        assumptions="\n".join(assumptions),
        sources="\n".join(_source_row(name, price) for name, price in pricing.prices.items()),
    )


def break_even(month: Decimal, now: Decimal, earlier: Decimal) -> int:
    """Questions a month, to a hundred, at which this design costs what the earlier one does.

    `month` is due without a question; `now` and `earlier` are of a thousand questions, `now` the lower.
    """
    return round((month - EARLIER_COST_OF_A_MONTH) / (earlier - now) * 10) * 100


def _volume_row(questions: int, month: Decimal, now: Decimal, earlier: Decimal) -> str:
    thousands = Decimal(questions) / 1000
    cells = _usd(month + thousands * now), _usd(EARLIER_COST_OF_A_MONTH + thousands * earlier)
    return f"| **{questions:,} questions** | **{cells[0]}** | **{cells[1]}** |"


def _kind_row(kind: str, counted: dict[str, Any], pricing: Pricing, memory: dict[str, Decimal]) -> str:
    lines = cost_of_question(counted, pricing, memory)
    own = sum(lines.values(), Decimal(0)) - lines["Cost Explorer"]
    cells = (
        pricing.mix[kind],
        counted["cost explorer requests"],
        counted["transitions"],
        sum(counted["invocations"].values()),
        counted["messages posted"],
        f"{counted['write units']:g}",
        f"{counted['read units']:g}",
        f"${own:.6f}",
        f"${own + lines['Cost Explorer']:.6f}",
    )
    return f"| {kind} | " + " | ".join(map(str, cells)) + " |"


def _source_row(name: str, price: dict[str, str]) -> str:
    said_by_aws = price["read_at"].startswith(_AWS_PAGES)
    date = f" of {price['read_of']}" if price["read_of"] else ", undated"
    read = f"[AWS]({price['read_at']})" if said_by_aws else f"[elsewhere]({price['read_at']})"
    read += date if said_by_aws else f"{date}; not verified at AWS"
    return f"| {name.replace('_', ' ')} | {price['usd']} | [AWS]({price['source']}) | {read} |"


def _usd(value: Decimal | None) -> str:
    if not value:
        return "" if value is None else "$0"
    return f"${value:,.4f}" if value < Decimal("0.01") else f"${value:,.2f}"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page())
    sys.stdout.write(f"{PAGE}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
