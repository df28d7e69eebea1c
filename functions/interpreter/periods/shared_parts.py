"""Parts that share what they are of: "the first and second week of September", "H1 of 2025 vs H2"."""

from interpreter.text.pattern import Pattern

_PART = r"(?:first|second|third|fourth|fifth|last|final|1st|2nd|3rd|4th|5th)"
_UNIT = r"(?:day|week|month|quarter|half)"
_JOIN = r"(?:,|(?:,? ?(?:and|or|to|with|against|vs|versus|over|compared (?:to|with)|minus|less|than)))"
_OF = (
    r"(?:of|in) (?:(?:the |last |this |the previous |previous )?(?:month|quarter|year)|"
    r"(?:last |this )?[a-z0-9]+(?:,? (?:19|20)\d\d)?)"
)
_TWO = rf"(?P<join>{_JOIN} (?:the |its )?)(?P<two>{_PART}"
_UNIT_ONCE = Pattern(rf"\b(?P<one>(?:the )?{_PART}) {_TWO}) (?P<unit>{_UNIT})s?(?P<of> {_OF})?\b")
_OF_LAST = Pattern(rf"\b(?P<one>(?:the )?{_PART} {_UNIT}) {_TWO} {_UNIT})(?P<of> {_OF})\b")
_OF_FIRST = Pattern(rf"\b(?P<one>(?:the )?{_PART} {_UNIT})(?P<of> {_OF}) {_TWO} {_UNIT})\b(?! (?:of|in)\b)")
_AGAINST_ANOTHER = Pattern(
    rf"\b(?P<one>(?:the )?{_PART} (?P<unit>{_UNIT}))(?P<of> {_OF})? {_TWO})(?: one)?\b(?! (?:{_UNIT}|of|"
    rf"in)\b)"
)
_THE_HALVES = Pattern(rf"\b(?:the |both )?(?:2|two|both) halves(?P<of> {_OF})")
_BETWEEN = Pattern(rf"^(?P<between>between (?:the )?{_PART}(?: {_UNIT})?) and (?=(?:the )?{_PART} {_UNIT})")


def spell_out_parts(text: str) -> str:
    """The text with every part of a period said in full: what is said once counts for both."""
    text = _BETWEEN.sub(r"\g<between> vs ", text)
    text = _THE_HALVES.sub(r"first half\g<of> and second half\g<of>", text)
    text = _UNIT_ONCE.sub(r"\g<one> \g<unit>\g<of> \g<join>\g<two> \g<unit>\g<of>", text)
    text = _OF_LAST.sub(r"\g<one>\g<of> \g<join>\g<two>\g<of>", text)
    text = _AGAINST_ANOTHER.sub(r"\g<one>\g<of> \g<join>\g<two> \g<unit>\g<of>", text)
    return _OF_FIRST.sub(r"\g<one>\g<of> \g<join>\g<two>\g<of>", text)
