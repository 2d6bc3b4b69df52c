"""Journal files that are wrong, and files that extend others."""

import subprocess
import sys

import pytest

from natfig.core.errors import DocumentError, UsageError
from natfig.journals import journals
from natfig.journals.loader import load_journal

SOURCE = "source: guide, checked: 2026, confidence: high"
GOOD = """\
id: mine
name: Mine
publisher: Press
sources:
  guide: "Press: Figure guide, https://example.org"
figure:
  width_single_mm: {value: 89, source: guide, checked: 2026-11-01, confidence: high, stage: production}
prose: {}
"""


def write(folder, text, name="mine"):
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def fails(folder, text, name="mine"):
    with pytest.raises(DocumentError) as caught:
        load_journal(write(folder, text, name))
    return str(caught.value)


def test_good(tmp_path):
    journal = load_journal(write(tmp_path, GOOD))
    value = journal.value("figure", "width_single_mm", "production")
    assert (value.value, value.checked, value.source) == (
        89,
        "2026-11-01",
        "Press: Figure guide, https://example.org",
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("publisher: Press\n", "", None, "the key 'publisher' is missing; every journal file has one"),
        ("id: mine", "id: yours", 1, "id: is 'yours', but the file is called 'mine.yaml'; write id: mine"),
        ("name: Mine", "name: 3", 2, "name: 3 is not a text"),
        ("name: Mine", "nmae: Mine", 2, "nmae: unknown key; did you mean 'name'?"),
        (
            "width_single_mm",
            "width_singel_mm",
            7,
            "figure.width_singel_mm: unknown key; did you mean 'width_single_mm'?",
        ),
        ("value: 89", "vlaue: 89", 7, "figure.width_single_mm.vlaue: unknown key; did you mean 'value'?"),
        ("value: 89", "value: wide", 7, "'wide' has the wrong form; write a number above 0"),
        ("value: 89", "value: -1", 7, "-1 has the wrong form"),
        ("value: 89", "value: true", 7, "True has the wrong form"),
        ("value: 89", "value: [136, 120]", 7, "[136, 120] has the wrong form"),
        ("value: 89", "value: null", 7, "null means that the journal states no limit; add a note"),
        ("source: guide,", "", 7, "the key 'source' is missing"),
        ("source: guide", "source: giude", 7, "'giude' is not allowed; did you mean 'guide'?"),
        ("source: guide", "source: [guide]", 7, "is not allowed"),
        ("confidence: high", "confidence: sure", 7, "'sure' is not allowed; allowed: high, low, medium"),
        ("stage: production", "stage: never", 7, "allowed: initial, production"),
        ("stage: production", "advice: maybe", 7, "'maybe' is not true or false"),
        ("stage: production", "note: 7", 7, "note: 7 is not a text"),
        ("stage: production", "reason: why", 7, "there is nothing to override; write it as a note"),
        ("prose: {}", "prose:", 8, "prose: is not a mapping"),
        ("prose: {}", "prose: []", 8, "prose: is not a mapping"),
        ("prose: {}", "prose: {}\nfigure: {}", 9, "the key 'figure' stands twice"),
        ("prose: {}", "prose: {}\nwidths: {double: width_full_mm}", 9, "'width_full_mm' is not allowed"),
        ("prose: {}", "prose: {}\nwidths: {wide: width_single_mm}", 9, "widths.wide: unknown key"),
        ("prose: {}", "prose: {}\npalette: 3", 9, "palette: 3 is not a text"),
        ("prose: {}", "prose: {}\nextends: other", 9, "extends: 'other' is not allowed"),
        ("prose: {}", "prose: {}\nextends: mine", 9, "extends: goes in a circle: mine → mine"),
        (
            "  guide:",
            '  spare: "Never used"\n  guide:',
            5,
            "sources.spare: no value has this source; remove it",
        ),
        ("  guide: ", "  guide: [", 6, "not valid YAML"),
        ("2026-11-01", "2026-13-01", None, "not valid YAML: month must be in 1..12"),
        (
            "value: 89",
            "value: !!python/object:os.system x",
            7,
            "not valid YAML: could not determine a constructor",
        ),
    ],
)
def test_bad(tmp_path, old, new, line, message):
    assert old in GOOD
    told = fails(tmp_path, GOOD.replace(old, new, 1))
    place = f"{tmp_path / 'mine.yaml'}:" + (f"{line}: " if line else "")
    assert told.startswith(place)
    assert message in told


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "panel_label: {value: {case: lower, weight: heavy}, S}",
            "panel_label.value.weight: 'heavy' is not allowed",
        ),
        ("panel_label: {value: {weight: bold}, S}", "panel_label.value: the key 'case' is missing"),
        ("panel_label: {value: {case: lower, pt: big}, S}", "panel_label.value.pt: 'big' is not a size"),
        ("panel_label: {value: {case: lower, pattern: '[{}]'}, S}", "pattern: '[{}]' is not allowed"),
        ("panel_label: {value: lower, S}", "panel_label.value: is not a mapping"),
        (
            "max_height_mm_by_caption: {value: {single: {many: 3}}, S}",
            "is no number of words; write it as 150_words",
        ),
        ("max_height_mm_by_caption: {value: {single: 3}, S}", "single: is not a mapping"),
        ("max_height_mm_by_caption: {value: {single: {9_words: x}}, S}", "'x' is not a number above 0"),
        ("fonts: {value: Arial, S}", "'Arial' has the wrong form; write a list of texts"),
        ("fonts: {value: [Arial, 3], S}", "has the wrong form"),
        ("fonts_editable: {value: 1, S}", "1 has the wrong form; write true or false"),
        ("layers: {value: '', S}", "has the wrong form; write a text"),
        ("striking_image_px: {value: [1], S}", "has the wrong form; write [width, height]"),
        ("max_file_mb: [{value: 3, stage: initial, S}]", "max_file_mb: a list has one value for each stage"),
        ("max_file_mb: [{value: 3, S}, {value: 4, S}]", "max_file_mb: a list has one value for each stage"),
        (
            "max_file_mb: [{value: 3, stage: initial, S}, {value: x, stage: production, S}]",
            "max_file_mb.1.value",
        ),
        ("max_file_mb: 3", "max_file_mb: is not a mapping"),
    ],
)
def test_bad_value(tmp_path, entry, message):
    text = GOOD.replace("prose: {}", "  " + entry.replace("S}", SOURCE + "}") + "\nprose: {}")
    told = fails(tmp_path, text)
    assert told.startswith(f"{tmp_path / 'mine.yaml'}:8: ")
    assert message in told


