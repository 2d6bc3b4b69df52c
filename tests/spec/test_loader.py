"""A wrong spec gets all its faults at once, each with file, line and what would be right."""

import pytest

from natfig.core.errors import SpecError
from natfig.spec.loader import load_spec
from specwriter import SOUND, changed, write


def faults(folder, text):
    spec = write(folder, text)
    with pytest.raises(SpecError) as caught:
        load_spec(spec)
    return [str(p).removeprefix(f"{spec}:") for p in caught.value.problems]


def test_a_sound_spec(tmp_path):
    loaded = load_spec(write(tmp_path))
    assert loaded.id == "tiny"
    assert loaded.folder == tmp_path.resolve()
    assert loaded.grid == ("a",)
    assert loaded.panels["a"].kind == "bar"
    assert loaded.panels["a"].x.field == "g"
    assert loaded.place("panels", "a", "y").line == 19
    assert (
        str(loaded.place("panels", "a").with_message("wrong", "mend it"))
        == f"{tmp_path}/spec.yaml:15: wrong; mend it"
    )
    assert len(loaded.sha256) == 64


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("serving.natfig.yaml", "serving"),
        ("my figure.yaml", "my-figure"),
        ("fig_2.yml", "fig_2"),
        ("spec.yaml", "folder-1"),
    ],
)
def test_the_id_comes_from_the_file(tmp_path, name, expected):
    folder = tmp_path / "folder 1"
    folder.mkdir()
    path = write(folder, changed("id: tiny\n", "")).rename(folder / name)
    assert load_spec(path).id == expected


def test_a_folder_stands_for_its_spec(tmp_path):
    write(tmp_path)
    assert load_spec(tmp_path).id == "tiny"


CASES = [
    ("id: tiny", "idd: tiny", "2: idd: unknown key 'idd'; did you mean 'id'?"),
    ("id: tiny", "id: my fig", "2: id: 'my fig' does not have the right form"),
    ("natfig: 1", "natfig: 2", "1: natfig: this version reads spec format 1, not 2; upgrade natfig"),
    ("natfig: 1", "natfig: one", "1: natfig: this version reads spec format 1, not 'one'; write natfig: 1"),
    ("natfig: 1\n", "", "1: the spec: the key 'natfig' is missing"),
    ("  journal:", "  jurnal:", "6: contract.jurnal: unknown key 'jurnal'; did you mean 'journal'?"),
    ("role: primary comparison, ", "", "8: contract.evidence.a: the key 'role' is missing"),
    ("claim: Latency falls.", "claim: 5", "8: contract.evidence.a.claim: must be text, not 5"),
    (
        "Latency falls.}",
        "Latency falls., hero: yes}",
        "8: contract.evidence.a.hero: must be true or false, not the text 'yes'",
    ),
    ("  width: double", "  width: [1]", "10: figure.width: must be text, not a list"),
    ("  width: double", "  dpi: 5", "10: figure.dpi: must be at least 72, not 5"),
    ("  width: double", "  dpi: '300'", "10: figure.dpi: must be a number, not the text '300'"),
    (
        "  width: double",
        "  formats: [svg, jpg]",
        "10: figure.formats.1: 'jpg' is not allowed here; allowed: svg, pdf, tiff, png",
    ),
    ("  width: double", "  formats: []", "10: figure.formats: needs at least 1 entry"),
    ("  width: double", "  labels: 1", "10: figure.labels: must be true or false, not 1"),
    (
        "  width: double",
        "  column_widths: [1, 2]",
        "10: figure.column_widths: 2 values for 1 columns of the layout",
    ),
    ("  width: double", "  layout: ab", "10: figure.layout: panel b is not defined; add it under panels:"),
    ("  width: double", "  layout: aa/a.", "10: figure.layout: panel a does not fill a rectangle"),
    ("  width: double", "  layout: A", "the journal decides the case"),
    ("{file: t.csv}", "{fil: t.csv}", "13: data.t.fil: unknown key 'fil'; did you mean 'file'?"),
    ("{file: t.csv}", "t.csv", "13: data.t: must be a mapping, not 't.csv'"),
    ("kind: bar", "kind: violin", "16: panels.a.kind: unknown chart kind 'violin'; use kind: distribution"),
    ("kind: bar", "kind: bra", "16: panels.a.kind: unknown chart kind 'bra'; did you mean 'bar'?"),
    ("kind: bar", "kind: 5", "16: panels.a.kind: must be the name of a chart kind, not 5"),
    ("    kind: bar\n", "", "15: panels.a: the key 'kind' is missing"),
    ("data: t\n", "data: tt\n", "17: panels.a.data: there is no table 'tt'"),
    ("    x: g", "    xx: g", "18: panels.a.xx: unknown key 'xx'"),
    ("    x: g", "    x: 5", "18: panels.a.x: must be the name of a column or a mapping, not 5"),
    ("    x: g", "    x: {feld: g}", "18: panels.a.x.feld: unknown key 'feld'; did you mean 'field'?"),
    (
        "    y: y",
        "    y: {field: y, scale: log3}",
        "19: panels.a.y.scale: 'log3' is not allowed here; allowed: linear, log, log2, symlog",
    ),
    ("    y: y", "    y: {field: y, ticks: [x]}", "19: panels.a.y.ticks.0: must be a number, not 'x'"),
    (
        "    y: y",
        "    y: y\n    stats: {n: many}",
        "20: panels.a.stats.n: must be a whole number or auto, not 'many'",
    ),
    (
        "  a:\n    kind",
        "  A:\n    kind",
        "15: panels: 'A' is not a letter from a to z; write a; the journal decides the case",
    ),
    ("  a:\n    kind", "  ab:\n    kind", "15: panels: 'ab' is not a letter from a to z"),
    ("    a: {role", "    b: {role", "8: contract.evidence.b: there is no panel b"),
    (
        "    a: {role",
        "    b: {role",
        "panels.a: the panel has no evidence in the contract; add a: {role: …, claim: …}",
    ),
    ("panels:\n", "legend: {panels: {c: x}}\npanels:\n", "legend.panels.c: there is no panel c; panels: a"),
    (
        "panels:\n",
        "claims: {c: {asert: x}}\npanels:\n",
        "claims.c.asert: unknown key 'asert'; did you mean 'assert'?",
    ),
]


