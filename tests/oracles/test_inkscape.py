"""The Inkscape oracle against drawings whose text objects can be counted by eye."""

import pytest

from oracles import inkscape
from oracles.programs import OracleError

pytestmark = pytest.mark.inkscape

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="50mm" viewBox="0 0 283.5 141.7">'
THREE = (
    '<g id="panel-a"><text id="label" x="9" y="30">Batch size</text>'
    '<text x="9" y="50">2<tspan dy="-2">6</tspan></text></g><text id="b" x="9" y="70">b</text>'
)
OUTLINED = '<g id="label"><path d="M0 0h5v5z"/></g>'


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a drawing."""

    def _write(body, name="a b;1.svg"):
        path = tmp_path / name
        path.write_text(f"{HEAD}{body}</svg>")
        return path

    return _write


@pytest.mark.parametrize(("body", "count"), [(THREE, 3), (OUTLINED, 0), ("", 0), (THREE + OUTLINED, 3)])
def test_text_objects(write, body, count):
    assert len(inkscape.text_ids([write(body)])[0]) == count


def test_files_are_told_apart(write):
    paths = [write(f'<text id="t{n}" x="9" y="9">x</text>' * 1, f"{n}.svg") for n in range(12)]
    assert inkscape.text_ids(paths) == [[f"t{n}"] for n in range(12)]


@pytest.mark.parametrize("content", ["<svg", "plain", "", "<html/>"])
def test_what_is_no_svg_is_an_error_not_a_file_without_text(tmp_path, write, content):
    path = tmp_path / "bad.svg"
    path.write_text(content)
    with pytest.raises(OracleError, match=r"bad\.svg"):
        inkscape.text_ids([write(THREE), path])


def test_one_label_is_edited_and_the_rest_stays(write, tmp_path):
    texts = inkscape.edit(write(THREE), "label", "Batch (images)", tmp_path / "out.svg")
    assert texts == ["Batch (images)", "26", "b"]
    assert len(inkscape.text_ids([tmp_path / "out.svg"])[0]) == 3


@pytest.mark.parametrize("body", [OUTLINED, THREE.replace('id="label"', "")])
def test_what_is_no_text_cannot_be_edited(write, tmp_path, body):
    with pytest.raises(OracleError, match="0 texts with the id 'label'"):
        inkscape.edit(write(body), "label", "x", tmp_path / "out.svg")