@pytest.mark.parametrize("text", ["", "- a\n", "7\n"])
def test_not_a_mapping(tmp_path, text):
    assert "a journal file is a mapping" in fails(tmp_path, text)


def test_not_text(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"id: \xff\xfe\x00")
    with pytest.raises(DocumentError, match="not valid YAML"):
        load_journal(path)


def test_a_file_that_contains_itself(tmp_path):
    assert "unknown key" in fails(tmp_path, GOOD + "more: &a [*a]\n")


def test_too_large(tmp_path):
    assert "may have 1,000,000 at most" in fails(tmp_path, GOOD + "#" * 1_000_000)


CHILD = """\
id: child
name: Child
publisher: Press
extends: mine
sources:
  letters: "Press: Letters, https://example.org/letters"
figure:
  width_single_mm:
    {value: 80, source: letters, checked: 2026, confidence: low, reason: Letters are narrower.}
  text_min_pt: {value: 6, source: letters, checked: 2026, confidence: low}
prose: {}
"""


def test_extends(tmp_path):
    more = f"  text_max_pt: {{value: 8, {SOURCE}}}\nprose: {{}}\npalette: okabe-ito\n"
    more += "widths: {double: width_single_mm}"
    write(tmp_path, GOOD.replace("prose: {}", more))
    child = load_journal(write(tmp_path, CHILD, "child"))
    assert child.width_mm("single", "production") == 80
    assert child.width_mm("double", "production") == 80
    assert child.value("figure", "width_single_mm", "production").reason == "Letters are narrower."
    assert child.text_floor_pt("production") == 6
    assert child.text_ceiling_pt("production") == 8
    assert child.palette == "okabe-ito"


def test_override_needs_a_reason(tmp_path):
    write(tmp_path, GOOD)
    told = fails(tmp_path, CHILD.replace(", reason: Letters are narrower.", ""), "child")
    assert "child.yaml:8: figure.width_single_mm: overrides a value of 'mine' without saying why" in told


def test_circle_of_three(tmp_path):
    for name, above in (("a", "b"), ("b", "c"), ("c", "a")):
        write(
            tmp_path,
            f"id: {name}\nname: N\npublisher: P\nextends: {above}\nfigure: {{}}\nprose: {{}}\n",
            name,
        )
    with pytest.raises(DocumentError, match="goes in a circle: a → b → c → a"):
        load_journal(tmp_path / "a.yaml")


def test_a_wrong_parent_is_blamed_itself(tmp_path):
    write(tmp_path, GOOD.replace("value: 89", "value: x"))
    assert "mine.yaml:7: figure.width_single_mm.value" in fails(tmp_path, CHILD, "child")


def test_unknown_journal():
    with pytest.raises(UsageError, match="unknown journal 'natur'; did you mean 'nature'"):
        journals.load("natur")


def test_import_stays_cheap():
    heavy = "{'yaml', 'numpy', 'pydantic', 'matplotlib', 'rich'}"
    code = f"import sys, natfig.journals; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
