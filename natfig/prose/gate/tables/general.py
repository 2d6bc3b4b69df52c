"""Words of general English that may stand for each other in a revision.

A group holds words that an editor may swap; a word may be in many groups, and groups aren't joined: "get"
may become "receive" or "become", and "receive" never becomes "become". No group holds a word that names a
thing studied or a quantity measured, an opposite, or another degree of certainty, cause or extent.
"""

from __future__ import annotations

from collections.abc import Mapping

from natfig.prose.gate.words import key_of

__all__ = ["GROUPS", "may_stand_for"]

_VERBS = """
use utilise employ apply deploy adopt exploit
perform conduct undertake execute do make run accomplish effect; perform implement execute
investigate examine explore study research scrutinise probe; inspect examine check
obtain acquire get gain collect derive; obtain achieve reach attain; obtain receive; obtain yield
obtain give; help aid assist; start begin commence initiate launch; start onset begin
end finish terminate conclude cease stop; stop cease halt discontinue end quit
show display exhibit present have; show depict illustrate portray; mark denote represent depict
indicate mark denote; plot display draw depict; plot show; attempt try endeavour; strive seek try
give provide supply furnish offer afford deliver; give yield provide produce afford; give produce
give have; give receive administer; administer apply give; provide offer; choose select pick opt
keep maintain retain hold preserve; keep store hold; left remaining remain; keep stay remain; remain stay
stay persist remain
buy purchase; happen occur arise; happen take; assess evaluate appraise judge rate gauge; assess measure
compute calculate work; alter change modify adjust; change shift; vary differ; change vary
build construct; make manufacture fabricate produce prepare; make build construct create; make form
create generate produce; form produce yield; form create; accomplish attain achieve reach
consider regard deem view treat see; consider examine; consider account; explain account
understand comprehend grasp; answer address; elucidate clarify explain; clarify explain
increase rise grow climb; increase raise elevate heighten; increase augment; decrease fall drop decline
decrease reduce diminish lessen lower; decline wane fall; worsen deteriorate degrade
improve better ameliorate enhance; strengthen reinforce; ensure guarantee assure; secure ensure
place put set position lay; collect gather assemble; gather accumulate; divide split separate
divide partition split; split subdivide; group divide; join connect link couple attach
attach fix affix fasten; mount fix attach; quantify measure gauge; measure determine
determine ascertain establish identify; determine find; determine assess; decide determine
define specify; set define; define determine; assign allocate attribute; discard dispose reject
discard remove exclude; remove eliminate exclude; remove omit; remove delete; eliminate exclude
omit leave; verify check confirm; check test; continue proceed go; continue persist; continue keep
summarise outline review; describe outline; describe report present detail; describe characterise
describe depict; describe explain; report describe; say state mention note remark; state declare express
note mention; mention cite; mention list; mix blend combine; combine merge join unite
merge fuse combine; possess own have hold; have hold; have contain; have bear; have carry
contain include comprise hold; comprise include; include contain incorporate; include cover
include involve; incorporate integrate embed; embed insert; insert introduce put; introduce present
introduce bring; lack miss; address tackle approach treat; address discuss; discuss treat consider
discuss review; ask request solicit; ask question inquire query; ask invite; call request
tell inform notify; notify inform alert; buildup accumulate; postpone delay defer; fabricate manufacture
complete finish; complete fill; complete conclude; live reside dwell; inhabit live occupy
depart leave go; transmit send; forward send; send dispatch; anticipate expect; encounter meet face
face confront meet; meet satisfy fulfil; satisfy fulfil; fulfil meet; enumerate list; list give
list itemise; list show; relocate move transfer; move shift transfer; transfer carry
carry transport convey bring; take bring; transport ship; participate engage take; join enter
enrol recruit enlist; enrol register; register record; record log note document; document report
record measure; locate find situate place; locate lie; lie sit; lie range fall; fall range; lie be
extend reach stretch span; span cover extend; cover span; oppose resist; endure last persist; last take
last continue; take require need; demand require need; need want; wish want desire; seek look search
look search; search seek; search scan screen; inspect look; observe watch monitor; monitor track follow
track follow trace; follow trace; pursue follow; follow adhere; follow obey
conform follow adhere comply; harvest collect pick reap; excise remove cut; cut sever slice; trim cut
shorten cut reduce; shorten abbreviate; extend lengthen prolong; prolong extend; widen broaden
enlarge expand extend; expand grow; expand extend; shrink contract; narrow restrict limit confine
limit restrict confine constrain; restrict limit; bound limit; set constrain; set limit; set impose;
block obstruct
hinder impede hamper obstruct; hinder prevent; forbid prohibit ban; permit let allow; accept admit
accept adopt; approve endorse; grant give award; award give; receive get; receive accept; receive take
take get; take adopt; take assume; embrace adopt; appoint name
name call term dub label designate denote; call refer; term refer; label tag mark; mark label
designate assign; classify categorise group sort; sort order arrange rank; arrange organise order
arrange place; organise structure; rank order; order request; align match; match fit; fit suit
suit match; match correspond; correspond equal; amount equal; equal amount total; add total
total amount; reach total; come amount; come arrive; arrive reach come; come originate stem derive
originate arise stem derive; derive arise; arise stem; emerge appear arise; emerge come; appear occur
return come; return revert; restore return; recover regain; repair mend fix; replace substitute
replace exchange; swap exchange; change replace; replace renew; supplant replace supersede
substitute exchange; repeat redo; repeat replicate; rerun repeat; duplicate double; double twofold
halve half; distribute disperse; distribute spread; share divide; share distribute; disseminate spread
scatter disperse; issue release publish; publish release print; publish report; release free
free liberate; release emit; emit give; discharge release; throw discard; reject refuse decline
refuse decline; deny refuse; abandon leave; abandon drop; drop omit; skip omit; ignore neglect disregard
neglect disregard overlook; overlook miss; miss fail; fail lack; avoid prevent; avoid circumvent
bypass circumvent avoid; escape avoid; shun avoid; protect guard shield; shield screen; guard protect
save store; save preserve; store house; house accommodate; host house; accommodate fit; adapt adjust
adapt modify; adjust correct; adjust tune; tune optimise; correct rectify fix; amend modify revise
revise amend; revise modify; update revise; edit revise; rewrite revise; write compose; draft write
write record; read interpret; interpret construe read; convert transform; transform turn; turn convert
turn become; become turn get grow; grow become; get become; transform change; move travel
travel go move; go move; walk go; visit attend; travel journey; drift move; propel push drive; pull draw
push press; squeeze press; press compress; compress squeeze; pack fill; fill load; empty drain; pour tip
soak immerse steep; immerse submerge dip; dip immerse; wet moisten; rinse wash clean; clean wash
clean cleanse; wipe clean; dry desiccate; warm heat; cool chill; stir agitate mix; shake agitate
agitate stir; spin rotate; rotate turn; rotate revolve; bend flex; fold bend; tilt incline lean
slope incline; lift raise hoist; raise lift; lower drop; sink settle; settle resolve; resolve solve
solve answer; fix solve; tackle solve; handle treat manage; handle manage deal process; manage handle
operate run work; run operate; operate function work; work function; work run; act behave; act work
serve function; serve act; serve work; aim intend; aim seek; aim want; intend plan mean
plan intend design; design plan; design devise; devise invent design develop; develop devise
develop create; develop build; propose suggest; recommend advise suggest; advise counsel
advocate recommend; encourage urge; stress emphasise; emphasise highlight; highlight stress
feature highlight; exemplify illustrate; typify exemplify; represent constitute; constitute form
constitute comprise; compose form; consist comprise; make compose; imitate mimic; mimic emulate
resemble mimic; resemble approximate; approach near; neighbour adjoin; adjoin border; surround enclose
envelop surround; wrap cover; cover coat; uncover reveal; expose reveal; reveal disclose
hide conceal mask; mask conceal; obscure hide; detect find identify; detect recognise; detect sense
find discover; discover uncover; discover detect; identify recognise; identify find; spot detect
distinguish discriminate differentiate separate; discriminate distinguish tell; tell distinguish
differentiate distinguish; compare contrast; weigh balance; balance offset; offset compensate
compensate offset counter; counter oppose; counteract offset; counteract oppose; neutralise counteract
cancel annul; nullify cancel; exceed surpass; surpass exceed outperform; outperform beat surpass
excel surpass; top exceed; beat outperform; precede antedate; precede lead; lead guide; guide direct
direct steer; supervise oversee; oversee direct; train teach; teach instruct; instruct train
instruct tell ask; learn acquire; study learn; practise exercise; earn gain; gain obtain; win gain
lose miss; pay spend; spend use; consume use; exhaust deplete; waste lose; invest spend
fund finance support; finance fund; sponsor fund; sell market; trade exchange; import bring
deliver bring; pass go; pass transmit; cross traverse; penetrate enter; invade enter; leave exit
open unlock; close shut seal; shut close; seal close; lock close; feel believe; feel sense; think feel
hope wish; like prefer; prefer favour; enjoy like; fear worry; worry concern; concern regard
concern relate; pertain relate; apply pertain; belong pertain; agree concur; agree match
disagree differ; dispute contest; contest challenge; challenge question; doubt question; conflict clash
contradict conflict; contradict oppose; test try; test examine; trial test; evaluate test; probe test
inspect check; survey examine review; survey study; screen test; screen check; scan examine
review examine; analyse examine; analyse study; analyse investigate; analyse process; process treat
treat handle; compile assemble; assemble build; compile gather; pool combine; aggregate combine; sum add
add append; append attach; add include; add introduce; add put; supplement add; supplement complement
complete supplement; count number; enumerate count; tally count; estimate gauge; approximate estimate
guess estimate; forecast project; draw make; draw sketch; draw derive; trace draw; paint draw
infer deduce; deduce derive; conclude infer deduce; derive infer; retrieve obtain fetch; fetch get
access reach; contact reach; touch contact; communicate convey; express convey; voice express
articulate express; reiterate repeat; restate repeat; stipulate specify; specify state; specify give
specify set; set fix; set adjust; set establish; found establish; establish create; institute establish
survive last; survive remain; linger persist; persist last; abide remain; arise occur; occur exist
exist be; exist remain; prevail dominate; govern rule; reign prevail; suffer undergo; undergo experience
experience suffer; experience face; sustain maintain; sustain support; maintain support; uphold maintain
bear carry; bear support; carry hold; grip hold; hold keep; hold apply; hold retain; retain keep
reserve keep; conserve preserve; preserve keep; preserve protect; merit deserve; warrant merit
warrant justify; excuse justify; necessitate require; entail involve require; entail mean; mean imply
signify mean; signify denote; denote mean; symbolise represent; represent signify; stand represent
reflect mirror; echo reflect; parallel mirror; match parallel; coincide overlap; intersect cross
meet intersect; converge meet; diverge separate; separate part; detach separate; disconnect detach
remove detach; uncouple separate; break fracture; crack break; break divide; fragment break
scrape scratch; polish smooth; smooth level; flatten level; even level
"""

