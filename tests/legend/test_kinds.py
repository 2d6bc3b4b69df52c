"""What each kind says of its marks, against what its chart draws."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from legendspecs import legend_of
from natfig.charts import charts
from natfig.legend.kinds import kind_words

XY = "x: {field: w, label: Weight (g)}, y: {field: v, label: Count (per ml)}"
GV = "x: {field: g, label: Group}, y: {field: v, label: Count (per ml)}"
_ALL = "FROM t GROUP BY ALL ORDER BY ALL"
ONE = f"  one: {{query: 'SELECT g, h, avg(v) AS v, avg(v) - 1 AS lo, avg(v) + 1 AS hi {_ALL}'}}"
MICE = f"  mice: {{query: 'SELECT mouse, g, h, w, avg(v) AS v, max(t) AS t, max(e) AS e {_ALL}'}}"
PAIRS = f'  pairs: {{query: "SELECT substr(mouse, 2) AS m, g, avg(v) AS v {_ALL}"}}'
QUERIES = {"ONE": ONE, "MICE": MICE, "PAIRS": PAIRS}
CASES = yaml.safe_load((Path(__file__).parent / "kinds.yaml").read_text(encoding="utf-8"))


def said(folder, panel, *, journal="elsevier", **keys):
    """Return what is said of the only panel, without its claim and the line on source data."""
    text = legend_of(folder, panel, journal=journal, **keys).parts[0].sentences
    return text.replace("Claim a holds. ", "").replace("Claim a holds.", "").strip()


@pytest.mark.parametrize("name", charts.names())
def test_every_kind_of_chart_has_words(name):
    assert kind_words.load(name).id == name


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["panel"][:60])
def test_what_is_said(tmp_path, case):
    data = QUERIES[case["data"]] if "data" in case else ""
    assert said(tmp_path, case["panel"], data=data) == case["says"]


def test_a_fitted_line_has_the_correlation_that_is_drawn(tmp_path):
    text = said(tmp_path, f"{{kind: scatter, data: t, {XY}, trend: linear}}")
    table = np.genfromtxt(tmp_path / "t.csv", delimiter=",", skip_header=1, usecols=(3, 4))
    r = float(np.corrcoef(table.T)[0, 1])
    assert f"r = {r:.2f}, n = 24." in text
    assert "least-squares fit and the band its 95% confidence interval" in text


def test_a_log_rank_test_is_r_s(tmp_path):
    """The statistic is that of `natfig.stats.survival`, which is compared with R elsewhere."""
    from natfig.stats.survival import log_rank

    panel = "{kind: survival, data: mice, time: {field: t}, event: e, color: g, test: log-rank}"
    text = said(tmp_path, panel, data=MICE)
    time = np.array([1, 2, 3, 4, 5, 6], dtype=float)
    event = np.array([0, 1, 0, 1, 0, 1], dtype=bool)
    result = log_rank([(time, event), (time, event)])
    assert f"Log-rank test: χ² = {result.statistic:.3g}, 1 degree of freedom, P" in text


def test_outliers_are_named_only_where_there_are_any(tmp_path):
    table = "g,v\n" + "\n".join(f"A,{k}" for k in range(40)) + "\n"
    panel = f"{{kind: distribution, data: t, {GV}}}"
    assert "beyond the whiskers" not in said(tmp_path, panel, table=table)
    assert "Points, values beyond the whiskers." in said(tmp_path, panel, table=table + "A,1000\n")


def test_n_is_by_level_where_categories_have_the_same(tmp_path):
    table = "g,h,v\n" + "".join(
        f"{g},{h},{k}\n" for g in "AB" for h, n in (("x", 3), ("y", 4)) for k in range(n)
    )
    text = said(tmp_path, f"{{kind: distribution, data: t, {GV}, color: h}}", table=table)
    assert "n = 3 (x) and 4 (y) for each group." in text


def test_pictures_say_colours_and_scale_bars_once_rendered(tmp_path):
    from natfig.data.tables import Table
    from natfig.legend.kinds.base import View
    from natfig.legend.kinds.image import words

    class Panel:
        channels, gamma, scale_bar, stats, kind = (), None, "10 µm", None, "image"

    channel = [{"name": "DNA", "color": "#00FFFF"}, {"name": "Tubulin", "color": "#FF00FF"}]
    images = [
        {"channels": channel, "scale_bar": None},
        {"channels": channel, "scale_bar": "20 µm", "insets": [{"scale_bar": "5 µm"}]},
    ]
    view = View("a", Panel(), Table("", {}), record={"images": images})
    assert [s.text for s in words.statements(view)] == [
        "DNA, cyan; Tubulin, magenta.",
        "Scale bars, 20 µm and 5 µm (inset).",
    ]
    assert [s.text for s in words.statements(View("a", Panel(), Table("", {})))] == ["Scale bar, 10 µm."]
    none = View(
        "a", Panel(), Table("", {}), record={"images": [{"channels": [], "scale_bar": "none: a gel"}]}
    )
    assert words.statements(none) == []


def test_unknown_kinds_are_described_by_their_channels():
    from types import SimpleNamespace

    from natfig.legend.kinds.base import KindWords

    def channel(name):
        return SimpleNamespace(field=name, label=None)

    view = SimpleNamespace(
        panel=SimpleNamespace(x=channel("time_h"), y=channel("count"), color=channel("dose"))
    )
    assert KindWords().subject(view) == "Count against time h, by dose"
    assert not re.search("None", KindWords().subject(view))
