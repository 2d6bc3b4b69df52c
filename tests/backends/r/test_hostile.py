"""What R must never run, and data that R must read as they are."""

import itertools
import math
import random
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import pytest
import yaml
from lxml import etree

from natfig.backends.r import code, formula
from natfig.backends.r.code import call, formatted, quote
from natfig.backends.r.functions import function_names, functions
from natfig.backends.r.kinds import twins
from natfig.backends.r.page import build_page
from natfig.backends.r.script import data_frame, table_bytes, write_script
from natfig.backends.r.terms import factor
from natfig.core.errors import NatfigError, UsageError
from natfig.data.tables import Table, label
from natfig.render.build import RenderOptions, render_one
from natfig.render.prepare import prepare
from oracles import r

ATTACKS = [
    '"); CALL; ("', "'); CALL; ('", '", CALL, "', "`); CALL; (`", "` <- CALL; `", "\\`CALL\\`",
    '\\"); CALL; (\\"', "\\u0022); CALL; (\\u0022", "\\x22); CALL #", "\\", "\\\\", '\\\\"); CALL #',
    '"', "'", "`", "``", "a`b", "$(CALL)", "`CALL`", "#{CALL}", "${CALL}", "{CALL}", "{{CALL}}",
    "<%= CALL %>", "%s", "%d%n", "%1$s", "# CALL", "\nCALL\n", "\n# Files ----\nCALL", "\u2028CALL",
    "\u0085CALL", "x\u202e;LLAC", "\u200f", "\ufeff", "😀 🧬", "é ü 中文 ع", "$CALL$", "$x[CALL]$",
    "$x^{CALL}$", '$"CALL"$', "$italic(CALL)$", "$a * CALL$", "$_$", "$^{`}$", "$'$ CALL",
    "function(x) CALL", "if (TRUE) CALL", "~ CALL", "-CALL", "!!CALL", ".data", ".data$CALL",
    ".env$CALL", "..CALL..", "..count..", "after_stat(CALL)", 'r"(CALL)"', 'R"---(CALL)---"',
    "<- CALL", "CALL -> x", "|> CALL", "expression(CALL)", "eval(parse(text = 'CALL'))",
    "natfig<panel_a/layer-1", "natfig>panel_a", "</text><script>", "&amp;", "<b>", "]]>", "T", "F",
    "TRUE", "NULL", "NA", "Inf", "function", "if", "1st", "x.y", " ", "  two  ", "...", "..1", "data",
    "low", "high", "n", "group", "x", "y", "-1", "0x1", "1e5", "1L", "\x01", "\x1b[31m", "\t\tCALL",
]  # fmt: skip
# Signs that YAML, CSV or the spec itself refuse before R is asked.
RESERVED_LEVELS = {"NA", " ", ""}
KINDS = {
    "line": {"x": "NUM", "y": "VAL", "color": "CAT"},
    "scatter": {"x": "NUM", "y": "VAL", "color": "CAT"},
    "bar": {"x": "CAT", "y": "VAL", "color": "TOO"},
    "distribution": {"x": "CAT", "y": "VAL"},
    "histogram": {"x": "VAL", "color": "TOO"},
    "area": {"x": "NUM", "y": "VAL", "color": "CAT"},
}
COLUMNS = {"NUM": "num", "VAL": "val", "CAT": "cat", "TOO": "too"}
# Parts of formulas, which natfig writes itself.
PLOTMATH = {"expression", "italic", "bold", "textstyle", "*", "^", "[", "bolditalic", "plain"}


@pytest.fixture(scope="module", autouse=True)
def _needs_r():
    r.require("ggplot2", "patchwork", "svglite", "ragg")


def attacks(canary):
    """Return the strings, the calls in them such as would leave a file."""
    calls = [f'system("touch {canary}")', f"writeLines('x', '{canary}')", f"file.create('{canary}')"]
    return [text.replace("CALL", calls[i % 3]) for i, text in enumerate(ATTACKS)]


class _Quoting(yaml.SafeDumper):
    """Writes every text in quotes, so that none is read as a number."""


_Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def figure(folder, kinds, *, columns=COLUMNS, levels=("A", "B"), text=lambda: "Label", short=None, seed=0):
    """Write a spec with a panel of each kind and its data; return the spec's path."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)  # noqa: S311 - numbers to be drawn
    rows = [
        {columns["NUM"]: number, columns["VAL"]: round(rng.uniform(1, 9), 3), columns["CAT"]: level,
         columns["TOO"]: other}
        for number in (1, 2, 3, 4) for i, level in enumerate(levels) for other in (levels[(number + i) % 2],)
    ]  # fmt: skip
    panels = {}
    for letter, kind in zip("abcdefgh", kinds, strict=False):
        channels = {k: {"field": columns[v]} for k, v in KINDS[kind].items()}
        for channel in channels.values():
            channel["label"] = text()
        annotations = [{"text": text()}]
        if kind in ("line", "scatter"):
            annotations.append({"text": text(), "x": 2, "y": 5})
        references = [{"y": 5, "label": (short or text)()}] if kind in ("bar", "distribution") else []
        panels[letter] = {
            "kind": kind, "data": "t", "title": text(), "alt": text(), **channels,
            "annotations": annotations, "references": references,
        }  # fmt: skip
        if kind in ("line", "area", "bar"):
            panels[letter]["stats"] = {"center": "mean", "unit": text()}
    spec = {
        "natfig": 1, "id": "tiny",
        "contract": {
            "conclusion": "The drug halves the load of the virus in all mice.", "backend": "r",
            "journal": "nature",
            "evidence": {k: {"role": f"role {k} {text()}", "claim": f"This is {text()}"} for k in panels},
        },
        "figure": {"width": "double", "height": "150mm", "formats": ["svg"], "layout": layout(panels)},
        "data": {"t": {"rows": rows}},
        "panels": panels,
        "legend": {"title": text(), "panels": {k: text() for k in panels}},
    }  # fmt: skip
    path = folder / "spec.yaml"
    path.write_text(yaml.dump(spec, Dumper=_Quoting, sort_keys=False), encoding="utf-8")
    return path


def layout(letters):
    names = list(letters)
    rows = ["".join(names[i : i + 2]) for i in range(0, len(names), 2)]
    return "\n".join(row if len(row) == 2 else row * 2 for row in rows)


def script_of(path):
    """Return the script of a spec, or None where natfig itself refuses a text."""
    try:
        prepared = prepare(path)
    except NatfigError:
        return None
    try:
        return write_script(build_page(prepared, 100.0)[0])
    except (UsageError, NatfigError):
        return None
    finally:
        prepared.tables.close()


def evaluated(folder, text):
    """Run R code without packages and return what it prints."""
    path = folder / "ask.R"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "--vanilla", str(path)], cwd=folder, capture_output=True, check=False, timeout=300,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


# ---------------------------------------------------------------- what is called

CALLS = """\
known <- character()
heads <- function(code) {
  if (is.call(code)) {
    head <- code[[1]]
    own <- if (is.name(head)) {
      as.character(head)
    } else if (is.call(head) && as.character(head[[1]]) %in% c("::", "$")) {
      as.character(head[[3]])
    } else {
      "A CALL OF WHAT A CALL GAVE"
    }
    rest <- as.list(code)[-1]
    return(c(own, unlist(lapply(rest[!vapply(rest, identical, NA, quote(expr = ))], heads))))
  }
  if (is.expression(code)) return(unlist(lapply(as.list(code), heads)))
  NULL
}
for (path in sort(list.files("scripts", full.names = TRUE))) {
  code <- parse(path, encoding = "UTF-8", keep.source = FALSE)
  # The functions at the top are copies of styles/natfig.R.
  is_copy <- vapply(code, function(one) {
    is.call(one) && identical(one[[1]], as.name("<-")) && is.call(one[[3]]) &&
      identical(one[[3]][[1]], as.name("function"))
  }, NA)
  cat(basename(path), sort(unique(heads(code[!is_copy]))), "\\n", sep = "\\t")
}
for (package in c("ggplot2", "patchwork", "ggrepel", "ggbeeswarm")) {
  if (requireNamespace(package, quietly = TRUE)) {
    cat("EXPORTS", getNamespaceExports(package), "\\n", sep = "\\t")
  }
}
"""


@pytest.fixture(scope="module")
def calls(tmp_path_factory):
    """Scripts full of attacks: script → the functions it calls, and what natfig may call."""
    folder = tmp_path_factory.mktemp("calls")
    scripts = folder / "scripts"
    scripts.mkdir()
    canary = folder / "canary"
    rng = random.Random(1)  # noqa: S311 - which attack stands where
    texts = attacks(canary)
    # In braces stand the names of claims, of which there are none here.
    free = [t for t in texts if "{" not in t]
    kinds = [k for k in KINDS if k in twins]
    (scripts / "plain.R").write_text(script_of(figure(folder / "plain", kinds)).text)
    written = used = 0
    for i in range(60):
        names = rng.sample(texts, 4)
        levels = [t for t in rng.sample(texts, 6) if t not in RESERVED_LEVELS][: rng.randint(2, 4)]
        columns = dict(zip(COLUMNS, names, strict=True)) if i % 2 else COLUMNS
        spec = figure(
            folder / f"s{i}", [rng.choice(kinds)], columns=columns, levels=levels, seed=i,
            text=lambda: rng.choice(free),
        )  # fmt: skip
        used += 1
        if (script := script_of(spec)) is not None:
            (scripts / f"s{i:03}.R").write_text(script.text, encoding="utf-8")
            written += 1
    assert written > 0.6 * used
    found = {}
    exports = set()
    for line in evaluated(folder, CALLS).splitlines():
        name, *rest = line.strip("\t").split("\t")
        if name == "EXPORTS":
            exports |= set(rest) - {"ggsave"}
        else:
            found[name] = set(rest)
    assert not canary.exists()
    assert len(found) == written + 1
    return found, exports


def test_each_call_of_a_script_is_one_of_natfigs(calls):
    found, exports = calls
    allowed = found.pop("plain.R") | exports | PLOTMATH | set(function_names()) | {"[[", "$", "-"}
    strange = {name: heads - allowed for name, heads in found.items() if heads - allowed}
    assert strange == {}


def test_plain_scripts_call_nothing_that_runs_text(calls):
    found, _ = calls
    every = set.union(*found.values())
    assert not every & {
        "eval",
        "parse",
        "system",
        "system2",
        "source",
        "get",
        "do.call",
        "writeLines",
        "file.create",
    }
    assert {"ggplot", "aes", "labs", "read.csv", "library"} <= every


# ---------------------------------------------------------------- what is run


@pytest.fixture
def canary():
    """A file that does not exist, with a short path; what runs in R would make it."""
    with tempfile.TemporaryDirectory(prefix="n", dir="/tmp") as folder:
        yield Path(folder) / "c"
        assert list(Path(folder).iterdir()) == []


@pytest.mark.parametrize("part", range(3))
def test_r_runs_none_of_it(tmp_path, part, canary):
    """A page full of attacks is drawn; none ends R or leaves a file; levels are on the page as they are."""
    calls = ["q()", "stop(7)", f'system("touch {canary}")']
    texts = [t.replace("CALL", calls[(i + part) % 3]) for i, t in enumerate(ATTACKS)]
    texts = [t for t in texts if t.strip() and "{" not in t]
    order = random.Random(part)  # noqa: S311 - which attack stands where
    order.shuffle(texts)
    tour = itertools.cycle(texts)
    short = [
        t for t in texts if len(t) < 12 and t == t.strip() and t.isprintable() and t not in RESERVED_LEVELS
    ]
    levels, labels = short[:3], itertools.cycle(short[3:])
    names = [t for t in texts if t != "PANEL"][-4:]
    spec = figure(
        tmp_path / "f", [k for k in ("line", "scatter", "bar", "distribution") if k in twins],
        columns=dict(zip(COLUMNS, names, strict=True)), levels=levels, text=lambda: next(tour),
        short=lambda: next(labels), seed=part,
    )  # fmt: skip
    figure_json = render_one(spec, RenderOptions())
    assert figure_json["backend"] == "r"
    root = etree.parse(tmp_path / "f" / "out" / "tiny.svg").getroot()
    said = {"".join(t.itertext()) for t in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {level for level in levels if not formula.has_formula(level)} <= said
    assert not root.findall(".//{*}script")


# ---------------------------------------------------------------- what is read

TEXTS = np.array([
    "NA", "TRUE", "FALSE", "1e5", "0x10", "1,5", "a\nb", 'say "x"', "it's", "back\\slash", "tick`", "%s %d",
    "# no comment", " padded ", "😀", "ع\u200f", "e\u0301", "\u00e9", "-", "Inf", "NULL", "T",
], dtype=object)  # fmt: skip
STRANGE_NAMES = [
    "function", "if", "a`b", " ", "x.y", "T", "1st", "data", ".data", "TRUE", 'quo"te', "back\\slash",
    "new\nline", "ta\tb", "😀", "..1", "...", "NA", "a,b", "#", "low", "\u200fx", "%s", "..count..", ".env",
]  # fmt: skip

HEX = "hex <- function(x) paste(as.character(charToRaw(enc2utf8(x))), collapse = '')\n"


def unhex(text):
    return bytes.fromhex(text).decode()


def in_r(folder, table, statements):
    path = folder / "t.csv"
    path.write_bytes(table_bytes(table))
    return formatted(list(data_frame("data_a", "t.csv", table))) + statements


@pytest.mark.parametrize("name", STRANGE_NAMES)
def test_names_of_columns_are_kept(name):
    plain = name.isprintable() and not name.startswith((".data", ".env", ".."))
    assert code.col(name).flat() == (code.quote_name(name) if plain else f".data[[{quote(name)}]]")


def test_any_column_and_any_text_is_read_as_it_is(tmp_path):
    texts = TEXTS
    columns = {name: np.roll(texts, i) for i, name in enumerate(STRANGE_NAMES)}
    table = Table("t", columns)
    ask = HEX + in_r(
        tmp_path, table, "for (n in names(data_a)) cat(hex(n), sapply(data_a[[n]], hex), '\\n')\n"
    )
    said = [line.split() for line in evaluated(tmp_path, ask).splitlines()]
    assert {unhex(n): [unhex(v) for v in values] for n, *values in said} == {
        name: list(values) for name, values in columns.items()
    }


def test_numbers_dates_and_truth_values_are_read_as_they_are(tmp_path):
    numbers = [0.1 + 0.2, 1e300, -1e-300, 5e-324, 2.0**53, 1 / 3, -0.0, 123456789.123, 1.7976931348623157e308]
    whole = [2**31, -(2**31), 2**53, 0, 1, 2, 3, 4, 5]
    days = np.array(["2024-02-29", "1969-12-31", "2100-01-01"] * 3, dtype="datetime64[D]")
    times = np.array(
        ["2024-02-29T23:59:59", "1969-12-31T00:00:01", "2100-01-01T12:00:00"] * 3, dtype="datetime64[s]"
    )
    table = Table("t", {
        "number": np.array(numbers), "whole": np.array(whole), "flag": np.array([True, False, True] * 3),
        "day": days, "time": times, "gap": np.array([1.5, math.nan] * 4 + [2.0]),
        "far": np.array([math.inf, -math.inf, 1.0] * 3),
    })  # fmt: skip
    ask = in_r(
        tmp_path, table, "for (n in names(data_a)) cat(n, sprintf('%.17g', as.numeric(data_a[[n]])), '\\n')\n"
    )
    said = {n: v for n, *v in (line.split() for line in evaluated(tmp_path, ask).splitlines())}
    back = {n: [math.nan if v == "NA" else float(v) for v in values] for n, values in said.items()}
    assert back["number"] == numbers
    assert back["whole"] == whole
    assert back["flag"] == [1, 0, 1] * 3
    assert back["day"] == days.astype("datetime64[D]").astype(int).tolist()
    assert back["time"] == times.astype(int).tolist()
    assert np.array_equal(back["gap"], table["gap"], equal_nan=True)
    assert back["far"] == list(table["far"])


LEVELS = {
    "text": TEXTS,
    "sums": np.array([0.1 + 0.2, 0.3, 1e300, 1.5, 100000.0, 1e5 + 0.1]),
    "whole": np.array([2**31, -(2**31) - 1, 100000, 1000000, 0, 7]),
    "long": np.array([9007199254740991, 9007199254740990, 123456789012345, 123456789012346, 1, 2]),
    "flags": np.array([True, False, True, False, True, False]),
    "days": np.array(["2024-02-29", "1969-12-31", "2100-01-01"] * 2, dtype="datetime64[D]"),
}


@pytest.mark.parametrize("kind", LEVELS)
def test_levels_are_those_of_the_table(tmp_path, kind):
    """Every row of a factor has natfig's own text for its value, and no row is lost."""
    table = Table("t", {"g": LEVELS[kind]})
    levels = table.levels("g", None)
    statement = formatted([factor("data_a", table, "g", levels)])
    ask = HEX + in_r(tmp_path, table, statement + "cat(sapply(levels(data_a$g), hex), '\\n')\n"
                     "cat(sapply(as.character(data_a$g), hex), '\\n')\n")  # fmt: skip
    found, rows = ([unhex(v) for v in line.split()] for line in evaluated(tmp_path, ask).splitlines())
    assert found == levels
    expected = [label(v) for v in LEVELS[kind].tolist()] if kind != "days" else [str(v) for v in LEVELS[kind]]
    assert rows == expected


