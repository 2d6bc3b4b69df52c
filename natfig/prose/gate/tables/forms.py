"""Forms of words: irregular ones, British and American ones, nouns made of verbs."""

from __future__ import annotations

from collections.abc import Mapping

from natfig.prose.gate.tables import words

__all__ = ["AMERICAN", "DERIVED", "IRREGULAR", "KEEP", "PLURALS"]

_IRREGULAR = """
arise arose arisen; become became; begin began begun; bind bound; bleed bled; blow blew blown
break broke broken
bring brought; build built; buy bought; catch caught; choose chose chosen; come came; cut; deal dealt; dig dug
draw drew drawn; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought
find found; fly flew flown; forget forgot forgotten; freeze froze frozen; get got gotten; give gave given
go went gone; ride rode ridden; bite bit bitten; dwell dwelt; creep crept; cling clung; fling flung
forbid forbade forbidden; forgive forgave forgiven; hang hung; bend bent; spill spilt; slide slid
sweep swept; swing swung; wake woke woken; strive strove striven; sew sewn; sow sown; saw sawn; mow mown
grind ground; grow grew grown; hear heard; hide hid hidden; hold held; keep kept; know knew known; lay laid
lead led; learn learnt; leave left; lend lent; let; lie lay lain; light lit; lose lost; make made; mean meant
meet met; overcome overcame; pay paid; prove proven; put; read; ring rang rung; rise rose risen; run ran
say said; see saw seen; seek sought; sell sold; send sent; set; shake shook shaken; shed; shine shone
shoot shot; show shown; shrink shrank shrunk; shut; sing sang; sink sank sunk; sleep slept; speak spoke spoken
spend spent; spin spun; split; spread; spring sprang; stand stood; steal stole; stick stuck; strike struck
swell swollen; swim swam; take took taken; teach taught; tear tore torn; tell told; think thought
throw threw thrown; understand understood; undergo underwent undergone; upset; wear wore worn
weave wove woven
win won; withdraw withdrew withdrawn; write wrote written; agree agreed; free freed; cast; cost; hit; hurt
withstand withstood; undertake undertook undertaken; foresee foresaw foreseen; outgrow outgrew
test tests tested testing; use uses used using; die dies died dying; tie ties tied tying; lie lies
"""

_PLURALS = """
mouse mice; louse lice; foot feet; tooth teeth; goose geese; child children; man men; woman women; ox oxen
person persons people; analysis analyses; hypothesis hypotheses; basis bases; crisis crises
diagnosis diagnoses
thesis theses; synthesis syntheses; axis axes; datum data; bacterium bacteria; medium media; spectrum spectra
phenomenon phenomena; criterion criteria; stimulus stimuli; nucleus nuclei; locus loci; fungus fungi
alga algae; larva larvae; vertebra vertebrae; antenna antennae; formula formulae formulas; matrix matrices
index indices indexes; appendix appendices; vertex vertices; genus genera; radius radii; focus foci
mitochondrion mitochondria; taxon taxa; septum septa; ovum ova; serum sera; quantum quanta; leaf leaves
half halves; life lives; knife knives; wolf wolves; calf calves; loaf loaves; shelf shelves; self selves
nucleolus nucleoli; villus villi; bronchus bronchi; thrombus thrombi; embolus emboli; ganglion ganglia
corpus corpora; metastasis metastases; prognosis prognoses; mitosis mitoses; apex apices; cortex cortices;
helix helices
"""


def _irregular() -> dict[str, str]:
    table: dict[str, str] = {}
    for line in (_IRREGULAR + _PLURALS).replace("\n", ";").split(";"):
        words = line.split()
        for word in words[1:]:
            table.setdefault(word, words[0])
    table["found"], table["ground"], table["bound"] = "find", "ground", "bind"
    table["left"] = "left"  # a side more often than a past tense
    table["lay"], table["lied"], table["read"] = "lie", "lie", "read"
    table["better"] = "better"
    return table


