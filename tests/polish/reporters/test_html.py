"""The redline: what its page holds, which changes exclude each other, and that no text gets loose in it."""

import base64
import hashlib
import json
import re
from dataclasses import replace

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from natfig.core.findings import Fix, Severity
from natfig.polish.reporters import reporters
from natfig.polish.reporters._html_items import ACCEPTED, OPEN, REJECTED, clash, sheet_of
from natfig.polish.reporters._html_text import displayed
from natfig.polish.reporters._html_words import as_json, linked, shortened
from natfig.polish.reporters.html import reporter
from natfig.polish.result import Mended, Polished
from natfig.polish.review.decisions import FORMAT, fingerprint_of
from natfig.prose.document import Block, Draft, Edit, Kind, Piece, Role, Section, apply_edits
from polishpages import DRAFT, EVIL, busy, find_sentence, read, remark, result, rewrite, run


def page(*results, **more):
    return lxml.html.document_fromstring(reporter.render(run(*results, **more)))


def data_of(tree):
    (script,) = tree.xpath("//script[@id='data']")
    return json.loads(script.text)


def words(element):
    return " ".join(element.text_content().split())


def text_of(element, *, after):
    """Return the text before, or after, all the changes that are shown."""
    skip = "del" if after else "ins"
    if element.tag == skip and (skip == "ins" or "on" in element.classes):
        return ""
    if element.tag == "ins" and "on" not in element.classes:
        return ""
    return (element.text or "") + "".join(text_of(e, after=after) + (e.tail or "") for e in element)


# -- what the page holds ----------------------------------------------------------------------


def test_it_is_a_reporter():
    assert reporters.load("html") is reporter
    assert (reporter.per_file, reporter.suffix) == (False, ".html")


def test_a_draft_as_it_reads():
    tree = page(busy())
    texts = tree.xpath("//div[@class='text']/*")
    assert [(e.tag, e.get("class")) for e in texts] == [
        ("h2", "title"),
        ("h3", "heading"),
        ("p", "paragraph"),
        ("h3", "heading"),
        ("p", "paragraph"),
        ("p", "legend"),
        ("h3", "heading"),
        ("p", "paragraph"),
        ("p", "item"),
        ("p", "item"),
    ]
    d = read(DRAFT)
    shown = [b for b in d.blocks if b.text.strip()]
    assert [text_of(e, after=False) for e in texts] == [b.text for b in shown]
    assert "5\u202fmM glucose and it was added for 3 h at 37\u202f°C." in text_of(texts[2], after=True)


def test_what_is_protected_is_set_off():
    tree = page(busy())
    (cited,) = tree.xpath("//span[contains(@class, 'citation')]")
    assert cited.get("class") == "kept citation"
    assert cited.get("title") == "citation, kept as it is"
    assert tree.xpath("string(//span[@class='kept code'])") == "count.py"


def test_a_change_and_its_note():
    d = read(DRAFT)
    one = remark(d, "results was", "results were", "GRM001", message="the verb doesn't agree with results")
    tree = page(result(d, one))
    (note,) = tree.xpath("//li[contains(@class, 'note')]")
    assert set(note.classes) == {"note", "change", "warning", "swapped"}
    assert note.get("data-code") == "GRM001"
    assert words(note.find_class("said")[0]) == "The verb doesn't agree with results"
    assert words(note.find_class("swap")[0]) == "results was → results were"
    assert words(note.find_class("line")[0]) == "line 6"
    assert words(note.find_class("source")[0]) == "A guide, guide.example"
    yes, no = note.xpath(".//button")
    assert yes.get("aria-label") == "Accept warning, GRM001, line 6: results was → results were"
    assert (yes.get("aria-pressed"), no.get("aria-pressed")) == ("false", "false")
    gone, new = tree.xpath("//*[@data-i='0']")
    assert (gone.tag, gone.text, gone.get("class")) == ("del", "was", "c on")
    assert (new.tag, new.text, new.get("class")) == ("ins", "were", "c on")