_ADJECTIVES = """
higher taller; occur conduct perform
large considerable greatly; large strongly; great greatly
higher greater more larger bigger; lower less fewer smaller; faster quicker; simpler easier
large big great sizeable sizable considerable; large substantial; great large; great considerable
huge enormous vast; huge immense; extra additional further more; additional more; further other
more another; another further; different distinct separate; different unlike; different other
different dissimilar; different various; various diverse; diverse varied; varied different
rapid fast quick swift speedy; prompt quick; difficult hard challenging; hard tough; demanding difficult
easy straightforward simple; simple uncomplicated basic; simple plain; plain clear; easy effortless
current present; present existing; existing current; contemporary modern current
modern contemporary recent; previous prior earlier past preceding former; earlier before
similar comparable alike analogous; similar like; analogous comparable; same identical; identical equal
equal same; equal equivalent; equivalent same; equivalent identical; uniform even homogeneous
uniform constant; constant unvarying; constant unchanged; constant fixed; fixed set; fixed unchanging
important key major; important main; major main; main principal chief primary; main central
principal major; key main; key central; key principal; core central; leading main; leading principal
foremost leading; primary first; important relevant; relevant pertinent; pertinent appropriate
appropriate suitable proper; suitable fitting apt; suitable adequate; adequate sufficient; fit suitable
proper correct; correct right accurate; right correct; true correct; true real; real actual; actual true
genuine real; authentic genuine; sturdy strong; strong powerful; powerful potent; small little
small minor; tiny minute; small slight; slight minor; modest small; modest moderate; limited small
limited restricted; restricted confined; scarce rare; rare uncommon; rare infrequent
infrequent uncommon; unusual uncommon; unusual atypical; unusual rare; odd unusual; odd strange
strange peculiar; peculiar odd; abnormal unusual; abnormal anomalous; exceptional unusual
common frequent; common usual; common widespread; prevalent common widespread; widespread extensive
usual normal; usual customary; normal typical; typical usual; typical characteristic; ordinary usual
standard usual; standard conventional; conventional traditional; classic classical; regular usual
regular periodic; routine regular; routine usual; frequent regular; general overall; general broad
broad wide; extensive broad; extensive wide; extensive comprehensive; comprehensive complete
comprehensive thorough; thorough careful; thorough detailed; detailed elaborate; complete full entire
full complete; entire whole; whole complete; total complete; total overall; total entire
partial incomplete; unfinished incomplete; final last; final ultimate; ultimate last; eventual final
closing final; initial first; initial original; initial early; original first; preliminary initial
opening first; starting initial; beginning initial; following subsequent; following next
subsequent later; subsequent next; succeeding following; successive consecutive; sequential successive
recent late; recent new; new novel; fresh new; old ancient; aged old; old former; former previous
adequate enough; sufficient enough; ample sufficient; abundant ample; abundant plentiful; numerous many
numerous abundant; multiple several; multiple many; several various; countless many; single one
single sole; sole only; individual single; individual separate; particular specific
particular individual; certain particular; given particular; given specific; special particular
special specific; unique single; unique sole; unique distinctive; distinctive characteristic
evident apparent clear obvious; apparent evident; clear obvious; plain obvious; manifest evident
visible apparent; visible noticeable; noticeable marked; noticeable appreciable; marked pronounced
marked considerable; marked substantial; marked distinct; considerable substantial
appreciable considerable; sizeable considerable; superior better; inferior worse; better improved
best optimal; optimum best; ideal optimal; ideal best; beneficial helpful useful advantageous
useful helpful; useful valuable; valuable precious; favourable beneficial; advantageous favourable
good favourable; good satisfactory; satisfactory adequate; satisfactory acceptable; acceptable adequate
bad poor; poor low; poor weak; harmful damaging; damaging detrimental; detrimental harmful
adverse harmful; adverse unfavourable; unfavourable bad; undesirable unwanted; unwanted undesired
undesirable undesired; desired wanted; desired intended; intended planned; required necessary needed
needed necessary; needed required; necessary required; mandatory compulsory; compulsory obligatory
mandatory required; obligatory mandatory; optional voluntary; free voluntary; free available
available accessible; obtainable available; ready available; ready prepared; able capable
competent able; qualified eligible; possible feasible; feasible practicable; practical feasible
practicable practical; workable feasible; viable feasible; usable useful; cognisant aware
informed aware; unaware ignorant; familiar known; unfamiliar unknown; unfamiliar new
adjacent neighbouring nearby; nearby close; close near; neighbouring adjoining; surrounding nearby
distant remote far; remote distant; far distant; distant faraway; local regional; global worldwide
worldwide international; international global; universal general; universal global; national nationwide
internal inner; inner interior; external outer; outer exterior; upper top; lower bottom; middle central
mid middle; medium intermediate; intermediate middle; average mid; flat level; flat even; level even
smooth even; rough uneven; rough coarse; uneven irregular; light pale; dim faint; faint weak; dark dim
empty vacant; unoccupied vacant; unoccupied empty; occupied filled; filled full; open exposed
closed shut; broken fractured; damaged harmed; intact undamaged; intact unbroken; undamaged unharmed
whole intact; complete intact; combined joint; joint shared; shared common; mutual reciprocal
mutual shared; mixed combined; combined total; combined pooled; linked connected; related connected
related associated; unrelated unconnected; unconnected separate; remaining other; remaining residual
leftover remaining; rest remaining; unresolved open; unsolved open; open unanswered; unsettled open
unsolved unresolved; outstanding unresolved; ongoing continuing; continuing continued; continued ongoing
continuous uninterrupted; continuous constant; unbroken continuous; continual constant
permanent lasting; lasting durable; enduring lasting; temporary transient; transient short; brief short
lengthy long; prolonged long; extended long; extended prolonged; sudden abrupt; sharp abrupt
sharp steep; gradual progressive; slow gradual; gentle gradual; gentle mild; exact precise
exacting precise; rigid stiff; flexible pliable; manual handmade; automatic automated
detectable measurable; detectable discernible; discernible visible; perceptible noticeable
measurable quantifiable; imperceptible invisible; undetectable undetected; unchanged unaltered
unaltered unmodified; unmodified unchanged; unaffected uninfluenced; unaffected untouched
altered changed; modified changed; modified altered; changed different; inadequate insufficient
deficient lacking; lacking missing; missing absent; missing lost; absent lacking; costly expensive
expensive dear; cheap inexpensive; economical cheap; affordable inexpensive; rich wealthy
wealthy affluent; affluent rich; poor deprived; deprived disadvantaged; safe secure; unsafe dangerous
ill sick; unwell ill; deceased dead; living alive; alive live; live living; inactive idle
conceivable possible; intentional deliberate; accidental unintentional; unintended accidental
planned scheduled; expected anticipated; unexpected unforeseen; unforeseen unanticipated
unanticipated unexpected; surprising unexpected; interesting intriguing; well properly
inherent intrinsic; innate inherent; built inherent; underlying basic; basic fundamental
fundamental essential; elementary basic; rudimentary basic; vital essential; critical essential
convenient handy; inconvenient awkward; suited suitable; unsuitable inappropriate; unsuited unsuitable
improper inappropriate; wrong incorrect; erroneous incorrect; false incorrect; faulty defective
perfect ideal; flawed faulty; imperfect flawed; perfect flawless; superfluous unnecessary;
unnecessary needless
redundant superfluous; spare extra; surplus excess; excess extra; excessive undue; extreme severe
severe serious; grave serious; intense strong; intense fierce; heavy weighty; wellknown known
famous known; renowned famous; reasonable sensible; reasonable fair; logical reasonable
plausible credible; credible believable; doubtful questionable; dubious doubtful; debatable questionable
controversial disputed; disputed contested; contested controversial; contentious controversial
agreed accepted; accepted recognised; recognised known; acknowledged recognised; established known
settled established; proven established; understood known; chosen selected; selected picked
picked chosen
"""

