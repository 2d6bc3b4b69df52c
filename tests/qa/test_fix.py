"""Every fix on every bad case and on real files: mended, nothing worse, nothing else touched, done once."""

import codecs
import gzip
import re
import time
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from lxml import etree

from natfig.core.errors import DocumentError
from natfig.core.findings import Finding, Fix, Severity
from natfig.journals import journals
from natfig.qa import fix as fix_module
from natfig.qa.check import Context
from natfig.qa.checks import checks
from natfig.qa.fix import MAX_BYTES, MAX_PASSES, fix_svg
from natfig.qa.fixes import fixers
from natfig.qa.fixes.base import Change, Fixer, Kept
from natfig.qa.readers.svg import unpacked
from natfig.qa.runner import check_file
from oracles import svgtruth

TESTS = Path(__file__).resolve().parent.parent
CASES = TESTS / "cases" / "qa"
CORPUS = sorted((TESTS / "corpus").glob("*/*.svg*"))
MENDED = sorted({code for fixer in fixers for code in fixer.codes})
BAD = sorted(p for code in MENDED for p in (CASES / code).glob("bad_*.svg"))
NATURE = Context(journals.load("nature"))
SVG = "{http://www.w3.org/2000/svg}"

RANK = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


def context_of(path):
    case = yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))
    journal = case.get("journal")
    loaded = None if journal is None else journals.load(journal)
    return Context(loaded, case.get("stage", "production"), case.get("manifest"))


def findings(data, path, context):
    """Return what is found in a file as it is checked from the command line."""
    return check_file(path, context, data=data).findings


def tally(found, least=Severity.INFO):
    return Counter(f.code for f in found if RANK[f.severity] >= RANK[least])


def weight(result, least):
    """Return the number of findings by code; of those on single texts, the number of texts.

    Another face parts "6×10", which stands letter by letter, into three runs, and each is told.
    """
    found = tally([f for f in result.findings if f.code not in {"TXT002", "TXT003", "TXT004"}], least)
    for code in ("TXT002", "TXT003", "TXT004"):
        told = {
            f.where.bbox_mm for f in result.findings if f.code == code and RANK[f.severity] >= RANK[least]
        }
        runs = [r for r in result.document.runs if tuple(r.box.xywh()) in told]
        found[code] = len({r.element for r in runs})
    return +found


def named(result, code):
    return any(said.startswith(f"{code}: ") for said in result.kept)


# -- the checks and the fixes -------------------------------------------------------------------


def test_what_checks_call_safe_has_a_fixer():
    promised = {check.code for check in checks if check.fix is Fix.SAFE}
    assert promised <= set(MENDED)
    # GEO001 promises it only where the unit is at fault, so not for the check as a whole.
    assert set(MENDED) - promised == {"GEO001"}


def test_no_finding_of_any_case_promises_what_no_fixer_does():
    for path in sorted(CASES.glob("*/bad_*")):
        if path.suffix != ".yaml":
            context = context_of(path)
            for finding in check_file(path, context).findings:
                if finding.fix is not Fix.NONE:
                    assert finding.code in MENDED, f"{path}: {finding.message}"
                    assert path.suffix in {".svg", ".svgz"}, f"{path}: {finding.message}"


def test_fixers_have_an_order_of_their_own():
    orders = [fixer.order for fixer in fixers]
    assert len(set(orders)) == len(orders)
    assert next(f.id for f in sorted(fixers, key=lambda f: f.order)) == "scripts"


@pytest.mark.parametrize("code", MENDED)
def test_every_fixer_has_cases(code):
    assert any(p.parent.name == code for p in BAD)


