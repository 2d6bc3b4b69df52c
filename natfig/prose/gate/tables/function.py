"""Words that hold a sentence together and say nothing by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from natfig.prose.gate.tables import words

__all__ = ["ALIASES", "AUXILIARY", "BE", "CONTRACTIONS", "FUNCTION", "PREPOSITIONS", "VERBS"]

BE: Mapping[str, str] = {
    "is": "present",
    "are": "present",
    "am": "present",
    "was": "past",
    "were": "past",
    "be": "base",
    "been": "participle",
    "being": "ing",
}

#: Other auxiliaries → tense.
AUXILIARY: Mapping[str, str] = {
    "has": "perfect",
    "have": "perfect",
    "had": "pluperfect",
    "having": "ing",
    "do": "present",
    "does": "present",
    "did": "past",
    "doing": "ing",
    "done": "participle",
}

#: Preposition → the relation it makes. "p" is the relation that editors reword freely.
PREPOSITIONS: Mapping[str, str] = {
    **dict.fromkeys(
        words(
            """
            in on at of for within among amid inside upon around along across onto near per
            about regarding during over under with between using amongst throughout beneath
            beside besides like
            """
        ),
        "p",
    ),
    "of": "of",
    "to": "to",
    "into": "to",
    "toward": "to",
    "towards": "to",
    "from": "from",
    "by": "by",
    "via": "by",
    "through": "by",
    "as": "as",
    "out": "from",
    "off": "from",
    "beyond": "beyond",
    "past": "beyond",
    "behind": "behind",
    "than": "than",
    "compared": "than",
    "compared-with": "than",
    "before": "before",
    "after": "after",
    "without": "without",
    "against": "against",
    "until": "until",
    "above": "above",
    "below": "below",
    "except": "except",
    "following": "after",
}

_DETERMINERS = "a an the either this that these those its their such both thereof"
_PRONOUNS = "it itself which who whom whose what there here themselves one's so as"
_CONJUNCTIONS = "and but yet plus"
_SUBORDINATORS = (
    "when where while whereas how why since that which who whose whom although because if unless whether once"
)
_CONNECTIVES = """also however nevertheless nonetheless still too then subsequently thereafter
next afterward afterwards now
accordingly meanwhile whereby thereby herein therein finally additionally already well up down again even"""
#: Function word → its kind.
FUNCTION: Mapping[str, str] = {
    **dict.fromkeys(_CONNECTIVES.split(), "connective"),
    **dict.fromkeys(_PRONOUNS.split(), "pronoun"),
    **dict.fromkeys(_DETERMINERS.split(), "determiner"),
    **dict.fromkeys(_CONJUNCTIONS.split(), "conjunction"),
    **dict.fromkeys(
        words(
            """
            when where while whereas how why since whether which who whose whom that
            """
        ),
        "subordinator",
    ),
    **dict.fromkeys(
        words(
            """
            in on at of for within among amid inside upon around along across onto near per
            about during over under with between using to into toward towards from by via
            through out off
            """
        ),
        "preposition",
    ),
}

#: Words written another way.
ALIASES: Mapping[str, str] = {
    "fig": "figure",
    "figs": "figure",
    "figures": "figure",
    "eq": "equation",
    "eqs": "equation",
    "eqn": "equation",
    "ref": "reference",
    "refs": "reference",
    "tab": "table",
    "tabs": "table",
    "approx": "approximately",
    "ca": "approximately",
    "cannot": "can",
    "findings": "result",
    "suppl": "supplementary",
    "sect": "section",
    "sec": "section",
    "vol": "volume",
    "ml": "mL",
    "hr": "hour",
    "hrs": "hour",
    "mins": "minute",
    "avg": "average",
    "upon": "on",
    "amongst": "among",
    "whilst": "while",
    "an": "a",
    "data": "data",
    "datum": "data",
    "wildtype": "wildtype",
    "sd": "SD",
    "sem": "SEM",
    "people": "person",
    "persons": "person",
    "exhibits": "exhibit",
    "lab": "laboratory",
    "labs": "laboratory",
    "photo": "photograph",
    "exam": "examination",
    "timecourse": "time-course",
    "dataset": "data-set",
    "datasets": "data-set",
}

#: Contraction → words. Endings begin with an apostrophe.
CONTRACTIONS: Mapping[str, tuple[str, ...]] = {
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "cannot": ("can", "not"),
    "let's": ("let", "us"),
    "it's": ("it", "is"),
    "that's": ("that", "is"),
    "there's": ("there", "is"),
    "what's": ("what", "is"),
    "he's": ("he", "is"),
    "she's": ("she", "is"),
    "who's": ("who", "is"),
    "here's": ("here", "is"),
    "i'm": ("i", "am"),
    "gonna": ("going", "to"),
    "wanna": ("want", "to"),
}

#: Verbs of papers, uninflected: with -s they are read as finite verbs and not as plurals.
VERBS = frozenset(
    words(
        """
            abolish accelerate accept accompany account accumulate achieve activate adapt add
            address adjust affect agree aggregate aim allow alter amplify analyse appear apply
            arise assemble assess assign associate assume attach attain attenuate attribute
            avoid become begin bind block bring build calculate catalyse cause change
            characterise choose cleave combine compare compete comprise compute conclude confer
            confirm connect consider consist constitute contain continue contribute control
            convert correlate couple cover create decline decrease define degrade delay delete
            demonstrate depend deplete derive describe detect determine develop differ diminish
            direct disrupt distinguish divide drive eliminate emerge employ enable encode
            encourage enhance enrich ensure enter establish estimate evaluate evolve examine
            exceed exclude exhibit exist expand explain exploit explore expose express extend
            facilitate fail fall favour find fit fluctuate focus follow form generate give go
            govern grow harbour help highlight hold identify illustrate impair imply improve
            include incorporate increase indicate induce infect infer influence inhibit initiate
            insert integrate interact interfere introduce investigate involve keep kill lack
            lead leave lie limit link localise lower maintain make manifest measure mediate
            migrate mimic modulate need observe obtain occupy occur offer operate oppose
            originate outperform overcome persist phosphorylate play possess precede predict
            present preserve prevent produce progress proliferate promote propose protect prove
            provide raise range reach react receive recognise recruit reduce refer reflect
            regulate relate release rely remain remove repeat replace replicate report represent
            repress require rescue resemble resist respond restore restrict result retain reveal
            rise saturate secrete seem separate serve show shift signal slow stabilise stimulate
            strengthen suggest support suppress survive sustain target tend trigger undergo
            underlie see know think test ask say take collect note upregulate downregulate use
            utilise vary yield weaken worsen exert
            accentuate accommodate acquire adhere adjoin administer admit adopt afford align
            allocate annul antedate anticipate append arrive ascribe assail attract augment
            banish behave belie beset bestow broaden capitalize circumvent clarify classify
            coincide collaborate commence commend communicate compensate compile comply conceive
            confine conform confront congratulate consign construe consult consume contemplate
            contend contradict converge cooperate correspond corroborate counteract criticize
            culminate curtail deceive decide decompose deduce deduct deem defer defy deliver
            denote deny deploy deteriorate detonate dialyze differentiate dilate disagree
            discover discuss disobey dispel disperse displace disseminate distill distribute
            diverge dominate donate drown economize eject elucidate embed emit emphasise emulate
            enact endorse engender engulf enjoy enlarge enrol enroll enumerate epitomize erase
            erupt evade excel exhibit expect extrapolate flee foresee fractionate halve happen
            hasten hinder hypothesize imagine imbed imitate immerse impede impose impute incite
            induct infiltrate inflict ingest inhabit inject inspect instruct insulate interpose
            interpret intersect invade invent invoke itemise itemize justify lengthen manage
            manipulate materialize memorize merge mobilize modify necessitate negotiate notify
            obey occupy omit optimise outdistance outweigh overhear oversee penetrate perform
            perpetuate personify persuade pertain pervade polarize postpone prepare preside
            presume presuppose proceed procure publish pursue quantify rationalize reactivate
            reaffirm reap reappear rearrange reassemble rebut recollect recommend reconsider
            recover recreate redo reenact reexamine refute reinforce reiterate rejoin remind
            remodel reopen replenish reproduce repudiate reread rescind resent restate resuspend
            retrace retrieve reunite rotate satisfy scrutinise scrutinize select shorten solicit
            solve specify speculate stipulate straighten subdivide submit subtract succumb
            suffer suffice suffuse summarise summarize supersede surpass synthesize systematize
            tabulate testify tolerate transcend transform translate transmit transmute typify
            undermine undertake underwrite uphold vacate verify wield withstand
            """
    )
)
