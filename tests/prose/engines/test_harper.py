"""Harper finds what is wrong in a paper's English and nothing else."""

import time

import pytest

from natfig.prose.engines import engines
from natfig.prose.engines._config import engine_rules
from natfig.prose.engines.base import EngineOptions
from natfig.prose.engines.harper import engine

harper = pytest.importorskip("harper")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    engine._remembered.clear()


def found(text, **options):
    (matches,) = engine.check([text], EngineOptions(**options))
    return [(m.rule, text[m.start : m.end], m.replacements[:1]) for m in matches]


@pytest.mark.parametrize(
    ("text", "rule", "problem", "right"),
    [
        ("We saw the the same effect.", "RepeatedWords", "the the", "the"),
        ("This is a important step.", "AnA", "a", "an"),
        ("An useful model was found.", "AnA", "An", "A"),
        ("Growth was slower then in controls.", "ThenThan", "then", "than"),
        ("The method is described in details elsewhere.", "InDetail", "in details", "in detail"),
        ("The cassette comprises of two genes.", "ComprisesOf", "comprises of", "comprises"),
        ("The error was estimated as follow: see below.", "AsFollows", "as follow", "as follows"),
        ("These effects where seen despite of the treatment.", "DespiteOf", "despite of", "despite"),
        ("Cells were isolated (eg. by sorting).", "DotInitialisms", "eg.", "e.g."),
        ("The comparision was made twice.", "Spelling", "comparision", "comparison"),
        ("We mesured the distance.", "Spelling", "mesured", "measured"),
        ("Teh result and teh method.", "Spelling", "teh", "the"),
    ],
)
def test_what_is_wrong_is_found(text, rule, problem, right):
    assert (rule, problem, (right,)) in [(r, p, s) for r, p, s in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "We added 5mM glucose at 3.2mL min−1 to the medium.",
        "Hypoxia raised HIF1A in Trp53-null fibroblasts of mice.",
        "The hypoxia response was measured by RNA-seq in HEK293T cells.",
        "An NSC line and a UV lamp were used for an hour.",
        "A herbal extract and an herbal tea were given in an historical trial.",
        "The vector a is orthogonal to W W and a a.",
        "16S rRNA genes of Bifidobacterium longum longum were read.",
        "Samples were centrifuged at 10,000 g for 10 min and w/v is given.",
        "Here i denotes the neuron, and s and w are parameters.",
        "We used lentiviral shRNA, paraformaldehyde, trichostatin and ruxolitinib.",
        "The proteasomes were purified by ultracentrifugation; pseudotime was inferred.",
        "P5.p and P6.p adopt a vulval fate.",
        "It was first introduced in 1998, and it was most common in women.",
        "The data are shown as mean and standard deviation.",
        "colour and color, analyse and analyze, tumour and tumor",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert found(text) == []


def test_words_of_the_ledger_are_right():
    text = "The natfigure of each systemm was drawn."
    assert [p for _, p, _ in found(text)] == ["systemm"]
    assert found(text, words={"Systemm"}) == []


def test_a_word_that_is_written_often_is_a_term():
    texts = ["The gmapperr reads.", "The gmapperr maps.", "The gmapperr writes."]
    assert engine.check(texts, EngineOptions()) == [[], [], []]


def test_every_rule_of_the_installed_harper_has_a_verdict():
    rules = engine_rules("harper")
    assert set(harper.get_default_lint_config()) == {*rules.on, *rules.off}


@pytest.mark.parametrize("reason", sorted(set(engine_rules("harper").off.values())))
def test_every_rule_that_is_off_says_why(reason):
    assert len(reason.split()) >= 2


def test_many_texts_on_two_threads_are_found_as_one_by_one():
    texts = [f"In sample {n} we saw the the same effect, and this is a important step." for n in range(150)]
    apart = [engine.check([t], EngineOptions())[0] for t in texts[:5]]
    together = engine.check(texts, EngineOptions(spelling="en-GB"))
    assert [[(m.start, m.rule) for m in ms] for ms in together[:5]] == [
        [(m.start, m.rule) for m in ms] for ms in apart
    ]
    assert len(together) == 150
    assert all(together)


@pytest.mark.parametrize("text", ["", " \n", "…", "\U0001f9ec " * 3, "a" * 50_000, "the " * 2_000 + "end."])
def test_odd_texts_do_no_harm(text):
    start = time.perf_counter()
    for match in engine.check([text], EngineOptions())[0]:
        assert 0 <= match.start <= match.end <= len(text)
    assert time.perf_counter() - start < 20


def test_offsets_are_code_points():
    text = "\U0001f9ec\U0001f9ec μm: we saw the the effect of 𝛼."
    (match,) = engine.check([text], EngineOptions())[0]
    assert text[match.start : match.end] == "the the"


def test_the_engines_are_listed():
    assert {"harper", "none"} <= set(engines.names())
    assert "claude" not in engines.names()
    assert engines.load("none").check(["Teh the the."], EngineOptions()) == [[]]


def test_what_was_found_is_remembered_until_the_file_is_spoilt(tmp_path, monkeypatch):
    texts = [f"In sample {n} we saw the the same effect, and this is a important step." for n in range(60)]
    first = engine.check(texts, EngineOptions())
    (path,) = tmp_path.rglob("harper-*.json")
    assert "sample" not in path.read_text()
    engine._remembered.clear()
    with monkeypatch.context() as m:
        m.setattr("natfig.prose.engines.harper._linted", lambda texts, dialect: pytest.fail("asked again"))
        assert engine.check(texts, EngineOptions()) == first
    for spoilt in ("{", "[]", '{"a": 5}', path.read_text().replace(", ", ",")[:-5]):
        path.write_text(spoilt)
        engine._remembered.clear()
        assert engine.check(texts, EngineOptions()) == first


def test_harper_wakes_early_for_a_draft_that_is_new(monkeypatch):
    woken = []
    monkeypatch.setattr("natfig.prose.engines.harper._wake", woken.append)
    draft = b"We saw the the same effect in sample 7. " * 80
    for time_round in (1, 2):
        engine.get_ready(draft)
        engine.check([draft.decode()], EngineOptions())
        assert len(woken) == 1, time_round
    engine._remembered.clear()  # what is on disk knows it too
    engine.get_ready(draft)
    assert len(woken) == 1
    engine.get_ready(draft + b"New.")
    engine.check([draft.decode()], EngineOptions())
    assert len(woken) == 2
    for _ in range(2):  # what was found for one spelling isn't known for another
        engine.get_ready(draft, "en-GB")
        engine.check([draft.decode()], EngineOptions(spelling="en-GB"))
        assert woken == [0, 0, 1]


def test_harper_sleeps_on_where_nothing_has_a_cue(monkeypatch):
    monkeypatch.setattr("natfig.prose.engines.harper._made_linter", lambda *_: pytest.fail("woken"))
    draft = "Growth rose by half in sample 7. " * 300
    engine.get_ready(draft.encode())
    assert engine.check([draft], EngineOptions()) == [[]]