#: Irregular form → base form.
IRREGULAR: Mapping[str, str] = _irregular()

#: Irregular plurals, which are no past tenses.
PLURALS = frozenset(word for line in _PLURALS.replace("\n", ";").split(";") for word in line.split()[1:])

#: Words that look like forms of others and aren't.
KEEP = frozenset(
    words(
        """
        species series means lens lens pus gas bus this thus plus minus bias focus virus status
        census corpus always perhaps whereas does towards besides afterwards physics mathematics
        statistics genetics kinetics dynamics mechanics economics electronics optics thermodynamics
        proteomics genomics ethics diabetes rabies scabies herpes faeces feces news atlas canvas
        chaos cosmos pancreas red bed need seed speed feed bleed breed embed hundred indeed exceed
        proceed succeed shed sled infrared kindred sacred evening morning during spring string thing
        king ring wing sing bring sting swing nothing something anything everything ceiling sibling
        wedding pudding being ross mass less us is was has its his as yes ours hers theirs towards
        across process access excess success stress press glass class cross loss gross distress
        address
        """
    )
)

# British → American, where no rule of `natfig.prose.gate.words` says it.
_AMERICAN = """
grey gray; aluminium aluminum; sulphur sulfur; sulphate sulfate; sulphide sulfide; sulphuric sulfuric
programme program
programmes programs; catalogue catalog; analogue analog; catalogued cataloged; cataloguing cataloging
catalogues catalogs; dialogue dialog; analogues analogs; homologue homolog
homologues homologs; orthologue ortholog; orthologues orthologs; paralogue paralog; paralogues paralogs
defence defense; licence license; offence offense; practise practice; practised practiced
practising practicing
sceptical skeptical; mould mold; moult molt; plough plow; tyre tire; cheque check; gauge gage; ageing aging
judgement judgment; acknowledgement acknowledgment; artefact artifact; artefacts artifacts
artefactual artifactual
fulfil fulfill; fulfils fulfills; enrol enroll; enrolment enrollment; skilful skillful; instalment installment
manoeuvre maneuver; draught draft; cosy cozy; kerb curb; storey story; whisky whiskey; vice vise
learnt learned; spelt spelled; burnt burned; dreamt dreamed; leapt leaped; spoilt spoiled; whilst while
amongst among
towards toward; afterwards afterward; backwards backward; forwards forward; upwards upward; downwards downward
disc disk; discs disks; foetal fetal; foetus fetus; fetus fetus; anaesthesia anesthesia
anaesthetic anesthetic
anaesthetised anesthetized; anaesthetized anesthetized; anaemia anemia; anaemic anemic; ischaemia ischemia
ischaemic ischemic; haemoglobin hemoglobin; haematoxylin hematoxylin; haemorrhage hemorrhage
haemolysis hemolysis
leukaemia leukemia; leukaemic leukemic; oedema edema; oesophagus esophagus; oesophageal esophageal
oestrogen estrogen
oestradiol estradiol; paediatric pediatric; orthopaedic orthopedic; gynaecology gynecology; caesium cesium
diarrhoea diarrhea; coeliac celiac; haematology hematology; haematological hematological
haematopoietic hematopoietic
hypoxaemia hypoxemia; hyperglycaemia hyperglycemia; hypoglycaemia hypoglycemia; glycaemic glycemic
uraemia uremia
bacteraemia bacteremia; septicaemia septicemia; viraemia viremia; hypoglycaemic hypoglycemic; faeces feces
faecal fecal
aetiology etiology; caecum cecum; caecal cecal; tumour tumor; naevus nevus; haem heme
palaeontology paleontology
archaeology archeology; encyclopaedia encyclopedia; mediaeval medieval; aeroplane airplane; per_cent percent
homoeostasis homeostasis; amoeba ameba; phoenix phoenix; dependant dependent; focussed focused
focussing focusing
litre liter; litres liters; metre meter; metres meters; centre center; centres centers; centred centered
centring centering
fibre fiber; fibres fibers; theatre theater; titre titer; titres titers; calibre caliber; lustre luster
spectre specter
meagre meager; sombre somber; sabre saber; goitre goiter; reconnoitre reconnoiter; philtre philter
millilitre milliliter; millimetre millimeter; centimetre centimeter; kilometre kilometer
micrometre micrometer
nanometre nanometer; microlitre microliter; millilitres milliliters; millimetres millimeters
centimetres centimeters
micrometres micrometers; nanometres nanometers; kilometres kilometers; microlitres microliters
"""


