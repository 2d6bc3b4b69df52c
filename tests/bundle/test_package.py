"""The folder as a whole."""

import csv
import io
import json
import shutil
import subprocess
import zipfile

import numpy as np
import openpyxl
import pytest

from legendspecs import prepared_of
from natfig.bundle import BundleOptions, FindingsError, build_bundle, write_bundle
from natfig.bundle.figure import final_formats, staged
from natfig.core.errors import OutputError, UsageError
from natfig.core.io import hash_bytes
from natfig.core.resources import templates_dir
from natfig.journals import journals
from natfig.render.prepare import prepare

DEMO = ("serving", "penguins")
SCATTER = "{kind: scatter, data: t, x: w, y: v}"
CLAIM = "claims: {top: {value: SELECT max(v) FROM t, assert: '> 99'}}"
OFFICE = shutil.which("soffice")
TO_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


@pytest.fixture(scope="module")
def demo():
    """The bundle of the demo: figures and files."""
    specs = [prepare(templates_dir("specs") / name / "spec.yaml") for name in DEMO]
    figures, files = build_bundle(specs, BundleOptions())
    yield figures, files
    for one in specs:
        one.tables.close()


@pytest.fixture
def small(tmp_path):
    return prepared_of(tmp_path, SCATTER)


def test_what_is_in_it(demo):
    _, files = demo
    assert set(files) == {
        "Fig1.pdf", "Fig2.pdf", "Fig1.manifest.json", "Fig2.manifest.json", "source_data.xlsx",
        "legends.docx", "legends.txt", "alt_text.txt", "reporting_summary.docx",
        "reporting_summary.txt", "README.txt", "bundle.json", "SHA256SUMS",
    }  # fmt: skip
    assert files["Fig1.pdf"].startswith(b"%PDF-")


def test_the_same_input_gives_the_same_bytes(demo):
    specs = [prepare(templates_dir("specs") / name / "spec.yaml") for name in DEMO]
    again = build_bundle(specs, BundleOptions())[1]
    assert {n: hash_bytes(d) for n, d in again.items()} == {n: hash_bytes(d) for n, d in demo[1].items()}


def test_checksums_are_those_of_sha256sum(demo, tmp_path):
    write_bundle(demo[1], tmp_path / "sub")
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"],
        cwd=tmp_path / "sub",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == len(demo[1]) - 1


def test_manifests_name_the_files_of_the_bundle(demo):
    _, files = demo
    for name in ("Fig1", "Fig2"):
        (figure,) = json.loads(files[f"{name}.manifest.json"])["figures"]
        (output,) = figure["outputs"]
        assert output["path"] == f"{name}.pdf"
        assert output["sha256"] == hash_bytes(files[f"{name}.pdf"])
        assert [f["path"] for f in figure["qa"]["files"]] == [f"{name}.pdf"]
        assert figure["qa"]["summary"]["errors"] == 0


