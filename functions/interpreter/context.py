"""What is said around a question (a greeting, why it is asked, by when) is passed over."""

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import WORD
from interpreter.text.stem import stems
from interpreter.text.vocabulary import GRAMMAR_WORDS, HARMLESS_WORDS
from interpreter.values.index import ValueIndex

_ENDS_SENTENCE = Pattern(r"(?:(?<=[.!;?])\s+|(?<=\w:)\s+|\s+-+\s+|\s*\.\.\.+\s*)")
_ENDS_CLAUSE = Pattern(r"(?<=[,])\s+")
_POLITE = Pattern(
    r"^(?:(?:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening|day)|greetings)\b[\w ]{0,20}|"
    r"(?:many |lots of )?thank(?:s| you)\b[\w ]{0,40}|cheers|please|sorry|hm+|um+|ok(?:ay)?|right|so|"
    r"well)\W*$"
)
_ASKS = Pattern(
    r"\?\W*$|^(?:(?:and|but|so|now|then|also|ok|okay|please|kindly|just|well|or)[ ,]+)*(?:what|how|why|"
    r"which|who(?:se)?|where|when|is|are|am|was|were|do|does|did|has|have|had|will|would|can|could|should|any|"
    r"show|give|tell|list|get|find|compare|contrast|break|split|group|forecast|predict|project|estimate|"
    r"summari[sz]e|report|display|calculate|compute|plot|graph|chart|return|fetch|pull|exclude|drop|include|"
    r"ignore|limit|sort|rank|total|top|(?:i|we) (?:need|want|would (?:like|love|appreciate)|am (?:looking|"
    r"interested))(?! (?:this|it|that)\b))\b"
)
_SETS_TERMS = Pattern(
    r"\b(?:exclud\w*|without|except\w*|only(?! an?\b)|ignor\w*|leav(?:e|ing) out|tax\w*|credits?|refunds?|"
    r"discounts?|amorti[sz]\w*|(?:un)?blended|gross|net|(?:un)?tagged|usage only|daily|weekly|monthly|"
    r"hourly)\b"
)
_TIME = Pattern(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:days?|weeks?|months?|quarters?|"
    r"years?|"
    r"yesterday|today|tomorrow|weekend|[a-z]+day|q[1-4]|h[12]|(?:19|20)\d\d|ytd|mtd|qtd)\b|\d(?:st|nd|rd|"
    r"th)\b"
)
_SINCE = Pattern(r"^(?:since|until|after)\b")
_COST = Pattern(
    r"\b(?:spen[dt]\w*|cost\w*|bill\w*|charge\w*|pay\w*|paid|expens\w+|expenditures?|invoices?|usd)\b"
)
_NEEDS_NO_TIME = Pattern(
    r"\b(?:sav\w+|reduc\w+|recommend\w*|budgets?|idle|unused|rightsiz\w*|optimi\w+|assessment)\b"
)
_LEANS = Pattern(
    r"\b(?:they|them|their|it|its|those|these|that|this)\b(?! (?:month|week|quarter|year|day|time)\b)"
)
_OPENS_CONTEXT = Pattern(
    r"^(?:for|as|per|sorry|hi|hello|hey|dear|thanks|thank you|good|with|since|because|given|ahead of|in|"
    r"before|after|following|to|while|now that|i (?:have|am)|we (?:are|have)|my|our|if|when(?:ever)?|so|"
    r"and please|please|which|out of curiosity|just|not sure)\b"
)
_ASKED = Pattern(
    r"^[^?]*\b(?:asked|asks|is asking|wants? to know|would like to know|wonders?|wondered)(?: me| us)?:\W*$"
)
_UNDER_A_NAME = Pattern(r"^with (?P<theme>.+) in mind\W*$|^(?P<caller>.+) here\W*$")
_STATES = Pattern(
    r"^(?:we|i|they|our (?:\w+ )?teams?) (?:also |mostly |now |heavily )?(?:use|run|rely on|depend on|love|"
    r"like|moved|migrated|switched)\b"
)
_KNOWN_TOPICS = HARMLESS_WORDS | GRAMMAR_WORDS
_SOMEONE = Pattern(r"\b(?:i|we|you|he|she|they|who|nobody|someone)\b")
_NUMBER = Pattern(
    r"\b\d[\d,.]*\b(?! (?:minutes?|hours?|am|pm|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|"
    r"nov|dec)))"
)
_FEWEST_WORDS = 3
_STORY_WORDS = """
meeting meetings call calls deck slide slides board boss ceo cfo cto email morning afternoon sorry thanks
thank hi hello hey dear folks guys question questions thing things idea moment appreciate asked asking
wonder wondering curious possible mind hope understand remember talking talk possibly auditors auditor
preparing manager colleague colleagues discussed agreed mentioned promised round rounded cents precise
sentence intern concern planning exercise presentation negotiations report reports review worried
management negotiation prep earnings trouble ticket hurry predecessor documentation bot
"""
_STORY = frozenset(_STORY_WORDS.split())