def test_a_remark_without_a_change():
    d = read(DRAFT)
    tree = page(result(d, remark(d, "proves", code="CLM001", severity=Severity.ERROR)))
    (mark,) = tree.xpath("//mark")
    assert (mark.text, mark.get("class"), mark.get("data-i")) == ("proves", "error", "0")
    (note,) = tree.find_class("note")
    assert "remark" in note.classes
    assert not note.xpath(".//button")
    assert data_of(tree)["changes"] == {}
    assert "no-changes" in tree.classes


def test_a_long_remark_is_flagged_where_it_begins():
    d = read(DRAFT)
    tree = page(result(d, remark(d, find_sentence(d, "A total of"), code="STY002")))
    (flag,) = tree.find_class("flag")
    assert flag.get("data-i") == "0"
    assert [m.get("class") for m in tree.xpath("//mark")] == ["warning long"]


def test_what_cannot_be_edited_is_a_suggestion():
    d = read(DRAFT)
    one = remark(d, "cells [1]", "cells (1)", "STY050")
    assert one.edit is None
    tree = page(result(d, one))
    (note,) = tree.find_class("note")
    assert "remark" in note.classes
    assert words(note.find_class("swap")[0]) == "cells [1] → cells (1)"
    assert "has to be changed in the draft" in words(note.find_class("more")[0])


def test_a_single_sign_is_shown_within_its_word():
    d = read("# T\n\nWe saw cells , well and left.\n")
    tree = page(result(d, remark(d, " ", "", "STY041", nth=2)))
    (swap,) = tree.find_class("swap")
    assert words(swap) == "cells , → cells,"
    (gone,) = tree.find_class("ws")
    assert (gone.tag, gone.text) == ("del", " ")


def test_nothing_to_say():
    tree = page(result(read(DRAFT)))
    assert words(tree.find_class("fine")[0]) == "Nothing to say about this draft."
    assert not tree.find_class("note")


def test_an_empty_run_and_an_empty_draft():
    assert data_of(page())["files"] == []
    assert data_of(page(result(read(""))))["files"][0]["source"] == ""


def test_faults_notes_and_what_was_kept():
    tree = page(
        result(read(DRAFT), kept=("NUM001 in line 3: no",)),
        faults=["STY001: ValueError: x"],
        notes=["a note"],
    )
    assert [words(li) for li in tree.xpath("//ul[@class='notices']/li")] == [
        "natfig itself failed here: STY001: ValueError: x",
        "a note",
    ]
    assert "NUM001 in line 3: no" in words(tree.find_class("kept-back")[0])


def test_several_drafts():
    a, b = read(DRAFT, "a.md"), read(DRAFT, "chapters/b.md")
    tree = page(result(a, remark(a, "It's", "It is")), result(b, remark(b, "It's", "It is")))
    assert [words(h) for h in tree.find_class("file")] == ["a.md", "chapters/b.md"]
    data = data_of(tree)
    assert [c["file"] for c in data["changes"].values()] == [0, 1]
    assert [f["fixed"] for f in data["files"]] == ["a.fixed.md", "b.fixed.md"]
    assert words(tree.xpath("//h1")[0]) == "2 drafts"


def test_cells_and_references_are_left_out_unless_something_is_said():
    d = Draft(None, "text", "Text here. 5mM 6mM Smith et al.")
    d.blocks = [
        Block(d, [Piece(0, 10, Kind.TEXT)]),
        Block(d, [Piece(11, 14, Kind.TEXT)], Role.CELL),
        Block(d, [Piece(15, 18, Kind.TEXT)], Role.CELL),
        Block(d, [Piece(19, 31, Kind.TEXT)], Role.REFERENCE, Section.REFERENCES),
    ]
    tree = page(result(d, remark(d, "6mM", "6 mM")))
    assert [words(e) for e in tree.find_class("skip")] == ["1 table cell not shown", "1 reference not shown"]
    assert [e.get("class") for e in tree.xpath("//div[@class='text']/*")] == ["paragraph", "cell"]


