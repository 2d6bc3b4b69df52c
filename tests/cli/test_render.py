"""``natfig render`` with R: script and tables are outputs, nothing is run twice, and no R means no file."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from natfig.cli.main import main
from oracles import r
from specwriter import write

SPEC = """\
natfig: 1
id: tiny
contract:
  conclusion: INT8 serving halves latency at every batch size.
  backend: r
  journal: nature
  evidence:
    a: {role: primary comparison, claim: Latency falls.}
    b: {role: control, claim: So does the other.}
figure:
  width: double
  height: 60mm
  formats: [svg, png]
  dpi: 100
data:
  t: {file: t.csv}
panels:
  a: {kind: line, data: t, x: d, y: y, color: g}
  b: {kind: r, data: t, function: lib/panels.R:draw_growth, color: g, options: {size: 4}}
claims:
  most: {value: SELECT max(y) FROM t, assert: "> 1", format: ".0f", unit: ""}
legend:
  title: INT8 serving is fast.
  panels: {a: "Up to {most}.", b: The rest.}
"""
TABLE = "d,y,g\n1,1,A\n2,3,A\n3,2,A\n1,2,B\n2,4,B\n3,7,B\n"
CODE = """\
draw_growth <- function(data, style, size = 1) {
  ggplot(data, aes(x = d, y = y, colour = g)) +
    geom_point(size = point_pt(size)) +
    scale_colour_manual(values = style$colours)
}
"""
FILES = [
    "tiny.R", "tiny.manifest.json", "tiny.png", "tiny.svg", "tiny_code/lib/panels.R", "tiny_data/a.csv",
    "tiny_data/b.csv",
]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _needs_r():
    r.require("ggplot2", "patchwork", "svglite", "ragg")


def project(folder, text=SPEC, code=CODE, table=TABLE):
    folder.mkdir(exist_ok=True)
    (folder / "lib").mkdir(exist_ok=True)
    (folder / "lib" / "panels.R").write_text(code)
    return write(folder, text, t__csv=table)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with a figure that was built once."""
    spec = project(tmp_path_factory.mktemp("built"))
    assert main(["render", str(spec)]) == 0
    return spec.parent


@pytest.fixture
def copy(built, tmp_path):
    """A copy of it, still up to date."""
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    state = folder / "out" / ".natfig" / "tiny.json"
    document = json.loads(state.read_text())
    document["options"]["spec"] = str((folder / "spec.yaml").resolve())
    state.write_text(json.dumps(document))
    return folder


def files(folder):
    found = (p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
    return sorted(p.as_posix() for p in found if not p.parts[0].startswith("."))


def digests(folder):
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files(folder)}


def render(folder, capsys, *more):
    code = main(["render", str(folder / "spec.yaml"), "--json", *more])
    said = capsys.readouterr()
    return code, (json.loads(said.out)["figures"] if said.out else []), said.err


@pytest.fixture
def no_time(monkeypatch):
    """Let R be stopped as soon as it is started."""
    monkeypatch.setenv("NATFIG_R_TIMEOUT", "0.001")


