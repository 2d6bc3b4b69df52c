"""A render leaves either everything or nothing, says why in one sentence, and never loses a file."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from natfig.core.errors import NatfigError, OutputError, UsageError
from natfig.render.build import RenderOptions, render, render_one
from specwriter import SOUND, changed, write


def _figure(spec, **options):
    return render(spec, **options)["figures"][0]


def _natfig(*argv, **env):
    command = [sys.executable, "-m", "natfig", *map(str, argv)]
    environ = {**os.environ, **env}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environ)


def test_a_build_writes_every_format_and_a_manifest_that_lists_them(tmp_path):
    figure = _figure(write(tmp_path))
    assert [o["format"] for o in figure["outputs"]] == ["svg", "pdf", "tiff", "png"]
    names = sorted(p.name for p in (tmp_path / "out").iterdir() if not p.name.startswith("."))
    assert names == ["tiny.manifest.json", "tiny.pdf", "tiny.png", "tiny.svg", "tiny.tiff"]
    manifest = json.loads((tmp_path / "out" / "tiny.manifest.json").read_text(encoding="utf-8"))["figures"][0]
    assert [o["sha256"] for o in manifest["outputs"]] == [o["sha256"] for o in figure["outputs"]]
    assert manifest["text_elements"] == figure["text_elements"] > 0
    assert "timings_ms" not in manifest
    assert str(tmp_path) not in json.dumps(manifest)


def test_nothing_changed_means_nothing_is_drawn(tmp_path):
    spec = write(tmp_path)
    first, second = _figure(spec), _figure(spec)
    assert not first["cached"]
    assert second["cached"]
    assert [o["sha256"] for o in first["outputs"]] == [o["sha256"] for o in second["outputs"]]
    write(tmp_path, t__csv="g,y\nA,1.5\nB,9\n")
    third = _figure(spec)
    assert not third["cached"]
    assert third["outputs"][0]["sha256"] != first["outputs"][0]["sha256"]


_LAB = """\
id: lab
name: Ours
type: qualitative
source: our group
colours: {teal: "#117777", rust: "#AA4411"}
roles:
  {signal: teal, accent: rust, neutral: "#767676", neutral_light: "#CFCECE", neutral_dark: "#4D4D4D",
   up: rust, down: teal, ink: "#272727"}
