"""Harper reads only sentences with a cue, and finds in them what it finds in the whole text."""

import re
import time
from pathlib import Path

import pytest

from natfig.prose.engines import harper as engine
from natfig.prose.engines._config import engine_rules
from natfig.prose.engines._cues import Cues

pytest.importorskip("harper")

PAPERS = Path(__file__).parents[2] / "cases" / "prose" / "papers"

#: For each rule that is asked a sentence it speaks on.
BAD = {
    "AnA": "This is a important step.",
    "AnAnother": "We used a another plate.",
    "RepeatedWords": "We saw the the same effect.",
    "TheAnother": "We used the another plate.",
    "DotInitialisms": "Some salts, eg. chlorides, were left out.",
    "WrongApostrophe": "The cells didn;t grow.",
    "AllowTo": "This allows to measure the rate.",
    "AnotherOnes": "We kept another ones in the dark.",
    "AnotherThings": "We did another things as well.",
    "BeAllowed": "Users will not allowed to change it.",
    "Bought": "We bough the cells in March.",
    "CanBeSeen": "The band can be seem in lane 2.",
    "CriteriaPhenomena": "This criteria was met by all patients.",
    "DidPast": "The cells did not grew in the dark.",
    "DoubleModal": "This may can explain the result.",
    "HelpedPast": "It helped kept the cells warm.",
    "HowItLooksLike": "The panel shows how it looks like.",
    "IDo": "I does the analysis alone.",
    "IsBeenAuxSequence": "The sample is been used twice.",
    "IsKnownFor": "This strain is know for its growth.",
    "LessWorse": "The second model was less worse.",
    "LooksLikes": "The curve looks likes a line.",
    "ModalSeem": "This may seen odd.",
    "MoreBetter": "The new filter was more better.",
    "MoreThatLikely": "It is more that likely that cells die.",
    "MostNumber": "This site has the most number of birds.",
    "NotBeAfterNot": "The samples were not be frozen.",
    "NowKnownAs": "The gene is now know as such.",
    "Payed": "The volunteers were payed for each visit.",
    "PronounInflectionBe": "They is stored at room temperature.",
    "QuantifierNeedsOf": "We tested a couple plates.",
    "QuiteMany": "There were quite many cells.",
    "RedundantSuperlatives": "This is the most optimal dose.",
    "SimplePastToPastParticiple": "The cells have grew well.",
    "SingleBe": "The plates are is kept cold.",
    "SomeOfThe": "We took some the cells away.",
    "SubjectPronoun": "Me and John read the plates.",
    "ThesesThese": "We kept theses samples cold.",
    "WillContain": "Each tube will contains one cell.",
    "WillNonLemma": "The cells will grows in the dark.",
    "WorseOrWorst": "The fit became worst at night.",
    "AccuseOf": "They accused him for fraud.",
    "AdvantageOf": "We take advantage the fact that cells stick.",
    "AmountsFor": "This amounts for half of the variance.",
    "ArriveTo": "The birds arrived to the island in May.",
    "AsComparedTo": "Growth rose as compare to controls.",
    "AsEvidentBy": "The cells died, as evident by the stain.",
    "AsFarBackAs": "It was seen as early back as 1950.",
    "AsFollows": "The error was estimated as follow.",
    "AsMuchAs": "It grew twice as much than before.",
    "AsOpposedTo": "We froze them as oppose to drying.",
    "AspireTo": "We aspire for a better model.",
    "AtTheExpenseOf": "It grew at the expanse of its host.",
    "AwaitFor": "The plates await for a reader.",
    "AwareOf": "We are aware about this limit.",
    "ByExtension": "This holds for mice and by extent for rats.",
    "ComprisesOf": "The cassette comprises of two genes.",
    "ConstituteAs": "These data constitute as evidence.",
    "DateBackFrom": "The bones date back from 1200.",
    "DespiteItIs": "Despite it is small, it was seen.",
    "DespiteOf": "They grew despite of the cold.",
    "DoMistake": "The reader did a mistake.",
    "DuringAges": "The rocks lay there during ages before that.",
    "ExceptOf": "All cells died except of two.",
    "ForTheMostPart": "The cells were alive for most part.",
    "GetUsedTo": "The mice got used of the cage.",
    "GoodAt": "The pupils were good in mathematics.",
    "HiddenIn": "The gene was hidden into an intron.",
    "ImplementIn": "The model was implemented into the code.",
    "InDetail": "The method is described in details elsewhere.",
    "InFavourOfDoing": "They spoke in favour using the drug.",
    "InLieuOf": "We used water in lue of milk.",
    "InNeedOf": "The patients were in need for care.",
    "InOfItself": "This is not harmful in of itself.",
    "InTheSameVein": "Others argued in the same vain.",
    "InThisThatRegard": "We are alike in this regards.",
    "InspiredBy": "The design is inspired from nature.",
    "InsteadOf": "We used water in stead of milk.",
    "LeadRiseTo": "This may lead rise to errors.",
    "LookInto": "We looked in to what they ate.",
    "MakeSense": "This makes senses to us.",
    "NakedEye": "The spots were visible from the naked eye.",
    "OnFirstGlance": "On first glance the cells look alike.",
    "OnSecondThought": "On second though, we froze them.",
    "OnTopOf": "The lid lies ontop of the plate.",
    "PlayAFactor": "Heat may play a factor here.",
    "ResponsibilityFor": "All authors take responsibility of the data.",
    "ResponsibleFor": "She is responsible about the data.",
    "RiseTheQuestion": "These data rise the question why.",
    "SameAs": "The dose was the same then before.",
    "TheDifferenceBetween": "We found the different between groups.",
    "TheEntiretyOf": "We used the entire of the sample.",
    "UnderneathOf": "It lies underneath of the skin.",
    "APart": "They are alike a part from size.",
    "AlzheimersDisease": "We studied old-timers' disease in mice.",
    "ApartFrom": "They are alike apart form size.",
    "AsIfThough": "They moved as if though blind.",
    "AtLeasToLeast": "We used at leas three plates.",
    "CeaseTo": "The cells seized to divide.",
    "ColdModalTypo": "We cold see the band.",
    "Combinate": "We combinated both data sets.",
    "ConfirmThat": "These data conform that cells die.",
    "CorrectNumberSuffix": "It was read on the 3th day.",
    "DegreesKelvin": "It was kept at 4 degrees Kelvin.",
    "DegreesKelvinSymbol": "It was kept at 4 °K for days.",
    "DigestiveTract": "It passes the digestive track.",
    "DoToDueTo": "The cells died do to heat stress.",
    "EverSince": "It has been used every since.",
    "EveryTime": "We washed them everytime.",
    "ExtendOrExtent": "This holds to some extend.",
    "ForNoun": "We waited fro results.",
    "HavePassed": "Two days have past since then.",
    "IfWouldve": "If we would have seen it, we would know.",
    "InThe": "The cells were kept int he dark.",
    "InflectionPoint": "The curve has an infliction point.",
    "ItsPossessive": "We saw the colour of it's nucleus.",
    "JohnsHopkins": "She works at John Hopkins University.",
    "KindSortOf": "It is a kind if protein.",
    "LetAlone": "It did not grow, let along divide.",
    "LikeAsIf": "They moved like as if blind.",
    "LikelyHood": "The likely hood was raised.",
    "NoLonger": "The cells did not longer divide.",
    "NotOnly": "The drug no only is cheap but safe.",
    "NotOnlyInversion": "Not only they are cheap, they last.",
    "NotTo": "We chose no to freeze them.",
    "NumberSuffixCapitalization": "It was read on the 3RD day.",
    "OfCourse": "This is of curse true.",
    "OughtToBe": "Surely they out to be kept.",
    "PerSe": "It is not harmful per say.",
    "PleasRequestVerb": "For details pleas check the code.",
    "PluralDecades": "This was common in the early 1990's in Bath.",
    "PrincipleToPrincipalRoleNoun": "The principle aim was to measure growth.",
    "Provocate": "This may provocate an answer.",
    "RegimenRegiment": "The treatment regiment was changed.",
    "Respond": "The patients did not response well, and cells did response.",
    "SpecialAttention": "We paid spacial attention to heat.",
    "SpinalChord": "The spinal chord was cut.",
    "ThatThis": "We found the this holds.",
    "TheWhetherWeather": "We asked about the whether in May.",
    "ThenThan": "Growth was slower then in controls.",
    "ThereOwn": "They used there own plates.",
    "ThoughThought": "They though that cells die.",
    "ThoughtProcess": "The though process is slow.",
    "ToTo": "We went to to the site.",
    "TooTo": "The plate was too big too fail.",
    "TrialAndError": "We found it by trail and error.",
    "Unless": "They die unless if they are fed.",
    "WidelyAccepted": "The test is wide used.",
    "WithoutOut": "It grew without out light.",
}


