"""Nightingale's rose: wedges of equal angle whose areas, not radii, are the numbers."""

import math

from matplotlib.patches import Wedge

from natfig.charts.base import Drawn, LegendEntry, Mark

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def rose(ax, data, style, colors):
    """Draw one wedge a month and cause, the largest first so that none hides another.

    `colors` is cause → #RRGGBB, given as options: in the spec.
    """
    months = sorted({(int(y), int(m)) for y, m in zip(data["year"], data["month"])})
    step = 360 / len(months)
    # The area of a wedge of angle t (in radians) is r² t / 2.
    radius = {
        (int(y), int(m), cause): math.sqrt(2 * rate / math.radians(step))
        for y, m, cause, rate in zip(data["year"], data["month"], data["cause"], data["rate"])
    }
    largest = max(radius.values())
    corners = []
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
        reach = max(0.4 * largest, radius[year, month, causes[0]] + 0.04 * largest)
        x, y = reach * math.cos(middle), reach * math.sin(middle)
        corners.append((x, y))
        text = MONTHS[month - 1] if month not in (1, 4) else f"{MONTHS[month - 1]} {year}"
        ax.text(
            x, y, text, fontsize=style.look.annotation_pt, color=style.look.ink,
            va="center", ha="right" if x < 0 else "left",
        )

    # A square window around the rose and its names, so that the circle stays a circle.
    xs, ys = zip(*corners)
    half = max(max(xs) - min(xs), max(ys) - min(ys)) / 2 + 0.12 * largest
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    ax.set_xlim(middle_x - half, middle_x + half)
    ax.set_ylim(middle_y - half, middle_y + half)
    ax.set_axis_off()
    entries = [LegendEntry(cause, Mark(color), "patch") for cause, color in colors.items()]
    return Drawn(legend=entries, frame="none", square=True)
