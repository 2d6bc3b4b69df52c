import json
import shutil
import subprocess
import sys
from io import BytesIO

import pytest

from natfig.core.resources import templates_dir
from natfig.workbench.jupyter.processes import Drawer
from natfig.workbench.jupyter.starter import write_starter
from natfig.workbench.jupyter.worker import read_message, write_message


@pytest.fixture(scope="module")
def drawer():
    one = Drawer()
    yield one
    one.close()


@pytest.fixture
def spec(tmp_path):
    return write_starter(tmp_path)[0]


@pytest.fixture
def ask(drawer):
    def ask(do, spec, **more):
        request = {"do": do, "folder": str(spec.parent), "name": spec.name, "root": str(spec.parent)}
        return drawer.ask({**request, "allow_code": False, "force": False, **more}, 120)

    return ask


def edit(spec, old, new):
    text = spec.read_text(encoding="utf-8")
    assert old in text
    spec.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_preview_has_a_picture_and_what_is_known_of_it(ask, spec):
    found = ask("preview", spec)
    assert found["errors"] == []
    assert found["code"] == []
    assert found["picture"]["width_mm"] == pytest.approx(183, abs=0.01)
    assert found["picture"]["svg"].startswith("<?xml")
    assert found["report"]["ok"] is True
    assert [v["id"] for v in found["views"]][:2] == ["normal", "deuteranopia"]
    assert sorted(p.name for p in spec.parent.iterdir()) == ["figure.csv", spec.name]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("journal: nature", "journal: [nature", 12, "YAML"),
        ("width: double", "widht: double", 18, "unknown key 'widht'"),
        ("file: figure.csv", "file: other.csv", None, "other.csv"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_line(ask, spec, old, new, line, said):
    edit(spec, old, new)
    found = ask("preview", spec)
    assert found.get("picture") is None
    (error,) = found["errors"][:1]
    assert said in error["message"]
    assert "\n" not in error["message"]
    assert str(spec.parent) not in error["message"]
    if line is not None:
        assert error["line"] == line


@pytest.fixture
def rose(tmp_path):
    """A spec whose panel is drawn by code that leaves a trace and prints."""
    folder = tmp_path / "rose"
    shutil.copytree(templates_dir("specs", "rose"), folder)
    code = folder / "panels.py"
    trace = "\nprint('printed by the code')\nopen('trace', 'w').close()\ninput = None\n"
    code.write_text(code.read_text(encoding="utf-8") + trace, encoding="utf-8")
    return folder / "spec.yaml"


def test_code_beside_a_spec_runs_only_where_that_is_allowed(ask, rose):
    refused = ask("preview", rose)
    assert refused["code"] == ["panels.py:rose"]
    assert refused["picture"] is None
    assert refused["errors"] == []
    assert not (rose.parent / "trace").exists()
    (error,) = ask("render", rose)["errors"]
    assert error["message"].endswith("which is not allowed yet; allow it in its preview if you trust it")
    assert not (rose.parent / "trace").exists()
    allowed = ask("preview", rose, allow_code=True)
    assert allowed["errors"] == []
    assert allowed["picture"]["svg"]
    assert (rose.parent / "trace").exists()


def test_files_are_written_as_render_writes_them(ask, spec):
    found = ask("render", spec)
    assert [o["path"] for o in found["figure"]["outputs"]] == [
        f"out/figure.{form}" for form in ("svg", "pdf", "tiff", "png")
    ]
    for output in found["figure"]["outputs"]:
        assert (spec.parent / output["path"]).stat().st_size == output["bytes"]
    assert ask("render", spec)["figure"]["cached"] is True


def test_edited_files_are_overwritten_with_force_alone(ask, spec):
    edit(spec, "[svg, pdf, tiff, png]", "[svg, pdf]")
    out = spec.parent / "out"
    out.mkdir()
    for form in ("svg", "pdf"):
        (out / f"figure.{form}").write_text("mine", encoding="utf-8")
    found = ask("render", spec)
    assert found["in_the_way"] is True
    assert [e["message"] for e in found["errors"]] == [
        f"out/figure.{form} was not written by natfig" for form in ("svg", "pdf")
    ]
    assert (out / "figure.svg").read_text(encoding="utf-8") == "mine"
    assert ask("render", spec, force=True)["errors"] == []
    assert (out / "figure.svg").read_bytes().startswith(b"<?xml")


def test_a_claim_that_fails_is_told_and_nothing_is_written(ask, spec):
    edit(spec, 'assert: ">= 1.5"', 'assert: ">= 15"')
    found = ask("render", spec)
    assert "min_speedup" in found["errors"][0]["message"]
    assert not (spec.parent / "out").exists()


@pytest.mark.parametrize("how", ["link", "configured"])
def test_no_output_leaves_the_root(ask, spec, tmp_path_factory, how):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    if how == "link":
        (spec.parent / "out").symlink_to(elsewhere)
    else:
        (spec.parent / "natfig.toml").write_text(f"out = {json.dumps(str(elsewhere))}\n", encoding="utf-8")
    found = ask("render", spec, force=True)
    assert "leads out of the folder" in found["errors"][0]["message"]
    assert list(elsewhere.iterdir()) == []


def test_a_configured_folder_inside_is_used(ask, spec):
    (spec.parent / "natfig.toml").write_text('out = "built"\nformats = ["svg"]\n', encoding="utf-8")
    found = ask("render", spec)
    assert found["errors"] == []
    assert (spec.parent / "built" / "figure.svg").is_file()
    assert not (spec.parent / "out").exists()


def test_messages_survive_the_way():
    stream = BytesIO()
    messages = [{"text": "µm\n2 × 10⁵", "half": "\ud800"}, {}]
    for message in messages:
        write_message(stream, message)
    stream.seek(0)
    assert read_message(stream) == {"text": "µm\n2 × 10⁵", "half": "?"}
    assert read_message(stream) == {}
    assert read_message(stream) is None


def test_the_process_ends_with_its_input():
    done = subprocess.run(
        [sys.executable, "-m", "natfig.workbench.jupyter.worker"],
        input=b"",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_importing_the_worker_loads_nothing_heavy():
    code = "import sys, natfig.workbench.jupyter.worker; print([m for m in sys.modules if m in sys.argv])"
    heavy = ["matplotlib", "pandas", "duckdb", "jupyter_server", "tornado", "numpy"]
    done = subprocess.run([sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
