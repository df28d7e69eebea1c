"""What is understood but cannot be answered: other clouds, other currencies, amount limits."""

from billing.catalog import Catalog
from interpreter.periods.month_names import MONTH_PATTERN
from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.unclear import Unclear
from interpreter.values.dimensions import offered

_OTHER_CLOUD = Pattern(
    r"\b(?:azure|gcp|google cloud(?: platform)?|google|oracle cloud|oci|alibaba(?: cloud)?|ibm cloud|"
    r"digital ?ocean|hetzner|"
    r"snowflake|datadog|multi-?cloud|bigquery)\b"
)
_CURRENCIES = {
    "GBP": r"gbp|pounds?(?: sterling)?|sterling|£",
    "EUR": r"eur|euros?|€",
    "USD": r"usd|us dollars?|(?<=in )dollars",
    "JPY": r"jpy|yen|¥",
    "INR": r"inr|rupees?|₹",
    "CHF": r"chf|swiss francs?",
    "CAD": r"cad|canadian dollars?",
    "AUD": r"aud|australian dollars?",
    "CNY": r"cny|yuan|rmb",
    "BRL": r"brl|reais",
    "SEK": r"sek",
}
_COMMAND = Pattern(
    r"^(?:please |kindly |now |(?:can|could|would|will) you (?:please )?)*(?:delete|terminate|stop|"
    r"shut ?down|kill|"
    r"turn off|switch off|restart|reboot|launch|create|start|resize|downsize|cancel|remove) (?:all|"
    r"every|each)\b"
)
_CURRENCY = {
    code: Pattern(rf"(?:in |to |into )?(?<!\w)(?:{words})(?!\w)") for code, words in _CURRENCIES.items()
}
_LIST_PRICES = Pattern(r"\b(?:(?:public )?list|public|sticker|retail|on-?demand) (?:prices?|rates?)\b")
_LIST_COST = Pattern(
    r"\b(?P<said>listcost|contracted ?costs?|on-? ?demand[ -](?:costs? )?equivalents?)\b|"
    r"\b(?!please|kindly|you|us|me)\w+ (?P<named>list[ -]cost)\b(?! cent(?:er|re)| categor)|"
    r"\b(?P<alone>list[ -]cost)\b"
    r"(?! (?:and|by|per|breakdown|explorer|cent(?:er|re)s?|categor\w+|(?:of|for) (?:each|every|all))\b)"
)
"""FOCUS's ListCost and ContractedCost, which Cost Explorer has no metric for."""
_TRUE_COST = Pattern(
    r"\b(?P<said>(?:true|real|fully[- ]loaded|economic) (?:(?:aws|cloud|total|net) )?"
    r"(?:costs?|spend(?:ing)?|price))\b"
)
_HYPOTHETICAL = Pattern(
    r"\b(?:if|had) (?:we|i|usage|traffic|it|they|the \w+) (?:had |were |was |would |could |also )*"
    r"(?:doubl|tripl|halv|quadrupl|grow|grew|increas|decreas|scal|mov|migrat|switch|bought|buy|turn|add|"
    r"remov|delet)"
)
_THRESHOLD = Pattern(
    r"\b(?:over|above|more than|greater than|under|below|less than|at least|at most|exceed(?:s|ed|"
    r"ing)?|>|<|>=|<=) ?"
    r"(?:[$€£] ?\d[\d.,]*(?: ?[km]\b)?|\d[\d.,]*(?: ?[km])? ?(?:dollars|usd|bucks|eur|euros|percent)|"
    r"\d[\d.,]*[km]\b|"
    r"(?!(?:19|20)\d\d\b(?! ?(?:dollars|usd)))\d+(?!\d| ?(?:days|weeks|months|years|quarters|hours)))"
)
_NOT_A_DIMENSION = Pattern(
    r"\b(?:by|per|each|which|what|every|for each|top \d+) (?:the |ec2 |my |"
    r"our )?(?P<name>instance (?:types?|famil(?:y|ies)|sizes?)|resources?(?: (?:ids?|types?|kinds?))?|"
    r"(?:types?|kinds?) of resources?|platforms?|"
    r"purchase (?:options?|types?)|tenancy|"
    r"database engines?|db engines?|operating systems?|legal entit(?:y|ies)|skus?|"
    r"storage class(?:es)?|buckets?)\b"
)
_BY_INSTANCE = Pattern(
    r"\b(?:by|per|each|for each) (?:the |ec2 |single )?(?P<name>instances?)\b(?![ -](?:hours?|types?|"
    r"famil|sizes?))"
)
# "which S3 bucket", "top 10 EC2 instances": a bill's charges name no single resource
_RESOURCE = Pattern(
    r"\b(?:which(?=.*\b(?:cost\w*|expensive|spend\w*|dearest|priciest)\b)|by|per|each|top(?: \d+)?|"
    r"most expensive|dearest|priciest|costliest|biggest|largest|cheapest) (?:of |the |our |my )*"
    r"(?:(?!reserved|spot)\w+ )?(?P<name>resources?|buckets?|instances?|functions?|databases?|"
    r"volumes?|clusters?|load balancers?|distributions?|queues?|log groups?)\b"
    r"(?![ -](?:services?|types?|famil|sizes?|hours?|engines?|storage|usage|classe?s?|ids?|should|ought|"
    r"could|can))"
)
_CODE = Pattern(
    r"\b(?:select\s.+\sfrom|drop table|delete from|insert into|union select|ignore (?:all |the |"
    r"any )?(?:previous|prior|above) instructions?|system prompt)\b|<script|\{\{"
)

