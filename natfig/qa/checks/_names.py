"""What ids say of a mark: furniture, legend, colour bar, or which series it belongs to.

Known are natfig's own ids (``panel-a.series.INT8``), those of matplotlib
(``axes_1/line2d_3``), grid's (``panel.grid.major``) and gids in plain words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from natfig.core import lazyre

__all__ = ["base_names", "is_bar", "is_furniture", "outer_id", "series_of"]

# Segments that are no data: axes, frames, captions, what natfig draws between or beside marks.
_FURNITURE = lazyre.compile(
    r"(?:^|[.\-_ :])(?:axis|xaxis|yaxis|grid|gridlines?|[xy]?tick|ticks?|frame|spines?|border|background|page"
    r"|reference|hairline|table|note|below|name|letter|title|subtitle|label|labels|annotation|strip|watermark"
    r"|logo|axis-[xybltr]|text_(?=\d))(?:[.\-_ :\d]|$)",
    re.IGNORECASE,
)
_BAR = lazyre.compile(r"(?:^|[/.\-_ :])colou?r[-_ ]?bar|colou?rbar|guide-colou?rbar", re.IGNORECASE)
_SERIES = lazyre.compile(
    r"(?:^|\.)(?:series|points|band|trend|censored|spread|errors?|ribbon|ci)(?:\.(?P<name>.+))?$",
    re.IGNORECASE,
)
_AXES = lazyre.compile(r"(?:axes|subplot|panel|facet|plot)[-_. ]?\d[\d\-_.]*", re.IGNORECASE)
_COUNTED = lazyre.compile(r"\.\d+$")


@lru_cache(maxsize=4096)
def is_furniture(group: str) -> bool:
    """Return whether any group around a mark says that it is no data."""
    return any(_FURNITURE.search(part) is not None for part in group.split("/")) and not is_bar(group)


@lru_cache(maxsize=4096)
def is_bar(group: str) -> bool:
    """Return whether a mark lies in a colour bar."""
    return _BAR.search(group) is not None


@lru_cache(maxsize=4096)
def series_of(group: str) -> str | None:
    """Return the id of the innermost series around a mark; "" for the one that has no name."""
    for part in reversed(group.split("/")):
        match = _SERIES.search(part)
        if match is not None:
            return match["name"] or ""
    return None


@lru_cache(maxsize=4096)
def outer_id(group: str) -> str:
    """Return the id that stands for a panel where no letter is known ("axes_2"), or ""."""
    for part in group.split("/"):
        if _AXES.fullmatch(part) is not None:
            return part
    return ""


def base_names(names: Collection[str]) -> Mapping[str, str]:
    """Return each id's series: "INT8.2" is a second group of "INT8" where that exists too."""
    known = set(names)
    return {n: base if (base := _COUNTED.sub("", n)) in known else n for n in known}