@pytest.mark.parametrize("path", BAD, ids=lambda p: f"{p.parent.name}/{p.name}")
@pytest.mark.parametrize("alone", [True, False], ids=["alone", "with all others"])
def test_a_bad_case_is_mended(path, alone):
    context, code = context_of(path), path.parent.name
    data = path.read_bytes()
    before = findings(data, path, context)
    result = fix_svg(data, path, context, select=[code] if alone else [])
    after = findings(result.data, path, context)

    promised = [f for f in before if f.code == code and f.fix is Fix.SAFE]
    left = [f for f in after if f.code == code and f.fix is Fix.SAFE]
    assert not left, [(f.message, result.kept) for f in left]
    assert bool(promised) <= any(said.startswith(f"{code}: ") for said in result.mended)
    # Nothing new came, of any severity; what can't be mended is as it was.
    assert not tally(after) - tally(before)
    assert not tally(after, Severity.WARNING) - tally(before, Severity.WARNING)
    stay = [f.message for f in before if f.code == code and f.fix is Fix.NONE and "further" not in f.message]
    assert [f.message for f in after if f.code == code] == stay
    if alone:
        assert all(said.startswith(f"{code}: ") for said in result.mended)

    again = fix_svg(result.data, path, context, select=[code] if alone else [])
    assert (again.data, again.mended) == (result.data, [])


@pytest.mark.parametrize(
    "path",
    sorted(p for code in MENDED for p in (CASES / code).glob("good_*.svg")),
    ids=lambda p: f"{p.parent.name}/{p.name}",
)
def test_a_good_case_of_a_code_gets_no_worse(path):
    notes = path.with_suffix(".yaml")
    context = context_of(path) if notes.exists() and notes.read_text().strip() else Context()
    data = path.read_bytes()
    result = fix_svg(data, path, context)
    assert not tally(findings(result.data, path, context)) - tally(findings(data, path, context))