def _american() -> dict[str, str]:
    pairs = (entry.split() for entry in _AMERICAN.replace("\n", ";").split(";") if entry.strip())
    return dict(pairs)


AMERICAN: Mapping[str, str] = _american()

# Nouns and the verbs or adjectives they are made of, where cutting an ending doesn't show it.
_DERIVED = """
expiry expire; expiration expire; analysis analyse; synthesis synthesise; hypothesis hypothesise
choice choose; growth grow; loss lose; rise rise; ownership own
proof prove; belief believe; behaviour behave; response respond; failure fail; removal remove; arrival arrive
comparison compare; description describe; assumption assume; consumption consume; production produce
reduction reduce
introduction introduce; destruction destroy; explanation explain; maintenance maintain
interpretation interpret
administration administer; death die; knowledge know; flow flow; depth deep; length long; width wide
height high
strength strong; stability stable; ability able; absorption absorb; adsorption adsorb; conversion convert
decision decide; division divide; expansion expand; extension extend; exclusion exclude; inclusion include
invasion invade; collision collide; diffusion diffuse; fusion fuse; erosion erode; infusion infuse
perfusion perfuse
transmission transmit; admission admit; emission emit; permission permit; submission submit; retention retain
detention detain; abstention abstain; acquisition acquire; requirement require; recognition recognise
addition add
competition compete; repetition repeat; definition define; composition compose; deposition deposit
exposure expose
mixture mix; pressure press; closure close; departure depart; signature sign; storage store; usage use
passage pass
linkage link; cleavage cleave; coverage cover; renewal renew; survival survive; withdrawal withdraw
approval approve
appraisal appraise; refusal refuse; proposal propose; trial try; delivery deliver; recovery recover
discovery discover
injury injure; entry enter; inquiry inquire; application apply; classification classify
identification identify
modification modify; purification purify; quantification quantify; verification verify; amplification amplify
specification specify; simplification simplify; stratification stratify; multiplication multiply
replication replicate
clarification clarify; justification justify; notification notify; magnification magnify; occurrence occur
preference prefer; reference refer; difference differ; interference interfere; inference infer
existence exist
dependence depend; dependent depend; dependency depend; correspondence correspond; emergence emerge
avoidance avoid
resistance resist; resistant resist; tolerance tolerate; performance perform; acceptance accept
attendance attend
guidance guide; assistance assist; clearance clear; disturbance disturb; variance vary; variation vary
variability vary
calculation calculate; derivation derive; evaluation evaluate; preparation prepare; separation separate
saturation saturate; sensitivity sensitive; specificity specific; activity active; solubility soluble
toxicity toxic
density dense; purity pure; intensity intense; severity severe; similarity similar; toxicity toxic
complexity complex
availability available; feasibility feasible; reproducibility reproducible; reliability reliable
mobility mobile
importance important; presence present; absence absent; evidence evident; confidence confident
persistence persist
contribution contribute; distribution distribute; evolution evolve; solution solve; resolution resolve
involvement involve; attachment attach; enrichment enrich; adjustment adjust; assignment assign
recruitment recruit
treatment treat; improvement improve; measurement measure; development develop; establishment establish
assessment assess; enhancement enhance; movement move; displacement displace; replacement replace
placement place
arrangement arrange; alignment align; agreement agree; requirement require; deployment deploy
refinement refine
examination examine; investigation investigate; observation observe; determination determine
estimation estimate
characterisation characterise; visualisation visualise; localisation localise; stabilisation stabilise
immunisation immunise; hybridisation hybridise; polarisation polarise; optimisation optimise
utilisation utilise
randomisation randomise; normalisation normalise; standardisation standardise; crystallisation crystallise
detection detect; inhibition inhibit; activation activate; stimulation stimulate; induction induce
injection inject
infection infect; extraction extract; collection collect; selection select; correction correct
protection protect
prediction predict; restriction restrict; secretion secrete; depletion deplete; deletion delete
suppression suppress
expression express; compression compress; progression progress; regression regress; depression depress
accumulation accumulate; aggregation aggregate; degradation degrade; transformation transform; formation form
adaptation adapt; confirmation confirm; combination combine; migration migrate; proliferation proliferate
differentiation differentiate; phosphorylation phosphorylate; methylation methylate; acetylation acetylate
oxidation oxidise; incubation incubate; isolation isolate; validation validate; simulation simulate
different differ; northern north; southern south; eastern east; western west; fungal fungus
bacterial bacterium; viral virus
tidal tide; cellular cell; nuclear nucleus; neuronal neuron; hepatic liver; renal kidney; pulmonary lung
solar sun; lunar moon; stellar star; galactic galaxy; atmospheric atmosphere; oceanic ocean; coastal coast
national nation; regional region; seasonal season; crustal crust; larval larva; spectral spectrum
temporal time; spatial space; arterial artery; muscular muscle; parental parent; maternal mother;
paternal father
societal society; glacial glacier; microbial microbe; genomic genome; enzymatic enzyme; hormonal hormone
dietary diet; volcanic volcano; sedimentary sediment; economic economy; historical history;
environmental environment; computational computation; surgical surgery
agricultural agriculture; industrial industry; governmental government; parliamentary parliament
familial family; molecular molecule; atomic atom; ionic ion; metallic metal
acidic acid; membranous membrane; floral flower; tubular tube; spherical sphere; circular circle
textual text; lexical lexicon; syntactic syntax; dialectal dialect; grammatical grammar
mountainous mountain; alpine alps;
cultural culture; behavioural behaviour; emotional emotion; educational education;
lacking lack; sparsity sparse; recyclability recycle; darken dark; sweeten sweet; widen wide; shorten short
lengthen length; thicken thick; harden hard; soften soft; weaken weak; deepen deep; brighten bright
loosen loose; tighten tight; sharpen sharp; flatten flat; heighten height; warmth warm; truth true;
youth young
wealth wealthy; breadth broad; growth grow; theft steal; sale sell; sales sell; purchase purchase;
belief believe
relief relieve; grief grieve; advice advise; practice practise; licence license; speech speak; sight see
flight fly; gift give; thought think; weight weigh; freight freight; birth bear; choice choose; loss lose
breath breathe; bath bathe; cloth clothe; seizure seize; failure fail; fracture fracture; rupture rupture
erasure erase; disclosure disclose; enclosure enclose; foreclosure foreclose; expenditure expend
departure depart; arrival arrive; denial deny; burial bury; reversal reverse; dismissal dismiss
dispersal disperse; disposal dispose; renewal renew; retrieval retrieve; rehearsal rehearse
translation translate; transcription transcribe; regulation regulate; modulation modulate; mutation mutate
elevation elevate; attenuation attenuate; elimination eliminate; generation generate; implementation implement
implication imply; indication indicate; suggestion suggest; demonstration demonstrate; presentation present
"""


def _derived() -> dict[str, str]:
    pairs = (entry.split() for entry in _DERIVED.replace("\n", ";").split(";") if entry.strip())
    return dict(pairs)


#: Noun → the verb or adjective it is made of (British spelling; both are brought to one form later).
DERIVED: Mapping[str, str] = _derived()