sequential: cmc.batlow
diverging: cmc.vik
"""


def test_a_palette_beside_the_spec_is_used_and_an_input(tmp_path):
    text = changed("height: 70mm", "height: 70mm\n  palette: lab.yaml")
    spec = write(tmp_path, text, lab__yaml=_LAB)
    assert not _figure(spec)["cached"]
    assert "#117777" in (tmp_path / "out" / "tiny.svg").read_text(encoding="utf-8").lower()
    assert _figure(spec)["cached"]
    write(tmp_path, text, lab__yaml=_LAB.replace("#117777", "#224488"))
    assert not _figure(spec)["cached"]
    assert "#224488" in (tmp_path / "out" / "tiny.svg").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize(
    ("palette", "lab", "said"),
    [
        ("lap.yaml", _LAB, "spec.yaml:12: figure.palette: there is no palette file lap.yaml; did you mean"),
        ("../lab.yaml", _LAB, "figure.palette: the palette ../lab.yaml lies outside the spec's folder"),
        ("lab.yaml", _LAB.replace("teal,", "teel,"), "roles.signal: 'teel' is not a colour"),
        ("lab.yaml", "id: [", "lab.yaml"),
    ],
)
def test_a_wrong_palette_file_is_told_in_a_sentence(palette, lab, said, tmp_path):
    spec = write(tmp_path, changed("height: 70mm", f"height: 70mm\n  palette: {palette}"), lab__yaml=lab)
    with pytest.raises(NatfigError) as caught:
        _figure(spec)
    assert said in str(caught.value)
    assert not (tmp_path / "out").exists()


def test_a_rebuild_loads_neither_matplotlib_nor_pandas(tmp_path):
    spec = write(tmp_path)
    _figure(spec)
    probe = (
        "import sys; from natfig.cli.main import main; code = main(['render', sys.argv[1]]); "
        "heavy = {'matplotlib', 'pandas', 'duckdb', 'pydantic', 'numpy'}; "
        "print(code, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, str(spec)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0 []"
    assert "up to date" in done.stderr


def test_formats_can_be_chosen(tmp_path):
    figure = _figure(write(tmp_path), formats=["png"])
    assert [o["format"] for o in figure["outputs"]] == ["png"]
    with pytest.raises(UsageError, match=r"unknown format 'eps'; known: svg, pdf, tiff, png"):
        _figure(tmp_path / "spec.yaml", formats=["eps"])


def test_a_file_edited_by_hand_is_not_overwritten(tmp_path):
    spec = write(tmp_path)
    _figure(spec)
    svg = tmp_path / "out" / "tiny.svg"
    svg.write_text(svg.read_text(encoding="utf-8") + "<!-- moved a label -->", encoding="utf-8")
    write(tmp_path, t__csv="g,y\nA,1.5\nB,9\n")
    with pytest.raises(OutputError, match=r"tiny\.svg was changed since natfig wrote it; use --force"):
        _figure(spec)
    assert "moved a label" in svg.read_text(encoding="utf-8")
    _figure(spec, force=True)
    assert "moved a label" not in svg.read_text(encoding="utf-8")


def test_a_file_natfig_did_not_write_is_not_overwritten(tmp_path):
    spec = write(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    (out / "tiny.pdf").write_bytes(b"mine")
    with pytest.raises(OutputError, match=r"tiny\.pdf was not written by natfig"):
        _figure(spec)
    assert [p.name for p in out.iterdir()] == ["tiny.pdf"]
    assert (out / "tiny.pdf").read_bytes() == b"mine"


def _fails_at(monkeypatch, count, error):
    """Let the count-th write to disk fail."""
    real, calls = os.fsync, []

    def fsync(handle):
        calls.append(handle)
        if len(calls) == count:
            raise error
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "the folder is not writable"),
    ],
)
def test_a_disk_that_refuses_leaves_the_old_files(tmp_path, monkeypatch, number, sentence):
    spec = write(tmp_path)
    _figure(spec)
    before = {p: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()}
    write(tmp_path, t__csv="g,y\nA,1.5\nB,9\n")
    _fails_at(monkeypatch, 3, OSError(number, os.strerror(number)))
    with pytest.raises(OutputError, match=sentence) as caught:
        _figure(spec)
    assert caught.value.exit_code == 2
    assert {p: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()} == before


def test_an_interrupt_leaves_the_old_files(tmp_path, monkeypatch):
    spec = write(tmp_path)
    _figure(spec)
    before = {p: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()}
    write(tmp_path, t__csv="g,y\nA,1.5\nB,9\n")
    _fails_at(monkeypatch, 2, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        _figure(spec)
    assert {p: p.read_bytes() for p in (tmp_path / "out").iterdir() if p.is_file()} == before


SLOW = changed(
    "    kind: bar\n    data: t\n    x: g\n    y: y\n", "    kind: python\n    function: slow.py:draw\n"
)
SLOW_CODE = """import pathlib, time

def draw(ax, data, style):
    pathlib.Path(__file__).with_name("begun").touch()
    time.sleep(60)