@pytest.mark.parametrize(("old", "new", "message"), CASES, ids=range(len(CASES)))
def test_a_fault_has_its_line_and_what_is_right(tmp_path, old, new, message):
    found = faults(tmp_path, changed(old, new))
    assert any(message in fault for fault in found), found


@pytest.mark.parametrize(("old", "new", "message"), CASES, ids=range(len(CASES)))
def test_no_fault_is_told_in_the_words_of_a_library(tmp_path, old, new, message):
    for fault in faults(tmp_path, changed(old, new)):
        assert "Input should" not in fault
        assert "pydantic" not in fault


def test_all_faults_come_at_once_sorted_by_line(tmp_path):
    text = (
        SOUND.replace("halves latency at every batch size.", "comparison. And more of it. Third.")
        .replace("journal: nature", "journal: natur")
        .replace("kind: bar", "kind: violin")
        .replace("width: double", "widht: double")
    )
    found = faults(tmp_path, text)
    lines = [int(f.split(":")[0]) for f in found]
    assert lines == sorted(lines) == [4, 6, 10, 16]


def test_a_panel_that_is_not_in_the_layout(tmp_path):
    text = changed("figure:\n", "figure:\n  layout: a\n") + "  b: {kind: bar, data: t, x: g, y: y}\n"
    text = text.replace("Latency falls.}", "Latency falls.}\n    b: {role: second, claim: More.}")
    assert any(
        "panels.b: the panel is not in figure.layout; add b to the layout" in f
        for f in faults(tmp_path, text)
    )


def test_no_stays_text(tmp_path):
    loaded = load_spec(write(tmp_path, changed("x: g", "x: no")))
    assert loaded.panels["a"].x.field == "no"


def test_an_empty_panels_mapping(tmp_path):
    text = SOUND[: SOUND.index("panels:")] + "panels: {}\n"
    assert any("panels: needs at least 1 entry" in f for f in faults(tmp_path, text))


def test_data_that_is_a_list(tmp_path):
    assert any(
        "data: must be a mapping, not a list" in f
        for f in faults(tmp_path, changed("data:\n  t: {file: t.csv}", "data: [t]"))
    )