ADVICE = Pattern(
    r"\b(?:sav\w+|idle|unused|deleted?|down-?siz\w+|right-?siz\w+|recommend\w*|optimi\w+|over-?(?:sized|"
    r"provisioned)|waste\w*|reduce)\b"
)

_HELP = Pattern(
    r"^\W*(?:(?:hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day))"
    r"(?: there| all| everyone)?\W*)?"
    r"(?:please )?(?:help(?: me| us)?(?: please)?|(?:i|we) need (?:some )?help|how can you help(?: me| us)?|"
    r"what (?:can|do|could) (?:you|it|this|i|we) (?:do|know|ask|answer|help(?: me| us)? with)"
    r"(?: you| here| for me)?|"
    r"what (?:questions )?can (?:i|we|be) (?:ask|asked)(?: you| here)?|"
    r"how (?:does|do|can|should) (?:this|it|you|i use (?:this|you|it)) ?(?:work|function)?|who are you|"
    r"what are you(?: for)?|(?:example|sample) questions|examples|"
    r"(?:show|give)(?: me| us)? (?:some )?examples)?\W*$"
)
WHAT_CAN_BE_ASKED = (
    "What was my S3 spend last month?",
    "Top 5 services this month",
    "Why did my bill go up last month?",
    "How can I reduce my AWS bill?",
)


_ONE_OF_EACH = (
    "What was my S3 spend last month?",
    "Top 5 services this month",
    "Why did my bill go up last month?",
    "What will this month cost in total?",
    "Am I going to exceed my budget?",
    "How can I reduce my AWS bill?",
    "Give me a complete FinOps assessment",
)


_NOT_IN_A_BILL = (
    (
        Pattern(r"\bcredits? (?:balance|left|remaining)\b|\b(?:remaining|unused) credits?\b"),
        "A bill says which credits were used, not which are left: those stand in the Billing console.",
        ["Credits used last month", "Credits this year"],
    ),
    (
        Pattern(
            r"\bdouble[ -]?(?:charged|billed|counted)\b|\b(?:charged|billed) twice\b|\bduplicated? charges\b"
        ),
        "A bill does not say which charges were made twice. What stands out in it can be asked for.",
        ["Cost anomalies last month", "Which services grew the most last month?"],
    ),
    (
        Pattern(r"\bhidden (?:aws )?(?:costs?|fees|charges)\b"),
        "No charge of a bill is hidden. All that it is made of can be asked for.",
        ["What charges make up last month's bill?", "Spend by usage type last month"],
    ),
    (
        Pattern(r"\bresource[ -]level\b"),
        "A bill's charges name no single resource. Usage types are the finest they can be split by.",
        ["Spend by usage type last month"],
    ),
    (
        Pattern(r"\b(?:top|bottom) 0\b"),
        "The top 0 are none. Give a number from 1.",
        ["Top 5 services this month"],
    ),
    (
        Pattern(
            r"^(?!.*\b(?:by|which|services?|accounts?|regions?|teams?|anomal\w+)\b).*"
            r"\b(?:biggest|largest|highest|worst|steepest|top \d+) (?:\w+ ){0,2}(?:spikes?|jumps?|surges?)\b"
        ),
        "Spikes of single days are told by the most expensive day, and by AWS's anomaly detection.",
        ["Most expensive day last month", "Cost anomalies last month"],
    ),
    (
        Pattern(rf"\b(?:every|each) (?:{MONTH_PATTERN})\b(?! \d)"),
        "One month of several years is not asked for at once: compare two of them.",
        ["Compare January 2025 and January 2026", "Monthly trend this year"],
    ),
)
"""What is understood, why a bill does not tell it, and what it does tell."""


