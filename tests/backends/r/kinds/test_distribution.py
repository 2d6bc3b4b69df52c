import pytest

from backends.r.kinds.groups import ROWS, draw_both, same_values

PANELS = {
    "a": {"kind": "distribution", "x": "group", "y": "v", "color": "dose", "shape": "box", "points": False,
          "horizontal": True},
    "b": {"kind": "distribution", "x": "group", "y": {"field": "v", "scale": "log"}, "shape": "violin"},
    "c": {"kind": "distribution", "x": "group", "y": "v", "shape": "raincloud"},
    "d": {"kind": "distribution", "x": "group", "y": "v", "shape": "strip",
          "stats": {"spread": "ci95", "n": "auto",
          "show": False}},
}  # fmt: skip


# So wide that no median is as short as the cap of an error bar.
FIGURES = (("a", "d"), ("b", "c"))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Letter → the figure of two panels that it stands in."""
    out = {}
    for letters in FIGURES:
        folder = tmp_path_factory.mktemp("distributions")
        scales = {("b", "y"): "log"}
        figure = draw_both(folder, ROWS, {k: PANELS[k] for k in letters}, scales=scales)
        out |= dict.fromkeys(letters, figure)
    return out


@pytest.mark.parametrize("letter", PANELS)
def test_both_backends_show_the_same_distributions(drawn, letter):
    assert same_values(drawn[letter], letter)


def test_densities_are_those_of_the_logarithms_on_a_log_axis(drawn):
    script = (drawn["b"][0] / "groups.R").read_text(encoding="utf-8")
    assert 'densities_b <- density_natfig(data_b, "v", by = "group", log = TRUE)' in script
    assert 'densities_c <- density_natfig(data_c, "v", by = "group")' in script