# -- real files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("journal", ["nature", "plos", "ieee", "elsevier"])
@pytest.mark.parametrize("path", CORPUS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_real_file_gets_better_and_never_worse(path, journal):
    context = Context(journals.load(journal))
    data = path.read_bytes()
    result = fix_svg(data, path, context)
    assert 1 <= result.passes <= MAX_PASSES
    before, after = result.before, result.after
    assert not after.faults
    for least in (Severity.WARNING, Severity.ERROR):
        assert not weight(after, least) - weight(before, least)
    # No letter is lost, and what is left of what was promised is named with a reason.
    old, new = ([re.sub(r"\s", "", e.text) for e in r.document.elements] for r in (before, after))
    assert new == old
    assert after.document.page.width_mm == pytest.approx(before.document.page.width_mm, abs=1e-3)
    for finding in after.findings:
        if finding.fix is Fix.SAFE:
            assert named(result, finding.code), (finding.message, result.kept)
    again = fix_svg(result.data, path, context)
    assert (again.data, again.mended) == (result.data, [])


def texts(tree):
    return list(tree.iter(f"{SVG}text", "text"))


def parsed(data):
    return etree.fromstring(unpacked(data), etree.XMLParser(huge_tree=True))


def skeleton(root, *, is_text_left_out):
    """Return a tree in canonical form, without what `--fix` may change."""
    root = parsed(etree.tostring(root.getroottree()))
    for name in ("title", "desc"):
        for child in root.findall(f"{SVG}{name}"):
            child.getparent().remove(child)
    for key in ("width", "height", "viewBox", "style"):
        root.attrib.pop(key, None)
    for element in list(root.iter("*")):
        for key in list(element.attrib):
            if key.startswith("on"):
                del element.attrib[key]
        if element.tag == f"{SVG}script":
            element.getparent().remove(element)
    if is_text_left_out:
        for text in texts(root):
            text.clear()
    out = BytesIO()
    root.getroottree().write_c14n(out)
    # Lines on which a removed title stood are blank now.
    return re.sub(rb">\s+<", b"><", out.getvalue())


@pytest.mark.parametrize("path", CORPUS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_nothing_else_of_a_real_file_changes(path):
    data = path.read_bytes()
    if b"xml-stylesheet" in data or path.stem == "css_import":
        pytest.skip("its style sheet from elsewhere goes, by intent")
    result = fix_svg(data, path, NATURE, select=["TXT002", "GEO", "DOC"], ignore=["DOC008"])
    old, new = (skeleton(parsed(d), is_text_left_out=True) for d in (data, result.data))
    assert new == old


def bare(text):
    return "".join(text.split())


def altered(old, new):
    """Return what the text elements say that differ between two versions of a file."""
    pairs = zip(texts(parsed(old)), texts(parsed(new)), strict=True)
    return {
        bare("".join(a.itertext()))
        for a, b in pairs
        if etree.tostring(a, method="c14n", with_tail=False)
        != etree.tostring(b, method="c14n", with_tail=False)
    }


@pytest.mark.chromium
def test_in_a_browser_no_other_text_moves(tmp_path):
    files = [p for p in CORPUS if unpacked(p.read_bytes()) == p.read_bytes()]
    old, new, changed = [], [], []
    for number, path in enumerate(files):
        data = path.read_bytes()
        result = fix_svg(data, path, Context(journals.load("plos")), select=["TXT002", "GEO", "DOC"])
        for name, version, paths in (("old", data, old), ("new", result.data, new)):
            paths.append(tmp_path / f"{number}.{name}.svg")
            paths[-1].write_bytes(version)
        changed.append(altered(data, result.data))
    moved = 0
    measured = zip(files, svgtruth.measure(old), svgtruth.measure(new), changed, strict=True)
    for path, before, after, names in measured:
        if before.width_mm is not None:
            assert after.width_mm == pytest.approx(before.width_mm, abs=0.005), path  # 1/64 px
        assert len(after.elements) == len(before.elements), path
        for was, now in zip(before.elements, after.elements, strict=True):
            if bare("".join(run.text for run in was.runs)) in names:
                moved += 1
                continue
            assert [(r.text, r.family, r.fill) for r in now.runs] == [
                (r.text, r.family, r.fill) for r in was.runs
            ]
            for a, b in zip(was.runs, now.runs, strict=True):
                assert b.size_pt == pytest.approx(a.size_pt, rel=1e-4), (path, a.text)
                if a.boxless is None:
                    assert b.box == pytest.approx(a.box, abs=0.02), (path, a.text)
    assert moved > 100


# -- what stays -------------------------------------------------------------------------------------

SMALL = '<text x="5" y="9" font-family="Arial, sans-serif" font-size="1.7">Label {0}</text>'
ROOT = '<svg xmlns="http://www.w3.org/2000/svg" width="89mm" height="60mm" viewBox="0 0 89 60">'
TITLED = f"{ROOT}<title>Serving</title><desc>Latency of all models.</desc>"
RAISED = SMALL.replace('"1.7"', '"1.7639"')


def mend(data, path=Path("fig.svg"), context=NATURE, **more):
    return fix_svg(data if isinstance(data, bytes) else data.encode(), path, context, **more)


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLED}{SMALL}</svg>",
        f"{TITLED}{SMALL}</svg>\n",
        f"<?xml version='1.0'?>{TITLED}{SMALL}</svg>",
        f'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n{TITLED}{SMALL}</svg>\n\n',
        f"<!-- Generator: a program -->\n<!DOCTYPE svg>\n{TITLED}{SMALL}</svg>",
        f"<!DOCTYPE svg>\n<!-- after -->\n<?keep me?>\n{TITLED}{SMALL}</svg>\n<!-- end -->",
        f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"\n  "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">{TITLED}{SMALL}</svg>',
        f'<!DOCTYPE svg [\n\t<!ENTITY ns "urn:x">\n]>\n{TITLED}{SMALL}</svg>',
        f"{TITLED}\n  <!-- a comment -->\n  <?pi x?>\n\t<g/>\n{SMALL}</svg>",
        f"{TITLED}<style><![CDATA[ .a > .b {{ fill: #123 }} ]]></style>{SMALL}</svg>",
        f'{TITLED}<g a="1&#10;2" b="&lt;&amp;&quot;"/>&amp;&lt;{SMALL}</svg>',
        f'{TITLED}<q:own xmlns:q="urn:x" q:a="1"><q:b/></q:own>{SMALL}</svg>',
    ],
)
@pytest.mark.parametrize("is_dos", [False, True], ids=["unix", "dos"])
def test_what_is_not_touched_stays_to_the_byte(text, is_dos):
    data = text.replace("\n", "\r\n") if is_dos else text
    result = mend(data)
    assert result.mended == ["TXT002: raised 'Label {0}' from 4.82 to 5 pt"]
    assert result.data.decode() == data.replace(SMALL, RAISED)