# -- what is decided beforehand ---------------------------------------------------------------


def states(sheet):
    return {item.code: item.state for item in sheet.items if item.edits}


def test_safe_fixes_are_accepted_and_others_open():
    d = read(DRAFT)
    sheet = sheet_of(
        result(
            d,
            remark(d, "5mM", "5 mM", "NUM001", fix=Fix.SAFE),
            remark(d, "novel", "new", "STY014"),
            rewrites=[
                rewrite(d, "The results was significant.", "The results were significant."),
                rewrite(d, "Rare cells are hard to find.", "Rare cells are found.", accepted=False),
            ],
        )
    )
    found = [(item.code, item.state, item.is_refused) for item in sheet.changes]
    assert found == [
        ("rewrite", REJECTED, True),
        ("NUM001", ACCEPTED, False),
        ("STY014", OPEN, False),
        ("rewrite", OPEN, False),
    ]


def test_a_rewrite_is_made_word_by_word_around_what_is_protected():
    d = read("# T\n\nWe *used* 5 mM [@a] and it was then $x$ added.\n")
    before = find_sentence(d, "We used")
    after = before.replace("We used", "Then we used").replace("was then", "was")
    (item,) = sheet_of(result(d, rewrites=[rewrite(d, before, after)])).changes
    assert apply_edits(d.source, item.edits) == "# T\n\nThen we *used* 5 mM [@a] and it was $x$ added.\n"


def test_a_rewrite_that_moves_a_citation_can_only_be_read():
    d = read("# T\n\nWe used cells [@a] for it [@b].\n")
    before = find_sentence(d, "We used")
    first, second = re.findall(r"\[\d\]", before)
    after = before.replace(first, "#").replace(second, first).replace("#", second)
    sheet = sheet_of(result(d, rewrites=[rewrite(d, before, after)]))
    assert sheet.changes == []
    assert "can only be read here" in sheet.items[0].note


def test_what_overlaps_is_shown_once():
    d = read(DRAFT)
    sheet = sheet_of(
        result(
            d,
            remark(d, "5mM", "5 mM", "NUM001", fix=Fix.SAFE),
            remark(d, "5mM glucose", "glucose", "STY030", fix=Fix.SAFE),
            remark(d, "used 5mM", "took 5mM", "STY031"),
            remark(d, "novel", "new", "STY014"),
        )
    )
    for number, item in enumerate(sheet.items):
        item.number = number
    assert states(sheet) == {"STY031": OPEN, "NUM001": ACCEPTED, "STY030": OPEN, "STY014": OPEN}
    assert [sheet.items[i].code for i in sorted(displayed(sheet.items))] == ["NUM001", "STY014"]
    assert len({item.cluster for item in sheet.changes}) == 2


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.booleans()), max_size=25))
@settings(deadline=None)
def test_what_is_accepted_or_shown_at_first_never_overlaps(places):
    d = Draft(None, "text", "x" * 50)
    d.blocks = [Block(d, [Piece(0, 50, Kind.TEXT)])]
    remarks = [
        replace(
            remark(d, "x" * 50, "y"),
            begin=start,
            finish=start + length,
            fix=Fix.SAFE if is_safe else Fix.UNSAFE,
            edit=Edit(start, start + length, "y"),
        )
        for start, length, is_safe in places
    ]
    sheet = sheet_of(result(d, *remarks))
    for number, item in enumerate(sheet.items):
        item.number = number
    accepted = [item for item in sheet.changes if item.state == ACCEPTED]
    shown = [item for item in sheet.changes if item.number in displayed(sheet.items)]
    for some in (accepted, shown):
        assert not any(clash(a, b) for i, a in enumerate(some) for b in some[:i])
    assert {item.number for item in accepted} <= {item.number for item in shown}
    assert bool(sheet.changes) == bool(accepted or shown)
    apart = [(a, b) for i, a in enumerate(sheet.changes) for b in sheet.changes[:i] if a.cluster != b.cluster]
    assert not any(clash(a, b) for a, b in apart)