def tell_what_can_be_asked(text: str) -> None:
    """Raises Unclear, with a question of most kinds, for a greeting and for "help"."""
    if any(character.isalpha() for character in text) and _HELP.search(text):
        raise Unclear(
            "Ask what AWS costs: what was spent on what, how it changed and why, what is to come, "
            "how budgets and commitments stand, what is unusual, and how to save.",
            _ONE_OF_EACH,
        )


def refuse_what_cannot_be_asked(sentence: Sentence, catalog: Catalog, bill_words: set[str]) -> None:
    """Raises Unclear for what this bill can never answer; claims the bill's own currency."""
    if _CODE.search(sentence.text):
        raise Unclear("I answer questions about what AWS costs.", WHAT_CAN_BE_ASKED, not_understood=True)
    if _COMMAND.search(sentence.text):
        raise Unclear(
            "I answer questions about costs; I change nothing in the account.",
            ["Do I have idle resources I can delete?"],
        )
    other = _OTHER_CLOUD.search(sentence.text)
    if other and other.group() not in bill_words:
        raise Unclear(f"I only know the AWS bill, not {other.group()}.", WHAT_CAN_BE_ASKED)
    if _LIST_PRICES.search(sentence.text) and not ADVICE.search(sentence.text):
        raise Unclear("The bill says what was charged, not list prices.", WHAT_CAN_BE_ASKED)
    list_cost = _LIST_COST.search(sentence.text)
    if list_cost and not ADVICE.search(sentence.text):
        said = list_cost["said"] or list_cost["named"] or list_cost["alone"]
        raise Unclear(
            f'Cost Explorer has no "{said}", only what was charged: unblended, amortized, net and '
            "blended cost.",
            ["Spend last month", "Amortized cost last month", "Total before credits last month"],
        )
    if _HYPOTHETICAL.search(sentence.text) and not ADVICE.search(sentence.text):
        raise Unclear(
            "The bill says what was charged, not what would be charged if things were otherwise.",
            WHAT_CAN_BE_ASKED,
        )
    for pattern, reason, instead in _NOT_IN_A_BILL:
        if pattern.search(sentence.text):
            raise Unclear(reason, instead)
    true_cost = _TRUE_COST.search(sentence.text)
    if true_cost:
        raise Unclear(
            f'"{true_cost["said"]}" can be the cost as billed, the amortized cost (upfront fees spread over '
            "their term), or the net amortized cost (with discounts taken off). Which is meant?",
            ["Spend last month", "Amortized cost last month", "Net amortized cost last month"],
        )
    _refuse_other_dimensions(sentence, catalog)
    for code, pattern in _CURRENCY.items():
        for match in list(sentence.find(pattern)):
            if code != catalog.currency:
                raise Unclear(
                    f"The bill is in {catalog.currency}, and amounts are not converted to {code}.",
                    [f"Ask without a currency; answers are in {catalog.currency}."],
                )
            sentence.claim(match.start(), match.end(), "currency")
    threshold = _THRESHOLD.search(sentence.text)
    if threshold:
        raise Unclear(
            f'Costs cannot be filtered by an amount ("{threshold.group()}"). Ask for the largest instead.',
            ["Top 10 services this month", "Most expensive day last month"],
        )


def _refuse_other_dimensions(sentence: Sentence, catalog: Catalog) -> None:
    dimensions = offered(catalog)
    found = _NOT_A_DIMENSION.search(sentence.text) or _BY_INSTANCE.search(sentence.text)
    if not found:
        resource = _RESOURCE.search(sentence.text)
        # a bill may have a tag of that name: "by cluster"
        own = {word.lower() for dimension in dimensions for word in dimension.split()}
        found = resource if resource and resource["name"].removesuffix("s") not in own else None
    if found and not ADVICE.search(sentence.text):
        by_usage = ["Spend by usage type last month"] if "usage type" in dimensions else []
        raise Unclear(
            f"Costs cannot be grouped by {found['name']}. They can be by: {', '.join(dimensions)}.",
            ["Top 5 services this month", *by_usage],
        )
