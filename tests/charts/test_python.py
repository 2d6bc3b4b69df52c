"""Panels of the author's own code: run beside the spec only, and nothing it does leaks."""

import random
import sys
import textwrap

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from charts.staging import table
from natfig.charts import charts
from natfig.charts.base import Drawn, Look, PanelStyle
from natfig.core.errors import NatfigError, SpecError

DATA = table(x=[1.0, 2.0, 3.0], y=[1.0, 4.0, 9.0])
PLOT = """\
def draw(ax, data, style):
    ax.plot(data["x"], data["y"], color=style.signal, gid=style.gid("series", "own"))
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def write(folder, text, name="panels.py"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text))
    return path


def draw(folder, text=None, *, data="t", allow_code=True, seed=1, **keys):
    """Write panels.py, check the panel and draw it; return axes and what came back."""
    if text is not None:
        write(folder, text)
    chart = charts.load("python")
    keys = {"kind": "python", "function": "panels.py:draw", "data": data} | keys
    panel = chart.Panel.model_validate(keys)
    chart.check(panel, DATA)
    style = PanelStyle(
        "a", Look(), {}, "#0F4D92", "#D98032", "#3B7D5C", "#B64342", "viridis", "RdBu", False,
        np.random.default_rng(seed), folder=folder, allow_code=allow_code,
    )  # fmt: skip
    figure = Figure()
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    return ax, chart.draw(ax, panel, DATA if data is not None else None, style)


def problem(caught):
    (found,) = caught.value.problems
    return found


# ---------------------------------------------------------------- what it is given


def test_it_draws_with_data_and_style(folder):
    ax, drawn = draw(folder, PLOT)
    assert ax.lines[0].get_ydata().tolist() == [1, 4, 9]
    assert ax.lines[0].get_color() == "#0F4D92"
    assert ax.lines[0].get_gid() == "panel-a.series.own"
    assert drawn == Drawn()


def test_without_data_it_gets_none(folder):
    ax, _ = draw(folder, "def draw(ax, data, style): ax.set_title(repr(data))", data=None)
    assert ax.get_title() == "None"


def test_options_are_keyword_arguments(folder):
    text = "def draw(ax, data, style, *, smooth, name='b'): ax.set_title(f'{smooth} {name}')"
    assert draw(folder, text, options={"smooth": 3})[0].get_title() == "3 b"


def test_a_drawn_is_passed_on(folder):
    _, drawn = draw(
        folder,
        """
        from natfig.charts.base import Drawn

        def draw(ax, data, style):
            return Drawn(notes=["n = 3"], square=True)
    """,
    )
    assert (drawn.notes, drawn.square) == (["n = 3"], True)


def test_a_file_in_a_folder_below(folder):
    write(folder, PLOT, "code/deep.py")
    assert draw(folder, function="code/deep.py:draw")[0].lines


def test_labels(folder):
    ax, _ = draw(folder, PLOT, x={"field": "x", "label": "Time (s)"}, y="y")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Time (s)", "Y")
    own = "def draw(ax, data, style): ax.set_ylabel('Own')"
    assert draw(folder, own, y="y")[0].get_ylabel() == "Own"
    assert draw(folder, own, y={"field": "y", "label": "Spec"})[0].get_ylabel() == "Spec"


# ---------------------------------------------------------------- the legend it makes


def test_a_legend_becomes_entries_and_is_removed(folder):
    ax, drawn = draw(
        folder,
        """
        def draw(ax, data, style):
            ax.plot([0, 1], [0, 1], "--", color="#FF0000", label="line")
            ax.plot([0, 1], [0, 1], "s", color="#00FF00", label="marker")
            ax.plot([0, 1], [0, 1], "-o", color="#0000FF", label="both")
            ax.bar([0], [1], color="#123456", hatch="//", label="bar")
            ax.scatter([0], [1], color="#654321", label="points")
            ax.errorbar([0], [1], yerr=[1], color="#ABCDEF", label="error")
            ax.legend(title="Method")
    """,
    )
    assert ax.get_legend() is None
    assert drawn.legend_title == "Method"
    found = {e.text: (e.handle, e.mark.color, e.mark.marker, e.mark.dash, e.mark.hatch) for e in drawn.legend}
    assert found["line"] == ("line", "#FF0000", "o", "--", None)
    assert found["marker"] == ("marker", "#00FF00", "s", "-", None)
    assert found["both"] == ("line+marker", "#0000FF", "o", "-", None)
    assert found["bar"] == ("patch", "#123456", "o", "-", "//")
    assert found["points"][:2] == ("marker", "#654321")
    assert found["error"][1] == "#ABCDEF"
    assert len(drawn.legend) == len(found) == 6


def test_a_legend_of_the_page_is_taken_too(folder):
    ax, drawn = draw(
        folder,
        """
        def draw(ax, data, style):
            line, = ax.plot([0, 1], [0, 1], color="red")
            ax.figure.legend([line], ["red"])
    """,
    )
    assert [e.text for e in drawn.legend] == ["red"]
    assert ax.figure.legends == []


def test_entries_it_returned_are_not_doubled(folder):
    _, drawn = draw(
        folder,
        """
        from natfig.charts.base import Drawn, LegendEntry, Mark

        def draw(ax, data, style):
            ax.plot([0, 1], [0, 1], label="a")
            ax.plot([0, 1], [1, 1], label="b")
            ax.legend()
            return Drawn(legend=[LegendEntry("a", Mark("#000000"))])
    """,
    )
    assert [e.text for e in drawn.legend] == ["a", "b"]


# ---------------------------------------------------------------- what it must not do


def test_no_code_refuses(folder):
    with pytest.raises(SpecError, match="--no-code"):
        draw(folder, "raise RuntimeError('must not run')", allow_code=False)


@pytest.mark.parametrize("function", [
    "../panels.py:draw", "code/../../panels.py:draw", "/etc/panels.py:draw", "..\\panels.py:draw",
])  # fmt: skip
def test_paths_may_not_leave_the_folder(folder, function):
    inner = folder / "spec"
    inner.mkdir()
    write(folder, PLOT)
    with pytest.raises(SpecError, match=r"leaves the spec's folder"):
        draw(inner, function=function)


@pytest.mark.parametrize("is_folder", [False, True])
def test_links_may_not_leave_the_folder(folder, is_folder):
    inner = folder / "spec"
    inner.mkdir()
    write(folder, PLOT, "outside/panels.py")
    target = folder / "outside"
    (inner / ("code" if is_folder else "panels.py")).symlink_to(target if is_folder else target / "panels.py")
    with pytest.raises(SpecError, match="link out of the spec's folder"):
        draw(inner, function="code/panels.py:draw" if is_folder else "panels.py:draw")


def test_links_inside_the_folder_are_fine(folder):
    write(folder, PLOT, "real.py")
    (folder / "panels.py").symlink_to(folder / "real.py")
    assert draw(folder)[0].lines


@pytest.mark.parametrize(
    "function", ["panels.py", "panels:draw", "panels.py:", "panels.py:draw()", "panels.txt:draw"]
)
def test_other_forms_are_explained(folder, function):
    with pytest.raises(SpecError, match=r"panels.py:draw"):
        draw(folder, PLOT, function=function)


def test_a_missing_file_is_named_with_the_nearest(folder):
    write(folder, PLOT, "panels.py")
    with pytest.raises(SpecError, match=r"no file 'panel.py'.*did you mean 'panels.py'"):
        draw(folder, function="panel.py:draw")


def test_a_missing_function_is_named_with_the_nearest(folder):
    with pytest.raises(SpecError, match=r"no function 'drow'; did you mean 'draw'"):
        draw(folder, PLOT, function="panels.py:drow")


def test_a_name_that_is_no_function(folder):
    with pytest.raises(SpecError, match="can't be called: 'draw'"):
        draw(folder, "draw = 3")


# ---------------------------------------------------------------- check without running


def check_files(folder, text, function="panels.py:draw"):
    path = write(folder, text)
    chart = charts.load("python")
    chart.check_files(chart.Panel(kind="python", function=function), folder)
    return path


@pytest.mark.parametrize("text", [
    "raise RuntimeError('must not run')\ndef draw(ax, data, style): pass",
    "import math\nfrom helpers import draw",
    "from helpers import *",
    "draw = lambda ax, data, style: None",
    "draw: object = None",
    "if True:\n    def draw(ax, data, style): pass",
    "class draw:\n    pass",
])  # fmt: skip
def test_checking_runs_nothing_and_finds_the_function(folder, text):
    check_files(folder, text)


@pytest.mark.parametrize(("text", "line", "part"), [
    ("def draw(ax, data, style):\n    return (\n", 2, "not valid Python"),
    ('"""Doc."""\ndef drwa(ax): pass', None, "did you mean 'drwa'"),
])  # fmt: skip
def test_checking_finds_errors(folder, text, line, part):
    with pytest.raises(SpecError) as caught:
        check_files(folder, text)
    assert problem(caught).file == "panels.py"
    assert problem(caught).line == line
    assert part in str(caught.value)


@pytest.mark.parametrize(("keys", "part"), [
    ({"x": {"field": "x", "scale": "log"}}, "x.scale has no effect"),
    ({"options": {"not a name": 1}}, "'not a name'"),
])  # fmt: skip
def test_keys_without_effect(folder, keys, part):
    with pytest.raises(NatfigError, match=part):
        draw(folder, PLOT, **keys)


# ---------------------------------------------------------------- what goes wrong inside


def test_an_exception_becomes_one_sentence_with_its_place(folder):
    with pytest.raises(SpecError) as caught:
        draw(
            folder,
            """
            import json

            def helper(text):
                return json.loads(text)

            def draw(ax, data, style):
                helper("{")
        """,
        )
    found = problem(caught)
    assert (found.file, found.line) == ("panels.py", 5)
    assert "JSONDecodeError" in found.message
    assert "\n" not in str(caught.value)
    assert type(caught.value.__cause__).__name__ == "JSONDecodeError"


@pytest.mark.parametrize(("text", "line", "part"), [
    ("import sys\ndef draw(ax, data, style):\n    sys.exit(4)", 3, "SystemExit: 4"),
    ("def draw(ax, data, style):\n    raise ValueError('two\\nlines')", 2, "ValueError: two lines"),
    ("def draw(ax, data, style):\n    raise KeyError", 2, "KeyError: no message"),
    ("x = 1 / 0\ndef draw(ax, data, style): pass", 1, "ZeroDivisionError"),
    ("import nowhere_to_be_found\ndef draw(ax, data, style): pass", 1, "ModuleNotFoundError"),
    ("def draw(ax, data, style):\n    ax.plot([1, 2], [1, 2, 3])", 2, "ValueError"),
    ("def draw(ax, data):\n    pass", 1, "can't be called with (ax, data, style)"),
    ("\n\ndef draw(ax, data, style, need):\n    pass", 3, "missing a required argument: 'need'"),
])  # fmt: skip
def test_what_goes_wrong_is_said_with_its_line(folder, text, line, part):
    with pytest.raises(SpecError) as caught:
        draw(folder, text)
    assert (problem(caught).file, problem(caught).line) == ("panels.py", line)
    assert part in str(caught.value)


def test_an_unknown_option_is_named(folder):
    with pytest.raises(SpecError, match="'smoth'"):
        draw(folder, "def draw(ax, data, style, smooth=1): pass", options={"smoth": 2})


def test_an_error_in_a_neighbour_names_the_neighbour(folder):
    write(folder, "def f():\n    raise RuntimeError('deep')\n", "helpers.py")
    with pytest.raises(SpecError) as caught:
        draw(folder, "import helpers\ndef draw(ax, data, style): helpers.f()")
    assert (problem(caught).file, problem(caught).line) == ("helpers.py", 2)


def test_ctrl_c_is_not_swallowed(folder):
    with pytest.raises(KeyboardInterrupt):
        draw(folder, "def draw(ax, data, style): raise KeyboardInterrupt")


@pytest.mark.parametrize(("text", "part"), [
    ("def draw(ax, data, style): return 3", "returned a int"),
    ("def draw(ax, data, style): return ax", "return None or a natfig.charts.base.Drawn"),
    ("def draw(ax, data, style): ax.twinx()", "added axes"),
    ("def draw(ax, data, style): ax.figure.colorbar(ax.imshow([[1, 2]]), ax=ax)", "ColorBar"),
])  # fmt: skip
def test_what_it_may_not_do_to_the_page(folder, text, part):
    with pytest.raises(SpecError, match=part):
        draw(folder, text)


def test_inset_axes_are_fine(folder):
    ax, _ = draw(folder, "def draw(ax, data, style): ax.inset_axes([0.5, 0.5, 0.4, 0.4])")
    assert len(ax.child_axes) == 1


# ---------------------------------------------------------------- what must not leak


LEAKY = """
    import random
    import sys
    import warnings

    import matplotlib as mpl
    import numpy as np

    import helpers

    mpl.rcParams["lines.linewidth"] = 17
    np.random.seed(3)

    def draw(ax, data, style):
        mpl.rcParams["font.size"] = 31
        sys.path.append("/nowhere")
        warnings.simplefilter("ignore")
        ax.plot(np.random.rand(3), [random.random() for _ in range(3)])
        helpers.NAME
