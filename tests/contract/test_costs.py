"""docs/costs.md says what the counts, the prices and the template say."""

import json
from decimal import Decimal

from local.deployment.costs_page import PAGE, break_even, page
from local.deployment.question_cost import (
    COUNTS,
    Pricing,
    cost_of_a_thousand,
    cost_of_question,
    earlier_cost_of_a_thousand,
    gigabytes,
)
from support.project import template


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run `python -m local.deployment.costs_page`"


def test_the_mix_is_of_a_thousand_counted_kinds() -> None:
    mix = Pricing().mix
    assert sum(mix.values()) == 1000
    assert set(mix) < set(json.loads(COUNTS.read_text()))


def test_every_function_counted_is_in_the_template() -> None:
    counts = json.loads(COUNTS.read_text())
    counted = {name for each in counts.values() for name in each.get("invocations", {})}
    assert counted <= set(gigabytes()) <= set(template()["Resources"])


def test_a_question_costs_what_its_calls_cost() -> None:
    counted = {
        "invocations": {"CostFunction": 1},
        "write units": 4,
        "read units": 8,
        "objects written": 2,
        "objects read": 10,
        "messages posted": 9,
        "cost explorer requests": 2,
        "transitions": 7,
    }
    pricing = Pricing()
    lines = cost_of_question(counted, pricing, gigabytes())
    seconds = pricing.assumed["seconds_of_a_step"] + 2 * pricing.assumed["seconds_of_a_cost_explorer_request"]
    assert lines == {
        "Cost Explorer": Decimal("0.02"),
        "Step Functions": Decimal("0.000175"),
        "Lambda": Decimal("0.0000002") + seconds * Decimal("0.0000133334"),
        "DynamoDB": Decimal("0.0000025") + Decimal("0.000001"),
        "API Gateway": Decimal("0.00001"),
        "S3": Decimal("0.00001") + Decimal("0.000004"),
    }


def test_repeats_are_what_the_earlier_design_pays_more_for() -> None:
    counts, pricing = json.loads(COUNTS.read_text()), Pricing()
    now = cost_of_a_thousand(counts, pricing, gigabytes())["Cost Explorer"]
    earlier = earlier_cost_of_a_thousand(counts, pricing)["Cost Explorer"]
    repeats = pricing.mix["repeat"] * counts["spend"]["cost explorer requests"]
    assert earlier - now == repeats * pricing.usd["cost_explorer_request"]


def test_below_the_break_even_the_earlier_design_is_the_cheaper_one_and_above_it_this() -> None:
    month, now, earlier = Decimal("28.49"), Decimal("8.24"), Decimal("10.53")
    even = break_even(month, now, earlier)
    assert even == 12_400
    for questions, cheaper in ((even - 100, False), (even + 100, True)):
        thousands = Decimal(questions) / 1000
        assert (month + thousands * now < thousands * earlier) is cheaper
