"""Words that say what kind of answer is wanted. Each marker is a name and the phrases that show it."""

from interpreter.text.pattern import Pattern
from interpreter.text.sentence import Sentence
from interpreter.wording.early_markers import marker_patterns

_UP = (
    r"increas(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|rise|rises|rose|risen|rising|(?:go|goes|going|gone|went|"
    r"been|is|was|are|"
    r"were|shot|shoot) (?:way |so much |so )?(?:up|higher)|"
    r"gr[eo]w|grows|grown|growing|growth|jump(?:s|ed)?|spik(?:e|es|ed|ing)|surge[ds]?|doubl(?:e|ed|"
    r"ing)|tripl(?:e|ed)|uptick|climb(?:s|ed|ing)?|bl[eo]w(?:s|n|ing)? up|"
    r"soar(?:s|ed|ing)?|escalat(?:e|ed|ing)|quadrupled|"
    r"higher|upward|skyrocket(?:ed)?|balloon(?:ed)?|so high|up so much|(?:so|more|too) (?:expensive|"
    r"much)|(?:got|gotten|getting|gets|become|became|becoming) (?:worse|dearer|costlier|pricier)|"
    r"pricier|costlier|dearer|up(?! (?:until|till|to)\b)"
)
_DOWN = (
    r"decreas(?:e|es|ed|ing)|drop(?:s|ped|ping)?|f[ae]ll(?:s|en|ing)?|(?:go|goes|going|gone|went|been|"
    r"is|was|are|were) (?:way )?(?:down|lower)|"
    r"declin(?:e|es|ed|ing)|shr[iau]nk|shrinking|lower|dip(?:ped)?|so low|(?:get|got|getting|become|"
    r"became) cheaper|down|plummet(?:ed)?|plunged?|tumbled?|halved"
)