"""


def state():
    numbers = np.random.get_state()[1].tolist()  # noqa: NPY002
    return dict(mpl.rcParams), numbers, random.getstate(), list(sys.path)


@pytest.mark.parametrize("end", ["", "        raise ValueError('late')\n"])
def test_nothing_leaks(folder, end):
    write(folder, "NAME = 1\n", "helpers.py")
    np.random.seed(12)  # noqa: NPY002  (the global state is what must not change)
    random.seed(12)
    before = state()
    modules, bytecode = set(sys.modules), sys.dont_write_bytecode
    try:
        draw(folder, LEAKY + end)
    except SpecError:
        assert end
    assert state() == before
    assert "helpers" not in sys.modules
    assert not [m for m in set(sys.modules) - modules if m.startswith("natfig_user")]
    assert sys.dont_write_bytecode == bytecode
    assert sorted(p.name for p in folder.iterdir()) == ["helpers.py", "panels.py"]
    assert not any(str(folder) in entry for entry in sys.path_importer_cache)


def test_two_folders_may_have_helpers_of_the_same_name(folder):
    for name in ("one", "two"):
        write(folder, f"NAME = '{name}'", f"{name}/helpers.py")
        text = "import helpers\ndef draw(ax, data, style): ax.set_title(helpers.NAME)"
        (folder / name).mkdir(exist_ok=True)
        assert draw(folder / name, text)[0].get_title() == name


def test_an_edited_file_is_read_again(folder):
    for title in ("first", "later"):
        assert draw(folder, f"def draw(ax, data, style): ax.set_title('{title}')")[0].get_title() == title


def test_libraries_stay_loaded(folder):
    sys.modules.pop("this_is_a_library", None)
    draw(folder, "import colorsys\ndef draw(ax, data, style): pass")
    assert "colorsys" in sys.modules


def test_global_random_numbers_follow_the_figure_seed(folder):
    text = """
        import random
        import numpy as np

        def draw(ax, data, style):
            ax.plot(np.random.rand(4), [random.random() for _ in range(4)])
    """
    one, again, other = (draw(folder, text, seed=s)[0].lines[0].get_xydata() for s in (1, 1, 2))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)


def test_dataclasses_work(folder):
    ax, _ = draw(
        folder,
        """
        from __future__ import annotations
        from dataclasses import dataclass

        @dataclass
        class Point:
            x: float
            y: ClassVar[int] = 3

        def draw(ax, data, style):
            ax.set_title(str(Point(2.0).x))
    """,
    )
    assert ax.get_title() == "2.0"


def test_figures_of_pyplot_are_dropped_and_reported(folder):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    kept = pyplot.figure()
    try:
        _, drawn = draw(
            folder,
            """
            import matplotlib.pyplot as plt

            def draw(ax, data, style):
                plt.figure()
                plt.plot([1, 2])
        """,
        )
        assert pyplot.get_fignums() == [kept.number]
        assert "pyplot" in drawn.warnings[0]
    finally:
        pyplot.close(kept)


def test_seaborn_draws_on_the_axes_it_is_given(folder):
    code = """
        def draw(ax, data, style):
            import seaborn as sns

            sns.lineplot(data.to_pandas(), x="x", y="y", ax=ax)
    """
    ax, _ = draw(folder, code)
    assert ax.get_lines()[0].get_xydata().tolist() == [[1, 1], [2, 4], [3, 9]]
