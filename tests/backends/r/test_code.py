"""R code as a tree: whatever a user wrote is read by R as exactly that, and nothing of it is run."""

import subprocess
import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from natfig.backends.r.code import (
    LINE_WIDTH,
    assign,
    call,
    col,
    column,
    comment,
    constant,
    formatted,
    plus,
    quote,
    quote_name,
    to_code,
)
from natfig.backends.r.formula import label_code
from natfig.core.errors import UsageError
from oracles import r
from oracles.programs import find

# What could end a literal, a name or a comment, or begin something new.
NASTY = [
    'a"b', "a'b", "a`b", "a\\", '\\"', "\\n", "a\nb", "a\rb", "a\tb", "#", "%>%",
    '"); system("touch x"); ("',
    "`); stop(1); (`", "\u2028x", "\u202eright to left", "\x07bell", "\x1b[31m", "é", "日本", "🧪", "𝛼",
    "NA", "TRUE",
    "function", "if", "...", "..1", ".5a", "_a", "a b", " a", "a ", "1", "", "\\u0041", "\\x41",
    "r\"(x)\"", "{x}",
    "$x$", "a\u0301", "\ufeff", "\u00a0", "\x7f", "%s", "Inf", "T", ".data", ".data$x", "\ud7ff",
    "\U0010ffff",
]  # fmt: skip
# R's strings hold every character but NUL; lone surrogates are no characters.
texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


@pytest.fixture(scope="module")
def collected():
    """Return texts that hypothesis thinks of, beside those that are known to be nasty."""
    found = list(NASTY)

    @settings(max_examples=300, database=None, suppress_health_check=list(HealthCheck))
    @given(texts)
    def collect(text):
        found.append(text)

    collect()
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def answers(collected, tmp_path_factory):
    """Let R read every text in every form it may take; return index → form → code points."""
    r.require()
    folder = tmp_path_factory.mktemp("quoting")
    lines = [
        'say <- function(i, form, x) cat(i, form, paste(utf8ToInt(x), collapse = " "), sep = "\\t", "\\n")',
        "frame <- list()",
    ]
    for i, text in enumerate(collected):
        lines += [
            f"say({i}, 'quote', {quote(text)})",
            f"frame <- setNames(list({i}), {quote(text or 'x')})",
            f"say({i}, 'argument', names(c({to_code({text: 1}).flat()[2:-1]})))"
            if text and writable(text)
            else "",
            f"say({i}, 'name', as.character(quote({quote_name(text)})))" if writable(text) else "",
            f"say({i}, 'column', intToUtf8(48 + ({column('frame', text or 'x').flat()} == {i})))",
            formatted([comment(text), call("say", i, "comment", "after")]),
        ]
        mapped = col(text).flat()
        if text and mapped.startswith(".data[["):
            lines.append(f"say({i}, 'col', quote({mapped})[[3]])")
        elif text:
            lines.append(f"say({i}, 'col', as.character(quote({mapped})))")
    script = folder / "quoting.R"
    script.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run(
        [find("Rscript"), "--vanilla", "--encoding=UTF-8", str(script)], cwd=folder, capture_output=True,
        text=True, encoding="utf-8", timeout=300, check=False,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [p.name for p in folder.iterdir()] == ["quoting.R"], "something of a text has been run"
    out = {}
    for line in done.stdout.splitlines():
        index, form, points = (part.strip() for part in line.split("\t")[:3])
        out.setdefault(int(index), {})[form] = "".join(chr(int(p)) for p in points.split() if p != "NA")
    return out


def writable(text):
    try:
        quote_name(text)
    except UsageError:
        return False
    return True


@pytest.mark.parametrize("form", ["quote", "name", "col", "argument"])
def test_r_reads_every_text_as_it_is(form, collected, answers):
    seen = {collected[i]: forms[form] for i, forms in answers.items() if form in forms}
    assert len(seen) > len(collected) / 4
    assert {text: read for text, read in seen.items() if text != read} == {}


def test_r_finds_every_column(collected, answers):
    assert {collected[i] for i, forms in answers.items() if forms["column"] != "1"} == set()


def test_no_comment_ends_early(collected, answers):
    assert {collected[i] for i, forms in answers.items() if forms.get("comment") != "after"} == set()


@pytest.mark.parametrize("read", [quote, lambda t: col(t).flat(), lambda t: column("data_a", t).flat()])
def test_nul_is_refused(read):
    with pytest.raises(UsageError, match="NUL"):
        read("a\0b")


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "NULL"), (True, "TRUE"), (1, "1"), (1.0, "1"), (0.1, "0.1"), (float("nan"), "NA"),
        (float("-inf"), "-Inf"), (1e-300, "1e-300"), ("a", '"a"'), ([1, "a"], 'c(1, "a")'),
        ({"a b": 1, "c": "d"}, 'c(`a b` = 1, c = "d")'), ({"function": 1}, "c(`function` = 1)"),
    ],
)  # fmt: skip
def test_values_become_code(value, code):
    assert to_code(value).flat() == code


@pytest.mark.parametrize("text", ['system("x"); 1', "a\nb", "a`b", "a'b", "a\\b", "é"])
def test_constants_take_only_what_natfig_writes(text):
    with pytest.raises(ValueError, match="not a constant"):
        constant(text)


@pytest.mark.parametrize(
    ("code", "form"),
    [
        (assign("x", 1), "x <- 1\n"),
        (
            call("margin_of_the_plot", first_argument="a" * 15, second_argument="b" * 20),
            f"""\
            margin_of_the_plot(
              first_argument = "{'a' * 15}", second_argument = "{'b' * 20}"
            )
            """,
        ),
        (
            call("margin_of_the_plot", first_argument="a" * 30, second_argument="b" * 30),
            f"""\
            margin_of_the_plot(
              first_argument = "{'a' * 30}",
              second_argument = "{'b' * 30}"
            )
            """,
        ),
        (
            assign("p", plus(call("ggplot", constant("d")), call("geom_point"), call("labs", x="A"))),
            """\
            p <- ggplot(d) +
              geom_point() +
              labs(x = "A")
            """,
        ),
        (
            call("labs", y=label_code("Uptake in full light, per leaf area (µmol m$^{-2}$ s$^{-1}$)")),
            """\
            labs(
              y = expression(
                "Uptake in full light, per leaf area (µmol m" * ""^textstyle("−2") * " s" *
                  ""^textstyle("−1") * ")"
              )
            )
            """,
        ),
        (
            call("read.csv", "a", colClasses=dict.fromkeys(["plant", "site", "dose", "note"], "character")),
            """\
            read.csv(
              "a",
              colClasses = c(
                plant = "character",
                site = "character",
                dose = "character",
                note = "character"
              )
            )
            """,
        ),
    ],
)  # fmt: skip
def test_code_is_set_as_styler_sets_it(code, form):
    assert formatted([code]) == textwrap.dedent(form)


@given(
    st.lists(st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=8), max_size=12),
    st.integers(0, 3),
)
def test_lines_stay_short(words, depth):
    code = call("c", *words)
    for _ in range(depth):
        code = call("wrapped", plus(code, call("theme", **{"legend.position": "none"})), widths=[1, 2, 3])
    width = LINE_WIDTH
    assert all(len(line) <= width for line in formatted([assign("panel_a", code)]).splitlines())
