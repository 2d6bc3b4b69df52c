import json
import subprocess

import numpy as np
import pytest

from natfig.backends.r.code import formatted
from natfig.backends.r.functions import functions
from natfig.backends.r.summary import summary_frame
from natfig.data.tables import Table
from natfig.spec.models import Stats
from natfig.stats.density import gaussian_density
from natfig.stats.summaries import quartiles, summarize
from oracles import r

VALUES = np.array([3.1, 4.7, 2.2, 9.5, 4.4, 5.0, 3.9, 8.8, 1.2, 4.1, 30.0])
TABLE = Table("t", {"g": np.array(["a"] * 6 + ["b"] * 5, dtype=object), "v": VALUES})


@pytest.mark.parametrize(
    ("stats", "written"),
    [
        (None, 'summary_natfig(data_a, "v", by = "g")'),
        (Stats(spread="sd"), 'summary_natfig(data_a, "v", by = "g", spread = "sd")'),
        (Stats(center="median", spread="iqr"), 'by = "g", center = "median", spread = "iqr"'),
    ],
)
def test_summaries_are_made_in_r(stats, written):
    made = summary_frame("summary_a", "data_a", TABLE, ["g"], "v", stats)
    assert written in " ".join(formatted(made.statements).split()).replace("( ", "(")
    assert made.tables == {}


def test_bootstrap_intervals_are_handed_over():
    stats = Stats(spread="boot95")
    made = summary_frame("summary_a", "data_a", TABLE, ["g"], "v", stats)
    table = made.tables["interval_a"]
    for i, group in enumerate(table["g"]):
        own = summarize(VALUES[TABLE["g"] == group], stats)
        assert (table["low"][i], table["high"][i]) == (own.low, own.high)


@pytest.fixture(scope="module")
def computed_in_r():
    """What R's functions give for the values: summaries, boxes, densities, places."""
    r.require("jsonlite", needed=False)
    code = functions(["summary_natfig", "box_natfig", "density_natfig", "place_natfig", "direction_natfig"])
    values = ", ".join(map(repr, VALUES.tolist()))
    code += f"""
d <- data.frame(g = "a", v = c({values}))
g <- factor(rep(c("a", "b"), c(12, 3)), levels = c("a", "b"))
spreads <- c("sd", "sem", "ci95", "iqr", "range")
out <- lapply(spreads, function(s) summary_natfig(d, "v", by = "g", spread = s))
names(out) <- spreads
cat(jsonlite::toJSON(c(out, list(
  box = box_natfig(d, "v", "g"), density = density_natfig(d, "v", "g"),
  places = place_natfig(g, width = 0.4, seed = 1), top = place_natfig(g, from_top = TRUE)
)), digits = NA))
"""
    done = subprocess.run(["Rscript", "--vanilla", "-e", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("spread", ["sd", "sem", "ci95", "iqr", "range"])
def test_spreads_of_r_are_those_of_python(computed_in_r, spread):
    (row,) = computed_in_r[spread]
    own = summarize(VALUES, Stats(spread=spread))
    assert (row["v"], row["low"], row["high"]) == pytest.approx((own.center, own.low, own.high))


def test_boxes_reach_to_the_last_value_within_the_fences(computed_in_r):
    (box,) = computed_in_r["box"]
    assert (box["q1"], box["middle"], box["q3"]) == pytest.approx(quartiles(VALUES))
    assert (box["low"], box["high"]) == (1.2, 9.5)


def test_densities_of_r_are_those_of_python(computed_in_r):
    at = np.array([row["v"] for row in computed_in_r["density"]])
    own = gaussian_density(VALUES, at)
    assert [row["share"] for row in computed_in_r["density"]] == pytest.approx((own / own.max()).tolist())


def test_places_stay_within_their_width_and_never_coincide(computed_in_r):
    places = np.array(computed_in_r["places"])
    assert np.abs(places[:12] - 1).max() <= 0.2
    assert np.abs(places[12:] - 2).max() <= 0.2
    assert len(set(places.round(9))) == 15
    assert computed_in_r["top"] == [2] * 12 + [1] * 3
