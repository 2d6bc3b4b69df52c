"""The comparison of two drawings sees what differs by more than 1 %, and nothing else."""

import pytest

from backends.r import alike, readback

PAGE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><g id="panel-a">{}</g></svg>'


def python_axis(side, places, texts):
    """Return an axis as the Python backend writes it."""
    out = []
    for place, text in zip(places, texts, strict=True):
        d, at = (
            (f"M{place} 90L{place} 92", f'x="{place}" y="98"')
            if side == "x"
            else (f"M10 {place}L8 {place}", f'x="7" y="{place + 2.148}"')
        )
        out.append(f'<path d="{d}" fill="none" stroke="#272727"/><text {at} font-size="6">{text}</text>')
    return f'<g id="panel-a.axis-{side}">{"".join(out)}</g>'


def r_axis(side, places, texts):
    """Return an axis as svglite writes it: the line first, then ticks, then texts."""
    ends = "10,90 95,90" if side == "x" else "10,90 10,5"
    out = [f'<polyline points="{ends}" style="stroke: #272727;"/>']
    for place in places:
        points = f"{place},92 {place},90" if side == "x" else f"8,{place} 10,{place}"
        out.append(f'<polyline points="{points}" style="stroke: #272727;"/>')
    for place, text in zip(places, texts, strict=True):
        at = f'x="{place}" y="98"' if side == "x" else f'x="7" y="{place + 2.148}"'
        out.append(f'<text {at} style="font-size: 6.00px;">{text}</text>')
    return f'<g id="panel-a.axis-{side}">{"".join(out)}</g>'


def group(name, *marks):
    return f'<g id="panel-a.{name}">{"".join(marks)}</g>'


def panels(tmp_path, python, ours):
    found = []
    for name, parts in (("python", python), ("r", ours)):
        path = tmp_path / f"{name}.svg"
        path.write_text(PAGE.format("".join(parts)), encoding="utf-8")
        found.append(readback.read(path)["a"])
    return found


def wrong(results):
    return [text for result in results for text in result.wrong]


NUMBERS_X = ((20, 50, 80), ("0", "10", "20"))
NUMBERS_Y = ((90, 60, 30), ("0", "50", "100"))


@pytest.mark.parametrize(
    ("texts", "places", "value"),
    [
        (("0", "50", "100"), (90, 60, 30), 75),
        (("−100", "0", "100"), (90, 60, 30), 50),
        (("1", "10", "100"), (90, 60, 30), 10**1.5),
        (("10<tspan>−2</tspan>", "1", "100"), (90, 60, 30), None),
        (("10\u2009000", "20\u2009000", "30\u2009000"), (90, 60, 30), 25_000),
        (("0%", "50%", "100%"), (90, 60, 30), 75),
    ],
)
def test_axes_of_numbers(tmp_path, texts, places, value):
    texts = tuple(t.replace("<tspan>", '<tspan dy="-2.4">') for t in texts)
    for axis in (python_axis, r_axis):
        panel, _ = panels(tmp_path, *[[axis("y", places, texts)]] * 2)
        expected = 10 if value is None else value
        assert panel.y.values(45) == pytest.approx(expected, rel=1e-6)


def test_categories_are_counted(tmp_path):
    panel, _ = panels(tmp_path, *[[python_axis("x", (20, 50, 80), ("low", "mid", "high"))]] * 2)
    assert panel.x.kind == "category"
    assert panel.x.values([20, 50, 80]).round(6).tolist() == [0, 1, 2]


def test_ticks_that_are_neither_linear_nor_logarithmic_are_an_error(tmp_path):
    with pytest.raises(readback.ReadbackError, match="neither"):
        panels(tmp_path, *[[python_axis("x", (20, 50, 80), ("0", "10", "50"))]] * 2)