_MARKERS: list[tuple[str, str]] = [
    # budgets, anomalies, assessments
    (
        "exceed",
        r"at risk|in danger|over (?:the |my |our )?budgets?|(?:go(?:ing)? to |will |likely to |on track to |"
        r"about to )?(?:exceed(?:ed|ing)?|overs(?:pend|hoot)(?:ing)?|overrun|bl[eo]w(?:n|ing)?(?! up)|"
        r"bust(?:ing)?|breach(?:ed|ing)?|surpass(?:ed)?)(?: through| past)?",
    ),
    (
        "budget",
        r"(?:(?:stay|remain|keep|be|still|staying) )?(?:with)?in(?:side)? (?:the |my |our )?budgets?|"
        r"under (?:the |my |our )?budgets?|budgets? (?:vs|versus|against|compared to) actuals?|"
        r"actuals? (?:vs|versus|against) budgets?|budget (?:status|state|left|remaining|usage|health|"
        r"limits?)|left (?:of|in|on) (?:the |my |our )?budgets?|remaining budgets?|"
        r"budgets?(?: \w+){0,4} (?:left|remain(?:s|ing)?|unspent|used(?: up)?)|"
        r"through (?:the |our |my )?budgets?|stand (?:against|on|with|versus) (?:the |our |my )?budgets?|"
        r"how much (?:can|could|may) (?:we|i) (?:still )?spend|left to spend|"
        r"on (?:track|course|target) (?:with|against|for|within|to (?:meet|hit|keep|stay within)) (?:the |"
        r"my |our )?budgets?|(?:aws )?budget(?:s|ed|ing|ary)?|over-?budget",
    ),
    (
        "anomaly",
        r"anomal(?:y|ies|ous)(?: detection)?|unusual(?:ly)?(?: high)?|unexpected(?:ly)?|abnormal(?:ly)?|"
        r"outliers?|suspicious|irregular(?:ity|ities)?|strange|weird|surpris(?:es?|ing)|"
        r"(?:bill|cost|sticker) shocks?|"
        r"out of the ordinary|on fire|spikes\b|odd|"
        r"(?:any|a|anything|something)(?: (?:sudden|big|large|cost|unexplained|odd))? (?:spike|jump|surge|"
        r"peak)s?|"
        r"(?:anything|something) (?:look(?:s|ed)? )?(?:off|wrong|fishy|spiked|jumped)",
    ),
    (
        "assessment",
        r"(?:finops |cost |aws |complete |full |thorough |overall |comprehensive )*(?:assessment|"
        r"health ?-?check|audit|check-?up|evaluat(?:e|ion)|how healthy|"
        r"(?:optimi[sz]ation )?reviews?)(?: of)?|"
        r"(?:finops|full|complete|comprehensive|executive|"
        r"overall) (?:finops |cost |aws )*(?:review|report|summary|overview|picture|analysis)|(?:review|"
        r"assess|audit|analy[sz]e) (?:my|our|the|all)(?: entire| whole| aws| cloud)* (?:account|"
        r"environment|bill|costs?|spend(?:ing)?|aws)(?: fully)?|how (?:are|is) (?:we|my account|"
        r"our account|our finops) doing|finops health|where do we stand",
    ),
    # savings
    (
        "idle",
        r"(?:idle|unused|unutili[sz]ed|not (?:being )?used|orphaned|unattached|abandoned|zombie|remove|"
        r"removed|removing|delete|"
        r"deleted|deleting|terminate|turn(?:ed)? off|switch(?:ed)? off|shut(?:ting)? (?:down|off)|"
        r"stop(?:ped)? (?:or delete|running)|get rid of|clean ?up|decommission|going unused|(?:is|"
        r"are)nt (?:being )?used|nobody uses|"
        r"stop(?!\W*$))(?: (?:resources?|things?|stuff|assets?))?",
    ),
    (
        "rightsize",
        r"right-?siz(?:e|ed|ing)|down-?siz(?:e|ed|ing)|over-?sized|over-?provisioned|under-?utili[sz]ed|"
        r"under-?used|too (?:big|large)|too much capacity|"
        r"(?:be |made )+smaller|smaller (?:instances?|sizes?|ones)|"
        r"oversized|scale down|resize|bigger than needed",
    ),
    (
        "spent_saving",
        r"(?:did|have) (?:i|we) saved?(?: through)?|saved(?= (?:with|by|from|through) )|"
        r"save(?= (?:with|from|through|by \w+ing) )|(?:did|do|have) .{0,30} save (?:me|us)|saved (?:me|us)",
    ),
    (
        "savings",
        r"sav(?:e|es|ed|ing|ings)|(?:reduce|reducing|lower|lowering|cut|cutting|bring down|shrink|trim|"
        r"slash|decrease|decreasing|minimi[sz]e)(?= (?:down )?(?:on )?(?:it|that|them|my|our|the|these|"
        r"this|those|aws|"
        r"cloud|its?|s3|ec2|rds|costs?|spend|spending|bills?|expenses|waste|lambda|(?:\w+ ){1,3}(?:costs?|"
        r"spend(?:ing)?|bill)))|optimi[sz](?:e|ed|ation|ations|ing)|recommend(?:s|ed|ation|ations|ing)?|"
        r"recos?|recs|"
        r"suggest(?:ion|ions)?|wast(?:e|ed|ing|eful)|(?:quick|easy)(?:est)? wins?|low[ -]hanging fruits?|"
        r"economi[sz](?:e|ing)|cut(?=\W*$)|make (?:my|our|the)(?: \w+){1,3} (?:smaller|lower)|"
        r"opportunit(?:y|"
        r"ies)|improve(?:ments?)?",
    ),
    ("cheaper", r"cheaper"),
    # forecast
    (
        "forecast",
        r"forecast(?:s|ed|ing)?|predict(?:ed|ion|ions)?|project(?:ed|ion|ions)|expected|expect|"
        r"anticipate[d]?|outlook|estimate(?:d)?|"
        r"would(?= .{0,40}\b(?:next|coming|upcoming|tomorrow)\b)|"
        r"(?:will|going to|gonna|likely to|shall)(?= )|"
        r"on track (?:for|to)|on course (?:for|to)|heading(?: for| to)?|at (?:the|"
        r"this) (?:current )?(?:pace|rate)|if (?:this|the trend|things?|it) continues?(?: like this)?|"
        r"end up|land(?:ing)?",
    ),
    ("run_rate", r"run[ -]?rate"),
    # charges
    (
        "reconcile",
        r"(?:does|do|did|is)nt(?= .{0,40}\b(?:match|agree|reconcile|equal|add up|tie)\b)|match(?:es|ing)?|"
        r"(?:does ?nt|does not|do ?nt|do not|did ?nt|did not|is ?nt|not) (?:match(?:es)?|agree(?: with)?|"
        r"reconcile|equal|add up to|tie out|the same as)|reconcil(?:e|es|ed|iation)|"
        r"match(?:es)?(?= (?:with )?(?:my|our|the) (?:\w+ )?(?:invoice|bill))|"
        r"(?<=invoice )(?:is )?not (?:the )?(?:same|equal)(?: as| to)?|"
        r"(?:shows?|has|says?|is|gives?) (?:a |an )?(?:different|other|another) (?:number|amount|figure|"
        r"total|sum)|"
        r"different from what (?:i|we) see|"
        r"(?<=invoice )(?:is |was )?(?:higher|lower|more|less|bigger|larger|smaller) than (?:this|that|"
        r"here|what|shown)|"
        r"from (?:this|here|that) to(?= .{1,30}\binvoice)|"
        r"agrees?(?: with)?|bridge between|"
        r"(?:say|show|state|read)s? (?:something (?:else|different)|otherwise)|"
        r"(?<=invoice )(?:is |"
        r"was )?differ\w*(?: from| to| than)?|differ(?:s|ent)? (?:from|to|"
        r"than) (?:what )?(?:the )?cost explorer|differs? from (?:my|our|the) (?:aws )?(?:invoice|bill)|"
        r"different (?:from|to|than) (?:my|our|the) (?:aws )?(?:invoice|bill)|add up to (?:my|our|"
        r"the) invoice",
    ),
    # adoption
    (
        "adoption",
        r"(?:any|some)thing new|new (?:things|stuff)|"
        r"(?:start(?:ed)?|began|beg[iu]n|beginning) (?:to )?us(?:e|ing)|adopt(?:ed|ing|ion)?|newly|"
        r"(?:did|have|has) (?:we|i) (?:add(?:ed)?|introduced?|onboard(?:ed)?|launch(?:ed)?)(?! up)|"
        r"were added|"
        r"(?:making|made|make) (?:their|its|a) debut|debut(?:ed|s)?|"
        r"new (?:to|for) (?:us|me|our)|(?:had|have)(?:nt| not| never) used(?: before)?|"
        r"never used(?: before)?|"
        r"start(?:ed)? with|first (?:used|seen|appeared|charged?|time)|brand new|"
        r"new(?= (?:\w+ )?(?:services?|products?|"
        r"regions?|accounts?|usage types?|teams?|in|on|this|since))|not used before|(?:have|had)(?: i|"
        r" we)? never used before|appeared|did ?nt (?:use|have) before",
    ),
    # explanation and comparison
    (
        "explain",
        r"why(?: is| are| was| were| did| do| does| has| have)?|how come|(?<=is )behind|"
        r"what l(?:ies|ay) behind|(?<=was )behind|"
        r"(?<=are )behind|what(?: is| was| are|"
        r" has)? (?:drove|drive|drives|driving|caus(?:ed|es|ing)|caused?|behind|"
        r"led to|explains?|made|pushed|triggered|sent|changed)|which .{0,40}?(?:caus(?:ed|es|"
        r"ing)|drove|driving|drives|behind)|root causes?|"
        r"driv(?:e|en|er|ers|ing)|drove|push(?:ed|es|ing)|trigger(?:ed|s)?|"
        r"reasons?(?: for| behind| why)?|explain(?:s|ed)?|explanation(?: for| of)?|"
        r"what happened(?= (?:to|with)\b|\W*$)|what is going on|what gives|"
        r"to blame|what changed|what is different|account(?:s|ed) for (?=(?:the |our |this |"
        r"that )?(?:\w+ ){0,2}"
        r"(?:change|increase|rise|drop|difference|growth|jump|spike))",
    ),
    (
        "attributed",
        r"due to|contribut(?:e|ed|es|ing|or|ors)(?: to)?|responsible for|responsible|attributable to|"
        r"caus(?:e|es|ed|ing)(?: by)?",
    ),
    (
        "compare",
        r"contrast(?:ed|ing)?|compar(?:e|ed|es|ing|ison|isons)(?: (?:to|with|against))?|versus|vs|"
        r"(?:up )?against|relative to|"
        r"(?:stack|pit|measure|weigh)(?:s|ed)?(?= .{1,40}\bagainst\b)|"
        r"(?:above|below|ahead of)(?: or (?:above|below|behind))?"
        r"(?= (?:the |our )?(?:last|previous|prior|same))|"
        r"differ(?:ence|ences|s)?(?: (?:between|in|from))?|different(?= (?:from|than|to|between)\b)|"
        r"(?:more|less|higher|lower|"
        r"cheaper|worse|better)(?: \w+){0,5}? than|(?:bigger|larger|higher|lower|smaller|more|less) as|"
        r"than|side by side",
    ),
    ("comes_from", r"(?:com(?:e|es|ing)|came|stem(?:s|med)?) from"),
    ("compare", r"how far (?:above|below|over|under|off|from)"),
    ("changed", r"delta|chang(?:e|es|ed|ing)|movements?|more or less|up or down"),
    ("mom", r"mom|month[ -](?:over|on|to)[ -]month"),
    ("yoy", r"yoy|year[ -](?:over|on|to)[ -]year"),
    ("qoq", r"qoq|quarter[ -](?:over|on|to)[ -]quarter"),
    ("wow", r"wow|week[ -](?:over|on|to)[ -]week"),
    ("dod", r"day[ -](?:over|on|to)[ -]day"),
    (
        "stopped_using",
        r"(?:(?:is|are|was|were|has|have|had) )?(?:(?<!money )(?<!budget )(?<!credits )(?<!spend )(?<!costs )"
        r"(?<!bill )gone(?! (?:way |so much |so )?(?:up|down|higher|lower|over|"
        r"through|on|to|out|from)\b)|no longer (?:used|charged|billed|there)|went away|discontinued)|"
        r"disappear(?:s|ed)?|vanish(?:es|ed)?",
    ),
    ("up", _UP),
    ("down", _DOWN),
    ("how_much_more", r"how much (?:more|less|extra|additional)"),
    ("more", r"more|less|extra|additional"),
    # series and lists
    (
        "trend",
        r"trend(?:s|ing|ed|line)?|over time|histor(?:y|ical|ically)(?: of)?|time series|evol(?:ve|ved|"
        r"ution|ving)(?: of)?|progress(?:ion|ed)?|develop(?:s|ed|ing|ment|ments)?|timeline|pattern|"
        r"graph|chart|plot|"
        r"curve|mov(?:e|ed|ing)(?= over\b)",
    ),
    (
        "share",
        r"(?:what |which )?(?:percent(?:age)?|share|proportion|fraction|ratio|portion|"
        r"part)(?: share)?(?: of)?|in percent|as a percentage(?: of)?",
    ),
    ("how_many", r"how many(?: different| distinct)?|number of|count(?: of| the)?"),
    (
        "contents",
        r"(?:what is|what was|what are|what were|whats) (?:hiding |hidden )?"
        r"(?:in|inside|within|included in|part of|under|behind)(?= )|"
        r"what (?:goes into|comprises?|is making up|constitutes)|"
        r"contents? of|(?:components?|composition|structure)(?: of)?|made up of|consists? of|"
        r"consisting of|composed of|comprises?|"
        r"what we (?:are )?(?:pay|paying|spend|spending|spent|paid)(?: money)? (?:for|on)(?= ?(?:\?|$|in ))|"
        r"(?:its|their|our|my|the|all)(?: the)? money (?:on|for)(?= ?(?:\?|$|in |last |this |during |"
        r"since ))|"
        r"what (?:are|do|did|am|have|were) (?:we|"
        r"i) (?:been )?(?:spend(?:ing)?|pay(?:ing)?|spent|charged|billed|invoiced) (?:(?:our |my |the |"
        r"all )*money )?(?:on|"
        r"for)(?= ?(?:\?|$|in |last |this |during |for ))|drill (?:down )?(?:into|on)|"
        r"break(?:ing)? (?:it |this |that |them )?down|dig into",
    ),
    (
        "breakdown",
        r"breakdowns?(?: of)?|broken(?: \w+)? down|break (?:down|out)|break|split(?:s|ting)?(?: up)?|"
        r"group(?:ed|ing|s)?|segment(?:ed)?|slice[ds]?|itemi[sz]ed?|list of|dominat(?:e|es|ed|ing)|"
        r"disaggregated?|pivot(?:ed)?|divid(?:ed?|es|ing)(?: up)?(?= (?:by|into|among|between|across)\b)|"
        r"where (?:is|"
        r"does|did|do|has|"
        r"was)(?: all)?(?: of)?(?= (?:my|our|the|all|i|we|money)\b)|down(?= (?:by|per)\b)|summari[sz]e|"
        r"summary|overview|"
        r"spread(?= (?:across|over|among|between|out))|categori[sz]ed?|distribut(?:ion|ed)|rank(?:ed|ing)?|"
        r"order(?:ed)?|sort(?:ed)?",
    ),
]