def test_claims_of_the_workbook_are_the_manifest_s(demo):
    _, files = demo
    sheet = openpyxl.load_workbook(io.BytesIO(files["source_data.xlsx"]))["Claims"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    for name in ("Fig1", "Fig2"):
        (figure,) = json.loads(files[f"{name}.manifest.json"])["figures"]
        assert {r[1]: r[2] for r in rows if r[0] == name} == {
            k: c["value"] for k, c in figure["claims"].items()
        }


def test_rows_and_n_are_the_manifest_s(demo):
    figures, files = demo
    book = openpyxl.load_workbook(io.BytesIO(files["source_data.xlsx"]))
    for figure in figures:
        used = {letter: d["rows_used"] for d in figure.figure["data"] for letter in d.get("panels", ())}
        for letter, rows in used.items():
            cells = list(book[figure.panel_name(letter)].iter_rows(values_only=True))
            at = next(k for k, row in enumerate(cells) if all(v is None for v in row))
            assert len(cells) - at - 3 == rows
            assert figure.record(letter)["panel"] == letter


def office(folder, source, to, name):
    done = subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to,
         "--outdir", str(folder), str(source)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    if "could not be loaded" in done.stderr and name == "xlsx" and not _has_calc(folder):
        pytest.skip("LibreOffice is installed without Calc")
    assert done.returncode == 0, done.stderr
    assert "Error" not in done.stderr, done.stderr


def _has_calc(folder):
    """Whether LibreOffice opens a workbook at all."""
    book = openpyxl.Workbook()
    book.save(folder / "probe.xlsx")
    done = subprocess.run(
        [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "csv",
         "--outdir", str(folder), str(folder / "probe.xlsx")],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    return "could not be loaded" not in done.stderr


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_the_workbook_and_its_numbers_are_the_data_s(demo, tmp_path):
    figures, files = demo
    (tmp_path / "source_data.xlsx").write_bytes(files["source_data.xlsx"])
    office(tmp_path, tmp_path / "source_data.xlsx", TO_CSV, "xlsx")
    for figure in figures:
        for letter, table in figure.prepared.panel_tables.items():
            path = tmp_path / f"source_data-{figure.panel_name(letter)}.csv"
            rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
            at = next(k for k, row in enumerate(rows) if not any(row))
            fields, body = rows[at + 2], rows[at + 3 :]
            assert len(body) == table.rows
            for k, field in enumerate(fields):
                if table.is_numeric(field):
                    values = np.array([float(row[k]) for row in body])
                    np.testing.assert_allclose(values, table[field].astype(float), rtol=1e-13)
                else:
                    assert [row[k] for row in body] == [str(v) for v in table[field]]


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["legends", "reporting_summary"])
def test_libreoffice_reads_the_word_files(demo, tmp_path, name):
    figures, files = demo
    (tmp_path / f"{name}.docx").write_bytes(files[f"{name}.docx"])
    office(tmp_path, tmp_path / f"{name}.docx", "txt:Text (encoded):UTF8", "docx")
    text = (tmp_path / f"{name}.txt").read_text(encoding="utf-8-sig")
    for figure in figures:
        assert (figure.legend.text if name == "legends" else figure.legend.title) in text


def test_legends_and_alternative_texts_are_there_as_text(demo):
    figures, files = demo
    assert files["legends.txt"].decode() == "\n\n".join(f.legend.text for f in figures) + "\n"
    for figure in figures:
        assert figure.prepared.loaded.spec.contract.conclusion in files["alt_text.txt"].decode()


def test_the_reporting_summary_leaves_open_what_the_spec_does_not_say(demo):
    text = demo[1]["reporting_summary.txt"].decode()
    assert "Fig1a, n: FP16: 5; INT8: 5\n  Fig1a, what n counts: independent runs" in text
    assert "Blinding: ________ (not in the spec; please fill in)" in text
    assert "Fig2b, data left out: two rows (body_mass_g IS MISSING): two birds were released" in text
    assert "Data are mean ± s.d. of n = 5 independent runs." in text
    assert f"{text.count('________')} answers are open" in demo[1]["README.txt"].decode()


def test_the_readme_names_every_file(demo):
    _, files = demo
    text = files["README.txt"].decode()
    for name in files:
        assert f"  {name} " in text
    assert "Fig1: example data, not measurements: serving" in text


# ---------------------------------------------------------------- findings


def test_a_claim_that_fails_stops_the_bundle(tmp_path):
    prepared = prepared_of(tmp_path, SCATTER, claims=CLAIM)
    with pytest.raises(FindingsError, match=r"claims\.top: does not hold"):
        build_bundle([prepared], BundleOptions())
    figures, files = build_bundle([prepared], BundleOptions(allow_findings=True))
    assert "claims.top: does not hold" in files["README.txt"].decode()
    assert "Fig1.pdf" in files
    assert list(figures[0].problems())


def test_errors_of_qa_stop_the_bundle_and_are_named(small):
    # The Lancet takes TIFF and JPEG at production, as Nature takes no PNG.
    with pytest.raises(FindingsError, match=r"Fig1\.png: DOC005"):
        build_bundle([small], BundleOptions(formats=("png",)))
    _, files = build_bundle([small], BundleOptions(formats=("png",), allow_findings=True))
    assert "Fig1.png: DOC005" in files["README.txt"].decode()


@pytest.mark.parametrize(
    ("journal", "stage", "formats"),
    [
        ("nature", "production", ("pdf",)),
        ("science", "production", ("pdf",)),
        ("springer", "production", ("tiff",)),
        ("plos", "production", ("tiff",)),
        ("lancet", "production", ("tiff",)),
        ("nature-machine-intelligence", "production", ("pdf",)),
    ],
)
def test_formats_are_the_journal_s(journal, stage, formats):
    assert final_formats(journals.load(journal), stage) == formats


@pytest.mark.parametrize("name", journals.names())
def test_every_journal_has_a_format(name):
    for stage in ("initial", "production"):
        assert final_formats(journals.load(name), stage)[0] in {"pdf", "svg", "tiff", "png"}


def test_stage_number_and_formats_can_be_asked_for(small):
    figures, files = build_bundle(
        [small], BundleOptions(number=7, stage="initial", formats=("pdf", "tiff"), allow_findings=True)
    )
    assert {"Fig7.pdf", "Fig7.tif", "Fig7.manifest.json"} <= set(files)
    assert figures[0].figure["stage"] == "initial"
    assert json.loads(files["bundle.json"])["figures"][0]["stage"] == "initial"
    assert small.loaded.spec.contract.stage == "production"
    assert staged(small, None) is small


def test_unknown_formats_are_refused(small):
    with pytest.raises(UsageError, match="unknown format 'eps'"):
        build_bundle([small], BundleOptions(formats=("eps",)))
    with pytest.raises(UsageError, match="names no format"):
        build_bundle([small], BundleOptions(formats=()))


# ---------------------------------------------------------------- on disk


def files_of(text=b"one\n"):
    mark = {"bundle": 1, "files": {"a.txt": hash_bytes(text)}}
    return {"a.txt": text, "bundle.json": json.dumps(mark).encode(), "SHA256SUMS": b"sums"}


def test_a_bundle_replaces_a_bundle_as_a_whole(tmp_path):
    out = tmp_path / "deep" / "sub"
    write_bundle(files_of(), out)
    write_bundle(files_of(b"two\n"), out)
    assert (out / "a.txt").read_bytes() == b"two\n"
    assert sorted(p.name for p in out.parent.iterdir()) == ["sub"]
    assert out.stat().st_mode & 0o777 == (tmp_path / "deep").stat().st_mode & 0o777


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "sub").mkdir()
    write_bundle(files_of(), tmp_path / "sub")
    assert (tmp_path / "sub" / "a.txt").exists()


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_somebody_else_is_never_replaced(tmp_path, force):
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter1.docx").write_text("years of work")
    with pytest.raises(OutputError, match="holds files and is no bundle of natfig"):
        write_bundle(files_of(), out, force=force)
    assert [p.name for p in out.iterdir()] == ["chapter1.docx"]