@pytest.mark.parametrize(
    ("codec", "declared", "bom"),
    [
        ("utf-8", "UTF-8", b""),
        ("utf-8", "utf-8", codecs.BOM_UTF8),
        ("latin-1", "ISO-8859-1", b""),
        ("cp1252", "windows-1252", b""),
        ("ascii", "US-ASCII", b""),
        ("utf-16-le", "UTF-16", codecs.BOM_UTF16_LE),
        ("utf-16-be", "UTF-16", codecs.BOM_UTF16_BE),
        ("utf-16-le", "UTF-16", b""),
        ("utf-16-be", "UTF-16", b""),
        ("utf-8", None, b""),
        ("utf-8", None, codecs.BOM_UTF8),
        ("shift_jis", "Shift_JIS", b""),
    ],
)
def test_the_encoding_stays(codec, declared, bom):
    head = "" if declared is None else f'<?xml version="1.0" encoding="{declared}"?>\n'
    letters = {"ascii": "Label", "shift_jis": "日本"}.get(codec, "Größe")
    text = f"{head}{TITLED}{SMALL.replace('Label', letters)}</svg>"
    result = mend(bom + text.encode(codec))
    assert result.data == bom + text.replace('"1.7"', '"1.7639"').encode(codec)


def test_letters_the_encoding_lacks_are_written_as_numbers():
    text = f'<?xml version="1.0" encoding="ISO-8859-1"?>{ROOT}{SMALL.replace("1.7", "3")}</svg>'
    manifest = {"title": "Größe ≥ 3 λ", "panels": []}
    result = mend(text.encode("latin-1"), context=Context(journals.load("nature"), manifest=manifest))
    assert "<title>Größe &#8805; 3 &#955;</title>" in result.data.decode("latin-1")


def test_a_packed_file_stays_packed():
    text = f"{TITLED}{SMALL}</svg>".encode()
    result = mend(gzip.compress(text), Path("fig.svgz"))
    assert result.data[:2] == b"\x1f\x8b"
    assert gzip.decompress(result.data).decode() == f"{TITLED}{RAISED}</svg>"
    # No time in it: the same file twice.
    assert result.data == mend(gzip.compress(text, mtime=12345), Path("fig.svgz")).data


def test_entities_are_as_good_as_what_they_stand_for():
    text = (
        f'<!DOCTYPE svg [<!ENTITY l "Label"><!ENTITY s "http://www.w3.org/2000/svg">]>\n{TITLED}{SMALL}</svg>'
    )
    text = text.replace("Label {0}", "&l; one").replace('xmlns="http://www.w3.org/2000/svg"', 'xmlns="&s;"')
    result = mend(text)
    assert result.data.decode().startswith('<!DOCTYPE svg [<!ENTITY l "Label"><!ENTITY s "http')
    assert ">Label one</text>" in result.data.decode()
    assert result.after.document.elements[0].text == "Label one"


def test_a_file_that_needs_nothing_is_the_very_same():
    data = f"{TITLED}{RAISED}</svg>".encode()
    result = mend(data)
    assert result.data is data
    assert (result.mended, result.kept, result.passes) == ([], [], 1)


# -- what is asked for --------------------------------------------------------------------------------