@pytest.mark.parametrize("text", [t.replace("CALL", "x()") for t in ATTACKS])
def test_a_string_is_one_string(text):
    """Checked with a reader of R strings that is not natfig's; R itself reads them above."""
    literal = call("f", text).flat()
    assert literal.startswith('f("')
    assert literal.endswith('")')
    body = literal[3:-2]
    bare = body.replace("\\\\", "").replace('\\"', "")
    assert '"' not in bare
    assert all(c.isprintable() for c in bare)


@pytest.mark.parametrize(
    ("value", "said"),
    [("a\rb", "carriage return"), ("nul\0nul", "NUL")],
)
def test_what_no_table_of_r_can_hold_is_told(tmp_path, value, said):
    from natfig.backends.r.check import _texts

    ((message, hint),) = _texts(Table("t", {"g": np.array(["a", value], dtype=object)}))
    assert message.startswith(f"column 'g' holds a text with a {said}: ")
    assert "take it out" in hint


def test_names_of_a_summary_s_own_columns_are_told(tmp_path):
    spec = figure(tmp_path, ["line"], columns={**COLUMNS, "VAL": "low"})
    spec.write_text(spec.read_text().replace('"center": "mean"', '"center": "mean"\n      "spread": "sd"'))
    with pytest.raises(NatfigError, match="panel a: a column called 'low' can't be summarised in R"):
        prepare(spec)


