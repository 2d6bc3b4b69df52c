import asyncio
import os
import subprocess
import sys

import matplotlib as mpl
import pytest

import natfig
from natfig.core.errors import UsageError
from natfig.core.resources import styles_dir
from natfig.journals import journals
from natfig.style.context import active_style, make_style, mplstyle
from natfig.style.rcparams import rc_params


def everything():
    return {k: mpl.rcParams._get(k) for k in mpl.rcParams if not k.startswith("backend")}


def test_the_style_is_in_force_inside_the_block_only():
    before = everything()
    with natfig.style("nature", width="double") as made:
        assert active_style() is made
        assert mpl.rcParams["font.size"] == 7
        assert mpl.rcParams["figure.figsize"][0] * 25.4 == pytest.approx(183)
        assert mpl.rcParams["font.family"][0] == made.face.family
    assert everything() == before
    assert active_style() is None


def test_an_exception_inside_restores_everything():
    def fail():
        with natfig.style("cell"):
            mpl.rcParams["lines.linewidth"] = 77
            raise ZeroDivisionError

    before = everything()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert everything() == before
    assert active_style() is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"journal": "natur"},
        {"palette": "none-such"},
        {"width": "huge"},
        {"height": "tall"},
        {"stage": "last"},
    ],
    ids=lambda w: next(iter(w)),
)
def test_a_wrong_name_changes_nothing(wrong):
    before = everything()
    with pytest.raises(UsageError):
        natfig.style(**wrong).__enter__()
    assert everything() == before
    assert active_style() is None


def test_styles_nest():
    with natfig.style("nature") as outer:
        with natfig.style("cell") as inner:
            assert active_style() is inner
        assert active_style() is outer
        assert mpl.rcParams["font.size"] == outer.look.label_pt


def test_a_style_does_not_leak_into_another_task():
    seen = []

    async def inside():
        with natfig.style("nature"):
            await asyncio.sleep(0.01)

    async def beside():
        await asyncio.sleep(0.005)
        seen.append(active_style())

    async def both():
        await asyncio.gather(inside(), beside())

    asyncio.run(both())
    assert seen == [None]


@pytest.mark.parametrize(
    ("asked", "width_mm", "height_mm"),
    [
        ({}, 89, 89 * 0.68),
        ({"width": "double"}, 183, 183 * 0.45),
        ({"width": "120mm", "height": "6cm"}, 120, 60),
        ({"width": "double", "height": "2in"}, 183, 50.8),
    ],
)
def test_the_page(asked, width_mm, height_mm):
    made = make_style("nature", **asked)
    assert (made.width_mm, made.height_mm) == pytest.approx((width_mm, height_mm))


@pytest.mark.parametrize("name", journals.names())
def test_every_journal_makes_a_style_matplotlib_takes(name):
    journal = journals.load(name)
    width = next(iter(journal.known_widths_mm("production")), "89mm")
    made = make_style(name, width=width)
    with mpl.rc_context(made.rc):
        assert mpl.rcParams["axes.prop_cycle"].by_key()["color"][0].startswith("#")
    assert made.rc == rc_params(
        made.look, made.face, width_in=made.width_mm / 25.4, height_in=made.height_mm / 25.4, dpi=made.dpi,
        colors=tuple(made.palette.colours[n] for n in made.palette.order),
    )  # fmt: skip


def test_the_shipped_sheet_is_what_natfig_writes():
    assert styles_dir("nature.mplstyle").read_text(encoding="utf-8") == mplstyle("nature")


def test_the_sheet_says_what_the_style_says(recwarn):
    import matplotlib.pyplot as plt

    made = make_style("nature")
    before = everything()
    with plt.style.context("natfig.styles.nature"):
        assert not recwarn.list
        assert mpl.rcParams["font.family"] == ["sans-serif"]
        assert mpl.rcParams["font.sans-serif"][0] == "Arial"
        for key in (
            "font.size",
            "xtick.labelsize",
            "axes.linewidth",
            "lines.linewidth",
            "pdf.fonttype",
            "axes.edgecolor",
        ):
            mine, theirs = made.rc[key], mpl.rcParams[key]
            assert str(theirs).lstrip("#") == str(mine).lstrip("#") or theirs == mine
        cycle = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
        assert [f"#{c}".replace("##", "#") for c in cycle] == [
            made.palette.colours[n] for n in made.palette.order
        ]
    assert everything() == before


def test_the_sheet_can_be_used_from_anywhere(tmp_path):
    code = (
        "import matplotlib.pyplot as plt; plt.style.use('natfig.styles.nature'); "
        "print(plt.rcParams['font.size'])"
    )
    root = styles_dir().parent if styles_dir().parent.name != "natfig" else styles_dir().parent.parent
    env = {**os.environ, "PYTHONPATH": str(root), "MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.strip() == "7.0"