def without_context(text: str, index: ValueIndex) -> tuple[str, list[str]]:
    """The text without what only surrounds the question, and what was left away.

    Left away are sentences, and clauses set off by commas, that tell of somebody, name nothing of the bill
    and set no terms, if what remains is a question of its own that names a period where they do.
    """
    sentences = [part for part in _ENDS_SENTENCE.split(text) if part and part.strip(" .,!?;:-")]
    kept, dropped = _left_away(sentences, index, of_sentences=True)
    clauses: list[str] = []
    for sentence in kept:
        parts, passed = _left_away(
            [part for part in _ENDS_CLAUSE.split(sentence) if part], index, of_sentences=False
        )
        clauses.append(" ".join(parts))
        dropped += passed
    if not dropped:
        return text, []
    told = [part.strip(" .,!?;:-") for part in dropped if not _POLITE.search(part)]
    return " ".join(clauses).strip(" ,"), told


def _left_away(parts: list[str], index: ValueIndex, *, of_sentences: bool) -> tuple[list[str], list[str]]:
    if len(parts) < 2:
        return parts, []
    polite_parts = [part for part in parts if _POLITE.search(part) and not _under_unknown_name(part)]
    kept = [part for part in parts if part not in polite_parts] or parts
    polite = [part for part in parts if part not in kept]
    asked = [part for part in kept if not _may_go(part, index, of_sentences=of_sentences)]
    asked = asked or [part for part in kept if _stands_alone(part, index)]
    if of_sentences and len(asked) > 1 and _stands_alone(asked[-1], index):
        asked = [part for part in asked[:-1] if not _is_aside(part, asked[-1], index)] + asked[-1:]
    passed = [part for part in kept if part not in asked]
    question = " ".join(asked)
    if not passed or not _stands_alone(question, index):
        return kept, polite if len(kept) < len(parts) else []
    times = any(_TIME.search(part) or _SINCE.match(part) for part in passed)
    if times and not (_TIME.search(question) or _NEEDS_NO_TIME.search(question)):
        return kept, polite
    return asked, [part for part in parts if part not in asked]


def _may_go(part: str, index: ValueIndex, *, of_sentences: bool) -> bool:
    """Whether a sentence or clause tells of somebody, and nothing that an answer could depend on."""
    if _ASKED.search(part):
        return True  # "the payments team asked: ..."
    if _SETS_TERMS.search(part) or _names_value(part, index) or _names_dimension(part, index):
        return False
    if _under_unknown_name(part):
        return False
    words = {word.strip(".,!?;:") for word in part.split()}
    if _NUMBER.search(part) or not (_SOMEONE.search(part) or words & _STORY):
        return False
    return not _ASKS.search(part) if of_sentences else _OPENS_CONTEXT.match(part) is not None


def _under_unknown_name(part: str) -> bool:
    """Whether "with X in mind" or "X here" is said of a name nobody knows: the question may be about it."""
    said = _UNDER_A_NAME.search(part)
    if said is None:
        return False
    named = WORD.finditer(said["theme"] or said["caller"])
    return any(match.group() not in _KNOWN_TOPICS | _STORY for match in named)


def _is_aside(part: str, question: str, index: ValueIndex) -> bool:
    """Whether "we use EC2 a lot" only tells of values, where the question names its own of their kind."""
    if not _STATES.search(part) or any(p.search(part) for p in (_SETS_TERMS, _COST, _TIME, _NUMBER)):
        return False
    told = _dimensions_named(part, index)
    return bool(told & _dimensions_named(question, index)) and not _names_dimension(part, index)


def _stands_alone(question: str, index: ValueIndex) -> bool:
    """Whether it is a question without the rest: it says what is asked, and points at nothing said before."""
    words = [word.strip(".,!?;:") for word in question.split()]
    if len(words) < _FEWEST_WORDS or _LEANS.search(question):
        return False
    says_what = any(word in GRAMMAR_WORDS and not _TIME.search(word) for word in words)
    return says_what or bool(_COST.search(question)) or _names_value(question, index)


def _names_value(part: str, index: ValueIndex) -> bool:
    return bool(_dimensions_named(part, index))


def _dimensions_named(part: str, index: ValueIndex) -> set[str]:
    words = stems(part)
    return {
        value.dimension
        for size in range(1, index.longest + 1)
        for start in range(len(words) - size + 1)
        for value in index.phrases.get(words[start : start + size], ())
        if not value.weak
    }


def _names_dimension(part: str, index: ValueIndex) -> bool:
    """Whether a word for a dimension stands in it: "the phoenix team" may be one the bill knows otherwise."""
    return any((word,) in index.dimensions for word in stems(part))
