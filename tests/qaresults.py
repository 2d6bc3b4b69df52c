"""Results of QA for tests of reports: made by hand, with everything a report must cope with."""

from pathlib import Path

from natfig.core.findings import Finding, Fix, Severity, Where
from natfig.qa.check import Check
from natfig.qa.document import Box, Document, Page, TextElement, TextRun
from natfig.qa.result import FileResult, Results, Suppressed

# Moves the cursor, ends a line, turns the direction of writing, is half a character, breaks
# XML, breaks a workflow command, is a link in SARIF.
HOSTILE = (
    "\x1b[2J\x07x\r\n::error::y\u202e\u2028\ud800\ufffe]]><&\"'%0A,:"
    "[z](http://x.example) ##[add-mask]q\x9b\x00"
)


def check(code, severity=Severity.ERROR, **more):
    values = {
        "id": f"{code.lower()}_something_wrong",
        "title": f"what {code} is about",
        "reason": f"The reason for {code}.",
        "bad": "a bad one",
        "good": "a good one",
        "needs": ("text",),
        "look": lambda _document, _context: iter(()),
        "severity": severity,
        "hint": f"how to mend {code}",
        "source": "A guide, https://guide.example/figures",
    }
    return Check(code=code, **{**values, **more})


def lookup():
    return {code: check(code) for code in ("CLR001", "CON001", "CON002", "CON003", "GEO001", "TXT002")}


def finding(code="TXT002", severity=Severity.ERROR, message="text is 4.2 pt; 5 pt is the floor", **where):
    return Finding(code, severity, message, Where(**where), Fix.SAFE, "A guide")


def run(text, size_pt=6.0):
    box = Box(10, 10, 20, 12)
    ink = ((10, 10), (20, 10), (20, 12), (10, 12))
    return TextRun(
        text, size_pt, "Arial", ("Arial",), "normal", "normal", "#000000", 1.0, True, box, ink, 0.0, 0, 0
    )


def document(path="fig.svg", *texts):
    runs = [run(text) for text in texts or ("Batch size",)]
    elements = [TextElement(r.text, range(i, i + 1), r.box) for i, r in enumerate(runs)]
    return Document(Path(path), "svg", 100, Page(183.0, 70.5), elements, runs)


def file(path="fig.svg", *findings, **more):
    result = FileResult(path, "svg", "nature", "production", document(path), list(findings), **more)
    result.sort()
    return result


def many(number, **more):
    """A file with a number of findings of one code."""
    found = [finding(text=f"label {i}", panel="ab"[i % 2], bbox_mm=(i, 2.0, 3.0, 1.0)) for i in range(number)]
    return file("many.svg", *found, checked=["TXT002"], **more)


def everything():
    """All that can be in a report at once."""
    bad = file(
        "figures/a b.svg",
        finding(panel="a", text="6", bbox_mm=(1.0, 2.0, 3.0, 4.0), line=12),
        finding("CLR001", Severity.WARNING, "two colours look alike", panel="b"),
        finding("CON002", Severity.INFO, "a claim is shown without its number"),
        checked=["CLR001", "CON002", "GEO001", "TXT002"],
        not_measured={"CON001": "no spec or manifest beside the file", "CON003": "it crashed"},
        faults=["CON003: KeyError: 'x'"],
        suppressed=[
            Suppressed(finding("GEO001", message="the page is 90 mm wide"), "the editor agreed", "config"),
            Suppressed(finding(text="5"), "known in baseline.json", "baseline"),
        ],
    )
    hostile = file(
        f"dir/{HOSTILE}.svg",
        finding(message=HOSTILE, text=HOSTILE, panel=HOSTILE, bbox_mm=(1.0, 2.0, 3.0, float("nan"))),
        checked=["TXT002"],
        not_measured={"CON001": HOSTILE},
        suppressed=[Suppressed(finding("GEO001", message=HOSTILE), HOSTILE, "config")],
    )
    hostile.document = document("x.svg", HOSTILE)
    unread = FileResult("broken.svg", "svg", None, "initial")
    unread.findings.append(finding("DOC006", message="the file is empty"))
    unread.not_measured = {"TXT002": "the file could not be read"}
    return Results([bad, hostile, unread, file("good.svg", checked=["TXT002", "GEO001"])])
