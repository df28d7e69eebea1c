"""`clarify`: what was not understood, the nearest there is, and what can be asked."""

from synthesis.answer import Answer
from synthesis.markdown import bullets, joined, text
from synthesis.parts import bold

_EXAMPLES = (
    "What did we spend last month?",
    "Top 5 services this month",
    "Why did my bill go up last month?",
    "How can I reduce my AWS bill?",
)


def write_clarify(answer: Answer) -> str:
    """The question back; never a figure."""
    clarification = answer.plan.clarification
    if clarification is None:
        return joined(["This was not understood as a question about AWS cost.", _can_be_asked()])
    nearest = bullets([text(suggestion) for suggestion in clarification.suggestions])
    return joined([bold(text(clarification.message)), nearest or _can_be_asked()])


def _can_be_asked() -> str:
    return joined(["For example:", bullets([text(example) for example in _EXAMPLES])])
