"""Nightingale's rose: wedges of equal angle whose areas, not radii, are the numbers."""

import math

from matplotlib.patches import Wedge

from natfig.charts.base import Drawn, LegendEntry, Mark

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rose(ax, data, style):
    """Draw one wedge a month and cause, the largest first so that none hides another."""
    colors = {"Disease": style.signal, "Wounds": style.accent, "Other": style.look.neutral_light}
    colors |= {cause: style.marks[cause].color for cause in colors if cause in style.marks}

    months = sorted({(int(y), int(m)) for y, m in zip(data["year"], data["month"])})
    step = 360 / len(months)
    # The area of a wedge of angle t (in radians) is r² t / 2.
    radius = {
        (int(y), int(m), cause): math.sqrt(2 * rate / math.radians(step))
        for y, m, cause, rate in zip(data["year"], data["month"], data["cause"], data["rate"])
    }
    largest = max(radius.values())
    for k, (year, month) in enumerate(months):
        start = 180 - k * step  # clockwise from nine o'clock, as in 1858
        causes = sorted(colors, key=lambda cause: radius[year, month, cause], reverse=True)
        for cause in causes:
            wedge = Wedge(
                (0, 0), radius[year, month, cause], start - step, start,
                facecolor=colors[cause], edgecolor="white", linewidth=0.25, gid=style.gid("series", cause),
            )
            ax.add_patch(wedge)
        middle = math.radians(start - step / 2)
        # Months of small numbers crowd the centre: their names move out to where they have room.
        reach = max(0.45 * largest, max(radius[year, month, cause] for cause in causes) + 4)
        text = MONTHS[month - 1] if month not in (1, 4) else f"{MONTHS[month - 1]} {year}"
        ax.text(
            reach * math.cos(middle), reach * math.sin(middle), text, fontsize=style.look.annotation_pt,
            color=style.look.ink, va="center", ha="right" if math.cos(middle) < 0 else "left",
        )

    edge = largest * 1.1
    ax.set_xlim(-edge, edge)
    ax.set_ylim(-edge, edge)
    ax.set_aspect("equal")
    ax.set_axis_off()
    entries = [LegendEntry(cause, Mark(color), "patch") for cause, color in colors.items()]
    return Drawn(legend=entries, frame="none", square=True)
