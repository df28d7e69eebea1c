"""Markers whose words could be taken for values of the bill, or for other markers: "reserved instances"."""

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence

_COMMITMENT = (
    r"(?:(?:(?:compute|ec2 instance|machine learning) )?savings? ?plans?|sps?|"
    r"reserved instances?|reservations?|reserved capacity|ris?|commitments?)"
)
_EARLY_MARKERS: list[tuple[str, str]] = [
    (
        "breakdown",
        r"br(?:eak|oke|oken|eaking)(?: it| this| that| them)? down|down(?= (?:by|per|into|across)\b)",
    ),
    (
        "forecast",
        r"project(?: out)?(?= (?:(?:our|my|the) )?(?:q[1-4]|h[12]|this|next|coming|rest|remainder|full|"
        r"end of|eo[mqy]|year|month|20\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|"
        r"(?:aws |cloud |total )?(?:spend|costs?|bill) (?:for|to|through|until|over|out)\b))",
    ),
    (
        "contents",
        r"what (?:makes?|made) up|what (?:is|are) costing (?:us|me) (?:so|this|that) much",
    ),
    (
        "filler",
        r"(?:and )?(?:please )?(?:explain|show|tell|say)(?: me| us)? (?:how (?:you|it|this|that)(?: was|"
        r" is)? "
        r"(?:got|get|calculated?|comes?|came|computed?|arrived?|derived?|worked)(?: (?:there|it|that|this|"
        r"out|"
        r"to|at|about)){0,2}|your (?:working|work|reasoning|calculations?|sources?|math))|"
        r"la(?:y|id|ying) out|pick(?:ed|ing)? up|walk(?:ing)? (?:me|us) through|up (?:until|till|"
        r"to) (?:now|date|today)|"
        r"(?:whether or|if|or) not|(?:rack|add|run|ran|sum|make|made|set|come|came|tot|end)(?:s|ed|med|"
        r"ted)? up(?: to| being| with)?|tell me more|more (?:about|details?|info(?:rmation)?)|look(?:s|"
        r"ing)? up|hook me up|as well|in detail|at the moment|so far|worth of|no idea|not sure|thus far|"
        r"stack(?:s|ed)? up|(?:show|pop|turn|c[ao]m)(?:s|n|e|ed|ped)? up|"
        r"(?:burn(?:ed|t|ing)?|bl[eo]wn?|r[ua]n|running|go|going|went|gone) through|"
        r"bl(?:ow|ew)[ -]by[ -]bl(?:ow|ew)|"
        r"(?:bl[eo]w|blowing|(?:have|has) (?:we|i|they|it) (?:already )?blown)"
        r"(?! (?:up|out|off|away)\b|(?: (?:right|past|through|over))* (?:the |our |my |this |that )?"
        r"(?:\w+ ){0,3}(?:budgets?|limits?|caps?|targets?|allowances?)\b)"
        r"(?: (?:our |the |all (?:the )?)?money)?|"
        r"price tags?|how expensive|"
        r"double[ -]check(?:ed|ing)?|"
        r"(?:shell|fork|cough)(?:ed|ing|s)? (?:out|up)|"
        r"(?<!budget is )(?<!budget )"
        r"(?:us|eat|chew|gobbl|soak|suck|clock|pil|swallow|wind|wound)(?:e|es|s|ed|en|ing)? up|"
        r"ate up|(?:went|go|goes|going|gone) out (?:of )?the door|"
        r"(?:boil(?:s|ed)?|drill(?:s|ed)?|nail(?:ed)?) down(?: to)?|down to the (?:cent|penny|dollar)",
    ),
    (
        "budget",
        r"(?:what is |what has |whats |how much is |is |are )?(?:left|remains?|remaining|unspent)"
        r"(?= (?:of|in|on|from|within) .{1,40}\bbudgets?\b)",
    ),
    ("tag_coverage", r"tag(?:ging)? (?:coverage|compliance|completeness|rate)"),
    # what is about commitments, before "savings" is read alone
    (
        "commitment_cost",
        rf"(?:spen(?:t|d|ding)|pay(?:ing)?|paid|charged|billed|costs?)(?: (?:us|we|in total))? (?:on|for|"
        rf"of|from) "
        rf"(?:(?:our|the|my|all|aws|any) )*{_COMMITMENT}|(?:did|do|does|are|is|have) (?:(?:our|the|my|all|"
        rf"aws) )*"
        rf"{_COMMITMENT} cost(?:ing)?|{_COMMITMENT} (?:costs?|spend(?:ing)?|charges?|bill)",
    ),
    (
        "commitment_fees",
        rf"{_COMMITMENT} (?:recurring |upfront |monthly )?(?:fees?|payments?|purchases?(?! recommend))|"
        rf"(?:fees?|payments) for (?:my |our |the )?{_COMMITMENT}",
    ),
    (
        "buy_commitments",
        rf"(?:buy|purchase|get|need|want|commit to|invest in|benefit from|recommend(?:ed|ations?)?(?: for|"
        rf" on)?) (?:more |any |a |some |new )*{_COMMITMENT}(?: recommendations?)?|"
        rf"{_COMMITMENT} (?:does|do|would|should|did) (?:aws|you|it|amazon) (?:suggest|recommend|advise|"
        rf"propose)|"
        rf"{_COMMITMENT} (?:purchase )?recommendations?|{_COMMITMENT} (?:pay off|be worth(?: it)?|"
        rf"worth (?:it|buying)|make sense)|which {_COMMITMENT} should (?:i|we)(?: (?:buy|purchase|get|renew)"
        rf"(?: (?:or|and) (?:buy|purchase|get|renew))?)?",
    ),
    (
        "savings_plans",
        r"(?:compute |ec2 instance |machine learning )?savings? ?plans?|sps?\b(?= (?:coverage|"
        r"utili[sz]ation))",
    ),
    ("reservations", r"reserved (?:instances?|capacity|nodes?)|reservations?|ris?\b"),
    (
        "commitments",
        r"commitments?|committed (?:use|spend)|(?:what|everything|all) (?:we|i) (?:have )?committed to",
    ),
    ("coverage", r"coverages?|covered|cover"),
    ("utilization", r"utili[sz]ation|utili[sz]ed|utili[sz]e|utili[sz]ing"),
    ("trusted_advisor", r"(?:aws )?trusted advisors?(?: cost)?(?: checks?)?"),
    ("hub", r"cost optimi[sz]ation hub|compute optimi[sz]er"),
    (
        "cost_explorer",
        r"(?:(?<=in )|(?<=via )|(?<=from )|(?<=with )|(?<=to )|(?<=than )|(?<=using )|(?<=and )|(?<=what ))"
        r"(?:aws )?cost explorer",
    ),
    (
        "savings",
        r"(?:migrat\w+|mov(?:e|ed|ing)|switch\w*|convert\w*|upgrad\w+|go|chang(?:e|ed|ing))"
        r"(?: \w+){0,2}? (?:over )?(?:to|onto)(?= (?:gp3|graviton|arm|spot|intelligent|glacier|serverless|"
        r"arm64)\b)|"
        r"(?:bring|get|drive|push|keep|take|cut)(?:ing)? (?:my|our|the|this|these|aws|cloud)(?: \w+){0,3}? "
        r"(?:bill|costs?|spend(?:ing)?|expenses) (?:down|lower|low|under control)",
    ),
    (
        "savings",
        r"for (?:pay|spend)ing less|(?:can|could|should|might|to|would|must) (?:(?:we|i|you|"
        r"one) )?(?:\w+ )?(?:spend|pay)(?:ing)? less"
        r"(?! (?:than|in|last|this)\b)",
    ),
    (
        "explain",
        r"accounts? for(?= (?:the |our |this |that )?(?:\w+ ){0,2}(?:change|increase|rise|drop|difference|"
        r"growth|"
        r"jump|spike))",
    ),
    ("explain", r"what is (?:up|wrong|happening|the (?:matter|deal|story)) with"),
    (
        "stopped_using",
        r"(?:did|have|has) (?:we|i) (?:stop(?:ped)?|quit|ceased?) (?:using|to use|paying(?: for)?)",
    ),
]


def marker_patterns(markers: list[tuple[str, str]]) -> list[tuple[str, Pattern]]:
    """Each marker's name with a pattern for its phrases as whole words."""
    return [(name, Pattern(rf"(?<![\w-])(?:{phrases})(?!\w)")) for name, phrases in markers]


_PATTERNS = marker_patterns(_EARLY_MARKERS)


def mark_early_markers(sentence: Sentence) -> set[str]:
    """Claims the markers whose words could be taken for values of the bill: "reserved instances"."""
    return {name for name, pattern in _PATTERNS if sentence.take(pattern, f"marker:{name}")}