_PATTERNS = marker_patterns(_MARKERS)
_BREAK_DOWN = Pattern(r"\bbr(?:ea|o)k\w*\b.{0,80}\bdown\b")
_ADVISED = Pattern(
    r"\b(?:resources?|machines?|servers?|boxes|actions?|ways?|tips?|ideas?|steps?|measures?)\b"
)
_SAVING = {"savings", "idle", "rightsize", "trusted_advisor", "hub"}
_COMPARING = Pattern(
    r"\b(?:compar\w+|versus|vs|differ\w*|why|what (?:drove|changed|caused)|chang(?:e|es|ed)|driv\w+|"
    r"drove|cause\w*|"
    r"explain\w*|delta|contribut\w+|(?:in|de)creas\w+|r[io]s(?:e|es|en|ing)|gr[eo]w\w*|shr[iau]nk\w*|"
    r"spik\w+|doubl\w+|f[ae]ll(?:en|ing)?|dip(?:ped)?|climb\w*|went (?:up|down)|go (?:up|down)|mom|"
    r"uptick|"
    r"dropp?\w*|fell|than|jump\w*|reasons?)\b"
)


def mark_markers(sentence: Sentence) -> set[str]:
    """Claims every other marker of the sentence and gives the names of those there are."""
    found = {name for name, pattern in _PATTERNS if sentence.take(pattern, f"marker:{name}")}
    if "down" in found and sentence.has(_BREAK_DOWN):
        found = (found - {"down"}) | {"breakdown"}
    if found & _SAVING:
        sentence.take(_ADVISED, "advised")
    return found


def sets_periods_apart(text: str) -> bool:
    """Whether two periods of this text are compared, so that "between A and B" is no range."""
    return _COMPARING.search(text) is not None
