"""Legends as text, Markdown, LaTeX, Word and JSON."""

import io
import json
import re
import shutil
import subprocess
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legendspecs import legend_of
from natfig.core.resources import templates_dir
from natfig.legend import build_legend
from natfig.legend.formats import formats
from natfig.legend.formats.latex import escaped as as_latex
from natfig.legend.formats.markdown import escaped as as_markdown
from natfig.render.prepare import prepare

BAR = "{kind: bar, data: t, x: g, y: v, stats: {center: mean, spread: sem, n: auto, unit: wells}}"
LINE = "{kind: scatter, data: t, x: {field: w, label: 'log$_{10}$ weight (g)'}, y: v}"
HOSTILE = "Gain of 50% & more: a_b #1 {{x}} ~ ^ \\\\LaTeX $ < > | *bold* [link](u) `c`"
TEX = shutil.which("pdflatex")


@pytest.fixture
def legend(tmp_path):
    return legend_of(tmp_path, BAR, LINE, number=2, legend="legend: {title: Counts rise}")


def test_every_format_has_a_suffix_of_its_own():
    suffixes = [s for f in formats for s in f.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert {f.id for f in formats} == {"docx", "json", "latex", "markdown", "text"}


def test_text(legend):
    text = formats.load("text").write([legend, legend]).decode()
    assert text == f"{legend.text}\n\n{legend.text}\n"
    assert text.startswith("Fig. 2 | Counts rise. a, V by G. Claim a holds. Bars, means;")


def test_markdown_marks_title_letters_and_symbols(legend):
    text = formats.load("markdown").write([legend]).decode()
    assert text.startswith("**Fig. 2 \\| Counts rise.** **a**, V by G.")
    assert "*n* = 12 wells per bar." in text


def test_markdown_reads_as_the_text(legend):
    text = formats.load("markdown").write([legend]).decode().strip()
    plain = re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)\*+", "", text))
    assert plain == legend.text


def test_latex_is_a_caption(legend):
    text = formats.load("latex").write([legend]).decode()
    assert text.startswith("\\caption[{Counts rise.}]{\\textbf{Counts rise.} \\textbf{a}, V by G.")
    assert "\\textit{n} = 12 wells" in text
    assert "log\\textsubscript{10} weight" in text
    assert text.endswith("}\n\\label{fig:tiny}\n")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("50% a_b #1 & $", r"50\% a\_b \#1 \& \$"),
        ("{x} \\y ~ ^", r"\{x\} \textbackslash{}y \textasciitilde{} \textasciicircum{}"),
        ("−3.2", "$-$3.2"),
        ("cm² and s⁻¹", r"cm\textsuperscript{2} and s\textsuperscript{$-$1}"),
        ("CO₂", r"CO\textsubscript{2}"),
        ("χ² ≥ 3", r"$\chi$\textsuperscript{2} $\geq$ 3"),
    ],
)
def test_latex_escapes(text, source):
    assert as_latex(text).replace(r"\ge$", r"\geq$") == source


def braces(source):
    """Return the depth at the end, ignoring escaped braces; it may never be negative."""
    depth = 0
    for sign in re.sub(r"\\[\\{}]", "", source):
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    return depth


@given(st.text(max_size=80))
def test_latex_never_leaves_a_brace_open_or_a_sign_bare(text):
    source = as_latex(text)
    assert braces(source) == 0
    assert not re.search(r"(?<!\\)[%#&_]", source)


@given(st.text(max_size=80))
def test_markdown_has_no_markup_of_its_own(text):
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]<]", as_markdown(text).replace("\\\\", ""))


def typeset(folder, source):
    """Run pdflatex on a document with a figure and return the text of its page."""
    document = (
        "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\begin{document}\n\\begin{figure}\n"
        f"{source}\\end{{figure}}\n\\listoffigures\n\\end{{document}}\n"
    )
    (folder / "doc.tex").write_text(document, encoding="utf-8")
    for _ in range(2):
        done = subprocess.run(
            [TEX, "-interaction=nonstopmode", "-halt-on-error", "doc.tex"],
            cwd=folder, capture_output=True, text=True, timeout=120, errors="replace", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:]
    if shutil.which("pdftotext") is None:
        return ""
    return subprocess.run(
        ["pdftotext", "doc.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.skipif(TEX is None, reason="pdflatex is not installed")
def test_latex_compiles_whatever_the_text_holds(tmp_path):
    legend = legend_of(
        tmp_path, BAR, LINE, legend=f"legend: {{title: '50% of a_b & c #1', panels: {{a: '{HOSTILE}'}}}}"
    )
    text = typeset(tmp_path, formats.load("latex").write([legend]).decode())
    assert "50% of a_b & c #1" in text
    assert "*bold* [link](u)" in " ".join(text.split())


@pytest.mark.skipif(TEX is None, reason="pdflatex is not installed")
def test_legends_of_all_templates_compile(tmp_path):
    specs = sorted(templates_dir("specs").glob("*/spec.yaml"))
    legends = []
    for spec in specs:
        prepared = prepare(spec)
        legends.append(build_legend(prepared))
        prepared.tables.close()
    source = "\\end{figure}\\clearpage\\begin{figure}\n".join(
        formats.load("latex").write([one]).decode() for one in legends
    )
    text = typeset(tmp_path, source)
    assert text == "" or all(one.title.split()[0] in text for one in legends)


def test_word_holds_bold_and_italic_runs(legend):
    from docx import Document

    data = formats.load("docx").write([legend])
    (paragraph,) = Document(io.BytesIO(data)).paragraphs
    assert paragraph.text == legend.text
    assert [r.text for r in paragraph.runs if r.bold] == ["Fig. 2 | Counts rise.", "a", "b"]
    assert "n" in [r.text for r in paragraph.runs if r.italic]


def test_word_files_have_no_dates_and_are_the_same_each_time(legend):
    write = formats.load("docx").write
    first = write([legend])
    assert first == write([legend])
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"python-docx" not in archive.read("docProps/core.xml")


def test_json_says_what_the_limit_rests_on(legend):
    (one,) = json.loads(formats.load("json").write([legend]))["legends"]
    assert one["text"] == legend.text
    assert one["words"] == legend.words
    assert one["limit"]["words"] == 250
    assert one["limit"]["source"].startswith("Nature")
    assert [p["panels"] for p in one["parts"]] == [["a"], ["b"], []]


def test_control_characters_are_written_out(tmp_path):
    legend = legend_of(tmp_path, LINE, legend='legend: {title: "Red \\e[31m alert"}')
    for form in formats:
        if not form.is_binary:
            assert b"\x1b" not in form.write([legend])
    from docx import Document

    (paragraph,) = Document(io.BytesIO(formats.load("docx").write([legend]))).paragraphs
    assert paragraph.text.startswith("Red \\x1b[31m alert.")
