"""``[manuscript]`` of natfig.toml: what it says, and one sentence with a line for what is wrong."""

import pytest

from natfig.core.config import read_config
from natfig.core.errors import SpecError
from natfig.manuscript.settings import read_settings
from paperwriter import write_figure, write_paper


@pytest.fixture
def paper(tmp_path):
    for name in ("one", "two", "three"):
        write_figure(tmp_path, name)
    return tmp_path


def read(path):
    return read_settings(read_config(path))


def faults(path):
    with pytest.raises(SpecError) as caught:
        read(path)
    return caught.value.problems


def test_figures_are_numbered_in_their_groups(paper):
    settings = read(write_paper(paper, "one", "three", extended=("two",), more='type = "review"'))
    assert [e.label for e in settings.figures] == ["Fig. 1", "Fig. 2", "Extended Data Fig. 1"]
    assert [e.path for e in settings.figures] == [paper / n / "spec.yaml" for n in ("one", "three", "two")]
    assert [e.line for e in settings.figures] == [3, 3, 4]
    assert (settings.title, settings.type, settings.journal) == ("Dose and response", "review", None)


def test_a_folder_stands_for_its_spec_and_pyproject_works_too(paper):
    (paper / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.natfig.manuscript]\nfigures = [\n  "one",\n  "two/spec.yaml",\n]\n'
    )
    settings = read(paper / "pyproject.toml")
    assert [(e.path.parent.name, e.line) for e in settings.figures] == [("one", 5), ("two", 6)]


def test_no_manuscript_is_no_paper(paper):
    (paper / "natfig.toml").write_text('journal = "nature"\n')
    assert read(paper / "natfig.toml") is None


@pytest.mark.parametrize(
    ("line", "number", "message", "hint"),
    [
        ('figure = ["one/spec.yaml"]', 4, "manuscript.figure: is not known", "did you mean 'figures'?"),
        ("title = 3", None, "not valid TOML", None),
        ("journal = 3", 4, "manuscript.journal: must be text, not 3", None),
        ('journal = "natur"', 4, "manuscript.journal: 'natur' is not known", "did you mean 'nature'?"),
        (
            'stage = "prodution"',
            4,
            "manuscript.stage: 'prodution' is not known",
            "did you mean 'production'?",
        ),
        ('type = "artcle"', 4, "manuscript.type: 'artcle' is not known", "did you mean 'article'?"),
        ('extended = "two/spec.yaml"', 4, "manuscript.extended: must be a list of specs", None),
        ('extended = ["one/spec.yaml"]', 4, "one/spec.yaml is Fig. 1 already", "list each figure once"),
        ('extended = ["one"]', 4, "one is Fig. 1 already", "list each figure once"),
        (
            'extended = ["tow/spec.yaml"]',
            4,
            "there is no spec tow/spec.yaml",
            "did you mean 'two/spec.yaml'?",
        ),
        ('draft = "paper.md"', 4, "manuscript.draft: there is no paper.md", None),
    ],
)
def test_what_is_wrong_is_one_sentence(paper, line, number, message, hint):
    (fault,) = faults(write_paper(paper, "one", more=line))
    assert message in fault.message
    assert fault.line == number
    assert fault.file == str(paper / "natfig.toml")
    if hint is not None:
        assert fault.hint == hint


def test_a_figure_listed_twice_has_the_line_of_its_second_place(paper):
    path = paper / "natfig.toml"
    path.write_text(
        '[manuscript]\nfigures = [\n  "one/spec.yaml",\n  "two/spec.yaml",\n  "one/spec.yaml",\n]\n'
    )
    (fault,) = faults(path)
    assert (fault.line, fault.message) == (5, "manuscript.figures: one/spec.yaml is Fig. 1 already")


def test_no_figure_at_all(paper):
    (fault,) = faults(write_paper(paper))
    assert fault.message == "manuscript.figures: no figure is listed"
    assert fault.hint == 'write figures = ["fig1/spec.yaml"]'


def test_everything_wrong_is_told_at_once_in_order(paper):
    found = faults(write_paper(paper, "one", "nine", more='stage = "x"\nfigurs = []\n[qa]\nstage = "y"'))
    assert [p.line for p in found] == [3, 4, 5]