FULL = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="336.38px" height="227px" viewBox="0 0 89 60" '
    'onload="x()">'
    "<!-- /home/jane/fig.svg -->"
    '<text x="5" y="9" font-family="Verdana" font-size="1.7">Label</text></svg>'
)
DONE = ["DOC002", "DOC008", "GEO001", "DOC007", "TXT004", "TXT002"]


def codes(result):
    return [said.partition(":")[0] for said in result.mended]


def test_everything_is_mended_in_order():
    assert codes(mend(FULL)) == DONE


@pytest.mark.parametrize(
    ("select", "ignore", "left"),
    [
        (["DOC"], [], ["DOC002", "DOC008", "DOC007"]),
        (["TXT004"], [], ["TXT004"]),
        ([], ["TXT", "DOC007"], ["DOC002", "DOC008", "GEO001"]),
        (["TXT"], ["TXT002"], ["TXT004"]),
        (["CLR"], [], []),
    ],
)
def test_only_what_is_checked_is_mended(select, ignore, left):
    result = mend(FULL, select=select, ignore=ignore)
    assert codes(result) == left
    assert not [said for said in result.kept if said.partition(":")[0] not in left]


@pytest.mark.parametrize("code", DONE)
def test_what_the_configuration_spares_is_not_mended(code):
    result = mend(FULL, is_spared=lambda finding: finding.code == code)
    assert codes(result) == [c for c in DONE if c != code]
    assert not named(result, code)


# -- what does harm -----------------------------------------------------------------------------------


def changing(code, name, **more):
    """Return a fixer that hides the label and says that it did something."""

    def apply(job):
        if name not in job.without:
            job.draft.set(job.draft.root.find(f"{SVG}text"), *more["attribute"])
            yield Change(name, name, frozenset({0}))
        yield Kept(code, f"{name} saw it")

    return Fixer(name, (code,), more.get("order", 1), apply, **more.get("traits", {}))


@pytest.mark.parametrize("moves_text", [False, True])
@pytest.mark.parametrize(
    ("attribute", "reason"),
    [
        (("display", "none"), "text would be lost"),
        (("x", "86"), "beyond the page"),
        (("fill", "#f4f4f4"), "contrast"),
    ],
)
def test_a_fix_that_does_harm_is_taken_back(monkeypatch, attribute, reason, moves_text):
    bad = changing("DOC007", "bad", attribute=attribute, traits={"moves_text": moves_text})
    good = next(f for f in fixers if f.id == "scripts")
    monkeypatch.setattr(fix_module, "fixers", [bad, good])
    result = mend(FULL, ignore=["DOC008"])
    assert codes(result) == ["DOC002"]
    assert result.data.decode() == FULL.replace(' onload="x()"', "")
    assert any("bad" in said and reason in said for said in result.kept), result.kept


def test_what_runs_goes_even_where_something_else_gets_worse(monkeypatch):
    owed = changing("DOC002", "owed", attribute=("fill", "#f4f4f4"), traits={"is_owed": True})
    bad = changing("DOC007", "bad", attribute=("display", "none"), order=2)
    monkeypatch.setattr(fix_module, "fixers", [owed, bad])
    result = mend(FULL, ignore=["DOC008"])
    assert codes(result) == ["DOC002"]
    assert b'fill="#f4f4f4"' in result.data
    assert b"display" not in result.data


def test_the_number_of_passes_is_bounded_whatever_fixers_there_are(monkeypatch):
    many = [
        changing(
            "DOC007", f"bad{i}", attribute=("display", "none"), order=i, traits={"moves_text": i % 2 == 0}
        )
        for i in range(40)
    ]
    monkeypatch.setattr(fix_module, "fixers", many)
    result = mend(FULL)
    assert result.passes <= MAX_PASSES
    assert result.mended == []
    assert sum("not tried" in said or "too many" in said for said in result.kept) >= 20