# -- after --fix ------------------------------------------------------------------------------


def test_what_was_mended_is_shown_on_the_text_before():
    before = read("# T\n\nWe used 5mM of it. It's novel, and 6mM was used. They was here.\n")
    after = read("# T\n\nWe used 5 mM of it. It is novel, and 6 mM was used. They was here.\n")
    at = [before.source.index(w) for w in ("mM", "'s", "mM was")]
    edits = (Edit(at[0], at[0], " "), Edit(at[1], at[1] + 2, " is"), Edit(at[2], at[2], " "))
    assert apply_edits(before.source, edits) == after.source
    five = before.source.index("5mM")
    left = result(
        after,
        remark(after, "They was", "They were", "GRM001"),
        remark(after, "It is novel", "It is new", "STY014"),
        remark(after, "novel", code="STY015"),
        original=before,
        edits=edits,
        mended=(Mended("NUM001", five, five + 3, "5mM", "5 mM", "a space belongs there"),),
    )
    sheet = sheet_of(left)
    assert sheet.draft is before
    found = [(i.code, i.text, i.replacement, bool(i.edits), i.state) for i in sheet.items]
    assert found == [
        ("NUM001", "", " ", True, ACCEPTED),
        ("STY014", "It's novel", "It is new", False, OPEN),
        ("fixed", "'s", " is", True, ACCEPTED),
        ("STY015", "novel", None, False, OPEN),
        ("fixed", "", " ", True, ACCEPTED),
        ("GRM001", "They was", "They were", True, OPEN),
    ]
    accepted = [e for i in sheet.items for e in i.edits]
    done = after.source.replace("They was", "They were")
    assert apply_edits(before.source, accepted) == done


def test_a_rewrite_of_a_mended_sentence_holds_the_change_too():
    before, after = read("# T\n\nWe used 5mM of it then.\n"), read("# T\n\nWe used 5 mM of it then.\n")
    at = before.source.index("mM")
    one = result(
        after,
        original=before,
        edits=(Edit(at, at, " "),),
        rewrites=[rewrite(after, "We used 5 mM of it then.", "Then we used 5 mM.")],
    )
    whole, made = sheet_of(one).changes
    assert (whole.code, whole.state, made.code, made.state) == ("rewrite", OPEN, "fixed", ACCEPTED)
    assert clash(whole, made)
    assert apply_edits(before.source, whole.edits) == "# T\n\nThen we used 5 mM.\n"


# -- what the script gets ---------------------------------------------------------------------


def test_the_data_of_a_page():
    d = read(DRAFT)
    (one,) = (remark(d, "It's", "It is", "STY009", fix=Fix.SAFE),)
    data = data_of(page(result(d, one)))
    at = DRAFT.index("It's")
    assert data["format"] == FORMAT
    assert data["files"] == [
        {
            "path": "draft.md",
            "name": "draft.md",
            "sha256": fingerprint_of(d),
            "decisions": "draft.decisions.json",
            "fixed": "draft.fixed.md",
            "source": DRAFT,
        }
    ]
    assert data["changes"] == {
        "0": {
            "file": 0,
            "cluster": 0,
            "low": at,
            "high": at + 4,
            "edits": [[at, at + 4, "It is"]],
            "state": ACCEPTED,
        }
    }


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"caf\xc3\xa9 5mM\r\n", {"source": "café 5mM\r\n"}),
        (b"\xef\xbb\xbfcaf\xc3\xa9", {"source": "\ufeffcafé", "mark": True}),
        (b"caf\xe9 au lait", {"source": "café au lait", "encoding": "Windows-1252"}),
        ("\ufeffcafé".encode("utf-16-le"), {"source": "café", "encoding": "UTF-16"}),
    ],
)
def test_drafts_that_the_page_can_write(data, expected):
    file = data_of(page(result(read(data, "draft.txt", "text"))))["files"][0]
    assert {k: file[k] for k in ("source", "mark", "encoding") if k in file} == expected


