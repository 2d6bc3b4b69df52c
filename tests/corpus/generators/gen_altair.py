"""Figures by Altair, written by vl-convert."""

import sys
from pathlib import Path

import altair as alt
import vl_convert

ROWS = [
    {"x": x, "y": (x * factor) % 17 + 1, "group": name}
    for factor, name in ((3, "Arabidopsis"), (5, "Zea mays"), (7, "Ωmega"))
    for x in range(1, 13)
]
DATA = alt.Data(values=ROWS)


def line():
    return (
        alt.Chart(DATA, title="Growth of three plants")
        .mark_line()
        .encode(
            alt.X("x:Q", title="Time (d)"),
            alt.Y("y:Q", title="Height (cm)"),
            alt.Color("group:N", title="Species"),
        )
    )


def bar():
    return (
        alt.Chart(DATA)
        .mark_bar()
        .encode(
            alt.X("group:N", axis=alt.Axis(labelAngle=-45, titleFontSize=14, labelFontStyle="italic")),
            alt.Y("mean(y):Q", title=["Mean height", "(two lines)"]),
        )
        .configure(font="Arial")
    )


def log_scale():
    return (
        alt.Chart(DATA)
        .mark_point()
        .encode(
            alt.X("x:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format=".0e")),
            alt.Y("y:Q", scale=alt.Scale(type="symlog")),
        )
    )


def heat_map():
    base = alt.Chart(DATA).encode(alt.X("x:O"), alt.Y("group:N", title=None))
    return base.mark_rect().encode(alt.Color("y:Q", legend=alt.Legend(orient="bottom"))) + base.mark_text(
        fontSize=7, fontWeight="bold"
    ).encode(text="y:Q")


def facets():
    return (
        alt.Chart(DATA, width=90, height=70)
        .mark_area()
        .encode(alt.X("x:Q"), alt.Y("y:Q"))
        .facet(column=alt.Column("group:N", title="Small multiples"))
    )


def concatenated():
    return (line().properties(width=120) | bar_plain().properties(width=80)).configure_axis(
        labelFont="Helvetica", titleFont="Times New Roman"
    )


def bar_plain():
    return (
        alt.Chart(DATA, title=alt.Title("Panel b", subtitle="with a subtitle", anchor="start"))
        .mark_bar()
        .encode(alt.X("count():Q"), alt.Y("group:N"))
    )


def main(folder):
    for make in (line, bar, log_scale, heat_map, facets, concatenated):
        (folder / f"{make.__name__}.svg").write_text(
            vl_convert.vegalite_to_svg(make().to_dict()), encoding="utf-8"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
