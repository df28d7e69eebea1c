"""Questions no list of charges answers: what was not used, what nobody else uses, what two both use."""

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.unclear import Unclear
from interpreter.wording.refusals import ADVICE

_COST = (
    r"(?:costs?|spend(?:ing)?|charges?|usage|expenses?|bills?)\b"
    r"(?![ -]?(?:cent(?:er|re)s?|categor\w+|anomal\w+))"
)
_ABSENT = Pattern(
    r"\b(?:spends?|spent|spending|costs?|pays?|paid|paying|uses?|used|using) nothing\b|"
    rf"\b(?:with|without|has|have|had|having|shows?) (?:no|zero|any|a single) (?:aws )?{_COST}|"
    r"\b(?:used|charged|touched|needed) by (?:nobody|no ?one|none)\b|"
    r"\b(?:nobody|no ?one|no (?:account|team|service|region)) (?:uses?|used|pays?|paid|spends?|spent)\b|"
    r"\bnot (?:been )?(?:used|charged) (?:by|in) any\b"
)
_ONLY_THERE = Pattern(
    r"\b(?:used|seen|charged|billed|running|active) (?:only|exclusively|just|solely) (?:in|on|by|during)\b|"
    r"\bonly (?:used|seen|charged|billed|active) (?:in|on|by|during)\b|"
    r"\b(?:that|which) (?:only|just) (?:the )?[\w-]+(?: account| team)? "
    r"(?:uses?|used|has|have|runs?|pays? for)\b|"
    r"\bunique to\b"
)
_IN_COMMON = Pattern(
    r"\bboth (?:use|used|have|had|run|pay for|paid for|spend on|spent on)\b|\b(?:used|shared) by both\b|"
    r"\bin common\b"
)
_EVERY_TIME = Pattern(
    r"\b(?:up|down|grew|grows?|growing|rose|rises?|fell|falls?|increas\w+|decreas\w+|dropp?\w*|climb\w*|"
    r"shrank) (?:in |for )?(?:every|each)(?: single)? (?:day|week|month|quarter|year)\b"
)


def refuse_absences(sentence: Sentence) -> None:
    """Raises Unclear for what would need the charges that are not there, or a set of several lists."""
    text = sentence.text
    if ADVICE.search(text):
        return
    if _ABSENT.search(text):
        raise Unclear(
            "A bill says what was charged, not what was not. Ask for the spend by account or service: "
            "what is not listed had none.",
            ["Spend by account last month", "Spend by service last month"],
        )
    if _ONLY_THERE.search(text):
        raise Unclear(
            "What is charged in one place alone takes several lists. Ask for the services of each, "
            "and set them side by side.",
            ["Spend by service and account last month", "New services in January"],
        )
    if _IN_COMMON.search(text):
        raise Unclear(
            "What two have in common takes two lists: ask for the services by account.",
            ["Spend by service and account last month"],
        )
    if _EVERY_TIME.search(text):
        raise Unclear(
            "Whether something moved the same way each time is not looked for. Ask for the trend.",
            ["Monthly trend by service this year", "Which services grew the most last month?"],
        )
