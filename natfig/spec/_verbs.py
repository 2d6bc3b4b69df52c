"""Verbs of scientific conclusions and the words that tell a verb from a noun.

Base forms; inflected forms are derived in `natfig.spec.sentence`. The lists are
split by how far a form can be trusted: "halves" is a verb wherever it stands,
"results" is one only before an object.
"""

from __future__ import annotations

__all__ = [
    "ABBREVIATIONS",
    "AUXILIARIES",
    "CHANGE",
    "COMPARATIVES",
    "DETERMINERS",
    "INTRANSITIVE",
    "IRREGULAR",
    "NOT_SUBJECT",
    "NOUN_VERBS",
    "NUMBERS",
    "PARTICLES",
    "PLURALS",
    "PREFIXES",
    "VERBS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Finite by themselves, wherever they stand.
AUXILIARIES = _words(
    """
    is are was were isn't aren't wasn't weren't am has have had hasn't haven't hadn't does do did
    doesn't don't didn't can cannot can't could couldn't may might must should shouldn't will won't
    would wouldn't shall need needn't ought
    """
)

# Verbs whose -s form is hardly ever a plural noun. They need no object.
VERBS = _words(
    """
    abolish abrogate absorb accelerate accept accommodate accompany accomplish account accrue accumulate
    achieve acquire activate adapt add address adhere adjust adopt adsorb advance affect aggravate agree
    alleviate allow alter ameliorate amplify anneal antagonize anticipate appear apply approach arise
    arrest ascend assemble assist associate assume attain attenuate attract augment become beget begin
    behave belong blunt boost bring broaden bypass capture carry catalyze cease circumvent clarify
    cleave cluster coincide collapse colonize combine commence compensate compete complement comprise
    compromise concentrate conclude condense confer confirm conform connect conserve consist constrain
    construct consume contain contract contradict contribute convert converge convey correct correlate
    correspond corroborate counteract counterbalance covary create cure curtail damp dampen deactivate
    decay decide decompose deepen define degrade delay delineate deliver demonstrate denature deplete
    depend depict deplore deposit depress derive desensitize deserve destabilize destroy deteriorate
    determine deter develop deviate differ differentiate diffuse dilute diminish direct disappear
    disperse displace disrupt dissipate dissociate dissolve distinguish diverge diversify divide
    dominate downregulate drain duplicate ease elaborate elevate elicit eliminate elongate elucidate
    embed emerge emit employ enable encode encompass encounter encourage endow engage enhance enlarge
    enrich ensure entail enter entrain equal equalize eradicate erode escape establish evade evoke
    evolve exacerbate exceed exclude exert exhibit exist expand expedite explain exploit explore express
    extend extinguish extract facilitate fail favor favour feature flatten flourish fluctuate follow
    foster fulfil fulfill function fuse gain generalize generate govern grow guarantee guide halt halve
    hamper happen harbor harbour harm hasten hinder hydrolyze identify illuminate illustrate impair
    impede implicate imply improve include incorporate indicate induce influence inform inhibit initiate
    insert instantiate insulate integrate intensify interact interfere internalize interrupt intersect
    intervene introduce invade invert involve isolate jeopardize join justify keep lack lag lengthen
    lessen lie liberate localize lose lower magnify maintain maximize mediate melt merge methylate
    migrate mimic minimize mirror mislead mitigate mobilize modify modulate narrow necessitate negate
    neutralize normalize nucleate obey obscure obstruct obtain occlude occupy occur offer offset operate
    oppose optimize originate oscillate outcompete outlast outlive outnumber outpace outperform outrank
    outrun outweigh overcome overestimate overlap override oxidize parallel participate patrol penetrate
    perform permit persist persuade perturb pervade phosphorylate polarize polymerize possess potentiate
    precede precipitate preclude predict predispose preserve prevail prevent proceed produce progress
    proliferate prolong promote propagate protect prove provide provoke quantify quench reach react
    rebound recapitulate receive recognize recover recruit rectify recur redirect redistribute reduce
    refine reflect regenerate register regress regulate reinforce reject relate relax release relieve
    rely remain remodel remove render reorganize repair replace replicate repress reproduce require
    rescue resemble reside resist resolve respond restore restrict retain retard reveal reverse revert
    rewire satisfy saturate select sensitize separate sequester serve settle sever sharpen shorten show
    shrink simplify slow soften solidify solve span spare specify stabilize stem stiffen stimulate
    strengthen stretch subside substitute suffice suggest suit supersede supplement suppress surpass
    survive sustain switch synchronize synergize synthesize tend terminate thicken thrive tighten
    tolerate transcend transform translate transmit transport traverse trigger underestimate undergo
    underlie undermine underpin underperform undo unfold unify unlock upregulate utilize vanish vary
    verify violate weaken widen withstand worsen yield succeed speed spread rise fall drive lead hold
    make take give get go come see seem stay let mean move matter meet open close pay run save sit speak
    stand suffer teach tell think understand win write know learn leave help hit build buy bend break
    bear choose confine detect discover distort estimate evaluate fit generalise fire flow form gate
    hydrolyse catalyse optimise minimise maximise normalise stabilise localise polarise oxidise
    sensitise synergise neutralise recognise characterize characterise summarize summarise emphasize
    emphasise organize organise dephosphorylate ubiquitinate acetylate deacetylate demethylate
    glycosylate dimerize oligomerize depolarize abandon accrete admit age ambush anchor answer apologize
    argue arouse ask assess assimilate assort attack attend avoid awaken bark bathe beg belie bellow
    bequeath betray bleach bleed blend bloom blossom blow boil borrow bounce branch breathe breed brood
    browse burn burrow burst calcify calibrate camouflage cancel care caution celebrate chase chelate
    chew circle circulate cite claim clean cling clone clot coagulate coalesce coevolve cohere coil
    collect collide communicate comply compress conceal concur condition congregate conjugate
    consolidate consult contend continue cooperate copy cost counter crack crawl crystallize curb curl
    dance dare debilitate decarbonize decline decouple decrypt defeat defend defer deform defy delete
    deliberate demand denitrify deny depart deploy depolymerize deprive descend desert detach detain
    dictate die diet digest dig disagree disassemble discard discharge discourage discriminate disfavor
    disfavour dismiss disprove dissect dive donate dope drag draw dream drink drown dry dwell earn eat
    eclipse economize edit educate eject elect elude embark embody embrace emanate empower empty
    encapsulate encroach end endanger endure enforce engineer engulf enjoy enrol ensue entangle
    enucleate epitomize equip err erupt esterify evacuate evaporate exaggerate examine excel excite
    exchange excrete exhaust expect expel expire explode expose extrude fade faint fear federate feed
    ferment fertilize fight fill filtrate finish fix flee flip float flock flood flower fold forage
    forbid force forecast foreshadow forget forgive fossilize fracture fragment freeze frighten fruit
    frustrate gallop gather germinate glow grab grant grasp gravitate graze greet groom guess gut hate
    heal hear herald hibernate highlight hire hop hope hover hunt hurt hybridize hydrate ignite ignore
    imitate immobilize immunize imperil implement impose imprint incline incur infect infer infiltrate
    inflame inflate infest ingest inhabit inhale inherit inject injure innervate inspire intend
    interpret intrude invest invite ionize irradiate irritate jam judge kick last laugh launch lay leach
    leak lean leap lend levitate like lignify linger listen live load locate look love lyse magnetize
    manage manifest marry mature meander measure menace metabolize metastasize mineralize miss mistake
    moderate moisten molt moult motivate multiply murder myelinate negotiate nest neglect nitrify notice
    nourish occasion orbit orchestrate orient outbid outcross outshine outstrip overexpress overfit
    overheat overlook overpredict oversee overshoot overtake overturn overwhelm own oxygenate pack paint
    palliate paralyze parasitize parse partition pass paste pause peel perceive perish permeate
    perpetuate petrify pick pioneer plant plateau please pollinate pollute pose postpone pray prefer
    presage present presume pretend prey prime print privilege probe profit prohibit project pronounce
    propel propose prosper prune publish pull pump punish pursue race radiate radicalize rain reactivate
    read realign realize rear reason reassemble reassure recede reclaim recombine recommend reconcile
    reconfigure reconstitute reconstruct recycle redefine redeem refer refold refract refuse regain
    regard rehydrate reignite reinstate reinterpret rejuvenate relapse relaunch relegate relocate remedy
    remember remind remineralize remit repel replenish reply report repopulate reprogram request reroute
    resonate resort resume resurge retire retract retreat retrieve reunite reuse revise revive
    revolutionize ride ring ripen risk roam roll rot rule rupture sacrifice say scatter scavenge scream
    secrete secure sediment seek segregate seize self-assemble sell send shatter shed shine shoot shout
    shrug shuffle shunt shut sing sleep slip smell smile smother snap sneeze solubilize soothe spawn
    specialize specialise spell spend spill spin spoil sporulate spur squeeze starve steal steer sting
    stir stratify strike strive subdue subdivide sublimate submerge subsist subvert suck sue suffocate
    superpose supervene supplant suppose surmount surrender surround suspect swallow swarm sway swell
    swim swirl tackle tailor talk taste tear tease tempt testify threaten thin throw tick tilt tip
    titrate toggle topple torment touch toughen transduce transfect transfuse transgress transpire
    transpose traumatize treat tremble try tumble tunnel twist ubiquitylate unbind uncouple uncover
    undercut underfit underscore unite unleash unpack unzip update uphold upset urge vaccinate vaporize
    vent ventilate vibrate vindicate wait wake wander wane want warm warn waste watch wax wear weave
    weigh wet wilt wither wonder worry wrestle yearn zigzag stagnate invigorate hyperpolarize repolarize
    transactivate inactivate deregulate dysregulate misregulate coexist co-occur colocalize co-localize
    outdo outgrow refute support trump unmask unravel warrant beat
    """
)

# Verbs whose -s form is just as often a plural noun ("serving costs"): they count only before an object,
# before one of their particles, or, for CHANGE, before anything but "of".
NOUN_VERBS = _words(
    """
    aim balance base benefit bias bind block bond bound bridge bud bypass cap cause center centre
    challenge change clear cloud coat code color compound compute concern conduct contact contrast
    control cool core cost couple cover cross cut cycle damage decline decrease design display double
    dose drift drop drug effect exercise exit experience export face filter focus force frame fuel gain
    grade group guard harvest head heat host image impact import increase interest kill label level
    license light limit line link load lock loop mark mask match measure mix model monitor mount mutate
    name nest note number order outline output pair part pattern peak phase pitch place plan plateau
    play point pool position power practice press process profile program project prompt pulse purchase
    purify push quadruple question range rank rate ratio raise reason rebound record rest result return
    review reward rival rotate round route sample scale score screen seal seed sense set shape share
    shield shift side sign signal sink slope sort sound source split stage start state step stop store
    strain stress strip structure study subject sum supply surface surge swell swing switch target tax
    test tie time top trace track trade train transfer transition transit travel treat treble trend
    triple tune turn use value view visit vote walk wash weight work wound wrap crash dip jump lift
    plunge soar slump spike slide climb diet risk run race plant clone copy crack answer anchor fold
    fruit glow hunt launch look love pack paint partition pause pick print probe profit pump ring roll
    rule scatter smell smile spill spin sting stir talk taste tear tilt tip touch tunnel twist update
    vent wait waste watch wonder worry fracture fragment ferment feed fear fight fill fix float flock
    flood forecast guess hope hire hit hurt judge leak leap notice orbit paste pose rear request retreat
    reuse ride rot rupture sediment shed shoot shunt slip spawn spell spur squeeze sway throw tick
    exchange exhaust end escape exhibit flow fire form gate function guide influence cluster decay delay
    advance approach arrest boost branch burn burst care chase circle claim clot counter coil demand
    discharge drag draw drink drive lead lack offer overlap progress release repair rescue reverse span
    speed spread supplement transport trigger yield help hold stand stay need lease bend break bundle
    buy rain sleep age search replicate isolate estimate duplicate complement conjugate precipitate
    stall home
    """
)

# Verbs that say something changes: "latency increases." stands by itself.
CHANGE = _words(
    """
    change climb crash cycle decay decline decrease dip double drift drop fall flatten fluctuate gain
    grow halve help hop increase jump lag peak plateau plunge quadruple rebound recover rise rotate
    saturate scale shift shrink slide slump soar spike stagnate stop surge swell swing treble triple
    vary work
    """
)

# Prefixes that make a new verb of a known one ("reshape", "co-express", "outlive").
PREFIXES = (
    "re",
    "over",
    "under",
    "out",
    "co-",
    "co",
    "de",
    "un",
    "mis",
    "down",
    "up",
    "trans",
    "inter",
    "self-",
    "auto",
    "pre",
    "hyper",
    "hypo",
    "photo",
)

# What may follow a noun-like verb in place of an object.
PARTICLES = _words("""
    by from to into towards toward with as at behind beyond past
    """)

# Adverbs that follow a verb ("ages faster"), also one that is on no list.
COMPARATIVES = _words(
    "longer faster slower earlier later younger older louder better worse more less farther further sooner"
)

# Past tense → whether it stands without an object.
IRREGULAR: dict[str, bool] = {
    **dict.fromkeys(
        _words("""
    arose became began came fell flew froze grew lay ran rang rose sank shrank slept spoke sprang stank
    stood swam went overcame underwent withstood outgrew gave took drove drew broke chose wrote saw knew
    threw wore shook bore hid stuck slid spent sped
    """),
        True,
    ),
    **dict.fromkeys(
        _words("""
    beat bound brought built bought caught cost cut dealt felt fed fit fought found got held hit kept
    led left let lost made meant met paid put read said sent set shed shot showed sold sought spread
    split struck swept taught thought told understood won upheld
    """),
        False,
    ),
}

# Plural subjects that do not end in -s.
PLURALS = _words(
    """
    mice people data children men women bacteria criteria phenomena cells both they we these those which
    that who all most many some few several others fish sheep larvae nuclei fungi algae stimuli loci
    spectra media mitochondria microglia neuroglia fibroblasts feet teeth hypotheses taxa alleles strata
    i you two three four five six seven eight nine ten
    """
)

# After these stands a plural noun, never a verb in -s.
NUMBERS = _words("two three four five six seven eight nine ten twelve")

DETERMINERS = _words(
    """
    the a an its their his her our my your every each all both no any this these those most more less
    fewer many several some half twice three two one another either neither such
    """
)

# Words after which a finite verb cannot stand: what follows them is a noun phrase or an infinitive.
NOT_SUBJECT = _words(
    """
    the a an its their his her our my your every each no any this of in on at by for with without within
    from into onto to toward towards through throughout during before after between among across under
    over above below against along around behind beside beyond despite except inside outside near per
    since than until upon via versus vs as if whether because although while whereas when where how why
    and or but nor not very highly strongly significantly more most less least much
    """
)

# Verbs whose past tense stands without an object ("patients survived").
INTRANSITIVE = _words(
    """
    accumulate agree appear collapse coincide converge correlate correspond depend deteriorate differ
    disappear die diverge emerge evolve live age last end happen sleep exist fail improve interact lie
    occur persist proliferate remain respond stay succeed survive tend thrive vanish worsen migrate
    progress react recur regress oscillate predominate suffice
    """
)

# Their full stop ends no sentence.
ABBREVIATIONS = _words(
    """
    e.g i.e vs cf al fig figs eq eqs ref refs ca approx resp no nos vol sp spp subsp var dr prof mr mrs
    ms st ext suppl tab sec ch min max avg av wt temp conc dept inc ltd et viz ed eds pp p vs. a.m p.m
    u.s u.k u.s.a e.u ph.d i.v i.p s.c i.m p.o b.w n.s n.d s.d s.e s.e.m c.i h.p.i d.p.i
    """
)
