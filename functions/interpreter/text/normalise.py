"""Questions are typed in many hands: one spelling for the same sign, abbreviation and number."""

import unicodedata

from interpreter.text.pattern import Pattern

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‑": "-", "\u00a0": " "}
)
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
} | {"thirty": "30", "sixty": "60", "ninety": "90"}
_COUNTED = (
    r"(?:full|whole|complete|calendar|business|working)?\s*"
    r"(?:days?|weeks?|months?|quarters?|years?|hours?|services?|accounts?|regions?|teams?|usage|most|"
    r"single|best|easiest|quickest|biggest|largest|cheapest|costliest|priciest|dearest|highest|lowest|"
    r"smallest|least|top|"
    r"recommendations?|products?|customers?|users?)\b"
)
_NUMBER_WORD = "|".join(_NUMBERS)

_UNITED_STATES = Pattern(
    r"\bUSA?\b(?!-|[ -](?:[Ee]ast|[Ww]est|[Dd]ollar))|\bU\.S\.(?:A\.)?|\b(?:the|in) us\b(?!-| (?:east|"
    r"west|dollar))|\b(?<=vs )us\b(?!-| (?:east|west))|\b(?<=versus )us\b(?!-| (?:east|west))|"
    r"\bus\b(?= (?:(?:spend|costs?) )?(?:vs\.?|versus|and|or) (?:the )?(?:eu|EU|[Ee]urope|asia|Asia|"
    r"apac|APAC)\b)|(?<=\beu and )us\b"
)
_SPACES = Pattern(r"\s+")
_REWRITES: list[tuple[Pattern, str]] = [
    (Pattern(pattern), replacement)
    for pattern, replacement in [
        (r"(?<=\d),(?=\d{3}\b)", ""),
        (r"\bw/o\b", "without"),
        (r"\bwt[fh](?=(?:'s| is| are| was| were| did| has| have| happened)\b)", "what"),
        (r"\bwt[fh]\b[,!?. ]*", ""),
        (r"\b(what|why|how|where) (?:the|on) (?:hell|heck|earth|f\W*ck|fuck)\b", r"\1"),
        (r"\bw/", "with "),
        (r"\bm/m\b|\bm-o-m\b", "mom"),
        (r"\by/y\b|\by-o-y\b", "yoy"),
        (r"\bq/q\b", "qoq"),
        (r"\bvs\.|\bv\.\s", "vs "),
        (r"\b(what|how|who|where|that|there|here)'?s\b(?!\s*=)", r"\1 is"),
        (r"\bit's\b", "it is"),
        (r"\bwhere is", "where is"),
        (r"n't\b", "nt"),
        (r"'ll\b", " will"),
        (r"'ve\b", " have"),
        (r"'re\b", " are"),
        (r"(?<=\bi)'m\b", " am"),
        (r"\b(i|we|you|they)'d\b", r"\1 would"),
        (r"\b(what|how|where|when|why|which)'d\b", r"\1 did"),
        (r"\b(first|second|third|fourth|1st|2nd|3rd|4th)-(quarter|half)\b", r"\1 \2"),
        (r"\b(per|by)-(hour|day|week|month|quarter|service|account|region|team)\b", r"\1 \2"),
        (r"\bregional(?: costs?| spend)? (split|breakdown|distribution|comparison|view)\b", r"region \1"),
        (r"'s\b", ""),
        (r"(?<=[a-z]s)'(?=\s|$)", ""),
        (r"\s*(?:&|\+)\s*", " and "),
        (r"%", " percent "),
        (r"\b(?:per cent|pct)\b", "percent"),
        (r"\b(by|per|on) ?\(([^()]*)\)", r"\1 \2"),
        (r"\bmths\b|\bmos\b", "months"),
        (r"\bmth\b|\bmo\b", "month"),
        (r"\byrs\b", "years"),
        (r"\byr\b", "year"),
        (r"\bwks\b", "weeks"),
        (r"\bwk\b", "week"),
        (r"\byday\b|\byest\b", "yesterday"),
        (r"\bfcst\b", "forecast"),
        (r"\butil\b", "utilization"),
        (r"\bcov\b", "coverage"),
        (r"\b(can|could|would|will) u\b", r"\1 you"),
        (r"\bqtrs?\b", "quarter"),
        (r"\baccts?\b", "account"),
        (r"\bsvcs\b", "services"),
        (r"\bsvc\b", "service"),
        (r"\bprev\b", "previous"),
        (r"\blst\b", "last"),
        (r"\bmnth(s?)\b", r"month\1"),
        (r"\bbtwn\b", "between"),
        (r"\bplus\b", "and"),
        (
            r"\b(?P<which>this|the current) (?P<unit>week|month|quarter|year)\b(?P<between>.{1,40}?)"
            r"\b(?P<other>last|the last|previous|the previous|prior|the prior)(?: one)?(?=\W*$)",
            r"\g<which> \g<unit>\g<between>\g<other> \g<unit>",
        ),
        (
            r"\b(?P<which>this|the current|last) (?P<unit>week|month|quarter|year)\b(?P<between>.{1,40}?)"
            r"\bthe one (?:before|prior)(?: (?:that|it))?\b",
            r"\g<which> \g<unit>\g<between>the \g<unit> before",
        ),
        (r"\bmeasures? up (?:to|against)\b", "compare to"),
        (r"\b(day|week|month|service|account|region|team)-(wise|level)\b", r"\1 \2"),
        (r"\bend-of-(the-)?(month|quarter|year)\b", r"end of \2"),
        (r"\b(avg|average)/(day|week|month)\b", r"average per \2"),
        (r"\btop(\d+)\b", r"top \1"),
        (r"\bmost (grateful|helpful|welcome|kind|likely|appreciative|obliged)\b", r"\1"),
        (
            r"\b(?:for |in )?each of the (last|past|previous) (\d+) (day|week|month|quarter)s\b",
            r"in the \1 \2 \3s by \3",
        ),
        (
            r"\b(?:the )?first of (?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",
            "1 ",
        ),
        (r"\b(costs?|spend)/(day|week|month)\b", r"\1 per \2"),
        (r"(?<!by )\bday costs\b", "daily costs"),
        (r"\b(?:one|1) (service|account|region|team|project|day|week|month) at a time\b", r"by \1"),
        (r"\b(we|i|they|you) (?:have )?drop(?:ped)? on\b", r"\1 spend on"),
        (r"\blin(?:e|es|ed|ing) up(?= with (?:my|our|the) (?:\w+ )?(?:invoice|bill)\b)", "match"),
        (r"\bby (?:what|how much) they (?:cost|spen[dt])\b", "by cost"),
        (r"\bline up (?=(?:(?:the|our|my|all) )*[a-z]+s by\b)", "rank "),
        (r"\blin(?:e|es|ed|ing) up\b", "compare"),
        (r"\b(?:i|we) (?:dont|do not|cannot|cant) (?:get|see|understand) why\b", "why"),
        (
            r"\b(?:dont|do not) (?:net|count|include)\b",
            "excluding",
        ),
        (r"\bp and l\b", "books"),
        (r"\b(what|which) (?:slice|chunk|piece) of\b", r"\1 share of"),
        (
            r"\b(public ipv4(?: address(?:es)?)?),? (?:(?:in[ -]use|used|active) (?:vs|versus|against|and|or)"
            r" (?:idle|unused)|(?:idle|unused) (?:vs|versus|against|and|or) (?:in[ -]use|used|active))\b",
            r"\1 by usage type",
        ),
        (r" ?[-,] ?which (?:day|month)\W*$", ""),
        (r"\bone[- ]time\b", "one-off"),
        (r"\bthis (week|month|quarter) last year\b", r"same \1 last year"),
        (r"\b(\d+)d\b", r"\1 days"),
        (r"\b(last|past|previous|next|trailing) (\d+) ?w\b", r"\1 \2 weeks"),
        (r"\b(last|past|previous|next|trailing) (\d+) ?(?:m|mo)\b", r"\1 \2 months"),
        (r"\b(last|past|previous|next|trailing) (\d+) ?y\b", r"\1 \2 years"),
        (r"\b(\d+)-(day|week|month|quarter|year)s?\b", r"\1 \2s"),
        (r"\b(?:a )?couple(?: of)?(?= (?:days|weeks|months|quarters|years))", "2"),
        (r"\b(?:a )?dozen(?= (?:days|weeks|months|services))", "12"),
        (r"\bhalf[- ]a[- ]year\b", "6 months"),
        (r"\bfortnight\b", "2 weeks"),
        (r"\b(last|past|previous|next) (2 weeks|6 months)\b", r"\1 \2"),
        (r"\bx\b", "by"),
        (r"\bcharges by type\b", "charges by charge type"),
        (r"\s+", " "),
    ]
]
_SPELT_NUMBER = Pattern(
    rf"\b(?P<counting>{_NUMBER_WORD})\b(?=[ -]{_COUNTED})|(?<=\btop )(?P<top>{_NUMBER_WORD})\b(?! of)"
)


def normalise(question: str) -> str:
    """The question in lower case, one space between words, abbreviations and numbers written one way."""
    text = unicodedata.normalize("NFKC", question).translate(_SIGNS)
    if not text.isupper():
        text = _UNITED_STATES.sub("united states", text)
    text = "".join(sign if sign.isprintable() else " " for sign in text).lower()
    text = _SPACES.sub(" ", text).strip()
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return _SPELT_NUMBER.sub(lambda match: _NUMBERS[match.group()], text).strip()
