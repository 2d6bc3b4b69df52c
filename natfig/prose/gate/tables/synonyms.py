"""Words of general English that say the same in a paper, and words that carry nothing.

A group holds words that editors swap without a thought for the claim. Words that are near and not the
same in science stand in no group: mean and median, accuracy and precision, incidence and prevalence.
"""

from __future__ import annotations

from collections.abc import Mapping

from natfig.prose.gate.tables import words
from natfig.prose.gate.words import key_of

__all__ = ["ANTONYMS", "CONFUSABLE", "LIGHT", "SYNONYMS", "TELLS"]

_SYNONYMS = """
use utilise employ; perform conduct undertake execute; investigate examine explore study research
obtain acquire get
help aid assist; start begin commence initiate; end finish terminate; large big; extra additional further
begin start commence; show display exhibit; depict illustrate; method approach methodology; result finding
try attempt endeavour; give provide supply; different distinct; choose select pick; keep maintain retain
buy purchase
happen occur arise; assess evaluate; compute calculate; alter change modify; build construct; create generate
achieve attain reach accomplish; consider regard; stay remain; rapid fast quick swift
rapidly fast quickly swiftly
difficult hard challenging; easy straightforward; current present; previous prior earlier past preceding
previously earlier
similar comparable; similarly comparably; aim goal objective purpose; kind type sort; way manner fashion
person individual; child kid; important key; describe outline; initially originally; recently lately
subsequently later then next
gradually progressively; frequently often; large sizeable; understand comprehend; answer address
elucidate clarify
increase rise elevate raise augment; increased elevated raised
decrease reduce decline lower fall drop diminish lessen
decreased reduced lowered; higher greater; small little tiny;  worsen deteriorate
employ use; ensure guarantee; begin initiate; place put; collect gather; divide split; join connect
immediately directly; about regarding; attach fix; entire whole; final last; ultimately finally eventually
adequate enough
quantity amount; hence therefore; quantify measure; measure determine; assign allocate; discard dispose
verify check confirm
continue proceed; summarise summarize; state say note mention; mostly mainly
simultaneously concurrently; together jointly; following subsequent; main principal chief; mix blend
roughly approximately
possess own; lack miss; stop cease halt; strengthen reinforce; see view; evident apparent; explain account
address tackle
identical same; worldwide globally; carefully cautiously; sometimes occasionally; buildup accumulation
appropriate suitable; adequate suitable
less fewer; receive get; postpone delay defer; fabricate manufacture; ascertain determine; inferior worse
superior better;  ask request solicit inquire; provide furnish; stop cease halt discontinue quit
complete finish; live reside dwell; depart leave; transmit send
forward send; anticipate expect; deem consider; encounter meet; enumerate list; relocate move
participate engage; manufacture make; locate find
oppose resist; expiry expiration; markedly considerably substantially; clear apparent evident
remainder rest; seldom rarely
yield give; pupil schoolchild; beforehand previously; endure last; occasionally sometimes; wholly completely
adjacent neighbouring nearby; aware cognisant; strive try; ask question; demand require; wish want
residue remainder
say state mention; picture image photograph; depart go; photograph photo; likewise similarly
entire complete; strong powerful; principal chief;
beneficial helpful useful; inspect examine; observe monitor; harvest collect; excise remove
"""

# Groups above are joined where they share a word, unless that makes one of two that differ;
# these are kept apart.
_APART = frozenset(
    words("key last final evident apparent sufficient little confirm determine measure address")
)

_LIGHT = """perform conduct make do undertake carry take provide give exhibit show display undergo experience
occur demonstrate
put achieve have process procedure fact case order way manner fashion basis thing
matter question respective detect set"""

