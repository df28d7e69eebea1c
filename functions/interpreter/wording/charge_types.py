"""Charge types (Cost Explorer's RECORD_TYPE) as people name them."""

from billing.catalog import Catalog
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.unclear import Unclear
from interpreter.values.mentions import VALUE
from interpreter.values.value import Value

CHARGE = "charge"
_GROSS = Pattern(
    r"\b(?:before|pre|excluding all|ignoring all) ?-?(?:any |the |all )?(?:credits?(?: (?:and|"
    r"or) refunds?)?|discounts and credits)\b|"
    r"\bgross\b(?: of (?:all |any |the )?credits?(?: (?:and|or) refunds?)?)?"
)
_NET = Pattern(
    r"(?<!save )(?<!saved )\b(?:after|including|with|incl\.?) (?:all |any |the |my |our )?"
    r"(?:credits?|refunds?|discounts?|tax(?:es)?)"
    r"(?:(?: and|,) (?:credits?|refunds?|discounts?|tax(?:es)?))*\b"
    r"(?! ?(?:,|and|or|vs|versus|charges?|from|shown|broken|split|separate\w*|left|taken|stripped|put|set|"
    r"excluded|removed)\b)|"
    r"\bnet of (?:all |any |the |my |our )?(?:credits?|refunds?|discounts?)"
    r"(?:(?: and|,) (?:credits?|refunds?|discounts?))*\b|"
    r"\bnet(?! ?(?:amorti[sz]ed|unblended)| of\b)(?= |$)|\bnet of everything"
)
_USAGE_ONLY = Pattern(
    r"\b(?:usage charges?(?: only)?|usage only|only (?:the )?usage(?: charges?)?|"
    r"just (?:the )?usage(?: charges?)?|pure usage)\b"
)
_LISTED = r"(?:tax(?:es)?|fees?|credits?|refunds?|discounts?)"
_WORDS: list[tuple[Pattern, tuple[str, ...]]] = [
    (
        Pattern(
            rf"\busage\b(?=(?:,| and|, and| vs| versus| against| or) {_LISTED}\b)|(?<=, )usage\b(?=\W*$)"
        ),
        ("Usage",),
    ),
    (Pattern(r"\b(?:promotional |aws |promo )?credits?\b"), ("Credit",)),
    (Pattern(r"\brefund(?:s|ed)?\b"), ("Refund",)),
    (Pattern(r"\b(?:sales )?tax(?:es|ed)?\b|\bvat\b|\bgst\b"), ("Tax",)),
    (Pattern(r"(?<!support )\b(?:recurring |upfront |monthly )?fees?\b"), ("Fee",)),
    (Pattern(r"\b(?:edp |enterprise |private rate |volume )?discounts?\b"), ("Discount",)),
]
_SAVINGS_PLANS = Pattern(r"\bsavings? ?plans?\b|\bsps?\b")
_RESERVATIONS = Pattern(r"\breserv\w+|\bris?\b")
_SAVINGS_PLAN_FEES = ("SavingsPlanRecurringFee", "SavingsPlanUpfrontFee")
_FEES = ("Fee", "RIFee", "SavingsPlanRecurringFee", "SavingsPlanUpfrontFee", "OCBRecurringFee")


def mark_charge_types(
    sentence: Sentence, catalog: Catalog, markers: set[str]
) -> tuple[list[str], list[str], bool]:
    """Claims charge types; gives (included at once, excluded at once, whether the net was asked for).

    Words that stand alone are claimed as mentions of kind `charge`, to be asked for or left out by what
    stands before them.
    """
    include: list[str] = []
    exclude: list[str] = []
    if sentence.take(_GROSS, "gross"):
        exclude += ["Credit", "Refund"]
    if sentence.take(_USAGE_ONLY, "usage_only"):
        include.append("Usage")
    if "commitment_fees" in markers:
        include += _commitment_fees(sentence, catalog)
    net = bool(sentence.take(_NET, "net"))
    for pattern, types in _WORDS:
        for match in list(sentence.find(pattern)):
            values = _types(types[0], catalog)
            sentence.claim(match.start(), match.end(), CHARGE, values)
    return include, exclude, net


def take_commitment_cost(sentence: Sentence, catalog: Catalog, markers: set[str]) -> set[str]:
    """The markers of a question that names commitments: their cost is a service's, or what the fees are.

    Beside coverage or utilization the words only name the kind of commitment.
    """
    found = sentence.of_kind("marker:commitment_cost")
    if not set(_FEES) & set(catalog.charge_types):  # a FOCUS bill knows the fees by their service
        found = found or sentence.of_kind("marker:commitment_fees")
    if not found:
        return markers
    plans, reserved = sentence.has(_SAVINGS_PLANS), sentence.has(_RESERVATIONS)
    if markers & {
        "coverage",
        "utilization",
        "buy_commitments",
        "savings_plans",
        "reservations",
        "commitments",
    }:
        return markers | ({"savings_plans"} if plans else set()) | ({"reservations"} if reserved else set())
    services = tuple(name for name in catalog.services if name.startswith("Savings Plans for "))
    if plans and not reserved and services:
        for mention in found:
            sentence.claim(mention.start, mention.end, VALUE, Value("SERVICE", services, services[0]))
        return markers - {"commitment_fees"}
    return markers | {"commitment_fees"}


def _commitment_fees(sentence: Sentence, catalog: Catalog) -> list[str]:
    """The fees of the kind of commitment that is named, of both when neither alone is."""
    plans, reserved = sentence.has(_SAVINGS_PLANS), sentence.has(_RESERVATIONS)
    if plans and not reserved:
        return _present(_SAVINGS_PLAN_FEES, catalog, "Savings Plan fees")
    if reserved and not plans:
        return _present(("RIFee",), catalog, "reservation fees")
    return _present((*_SAVINGS_PLAN_FEES, "RIFee"), catalog, "commitment fees")


def _types(name: str, catalog: Catalog) -> tuple[str, ...]:
    if name == "Fee":
        return tuple(kind for kind in catalog.charge_types if kind in _FEES) or ("Fee",)
    if name == "Discount":
        return tuple(
            _present(
                tuple(k for k in catalog.charge_types if "discount" in k.lower() and k != "DiscountedUsage"),
                catalog,
                "discounts",
            )
        )
    return (name,)


def _present(names: tuple[str, ...], catalog: Catalog, what: str) -> list[str]:
    present = [name for name in names if name in catalog.charge_types]
    if not present:
        raise Unclear(
            f"This bill has no charge type for {what}. It has: {', '.join(catalog.charge_types) or 'none'}.",
            ["Break last month down by charge type"],
        )
    return present