"""


def test_ctrl_c_in_the_middle_is_one_sentence(tmp_path):
    spec = write(tmp_path, SLOW, slow__py=SLOW_CODE)
    command = [sys.executable, "-m", "natfig", "render", str(spec)]
    # A test run in the background of a shell ignores SIGINT, and its children inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    finally:
        signal.signal(signal.SIGINT, before)
    with process:
        try:
            deadline = time.monotonic() + 60
            while not (tmp_path / "begun").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            os.killpg(process.pid, signal.SIGINT)
            _, said = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert said.strip() == "natfig: interrupted; nothing was left half-written"
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_is_a_file(tmp_path):
    spec = write(tmp_path)
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    done = _natfig("render", spec)
    assert done.returncode == 2
    assert (
        "a file is in the way of the folder" in done.stderr or "a part of the path is a file" in done.stderr
    )
    assert "Traceback" not in done.stderr


CLAIM = changed(
    "panels:", 'claims:\n  top: {value: "SELECT max(y) FROM t", assert: ">= 3", format: ".1f"}\npanels:'
)


def test_a_claim_that_fails_builds_nothing(tmp_path):
    spec = write(tmp_path, CLAIM)
    done = _natfig("render", spec, "--json")
    assert done.returncode == 1
    assert "claims.top: does not hold: the value is 2.5, the claim >= 3" in done.stderr
    assert not (tmp_path / "out").exists()
    figure = json.loads(done.stdout)["figures"][0]
    assert figure["outputs"] == []
    assert figure["claims"]["top"] == {"value": 2.5, "assert": ">= 3", "holds": False}


def test_the_old_figure_stays_when_a_claim_fails_later(tmp_path):
    spec = write(tmp_path, CLAIM, t__csv="g,y\nA,1.5\nB,4\n")
    _figure(spec)
    before = (tmp_path / "out" / "tiny.svg").read_bytes()
    write(tmp_path, CLAIM)
    with pytest.raises(NatfigError) as caught:
        _figure(spec)
    assert caught.value.exit_code == 1
    assert (tmp_path / "out" / "tiny.svg").read_bytes() == before


def test_one_broken_spec_does_not_stop_the_others(tmp_path):
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.mkdir()
    bad.mkdir()
    write(good)
    write(bad, changed("kind: bar", "kind: barr"))
    done = _natfig("render", bad, good, "--json", "--jobs", "2")
    assert done.returncode == 2
    assert "unknown chart kind 'barr'; did you mean 'bar'?" in done.stderr
    assert [f["id"] for f in json.loads(done.stdout)["figures"]] == ["tiny"]


def test_json_goes_to_stdout_and_everything_else_to_stderr(tmp_path):
    done = _natfig("render", write(tmp_path), "--json")
    figure = json.loads(done.stdout)["figures"][0]
    keys = "id spec backend journal stage outputs panels text_elements claims data fonts timings_ms cached qa"
    assert {*keys.split(), "warnings"} <= set(figure)
    assert set(figure["timings_ms"]) == {"data", "draw", "export", "qa", "total"}
    assert "tiny.{svg,pdf,tiff,png}" in done.stderr


def test_two_specs_that_would_write_the_same_files(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "fig.yaml").write_text(SOUND, encoding="utf-8")
    done = _natfig(
        "render", tmp_path / "a" / "fig.yaml", tmp_path / "b" / "fig.yaml", "--out", tmp_path / "o"
    )
    assert done.returncode == 2
    assert "would both write fig.svg" in done.stderr


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["render"], "the following arguments are required: SPEC"),
        (["rendr"], "unknown command 'rendr'; did you mean 'render'?"),
        (["render", "nowhere.yaml"], "nowhere.yaml"),
        (["render", ".", "--jobs", "0"], "'0' is not a number of jobs"),
        (["render", "x.yaml", "--executor", "dsk"], "unknown executor 'dsk'; did you mean 'dask'?"),
    ],
)
def test_wrong_usage_is_one_sentence(argv, sentence):
    done = _natfig(*argv)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_means_the_spec_in_it(tmp_path):
    write(tmp_path)
    assert _natfig("render", tmp_path).returncode == 0
    assert (tmp_path / "out" / "tiny.svg").exists()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "is a folder without a spec.yaml" in _natfig("render", empty).stderr


def test_options_that_change_the_result_are_part_of_the_key():
    plain = RenderOptions().key({})
    assert RenderOptions(force=True, out="x").key({}) == plain
    for other in (
        RenderOptions(formats=("svg",)),
        RenderOptions(backend="r"),
        RenderOptions(allow_code=False),
    ):
        assert other.key({}) != plain
    assert RenderOptions().key({"NATFIG_BACKEND": "r"}) != plain


def test_a_backend_that_is_not_installed_writes_nothing(tmp_path, monkeypatch):
    spec = write(tmp_path, changed("backend: python", "backend: r"))
    before = sorted(tmp_path.iterdir())
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        NatfigError, match="natfig will not fall back to Python; sudo apt-get install"
    ) as caught:
        render_one(Path(spec), RenderOptions())
    assert caught.value.exit_code == 3
    assert sorted(tmp_path.iterdir()) == before


def test_defaults_come_from_the_projects_configuration_and_the_command_line_wins(tmp_path):
    spec = write(tmp_path)
    (tmp_path / "natfig.toml").write_text('out = "figures"\nformats = ["png"]\njobs = 1\n', encoding="utf-8")
    assert _natfig("render", spec).returncode == 0
    names = sorted(p.name for p in (tmp_path / "figures").glob("tiny*"))
    assert names == ["tiny.manifest.json", "tiny.png"]
    assert _natfig("render", spec, "--formats", "svg", "--out", tmp_path / "o").returncode == 0
    assert (tmp_path / "o" / "tiny.svg").exists()


def test_a_fault_of_natfig_itself_is_said_in_one_sentence(tmp_path, monkeypatch, capsys):
    from natfig.cli.main import main
    from natfig.render import build

    monkeypatch.setattr(build, "render_one", lambda *_, **__: 1 / 0)
    assert main(["render", str(write(tmp_path))]) == 70
    said = capsys.readouterr().err
    assert said.startswith("natfig: internal error: ZeroDivisionError: division by zero (test_build.py:")
    assert "Traceback" not in said
    monkeypatch.setenv("NATFIG_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["render", str(tmp_path / "spec.yaml")])


def test_equal_specs_in_two_folders_are_two_figures_in_one_output_folder(tmp_path):
    out = tmp_path / "out"
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        figure = _figure(write(tmp_path / name, changed("id: tiny\n", "")), out=out)
        assert (figure["id"], figure["cached"]) == (name, False)
    assert {p.name for p in out.glob("*.svg")} == {"first.svg", "second.svg"}
