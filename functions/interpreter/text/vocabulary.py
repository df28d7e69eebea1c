"""The words that carry no value of the bill: those that may be passed over, and those the grammar reads."""

from interpreter.text.stem import stem

_HARMLESS = """
far lose lost losing appeared show shown shows
a an the this that these those my our we us i me you your it its their they them one ones any some is
are was were be been being am do does did done have has had having will would shall should can could may
might must what which who whom whose how when where much many lot show shows give gives tell list
display get see find want like know need let look looking check pull fetch report present provide
calculate compute work out figure return print say share view answer help please pls plz kindly thanks
thank hi hello hey there just only simply quickly exactly actually currently now right really ever also
too so well ok okay in on of at to from by for with within during over across throughout per and or as
into about around regarding concerning toward towards upon via inside up if then but aws amazon web
cloud account environment finops spend spends spending spent cost costs costing costed bill bills billed
billing charge charges charged charging pay pays paid paying payment payments expense expenses expensed
expenditure expenditures outlay money dollar dollars usd buck amount amounts sum total totals totaled
totalled overall grand all entire whole complete full altogether together combined value values number
numbers figures price prices priced pricing use uses used using usage consumption consumed consume run
runs running rack racked incur incurs incurred go goes going went gone come comes came make makes made
add adds added generate generated set sets back burn burned burnt burning rate owe owed put data
information info detail details detailed breakdown query question ask quick brief short exact precise
period timeframe time range month-to-date date dates monthly daily company organisation organization org
team's business everything anything something stuff thing things while until till since between line
item items invoice invoices yes no was't lets im ive id whats hows kind sort including include includes
included incl inclusive analysis analyses analyse analyze different same detect detected finding
findings applied apply active actual actuals case store stores wise versus main current status state
stay staying damage looks seem seems anyone everyone nothing each every
table tables tabular slide slides deck boss ceo cfo cto board meeting email take takes took taking taken
happen happens happened happening occur occurs occurred receive receives received receiving
amounted contain contains contained containing provided gotten hit hits reach reached result results
resulted believe think guess wonder wondering curious interested trying try tried hoping hope
understand understood appreciate appreciated sorry dear folks guys mate maybe perhaps possible
possibly able kinda basically roughly approximately approx around given giving whatever anyway
obviously apparently supposedly remind reminder clarify confirm verify tells
told asked asking asks wants wanted needs needed please urgent asap
big bigger high low huge significant significantly notable noticeable
mostly mainly primarily largely chiefly specifically particular especially
individual individually respective respectively separate separately
rough etc eg ie namely such
sense look looked looking looks like close closer potential potentially best single mere sheer overall
mind telling showing giving getting got gets reading talk talking speak speaking say saying said put
putting bring brought carry carries carried hold holds held keep keeps kept lie lying sit sits sitting
cash funds allocation allocations allocate allocated attribute attributed assign assigned
advice advise tip tips approach way ways means meant matter matters concern concerned worry worried
walk pull pulled grab fetch retrieve compile prepare produce deliver send ship
enough extremely fairly pretty rather super rapidly suddenly steadily slowly quick speedy short brief
clearly plainly honestly frankly hopefully ideally evidently presumably seemingly surprisingly
question questions inquiry enquiry wish wishing glad happy great good nice fine cool awesome
perfect excellent morning afternoon evening assist assistance guidance
guide figure figuring dig digging learn learning discover discovering identify identified spot spotted
determine determined know knowing known tally tallied sums summing computed computing
ended ending finish finished close closed closing eventually finally meanwhile
picture idea feel hand eye handle grand roundup wrap recap glance view views
tab tabs chargeback showback hiding hidden configure configured exist exists existing basis available
flag flagged found nowadays pricey large larger size sized cycle related associated structure arranged listed
spendings vms steering committee books components efficient efficiently total shell fork eat eats eating
ate hmm love whether course moment advance auditors auditor preparing u none nobody
because valuable worthwhile
whenever manager colleague colleagues claim claims vendor eligible aggregate resolution
matrix grid pivot heatmap along doing faring both tracking
grateful provide framework require requires required controller noon sure kind says rep recos recs
candidates talkers final accrual closing select making normally wonderful hurry supply lack
alert alerts brings ought people worse asking double check level levels crept creep creeping performance
sat writing write percentages percents
thorough healthy emails summed
"""