@pytest.fixture
def no_rscript(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


# ---------------------------------------------------------------- what is written


def test_script_tables_and_the_users_code_stand_beside_the_figure(built):
    assert files(built / "out") == FILES
    assert (built / "out" / "tiny_code" / "lib" / "panels.R").read_text() == CODE


def test_the_manifest_lists_them_with_their_hashes(built):
    figure = json.loads((built / "out" / "tiny.manifest.json").read_bytes())["figures"][0]
    assert figure["backend"] == "r"
    listed = {item["path"]: item["sha256"] for item in figure["files"]}
    found = digests(built / "out")
    assert listed == {n: found[n] for n in FILES if n.endswith((".R", ".csv"))}
    assert all(item["bytes"] == (built / "out" / item["path"]).stat().st_size for item in figure["files"])
    assert {"R", "ggplot2", "patchwork", "svglite", "ragg"} <= set(figure["versions"])
    assert str(built) not in json.dumps(figure)


def test_the_manifest_fits_its_schema(built, capsys):
    import jsonschema

    assert main(["schema", "render"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert "files" in json.dumps(schema)
    figure = json.loads((built / "out" / "tiny.manifest.json").read_bytes())
    jsonschema.validate(figure, schema)


def test_the_script_draws_the_same_by_hand(built, tmp_path):
    shutil.copytree(built / "out", tmp_path / "by hand")
    subprocess.run(["Rscript", "--vanilla", "tiny.R"], cwd=tmp_path / "by hand", check=True, timeout=120)
    import numpy as np
    from PIL import Image

    ours, theirs = (
        np.asarray(Image.open(f / "tiny.png").convert("RGB")) for f in (built / "out", tmp_path / "by hand")
    )
    assert ours.shape == theirs.shape
    assert np.array_equal(ours, theirs)


# ---------------------------------------------------------------- what is not done twice


def test_nothing_changed_means_r_is_not_started(copy, capsys, no_time):
    code, (figure,), _ = render(copy, capsys)
    assert (code, figure["cached"]) == (0, True)


def test_a_rebuild_takes_half_a_second(copy):
    command = [sys.executable, "-m", "natfig", "render", str(copy / "spec.yaml")]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        times.append(time.perf_counter() - start)
        assert "up to date" in done.stderr
    assert min(times) < 0.5 * (4 if os.environ.get("CI") else 1)


@pytest.mark.parametrize("change", ["script", "table", "own code", "copy of own code", "package", "Rscript"])
def test_what_changed_is_drawn_anew(copy, capsys, no_time, change, monkeypatch, tmp_path):
    """That R is started is seen by its being stopped at once."""
    if change == "script":
        (copy / "out" / "tiny.R").unlink()
    elif change == "table":
        (copy / "out" / "tiny_data" / "b.csv").unlink()
    elif change == "own code":
        (copy / "lib" / "panels.R").write_text(CODE + "\n")
    elif change == "copy of own code":
        (copy / "out" / "tiny_code" / "lib" / "panels.R").unlink()
    elif change == "package":
        state = copy / "out" / ".natfig" / "tiny.json"
        document = json.loads(state.read_text())
        path = next(name for name in document["runtime"] if name.endswith("ggplot2/DESCRIPTION"))
        document["runtime"][path] = "1:1"
        state.write_text(json.dumps(document))
    else:
        other = tmp_path / "bin" / "Rscript"
        other.parent.mkdir()
        other.symlink_to(shutil.which("Rscript"))
        monkeypatch.setenv("PATH", f"{other.parent}:{os.environ['PATH']}")
    before = files(copy / "out")
    code, _, said = render(copy, capsys)
    assert code == 2
    assert "it had not drawn the figure after 0.001 s" in said
    assert files(copy / "out") == before


def test_a_script_that_was_deleted_comes_back(copy, capsys):
    before = digests(copy / "out")
    (copy / "out" / "tiny.R").unlink()
    code, (figure,), _ = render(copy, capsys)
    assert (code, figure["cached"]) == (0, False)
    assert digests(copy / "out") == before


@pytest.mark.parametrize("name", ["tiny.R", "tiny_data/a.csv", "tiny_code/lib/panels.R"])
def test_what_somebody_edited_is_not_overwritten(copy, capsys, name):
    path = copy / "out" / name
    path.write_text(path.read_text() + "# mine\n")
    code, _, said = render(copy, capsys)
    assert code == 2
    assert f"{name} was changed since natfig wrote it; use --force" in said
    assert path.read_text().endswith("# mine\n")
    if name == "tiny.R":
        assert render(copy, capsys, "--force")[0] == 0
        assert "# mine" not in path.read_text()


def test_a_script_natfig_did_not_write_is_not_overwritten(tmp_path, capsys):
    spec = project(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "tiny.R").write_text("mine")
    code, _, said = render(spec.parent, capsys)
    assert code == 2
    assert "tiny.R was not written by natfig" in said
    assert files(tmp_path / "out") == ["tiny.R"]


# ---------------------------------------------------------------- the session


def test_what_lies_in_the_folder_and_the_locale_change_nothing(built, tmp_path):
    """A start-up file, a saved session, decimal commas and another time zone: the same bytes."""
    spec = project(tmp_path / "hostile")
    canary = tmp_path / "canary"
    touch = f"writeLines('x', '{canary}')\n"
    home = tmp_path / "home"
    home.mkdir()
    for folder in (spec.parent, home):
        (folder / ".Rprofile").write_text(touch + "options(OutDec = ',')\nc <- function(...) stop('mine')\n")
        (folder / ".Renviron").write_text(f"R_LIBS={tmp_path}\nR_DEFAULT_PACKAGES=NULL\nLC_ALL=de_DE.UTF-8\n")
        (folder / ".Rhistory").write_text("q()\n")
        code = (
            f"ggplot <- function(...) stop('mine'); .First <- function() {{ {touch} }}; save.image('.RData')"
        )
        subprocess.run(["Rscript", "--no-init-file", "-e", code], cwd=folder, check=True, timeout=60)
        assert (folder / ".RData").is_file()
    canary.unlink(missing_ok=True)
    environ = {
        **os.environ, "HOME": str(home), "LC_ALL": "de_DE.UTF-8", "LC_NUMERIC": "de_DE.UTF-8",
        "LANGUAGE": "de",
        "TZ": "Asia/Tokyo", "R_PROFILE_USER": str(home / ".Rprofile"), "R_PROFILE": str(home / ".Rprofile"),
        "R_ENVIRON_USER": str(home / ".Renviron"), "R_HISTFILE": str(home / ".Rhistory"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }  # fmt: skip
    command = [sys.executable, "-m", "natfig", "render", str(spec)]
    done = subprocess.run(command, cwd=spec.parent, env=environ, capture_output=True, text=True, check=False)
    assert (done.returncode, canary.exists()) == (0, False), done.stderr
    assert digests(spec.parent / "out") == digests(built / "out")
    assert not list(spec.parent.glob("Rplots*"))


def test_two_at_a_time(tmp_path, capsys, built):
    specs = [project(tmp_path / n, SPEC.replace("id: tiny", f"id: {n}")) for n in ("one", "two")]
    assert main(["render", *map(str, specs), "--jobs", "2", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert [figure["id"] for figure in figures] == ["one", "two"]
    drawn = [(tmp_path / n / "out" / f"{n}_data" / "a.csv").read_bytes() for n in ("one", "two")]
    assert set(drawn) == {(built / "out" / "tiny_data" / "a.csv").read_bytes()}


def test_one_that_fails_does_not_stop_the_other_job(tmp_path, capsys):
    good = project(tmp_path / "good", SPEC.replace("id: tiny", "id: good"))
    bad = project(
        tmp_path / "bad", SPEC.replace("id: tiny", "id: bad"), CODE.replace("aes(", "\n  stop('no'), aes(")
    )
    assert main(["render", str(bad), str(good), "--jobs", "2"]) == 2
    assert "lib/panels.R:2: panel b: no" in capsys.readouterr().err
    assert (tmp_path / "good" / "out" / "good.svg").exists()
    assert not (tmp_path / "bad" / "out").exists()


def test_formats_and_the_folder_can_be_chosen(tmp_path, capsys):
    spec = project(tmp_path)
    assert main(["render", str(spec), "--formats", "pdf", "--out", str(tmp_path / "o")]) == 0
    assert files(tmp_path / "o") == sorted({*FILES, "tiny.pdf"} - {"tiny.svg", "tiny.png"})


def test_watching_draws_again_when_the_users_code_changes(tmp_path):
    pytest.importorskip("watchfiles")
    spec = project(tmp_path)
    command = [sys.executable, "-m", "natfig", "render", str(spec), "--watch", "--formats", "svg"]
    with (tmp_path.parent / "said.txt").open("w+") as said:
        program = subprocess.Popen(command, stderr=said, start_new_session=True)
        try:
            first = wait_for(tmp_path / "out" / "tiny.svg", lambda data: b"</svg>" in data)
            time.sleep(2)
            (tmp_path / "lib" / "panels.R").write_text(CODE.replace("point_pt(size)", "point_pt(2 * size)"))
            wait_for(tmp_path / "out" / "tiny.svg", lambda data: data != first)
        finally:
            program.send_signal(signal.SIGINT)
            program.wait(timeout=30)
    assert "watching" in (tmp_path.parent / "said.txt").read_text()


def wait_for(path, is_done):
    deadline = time.monotonic() + 90
    while not (path.exists() and is_done(path.read_bytes())):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return path.read_bytes()


# ---------------------------------------------------------------- without R


@pytest.mark.parametrize("command", ["render", "report", "bundle"])
def test_what_draws_needs_rscript(tmp_path, capsys, no_rscript, monkeypatch, command):
    spec = project(tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    before = files(tmp_path)
    assert main([command, str(spec)]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert "Rscript is not on PATH, and natfig will not fall back to Python" in said.err
    for line in (
        "sudo apt-get install r-base-core",
        "conda install -c conda-forge r-base",
        "install.packages(",
    ):
        assert line in said.err
    assert files(tmp_path) == before


def test_a_figure_that_is_up_to_date_needs_it_too(copy, capsys, no_rscript):
    before = digests(copy / "out")
    code, _, said = render(copy, capsys)
    assert code == 3
    assert "Rscript is not on PATH" in said
    assert digests(copy / "out") == before


@pytest.mark.parametrize(("command", "said"), [("legend", "Up to 7."), ("values", "7")])
def test_what_only_reads_does_not(tmp_path, capsys, no_rscript, command, said):
    assert main([command, str(project(tmp_path))]) == 0
    out = capsys.readouterr()
    assert said in out.out
    assert "Rscript" not in out.err


def test_a_missing_package_of_r_writes_nothing(tmp_path, capsys):
    spec = project(tmp_path, code=CODE.replace("  ggplot(", "  library(nosuchthing)\n  ggplot("))
    assert main(["render", str(spec)]) == 3
    assert "the R package nosuchthing is not installed; sudo apt-get install r-cran-nosuchthing" in (
        capsys.readouterr().err
    )
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- report and bundle


def test_the_proof_sheet_shows_the_figure(copy, capsys):
    assert main(["report", str(copy / "spec.yaml")]) == 0
    page = (copy / "out" / "tiny.proof.html").read_text()
    assert "panel-a.series.A" in page or "data:image/svg" in page


def test_the_bundle_has_script_and_tables(built, tmp_path, capsys):
    out = tmp_path / "sub"
    command = ["bundle", str(built / "spec.yaml"), "--out", str(out), "--zip", "--allow-findings"]
    assert main(command) == 0
    inside = [n for n in files(out) if n.startswith("Fig1_R/")]
    assert inside == [f"Fig1_R/{n}" for n in FILES if n.endswith((".R", ".csv"))]
    subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=out, check=True, capture_output=True)
    manifest = json.loads((out / "Fig1.manifest.json").read_bytes())["figures"][0]
    assert sorted(item["path"] for item in manifest["files"]) == inside
    with zipfile.ZipFile(tmp_path / "sub.zip") as archive:
        assert {f"sub/{n}" for n in inside} <= set(archive.namelist())
    assert main(command) == 0
    (out / "Fig1_R" / "tiny.R").write_text("mine")
    capsys.readouterr()
    assert main(command) == 2
    assert "Fig1_R/tiny.R was added or changed" in capsys.readouterr().err