def test_a_column_called_n_is_summarised(tmp_path):
    """Means of it are drawn, not counts."""
    spec = figure(tmp_path, ["bar"], columns={**COLUMNS, "VAL": "n", "CAT": "x", "TOO": "y"})
    script = script_of(spec)
    path = tmp_path / "tiny_data" / "a.csv"
    path.parent.mkdir()
    path.write_bytes(script.tables["tiny_data/a.csv"])
    table = np.genfromtxt(path, delimiter=",", names=True, dtype=None, encoding="utf-8")
    body = script.text[script.text.index("data_a <- ") : script.text.index("panel_a <- ")]
    ask = f"{functions(function_names())}\n{body}\ncat(mean(summary_a$n), nrow(summary_a))\n"
    mean, rows = map(float, evaluated(tmp_path, ask).split())
    groups = {}
    for row in table:
        groups.setdefault((row["x"], row["y"]), []).append(row["n"])
    assert rows == len(groups)
    assert mean == pytest.approx(np.mean([np.mean(g) for g in groups.values()]))


def test_a_name_that_ggplot2_takes_itself_is_told(tmp_path):
    spec = figure(tmp_path, ["line"], columns={**COLUMNS, "NUM": "PANEL"})
    with pytest.raises(NatfigError, match="panel a: a column called 'PANEL' can't be drawn by R; rename it"):
        prepare(spec)