def test_a_draft_that_is_more_than_its_text_has_no_source():
    d = Draft(None, "docx", "We used 5mM.")
    d.blocks = [Block(d, [Piece(0, 12, Kind.TEXT)])]
    file = data_of(page(result(d, remark(d, "5mM", "5 mM"))))["files"][0]
    assert "source" not in file


# -- hostile texts ----------------------------------------------------------------------------


def hostile(word):
    # In a text of one paragraph, and in all that a rule, a model or a path says.
    d = Draft(None, "text", f"Words {word} words")
    d.blocks = [
        Block(
            d,
            [
                Piece(0, 6, Kind.TEXT),
                Piece(6, 6 + len(word), Kind.MATH, word),
                Piece(6 + len(word), len(d.source), Kind.TEXT),
            ],
        )
    ]
    one = remark(d, "Words", word, word, message=word, source=word, note=word)
    two = remark(d, word, code=word, message=word)
    say = rewrite(d, "Words", word, reasons=[word], model=word)
    r = result(d, one, two, rewrites=[say], journal=word, kept=(word,))
    r.path = f"dir/{word}"
    return run(r, engine=word, model=word, notes=[word], faults=[word])


@pytest.mark.parametrize(
    "word", [EVIL, "]]>--><plaintext>", "\x00\x1b[2J\u202eabc\udc80", "$title ${data} $$"]
)
def test_hostile_texts_are_texts(word):
    html = reporter.render(hostile(word))
    html.encode("utf-8")
    tree = lxml.html.document_fromstring(html)
    assert len(tree.xpath("//script")) == 2
    assert not tree.xpath("//img | //plaintext | //*[@onload or @onerror or @style]")
    assert {a.get("href")[:8] for a in tree.xpath("//a")} <= {"https://"}
    data = data_of(tree)
    assert data["changes"]["0"]["edits"][0][2] == word.replace("\n", " ")
    assert data["files"][0]["path"] == f"dir/{word}"
    assert "</" not in tree.xpath("string(//script[@id='data'])")


@given(st.text())
def test_json_that_no_element_ends_on(text):
    made = as_json({"a": text})
    assert json.loads(made) == {"a": text}
    assert not set(made) & set("<>&\u2028\u2029\ufeff")
    made.encode("utf-8")


def test_a_hostile_source_is_embedded_as_it_is():
    text = f"We used 5mM.\r\n\r\n{EVIL} \U0001f9ea \x0c end\r\n"
    d = read(text, "draft.txt", "text")
    assert data_of(page(result(d, remark(d, "5mM", "5 mM"))))["files"][0]["source"] == text


def test_links():
    assert linked("see https://a.example/b?c=1&d.") == (
        'see <a href="https://a.example/b?c=1&amp;d" rel="noopener noreferrer" target="_blank">a.example</a>.'
    )
    assert "<a" not in linked("javascript:evil() http:/x data:text/html,x")
    assert shortened("a" * 200, 20) == "a" * 10 + " … " + "a" * 10


def test_the_policy_names_what_is_there():
    html = reporter.render(run(busy()))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
    for text in (style, script):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("number", [1, 4000])
def test_a_page_grows_with_its_changes_and_no_faster(number):
    # 4,000 changes over the same letters: only some are shown in the text.
    d = Draft(None, "text", "abc " * 300)
    d.blocks = [Block(d, [Piece(0, 1200, Kind.TEXT)])]
    one = remark(d, d.source, "x")
    remarks = [
        replace(one, begin=0, finish=3, replacement="y", edit=Edit(0, 3, f"y{i}"), message="m", source="")
        for i in range(number)
    ]
    html = reporter.render(Polished([result(d, *remarks)]))
    assert len(html) < 60_000 + 1_400 * number