def read(text, spans):
    matches = engine._in_spans(text, spans, engine._linter(0, 0))
    return sorted((m.start, m.end, m.rule, m.message, m.replacements) for m in matches)


def test_every_rule_that_is_asked_has_a_cue_and_a_sentence():
    rules = engine_rules("harper")
    assert set(rules.cues) == set(rules.on) == set(BAD)


@pytest.mark.parametrize("cue", sorted(set(engine_rules("harper").cues.values())))
def test_a_cue_is_a_pattern_over_small_letters(cue):
    assert re.compile(cue).groups == len(re.compile(cue).groupindex)
    assert not re.search(r"(?<!\\)[A-Z](?!<)", cue.replace("(?P", "(?"))


@pytest.mark.parametrize("rule", BAD)
@pytest.mark.parametrize(
    "frame", ["{}", "It rained in Bath all day. {} Nobody knew.", "It rained (in Bath). {}"]
)
def test_what_a_rule_finds_has_a_cue(rule, frame):
    text = frame.format(BAD[rule])
    spans = engine._cues().found(text)
    found = read(text, spans)
    assert rule in {name for _, _, name, _, _ in found}
    assert found == read(text, [(0, len(text))])


@pytest.mark.parametrize("path", sorted(PAPERS.rglob("*.md"))[::3], ids=lambda p: p.stem)
def test_published_prose_is_found_the_same_in(path):
    spans = 0
    for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
        some = engine._cues().found(paragraph)
        spans += sum(end - start for start, end in some)
        assert read(paragraph, some) == read(paragraph, [(0, len(paragraph))])
    assert spans < 0.5 * path.stat().st_size


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("Nothing here.", []),
        ("We saw it. In  Detail we looked. Then nothing.", [" In  Detail we looked."]),
        ("In-detail here. In detail there. No more.", ["In-detail here. In detail there."]),
        ("Undetailed detail in details.", []),
        ("By Kim et al. In detail, 5. In vs. In detail etc. In it.", None),
        ("Two. (In detail.) Three follow.", None),
        ("İn detail nothing.", ["İn detail nothing."]),
    ],
)
def test_the_sentences_around_cues_are_read(text, parts):
    found = Cues({"A": "in detail"}, ["A"]).found(text)
    assert [text[start:end] for start, end in found] == ([text] if parts is None else parts)


def test_all_is_read_where_a_rule_has_no_cue():
    assert Cues({"A": "in detail"}, ["A", "B"]).found("Nothing here.") == [(0, 13)]
    assert Cues({"A": "in detail"}, ["A", "B"]).any_in("Nothing here.")


@pytest.mark.parametrize(("text", "has"), [("IN DETAIL", True), ("indetail", False), ("", False)])
def test_a_cue_anywhere_is_enough(text, has):
    assert Cues({"A": "in detail"}, ["A"]).any_in(text) is has


@pytest.mark.parametrize(
    "part", ["a", "is ", "A. ", "too ", "We saw it in detail. ", "was is ", "- ", "did\u00a0"]
)
def test_long_texts_take_no_longer_than_their_length(part):
    cues = engine._cues()

    def best(times):
        text = part * times
        seconds = []
        for _ in range(3):
            start = time.perf_counter()
            cues.found(text)
            seconds.append(time.perf_counter() - start)
        return min(seconds)

    assert best(80_000) < 16 * best(10_000) + 0.05