def test_a_page_of_another_size_is_harm(monkeypatch):
    def apply(job):
        job.draft.set(job.draft.root, "width", "80mm")
        yield Change("page", "changed the page")

    monkeypatch.setattr(fix_module, "fixers", [Fixer("page", ("GEO001",), 1, apply)])
    result = mend(FULL)
    assert result.mended == []
    assert result.kept[0] == "GEO001: not changed the page: the page would have another size"


def test_what_is_left_of_a_promise_is_named_whoever_forgot_it(monkeypatch):
    monkeypatch.setattr(fix_module, "fixers", [])
    result = mend(FULL)
    assert sorted(said.partition(":")[0] for said in result.kept) == sorted(DONE)


# -- files that can't be mended -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"not xml",
        b"<html/>",
        b"\x1f\x8bxx",
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 400 + b"</g>" * 400 + b"</svg>",
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(data):
    with pytest.raises(DocumentError) as raised:
        mend(data)
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize("is_packed", [False, True])
def test_a_large_file_is_not_mended_and_says_so(is_packed):
    data = f"{TITLED}{SMALL}<!--{'x' * MAX_BYTES}--></svg>".encode()
    data = gzip.compress(data) if is_packed else data
    result = mend(data)
    assert result.data is data
    assert (result.mended, result.passes, result.before, result.after) == ([], 0, None, None)
    (said,) = result.kept
    assert re.fullmatch(r"the file has 20,000,\d+ bytes; files up to 20,000,000 are mended", said)


@pytest.mark.parametrize(
    "inner",
    [
        "<!-- " + "a" * 2_000_000 + " -->",
        "<!-- " + "/home/" * 300_000 + " -->",
        f'<g style="{"(" * 1_000_000}"/>',
        f'<text x="5" y="9" font-size="1.7" style="{"(" * 1_000_000}">Label</text>',
        f'<g href="{"java " * 300_000}"/>',
        f'<style>@import "x";{"a{b:c}" * 50_000}</style>',
        f"<style>a{{b:expression({'(' * 500_000})}}</style>",
        f"<style>@font-face{{font-family:A;src:url(data:font/woff,{'A' * 3_000_000})}}@import 'x';</style>",
        "".join(f'<text x="5" y="{i}" font-family="F{i}">L</text>' for i in range(1500)),
        "".join(f'<text x="5" y="{i}" font-size="1.7">0</text>' for i in range(3000)),
        f"<title>{'<b>' * 200}x{'</b>' * 200}</title>",
        "<metadata>"
        + '<d:creator xmlns:d="http://purl.org/dc/elements/1.1/">Jane</d:creator>' * 9000
        + "</metadata>",
    ],
    ids=range(12),
)
def test_hostile_files_take_no_time(inner):
    begun = time.process_time()
    result = mend(FULL.replace("</svg>", f"{inner}</svg>"))
    assert result.passes <= MAX_PASSES
    assert "DOC002" not in {f.code for f in result.after.findings}
    # Reading and checking some megabytes a few times takes seconds; what is quadratic takes minutes.
    assert time.process_time() - begun < 40


def test_fixing_opens_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    secret = tmp_path / "secret.svg"
    secret.write_text("<svg/>")
    inner = (
        f'<image href="{secret}" width="9" height="9"/><use href="secret.svg#a"/>'
        '<style>@import "secret.svg";</style><?xml-stylesheet href="secret.svg"?>'
    )
    before = sorted(tmp_path.iterdir()), secret.stat().st_atime_ns
    mend(FULL.replace("</svg>", f"{inner}</svg>"), path=tmp_path / "fig.svg")
    assert (sorted(tmp_path.iterdir()), secret.stat().st_atime_ns) == before


def test_findings_are_asked_about_one_by_one():
    asked = []

    def is_spared(finding):
        asked.append(finding)
        return False

    mend(FULL, is_spared=is_spared)
    assert all(isinstance(f, Finding) for f in asked)
    assert {f.where.text for f in asked if f.code == "TXT002"} >= {None, "Label"}