@pytest.mark.parametrize("name", ["a.txt", "notes.md"])
def test_what_was_edited_since_is_kept_without_force(tmp_path, name):
    out = tmp_path / "sub"
    write_bundle(files_of(), out)
    (out / name).write_text("my own words")
    with pytest.raises(OutputError, match=f"{name} was added or changed since natfig wrote the bundle"):
        write_bundle(files_of(), out)
    assert (out / name).read_text() == "my own words"
    write_bundle(files_of(), out, force=True)
    assert (out / "a.txt").read_bytes() == b"one\n"


def test_a_file_in_the_way(tmp_path):
    (tmp_path / "sub").write_text("x")
    with pytest.raises(OutputError, match="in the way and is no folder"):
        write_bundle(files_of(), tmp_path / "sub", force=True)


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "sub").symlink_to(tmp_path / "real")
    with pytest.raises(OutputError, match="no folder"):
        write_bundle(files_of(), tmp_path / "sub")


def test_a_failure_leaves_the_old_folder(tmp_path, monkeypatch):
    out = tmp_path / "sub"
    write_bundle(files_of(), out)
    rename = type(out).rename

    def failing(self, target):
        if self.name.endswith(".part"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(type(out), "rename", failing)
    with pytest.raises(OutputError, match="cannot write"):
        write_bundle(files_of(b"two\n"), out)
    monkeypatch.undo()
    assert (out / "a.txt").read_bytes() == b"one\n"
    assert [p.name for p in tmp_path.iterdir()] == ["sub"]


def test_the_zip_holds_the_folder_and_is_the_same_each_time(tmp_path):
    out = tmp_path / "sub"
    write_bundle(files_of(), out, as_zip=True)
    first = (tmp_path / "sub.zip").read_bytes()
    write_bundle(files_of(), out, as_zip=True)
    assert (tmp_path / "sub.zip").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.namelist() == ["sub/SHA256SUMS", "sub/a.txt", "sub/bundle.json"]
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_zip_of_somebody_else_is_kept(tmp_path):
    (tmp_path / "sub.zip").write_bytes(b"PK mine")
    with pytest.raises(OutputError, match=r"sub\.zip was not written by natfig"):
        write_bundle(files_of(), tmp_path / "sub", as_zip=True)
    assert not (tmp_path / "sub").exists()
    write_bundle(files_of(), tmp_path / "sub", as_zip=True, force=True)
    assert zipfile.is_zipfile(tmp_path / "sub.zip")