_ADVERBS = """
rapidly fast quickly swiftly promptly speedily; quickly soon; soon shortly
immediately directly instantly promptly; previously earlier before already formerly; formerly before
earlier before; initially originally first; originally first; initially beginning; recently lately
recently newly; subsequently later then next afterwards thereafter; afterwards later after
then afterwards; thereafter then; gradually progressively slowly steadily; progressively increasingly
frequently often regularly; commonly often; regularly routinely; routinely usually
usually generally normally ordinarily; typically usually generally; generally commonly
ordinarily normally; occasionally sometimes; sporadically occasionally; intermittently occasionally
seldom rarely infrequently; hardly barely scarcely; ultimately finally eventually lastly; finally lastly
eventually finally; simultaneously concurrently together; together jointly collectively
jointly together; collectively together; roughly approximately
markedly considerably substantially greatly strongly much; greatly considerably; much considerably
much far; far considerably; appreciably considerably; noticeably markedly; notably markedly
strongly greatly; strikingly markedly; sharply steeply; sharply abruptly; suddenly abruptly
slightly marginally; worldwide globally internationally; globally universally; nationally nationwide
locally regionally; carefully cautiously; thoroughly carefully; carefully closely
wholly completely fully entirely; beforehand previously; before beforehand; likewise similarly
similarly comparably; equally similarly; similarly identically; equally alike; separately individually
individually singly; alone only; solely only; particularly especially; specifically particularly
chiefly mainly mostly primarily; currently presently now; presently now; today now; now currently
already now; still yet; continuously constantly; constantly continually; continuously uninterruptedly
permanently always; temporarily transiently; briefly shortly; transiently briefly; easily readily simply
readily easily; simply easily; effortlessly easily; manually hand; automatically automated
intentionally deliberately; purposely intentionally; visually eye; accurately correctly
correctly properly; properly appropriately; adequately sufficiently; enough sufficiently; poorly badly
inadequately poorly; insufficiently inadequately; well adequately; well effectively
successfully effectively; evenly uniformly; homogeneously uniformly; equally evenly; widely broadly
extensively widely; widely commonly; widely generally; highly very; extensively thoroughly
deeply profoundly; tightly firmly; firmly securely; securely safely; loosely weakly; freely openly
openly publicly; privately personally; personally individually; twice double; repeatedly often
repeatedly again; anew again; afresh again; also additionally; additionally further
furthermore additionally; further more; instead alternatively; alternatively otherwise; otherwise else
otherwise differently; elsewhere somewhere; nearby close; inside within; outside beyond
underneath beneath; beneath below; under below; above over; over across; around about; nearly almost
here below; accordingly correspondingly; conversely contrarily; vice conversely
unexpectedly surprisingly; intrinsically inherently; annually yearly; monthly month; hourly hour
overnight night; weekly week; daily day; nightly night
"""