@pytest.mark.parametrize(("moved", "is_seen"), [(0.0, False), (0.02, False), (1.0, True)])
def test_points(tmp_path, moved, is_seen):
    python = [
        python_axis("x", *NUMBERS_X),
        python_axis("y", *NUMBERS_Y),
        group("series.A", '<circle cx="30" cy="40" r="1"/>', '<circle cx="70" cy="60" r="1"/>'),
    ]
    # The page of R has its axes elsewhere: 5 pt further right.
    ours = [
        r_axis("x", (25, 55, 85), NUMBERS_X[1]),
        r_axis("y", *NUMBERS_Y),
        group("series.A", f'<circle cx="75" cy="{60 + moved}" r="2"/>', '<circle cx="35" cy="40" r="2"/>'),
    ]
    results = alike.compare(*panels(tmp_path, python, ours))
    assert results[0].what == ["2 points along x", "2 points along y"]
    assert bool(wrong(results)) is is_seen


@pytest.mark.parametrize(("top", "is_seen"), [(45, False), (45.02, False), (46, True)])
def test_bars(tmp_path, top, is_seen):
    python = [
        python_axis("x", (20, 80), ("p", "q")),
        python_axis("y", *NUMBERS_Y),
        group("series.A", '<path d="M12 90L28 90L28 45L12 45Z" fill="#0f4d92"/>'),
    ]
    ours = [
        r_axis("x", (20, 80), ("p", "q")),
        r_axis("y", *NUMBERS_Y),
        group("series.A", f'<rect x="13" y="{top}" width="14" height="{90 - top}" style="fill: #0F4D92;"/>'),
    ]
    results = alike.compare(*panels(tmp_path, python, ours))
    assert results[0].what == ["4 ends and edges along y"]
    assert bool(wrong(results)) is is_seen


@pytest.mark.parametrize(("middle", "is_seen"), [("50,55", False), ("50,56.5", True)])
def test_lines_with_other_vertices(tmp_path, middle, is_seen):
    python = [
        python_axis("x", *NUMBERS_X),
        python_axis("y", *NUMBERS_Y),
        group("series.A", '<path d="M20 70L80 40" fill="none"/>'),
    ]
    ours = [
        r_axis("x", *NUMBERS_X),
        r_axis("y", *NUMBERS_Y),
        group("series.A", f'<polyline points="20,70 {middle} 80,40" style="stroke: #0F4D92;"/>'),
    ]
    assert bool(wrong(alike.compare(*panels(tmp_path, python, ours)))) is is_seen


@pytest.mark.parametrize(("colour", "is_seen"), [("#0F4D94", False), ("#0F4DA2", True)])
def test_cells(tmp_path, colour, is_seen):
    axes = ("x", (20, 80), ("p", "q")), ("y", (30, 60), ("u", "v"))
    cells = [(20, 30), (80, 30), (20, 60), (80, 60)]
    python = [
        *(python_axis(*axis) for axis in axes),
        group(
            "series.cells",
            *(f'<path d="M{x - 9} {y - 9}H{x + 9}V{y + 9}H{x - 9}Z" fill="#0f4d92"/>' for x, y in cells),
        ),
    ]  # fmt: skip
    ours = [
        *(r_axis(*axis) for axis in axes),
        group(
            "series.cells",
            *(
                f'<rect x="{x - 9}" y="{y - 9}" width="18" height="18" style="fill: {colour};"/>'
                for x, y in cells
            ),
        ),
    ]  # fmt: skip
    results = alike.compare(*panels(tmp_path, python, ours))
    assert results[0].what == ["colours of 4 cells"]
    assert bool(wrong(results)) is is_seen


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        (
            group("series.B", '<circle cx="30" cy="40" r="1"/>'),
            "only R has series.B",
        ),
        (group("series.A"), "only Python has series.A"),
        (group("series.A", '<circle cx="30" cy="40" r="1"/>' * 2), "1 points in Python, 2 in R"),
    ],
)
def test_what_is_missing_or_called_otherwise_is_told(tmp_path, ours, said):
    axes = [python_axis("x", *NUMBERS_X), python_axis("y", *NUMBERS_Y)]
    python = [*axes, group("series.A", '<circle cx="30" cy="40" r="1"/>')]
    assert said in " ".join(wrong(alike.compare(*panels(tmp_path, python, [*axes, ours]))))
