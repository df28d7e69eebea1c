"""Words that point back at the question before: and in June?, the second one, break that down, why?"""

from dataclasses import dataclass

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence

_ORDINALS = {
    "first": 0,
    "1st": 0,
    "top": 0,
    "biggest": 0,
    "largest": 0,
    "second": 1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "fifth": 4,
    "5th": 4,
    "last": -1,
    "smallest": -1,
}
_ROW = Pattern(
    r"\b(?:the |that |number |no )?(?:(?P<word>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|"
    r"top|biggest|largest|last|smallest) (?:one|ones|of (?:them|those|these)|row|entry|item)"
    r"|(?<=number )(?P<number>\d{1,2}))\b"
)
_OPENING = Pattern(
    r"^show(?= (?:the )?(?:usage types?|regions?|services?|accounts?|teams?|operations?|details?)\W*$)|"
    r"^(?:(?:ok|okay|so|now|then|but|great|thanks|right)[, ]+)*(?:and(?: (?:what|how) about)?|also|"
    r"(?:what|how) about|what if|same (?:thing |question )?(?:for|but|again|with|in)|"
    r"same(?! (?:period|time|months?|quarter|weeks?|days?|dates?|span))|"
    r"the same(?! (?:period|time|months?|quarter|weeks?|days?|dates?|span))(?: thing)?(?: for| but|"
    r" in| with)?|now(?: do| show)?(?: me)?|show me|do (?:it|that|this|the same)(?: again)?(?: for|"
    r" by)?|instead|make (?:it|that)|again|then|but|ok(?:ay)?)\b"
)
_LEANS = Pattern(r"\b(?:and|about|same|instead|also|again|it|that)\b")
_POINTING = Pattern(
    r"\b(?:that one|(?<!before )this one|those|these(?! (?:days|months|weeks|years))|them|"
    r"(?<!before )(?<!prior to )that(?! (?:month|week|"
    r"year|quarter|day|i|we|are|is|were|can|could|should|just|has|have|had|do|does|did|cost|costs|spend|"
    r"spends))|"
    r"(?<![\w-])(?<!account )(?<!team )it(?= ?(?:\?|$|down|by|per|for|in|up|rise|go|grow|increase|drop|"
    r"change|compare|out|split|look))|"
    r"instead|again|as well|too(?! (?:big|large|much|expensive|high|many|costly))|the same(?! (?:period|"
    r"time|months?|quarter|weeks?|days?|dates?|"
    r"span))(?: thing)?)\b"
)
_BARE_WHY = Pattern(
    r"^(?:and |but |so )?(?:why|how come|why is that|why so|why was that|why that|what happened|"
    r"explain(?: (?:that|it|this|why))?|what caused (?:that|it|this)|why did (?:that|it|"
    r"this) (?:happen|go up|go down|rise|change|increase|drop|fall))\W*$"
)
_LIFTED = Pattern(
    r"^(?:and |now |please |ok |then )*(?:remove|drop|clear|lift|undo|forget|without|take off|get rid of)"
    r"(?: the| that| this| my| all)*(?: (?P<name>[a-z]+))? (?:filters?|restrictions?|limits?)\W*$"
)
_ROWS = Pattern(
    r"^(?:and |now |please |ok )*(?:make (?:it|that)|show(?: me)?|give me|only|just|"
    r"expand to)(?: the)?(?: top)? "
    r"(?P<count>[1-9]\d?)(?: instead| of (?:them|those)| rows?| please)*\W*$"
)
_BREAKS = Pattern(
    r"^(?:(?:and|now|please|can you|could you|ok|then)[ ,]+)*(?:break|split|show|group|slice|list|sort|rank|"
    r"plot|drill)(?: me)?(?: down)?(?: into)? (?:it|that|those|these|them|this)\b"
)
_BOTH = Pattern(
    r"\bcompare (?:them|both|the (?:two|2)|those(?: two)?|these(?: two)?)\b(?= ?\W*$)|"
    r"^(?:and )?what (?:is|was) the difference\W*$"
)
_OF_THAT = Pattern(
    r"\b(?:of|in|within) (?:it|that|this|those|them|these)\b(?! (?:month|week|quarter|year|"
    r"day))"
)


@dataclass(frozen=True)
class Reference:
    """How a question points back: a `plain` one cannot be read alone; `row` is a row of the answer before.

    `lifted` names the filter of the question before that no longer holds, "" all of them; `rows` how many
    rows are wanted now; `whole` says that what was asked before is what a share is taken of; `breaks` that it
    is to be broken down.
    """

    plain: bool = False
    hinted: bool = False
    row: int | None = None
    why: bool = False
    lifted: str | None = None
    rows: int | None = None
    both: bool = False
    whole: bool = False
    breaks: bool = False


def points_at_row(question: str) -> bool:
    """Whether the question may name a row of the answer before."""
    return _ROW.search(question.lower()) is not None


def mark_references(sentence: Sentence) -> Reference:
    """Claims the words that point back."""
    if match := _BARE_WHY.search(sentence.text):
        sentence.claim(match.start(), match.end(), "reference")
        return Reference(plain=True, why=True)
    for match in sentence.take(_LIFTED, "reference"):
        return Reference(plain=True, lifted=match["name"] or "")
    for match in sentence.take(_ROWS, "reference"):
        return Reference(plain=True, rows=int(match["count"]))
    both, whole = bool(sentence.take(_BOTH, "reference")), sentence.has(_OF_THAT)
    breaks = sentence.has(_BREAKS)
    row = None
    for match in sentence.take(_ROW, "reference"):
        row = _ORDINALS[match["word"]] if match["word"] else int(match["number"]) - 1
    opening = _OPENING.search(sentence.text)
    plain_opening = False
    if opening and sentence.is_free(opening.start(), opening.end()):
        sentence.claim(opening.start(), opening.end(), "reference")
        plain_opening = _LEANS.search(opening.group()) is not None
    pointing = bool(sentence.take(_POINTING, "reference"))
    plain = row is not None or plain_opening or both
    return Reference(plain, pointing or opening is not None, row, both=both, whole=whole, breaks=breaks)