_NOUNS = """
method approach methodology technique procedure; procedure process; technique procedure
way manner fashion means mode; way method; means method; route way; aim goal objective purpose intention
purpose intent; target goal; end goal; kind type sort class; class category; category group; type form
piece fragment; branch sector; form kind; variety kind; person individual; child kid youngster;
quantity amount
pupil schoolchild student; remainder rest residue; rest others; part portion section; portion share
share part; fraction proportion; proportion share; section segment; segment part; piece part
component part constituent; part component; element component; ingredient component
constituent ingredient; aspect feature; feature characteristic trait attribute; characteristic property
property attribute; quality property; trait characteristic; advantage benefit merit; benefit advantage
merit advantage; disadvantage drawback shortcoming; drawback limitation; weakness shortcoming
limitation shortcoming; problem difficulty issue; difficulty trouble; issue matter; question issue
problem question; matter question; topic subject theme; subject matter; theme topic
result outcome finding; outcome consequence; consequence result; finding observation; reason ground
reason motive; explanation reason; number count; figure number; figure diagram; picture image photograph
image photo; photograph photo; drawing sketch; chart graph; graph plot; diagram scheme; table list
place location site; location position; position place; site location; spot place; area region zone
region zone; area space; surroundings environment; environment setting; setting context
background context; circumstance condition; condition state; situation state; case instance
instance example; example case; event occurrence; incident event; occasion time; moment time instant
time point; instant moment; period time; period span; span duration; duration length; interval period
stage step; step phase; beginning start onset; start outset; outset beginning; end conclusion; end close
ending end; finish end; start beginning; commencement start; rise increase; increase growth
increment increase; fall decrease drop; decline fall; reduction decrease; drop decrease
change alteration; alteration modification; shift change; variation change; transition change
difference distinction; discrepancy difference; disparity difference; similarity resemblance
resemblance likeness; relationship relation; relation connection; connection link; link relationship
tie link; tie connection; work study; study research; study investigation; investigation inquiry
research investigation; research work; paper article; article study; paper study; paper work
manuscript paper; report paper; publication paper; literature publication; account description
summary overview; outline summary; review overview; abstract summary; survey questionnaire
assumption premise; idea notion concept; concept notion; view opinion; belief view; viewpoint view
perspective view; stance position; attitude view; knowledge understanding; understanding insight
knowledge awareness; skill ability; capability ability; ability capacity; expertise knowledge
information knowledge; lack shortage; shortage scarcity; deficiency lack; deficit lack; need requirement
demand need
necessity need; requirement condition; prerequisite requirement; criterion requirement; choice selection
option choice; option alternative; alternative choice; use usage application; application use; usage use
employment use; utilisation use; exploitation use; attempt effort; trial attempt; try attempt
endeavour effort; task job; duty task; activity work; work task; exercise task; assignment task
role function; part role; rule guideline; guideline recommendation; recommendation suggestion
advice recommendation; proposal suggestion; plan scheme; strategy plan; design plan; programme plan
set collection; collection group; group set; group class; batch group; batch lot; series sequence
sequence order; chain series; succession series; array set; list set; assembly group; cluster group
covering cover; edge border; border boundary; boundary limit; limit border; margin edge; rim edge
bottom base; base foundation; basis foundation; basis base; middle centre; centre core; inside interior
exterior outside; front face; corner angle; opening gap; instrument device; device apparatus
apparatus instrument; equipment apparatus; tool instrument; machine device; tool device; setup apparatus
setup arrangement; arrangement configuration; configuration setup; layout arrangement; system setup
author writer; reader user; user operator; worker employee; employee staff; staff personnel
personnel employee; scholar researcher; researcher investigator; investigator experimenter
scientist researcher; expert specialist; teacher instructor; instructor trainer; learner student
trainee student; colleague coworker; partner collaborator; collaborator colleague; leader head
head chief; owner holder; buyer purchaser; customer client; seller vendor; tenant renter
inhabitant resident; citizen resident; passer pedestrian; traveller passenger; visitor guest
attendee participant; respondent interviewee; rater assessor; assessor evaluator; annotator labeller
judge rater; car automobile; vehicle car; aeroplane airplane aircraft; ship vessel; boat vessel
road street; path way; path route; journey trip; travel journey; house home; dwelling house
building structure; flat apartment; firm company; company business; business firm; enterprise firm
organisation institution; agency organisation; authority agency; school college; shop store
market marketplace; job occupation; occupation profession; trade business; price cost; cost expense
expense expenditure; money cash; funding support; grant award; tax levy; fee charge; fine penalty
law legislation; regulation rule; act law; contract agreement; consensus agreement; accord agreement
dispute conflict; debate discussion; argument debate; conversation talk; talk lecture; meeting gathering
session meeting; answer response reply; reply answer; response reaction; feedback response
comment remark; note remark; statement assertion; assertion claim; declaration statement
announcement statement; message text; word term; name title; title heading; label name; tag label
mistake error; fault defect; defect flaw; bug error; failure breakdown; accident mishap; damage harm
surgery operation; help assistance aid; assistance support; aid help; support help; barrier obstacle;
obstacle hindrance
impediment barrier; obstruction obstacle; hurdle obstacle; bottleneck constraint; constraint restriction
restriction limitation; limit restriction; limit constraint; ban prohibition; permission consent
approval consent; licence permit; permit permission
"""


#: Groups of words as they are written in the tables.
GROUPS: tuple[tuple[str, ...], ...] = tuple(
    tuple(group.split())
    for group in f"{_VERBS};{_ADJECTIVES};{_ADVERBS};{_NOUNS}".replace("\n", ";").split(";")
    if len(group.split()) > 1
)


def _table() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(GROUPS):
        for word in group:
            found.setdefault(key_of(word), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


_GROUPS_OF: Mapping[str, frozenset[int]] = _table()
_NONE: frozenset[int] = frozenset()


def may_stand_for(a: str, b: str) -> bool:
    """Return whether two stems (of `natfig.prose.gate.words.key_of`) share a group."""
    return not _GROUPS_OF.get(a, _NONE).isdisjoint(_GROUPS_OF.get(b, _NONE))