#: Words that are easily confused and never the same.
_CONFUSABLE = """
accuracy precision; prevalence incidence; sensitivity specificity; efficacy effectiveness efficiency
mean median mode average
sd sem; correlation causation; mass weight; patient participant subject volunteer; affect effect
odds risk hazard
variance deviation; necessary sufficient; assess identify; dose dosage; mortality morbidity lethality
gene protein
genotype phenotype; rate ratio
proportion ratio; reliability validity; specificity selectivity; toxicity lethality; concentration amount
velocity speed
sex gender; replicate repeat; reproducibility repeatability; remission cure; hypothesis theory; absorb adsorb
principal principle; complement compliment; translation transcription
transduction transfection transformation; virus bacterium
afferent efferent; hyper hypo; intra inter; agonist antagonist; anterior posterior; dorsal ventral
proximal distal
cohort trial; control case; stationary static; stress strain tension; force power energy; velocity rate
heat temperature
species genus family strain variety breed race; era epoch period age; sample population
reliability consistency
recall precision; power energy work; wage salary income; titre load; weather climate; resistance tolerance
detection identification; validation verification calibration; disease syndrome; sign symptom; signal noise
estimate measure count; sequence order; speed acceleration; current voltage; density concentration
diversity richness evenness abundance;
hardness toughness stiffness strength rigidity brittleness ductility elasticity hardenability;
permeability porosity; conductivity resistivity diffusivity; viscosity density; purity yield
survival growth; amplitude frequency; offset bias; skill ability
stimulus response; model theory; likelihood probability; interval range; test training; variety variation
 parameter variable; error uncertainty; significance importance
"""

_ANTONYMS = """
increase decrease; increase reduce; increase decline; increased decreased; increased reduced; higher lower
high low; more less
more fewer; gain loss; upregulate downregulate; upregulated downregulated; upregulation downregulation
before after
activate inhibit; activation inhibition; promote inhibit; promote suppress; enhance suppress
enhance reduce; stimulate inhibit
positive negative; positively negatively; faster slower; longer shorter; larger smaller; greater smaller
greater less
improve worsen; rise fall; above below; early late; earlier later; best worst; strong weak
stronger weaker; maximum minimum
up down; accelerate slow; agonist antagonist; presence absence; with without; always never; left right
upper lower; inner outer
internal external; acute chronic; male female; men women; direct indirect; directly indirectly
dominant recessive; present absent
include exclude; major minor; anterior posterior; necessary unnecessary; same different; similar different
upstream downstream
benign malignant; hot cold; warm cool; toxic harmless; prevent cause; prevent promote; induce prevent
allow prevent; better worse
"""

_TELLS = """delve delves; underscore underscores; pivotal; tapestry; intricate; intricacies; realm
testament; showcase showcases; meticulous
meticulously; multifaceted; landscape; foster fosters; leverage leverages; crucial; invaluable; noteworthy
commendable; paramount; vibrant
seamless; seamlessly; holistic; nuanced; myriad; embark; garner; harness; unlock; unveil; elucidate
transformative; game-changer; shed"""


def _groups() -> dict[str, str]:
    """Return word key → key of the first word of its group."""
    table: dict[str, str] = {}
    for group in _SYNONYMS.replace("\n", ";").split(";"):
        keys = [key_of(word) for word in group.split() if word not in _APART]
        known = next((table[key] for key in keys if key in table), None)
        head = known or (keys[0] if keys else "")
        for key in keys:
            table.setdefault(key, head)
    return table


#: Key of a word → key of the group's first word.
SYNONYMS: Mapping[str, str] = _groups()
#: Verbs and nouns that only help another word ("perform an analysis of").
LIGHT = frozenset(key_of(word) for word in _LIGHT.split())


def _pairs(text: str) -> frozenset[frozenset[str]]:
    found: set[frozenset[str]] = set()
    for group in text.replace("\n", ";").split(";"):
        keys = [key_of(word) for word in group.split()]
        found |= {frozenset((a, b)) for a in keys for b in keys if a != b}
    return frozenset(found)


CONFUSABLE = _pairs(_CONFUSABLE)
ANTONYMS = _pairs(_ANTONYMS)
#: Words that machine-written prose is known by; only ever told where they were added.
TELLS = frozenset(key_of(word) for word in _TELLS.replace(";", " ").split())