_GRAMMAR = """
january february march april june july august september october november december yesterday today
tomorrow week weeks month months quarter quarters year years day days hour hours weekend monday tuesday
wednesday thursday friday saturday sunday last past previous prior preceding next coming upcoming rest
remainder remaining first second third fourth half ago before after until beginning start end same
period earlier current service services region regions account accounts usage type types operation
operations availability zone zones product products location tag tags tagged untagged category
categories group grouped grouping split break broken down breakdown segment sliced slice top bottom most
least highest lowest biggest largest smallest expensive cheapest dearest costliest costly ranking rank
ranked sort sorted order ordered ascending descending excluding exclude excluded except without other
than not counting ignoring ignore minus leaving aside apart besides compare compared compares comparing
comparison comparisons versus against difference differ change changed changes delta increase increased
increases increasing decrease decreased decreases rise rises rose risen rising grow grew grown growth
growing jump jumped spike spiked spikes surge drop dropped drops fall fell fallen decline declined
shrink shrank more less higher lower up why cause caused causes causing drive driver drivers drove
driven driving explain reason reasons contribute contributed contributor contributors behind uptick
responsible trend trends trending history historical hourly weekly quarterly yearly annual annually
evolution evolve progression average averages mean typical median share percentage percent proportion
fraction portion ratio forecast forecasts forecasted predict predicted prediction project projected
projection expect expected estimate estimated outlook anticipate anticipated budget budgets exceed
exceeded overspend anomaly anomalies anomalous unusual abnormal unexpected outlier outliers coverage
covered utilization utilisation utilized utilised commitment commitments reserved reservation
reservations instance instances savings saving plan plans save reduce reduction cut optimize optimise
optimization optimisation recommendation recommendations recommend recommended idle unused underutilized
underutilised rightsize rightsizing downsize oversized overprovisioned waste wasted wasting delete
terminate stop trusted advisor compute optimizer credit credits refund refunds tax taxes fee fees
discount discounts gross net invoice reconcile reconciliation amortized amortised blended unblended new
adopt adopted adopting adoption began started assessment overview review summary audit health gigabyte
gigabytes stored storage transferred request requests customer customers user users invocation
invocations orders resource resources match matches agree doesnt dont didnt isnt wasnt buy purchase
clean currency pounds euros unusually vs remove removed removing checks develop developed developing
development consist consists consisting composed comprise comprises land landing left remaining unspent
land given owned owner barring exception exclusive plus table served contents sized chart graph plot
curve timeline unattached orphaned zombie abandoned decommission spiking soared soar climbed climbing
plummeted doubled tripled quadrupled halved overrun breach breached surpass surpassed blow blew blown
blowing pace priciest pricier heaviest leading spenders expensive burn risk through divide divided contributor
above below trailing rolling
committed raised raise pivoted clear lift undo filter filters restriction restrictions contrast economize
economise categorize
categorise categorized categorised disaggregated heading danger
dominate dominates evaluate evaluation bridge pace continues continue agree agrees half stand
overshoot halves two subtract subtracting subtracted net gross dropping skip skipped omit omitted
alongside beside
beginning inception lifetime ever still begin begins explains explain remainder
machines servers boxes smaller renew migrate migrated migrating switch convert
balance
disappear disappeared vanish vanished worst contributors typical typically stem stems stemmed
"""

HARMLESS_WORDS = frozenset(_HARMLESS.split())
"""Words a question loses nothing by when they are passed over."""

GRAMMAR_WORDS = frozenset(_GRAMMAR.split())
"""Words that say what is asked; left over unread, they are not passed over."""

_NEVER_NAMES = """
a an the this that these those my our we us i me you your it its their all any some total totals overall
entire whole complete full grand monthly daily current actual aws amazon cloud cost spend bill one many
much other each every what which how to of in on for by
"""
NEVER_NAMES = frozenset(_NEVER_NAMES.split())
"""Words that are no name of a value wherever they stand."""

CONTENT_WHEN_NAMED = frozenset(
    [
        "payment",
        "payments",
        "web",
        "main",
        "platform",
        "expense",
        "expenses",
        "company",
        "business",
        "money",
        "price",
        "data",
        "environment",
    ]
)
"""Harmless words that are content where a value of the bill has them in its name ("payments-prod")."""

PLAIN_NAMES = frozenset({"payment", "web", "main"})
"""Stems of harmless words that are a value wherever the bill has one of exactly that name."""

_EVERYDAY = """
swallow swallows swallowed gobble gobbled devour devours devoured guzzle guzzled drain drained behave behaves
behaved draw draws drew drawn belong belongs belonged sketch digest imagine file filed deserve
bad terrible horrible awful ugly painful dreadful hefty steep massive enormous gigantic hideous outrageous
nasty decent terribly awfully literally truly genuinely surely definitely certainly precisely loosely
accurately swiftly promptly terms headline ballpark nutshell gist spreadsheet keynote newsletter accountant
accountants bookkeeper treasurer
summer winter autumn spring christmas easter thanksgiving holiday holidays
"""
EVERYDAY_WORDS = frozenset(_EVERYDAY.split())
"""Words nothing is meant by, unless they stand where a name does: passed over, and said to be."""

ORDINARY_WORDS = frozenset(stem(word) for word in HARMLESS_WORDS | GRAMMAR_WORDS) - PLAIN_NAMES
"""Stems of both: a value of the bill of the same name counts only beside its dimension's name."""
