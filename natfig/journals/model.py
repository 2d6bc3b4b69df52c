"""A journal's requirements, each value with its source, date and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from natfig.core.errors import UsageError, did_you_mean
from natfig.core.record import dataclass, field, replace
from natfig.core.units import mm_to_pt, parse_length_mm
from natfig.journals.keys import GROUPS, KEYS

__all__ = [
    "CAP_HEIGHT_EM",
    "CONFIDENCES",
    "STAGES",
    "WIDTH_KEYS",
    "WIDTH_NAMES",
    "Confidence",
    "Journal",
    "PanelLabel",
    "RasterKind",
    "Stage",
    "Value",
]

Stage = Literal["initial", "production"]
Confidence = Literal["high", "medium", "low"]
RasterKind = Literal["line_art", "halftone", "combination"]

STAGES: tuple[Stage, ...] = ("initial", "production")
CONFIDENCES: tuple[Confidence, ...] = ("high", "medium", "low")

# Where a journal's own keys don't fit (three columns, one column), its file says
# under `widths:` which key each name means.
WIDTH_KEYS = {"single": "width_single_mm", "onehalf": "width_one_and_half_mm", "double": "width_double_mm"}
WIDTH_NAMES: tuple[str, ...] = tuple(WIDTH_KEYS)

# Keys that hold widths a figure may have; the widest of them is the limit.
_ALL_WIDTHS = (
    *WIDTH_KEYS.values(),
    "width_two_column_mm",
    "width_full_mm",
    "width_text_column_mm",
    "text_width_mm",
    "width_small_journal_mm",
    "width_other_mm",
    "widths_three_column_mm",
    "widths_star_protocols_mm",
)

# Height of capitals and digits over the type size in Arial (1467 of 2048 units,
# OS/2 sCapHeight); it turns "letters 2 mm high" into a type size.
CAP_HEIGHT_EM = 1467 / 2048

# A length is compared with a limit to a twentieth of a millimetre: publishers
# round inches (7 in = 177.8 mm = "178 mm").
_LENGTH_SLACK_MM = 0.05

_OR_LENGTH = "write a length such as 120mm"


@dataclass(frozen=True, slots=True)
class Value:
    """One requirement of a journal.

    Parameters
    ----------
    value : number, str, bool, tuple, mapping or None
        In the unit its key names. A tuple of two is (lowest, highest) where the key is a range.
        None: the journal says that there is no limit.
    source : str
        Page or document behind it.
    checked : str
        When it was read, a year or a date.
    confidence : str
        "high" (the publisher's own page), "medium" (two sources agree), "low" (one secondary source).
    stage : str or None
        The stage it is stated for; None: both.
    conflict : str or None
        What other sources say.
    note : str or None
    advice : bool
        The source recommends it and does not demand it.
    as_of : str or None
        Date of the source itself, where it is known to be old.
    reason : str or None
        Why it overrides the value of the journal that is extended.
    borrowed : bool
        It was asked for at one stage and is only stated for the other.
    """

    value: Any
    source: str
    checked: str
    confidence: Confidence
    stage: Stage | None = None
    conflict: str | None = None
    note: str | None = None
    advice: bool = False
    as_of: str | None = None
    reason: str | None = None
    borrowed: bool = False


@dataclass(frozen=True, slots=True)
class PanelLabel:
    """How panel letters look; None where the journal doesn't say.

    `pattern` is filled with the letter: ``"{}"`` or ``"({})"``.
    """

    case: Literal["lower", "upper"] | None = None
    weight: Literal["normal", "bold"] | None = None
    size_pt: float | None = None
    pattern: str | None = None
    slant: Literal["upright", "italic"] | None = None
    font: str | None = None


def _number(value: Value | None, pick: int = 0) -> float | None:
    """Return a value's number; of a range the end `pick` (0 lowest, -1 highest)."""
    if value is None or value.value is None:
        return None
    return float(value.value[pick] if isinstance(value.value, tuple) else value.value)


def _mm(low: float, high: float) -> str:
    return f"{low:g} mm" if low == high else f"{low:g}–{high:g} mm"


@dataclass(frozen=True, slots=True)
class Journal:
    """One journal: where its numbers live, and how natfig reads them.

    Every accessor takes a stage, "initial" or "production". A value that is
    stated only for the other stage is used and marked as `Value.borrowed`.

    Parameters
    ----------
    id, name, publisher : str
    values : mapping
        Group ("figure", "prose") → key → its values, one per stage at the most.
    widths : mapping of str to str
        "single", "onehalf", "double" → the key that holds it, where it is not the usual one.
    palette : str or None
        Palette to use when a figure names none.
    """

    id: str
    name: str
    publisher: str
    values: Mapping[str, Mapping[str, tuple[Value, ...]]]
    widths: Mapping[str, str] = field(default_factory=dict)
    palette: str | None = None

    def value(self, group: str, key: str, stage: str) -> Value | None:
        """Return one requirement, or None where no source was found.

        Parameters
        ----------
        group : str
            "figure" or "prose".
        key : str
            One of `natfig.journals.keys.KEYS`.
        stage : str

        Raises
        ------
        UsageError
            If no journal could have such a group, key or stage.
        """
        if group not in KEYS:
            raise UsageError(f"journals have no group '{group}'", hint=did_you_mean(group, GROUPS))
        if key not in KEYS[group]:
            raise UsageError(f"journals have no {group} value '{key}'", hint=did_you_mean(key, KEYS[group]))
        if stage not in STAGES:
            raise UsageError(f"unknown stage '{stage}'", hint=did_you_mean(stage, STAGES))
        found = self.values[group].get(key, ())
        for value in found:
            if value.stage in (None, stage):
                return value
        return replace(found[0], borrowed=True) if found else None

    def items(self, stage: str | None = None) -> Iterator[tuple[str, str, Value]]:
        """Yield (group, key, value) of everything stated; with a stage, one value per key."""
        for group in GROUPS:
            for key, found in self.values[group].items():
                if stage is None:
                    yield from ((group, key, value) for value in found)
                elif (value := self.value(group, key, stage)) is not None:
                    yield group, key, value

    def _figure(self, stage: str, *keys: str) -> Value | None:
        """Return the first figure value that is stated; a stage's own value wins over a borrowed one."""
        found = [v for key in keys if (v := self.value("figure", key, stage)) is not None]
        return next((v for v in found if not v.borrowed), found[0] if found else None)

    # -- sizes ---------------------------------------------------------------

    def width_value(self, name: str, stage: str) -> Value | None:
        """Return the value behind "single", "onehalf" or "double", or None."""
        return self.value("figure", self.widths.get(name, WIDTH_KEYS[name]), stage)

    def width_range_mm(self, name: str, stage: str) -> tuple[float, float] | None:
        """Return (lowest, highest) in mm of "single", "onehalf" or "double", or None."""
        value = self.width_value(name, stage)
        low, high = _number(value), _number(value, -1)
        return None if low is None or high is None else (low, high)

    def known_widths_mm(self, stage: str) -> dict[str, tuple[float, float]]:
        """Return the named widths this journal gives, each as (lowest, highest) in mm."""
        pairs = {name: self.width_range_mm(name, stage) for name in WIDTH_NAMES}
        return {name: pair for name, pair in pairs.items() if pair is not None}

    def width_mm(self, name: str, stage: str) -> float:
        """Return the width of a figure in mm.

        Parameters
        ----------
        name : str
            "single", "onehalf", "double", or a length such as "120mm". Of a range the lower end.
        stage : str

        Raises
        ------
        UsageError
            If the journal gives no such width, or the length is outside its limits.
        """
        if name in WIDTH_KEYS:
            pair = self.width_range_mm(name, stage)
            if pair is not None:
                return pair[0]
            known = [f"{n} ({_mm(*p)})" for n, p in self.known_widths_mm(stage).items()]
            if not known:
                raise UsageError(f"{self.id} gives no '{name}' width, nor any other", hint=_OR_LENGTH)
            knows = " and ".join(filter(None, [", ".join(known[:-1]), known[-1]]))
            raise UsageError(f"{self.id} gives no '{name}' width; it knows {knows}", hint=f"or {_OR_LENGTH}")
        if not any(c.isdigit() for c in name):
            raise UsageError(
                f"'{name}' is neither single, onehalf, double nor a length such as 120mm",
                hint=did_you_mean(name, WIDTH_NAMES),
            )
        width = parse_length_mm(name)
        self._check_width(width, stage)
        return width

    def width_limits_mm(self, stage: str) -> tuple[float | None, float | None]:
        """Return the narrowest and the widest figure in mm; None where nothing is stated."""
        stated = [v for key in _ALL_WIDTHS if (v := self.value("figure", key, stage)) is not None]
        ends = [(_number(v), _number(v, -1)) for v in stated]
        highs = [h for _, h in ends if h is not None]
        narrowest = _number(self.value("figure", "width_min_mm", stage))
        if narrowest is not None:
            # A stated width below the stated minimum is a conflict between sources; both may be used.
            narrowest = min([narrowest, *(low for low, _ in ends if low is not None)])
        return narrowest, max(highs) if highs else None

    def _check_width(self, width: float, stage: str) -> None:
        narrowest, widest = self.width_limits_mm(stage)
        if widest is not None and width > widest + _LENGTH_SLACK_MM:
            raise UsageError(f"{width:g} mm is wider than {self.id}'s widest figure ({widest:g} mm)")
        if narrowest is not None and width < narrowest - _LENGTH_SLACK_MM:
            raise UsageError(f"{width:g} mm is narrower than {self.id}'s narrowest figure ({narrowest:g} mm)")

    def max_height_mm(
        self, stage: str, *, width: str | None = None, caption_words: int | None = None
    ) -> float | None:
        """Return the tallest figure in mm, or None.

        Parameters
        ----------
        stage : str
        width : str, optional
            "single" or "double".
        caption_words : int, optional
            Words of the legend. Both matter where a journal's limit depends on them;
            left out, the most generous limit is returned.
        """
        plain = self._figure(stage, "max_height_mm", "text_height_mm")
        table = self.value("figure", "max_height_mm_by_caption", stage)
        if plain is not None or table is None:
            return _number(plain)
        rows = [table.value[width]] if width in table.value else list(table.value.values())
        limits = [(int(words.removesuffix("_words")), float(mm)) for row in rows for words, mm in row.items()]
        fitting = [mm for words, mm in limits if caption_words is None or caption_words <= words]
        # A legend longer than the longest in the table leaves no more room than that one.
        return max(fitting) if fitting else min(mm for _, mm in limits)

    # -- text and lines ------------------------------------------------------

    def text_floor(self, stage: str) -> Value | None:
        """Return the requirement behind the smallest text; its value is in pt.

        A height of letters in mm is turned into the size at which Arial's capitals
        and digits have that height (`CAP_HEIGHT_EM`).
        """
        value = self.value("figure", "text_min_pt", stage)
        if value is None and (tall := self.value("figure", "text_min_mm", stage)) is not None:
            return replace(tall, value=round(mm_to_pt(tall.value) / CAP_HEIGHT_EM, 2))
        return value

    def text_floor_pt(self, stage: str) -> float | None:
        """Return the smallest size of text in pt, or None."""
        return _number(self.text_floor(stage))

    def text_ceiling_pt(self, stage: str) -> float | None:
        """Return the largest size of text besides panel labels in pt, or None."""
        return _number(self.value("figure", "text_max_pt", stage))

    def text_target_pt(self, stage: str) -> float | None:
        """Return the size of ordinary text in pt, or None."""
        return _number(self.value("figure", "text_target_pt", stage))

    def line_floor_pt(self, stage: str) -> float | None:
        """Return the thinnest line in pt, or None."""
        return _number(self.value("figure", "line_min_pt", stage))

    def panel_label(self, stage: str) -> PanelLabel:
        """Return how panel letters look; fields are None where nothing is stated."""
        value = self.value("figure", "panel_label", stage)
        if value is None:
            return PanelLabel()
        says: Mapping[str, Any] = value.value
        size = says.get("pt")
        either = says["case"] == "either"  # the journal takes both, so it does not decide
        return PanelLabel(
            case=None if either else says["case"],
            weight=says.get("weight"),
            size_pt=None if size is None else float(size),
            pattern=says.get("pattern", None if either else "{}"),
            slant=says.get("slant"),
            font=says.get("font"),
        )

    def fonts(self, stage: str) -> tuple[str, ...]:
        """Return the typefaces the journal takes, the preferred one first; () where nothing is stated."""
        return self._texts("fonts", stage)

    def _texts(self, key: str, stage: str) -> tuple[str, ...]:
        value = self.value("figure", key, stage)
        return () if value is None else tuple(value.value)

    # -- files ---------------------------------------------------------------

    def dpi(self, kind: RasterKind, stage: str) -> int | None:
        """Return the least resolution of line art, halftone or combination art, or None.

        Journals that give one resolution for every image have it as ``dpi_min``.
        """
        number = _number(self._figure(stage, f"dpi_{kind}", "dpi_min"))
        return None if number is None else round(number)

    def formats(self, stage: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the vector and the raster formats taken, lower case; () where nothing is stated."""
        vector, raster = (
            tuple({"jpg": "jpeg", "tif": "tiff"}.get(f.lower(), f.lower()) for f in self._texts(key, stage))
            for key in ("vector_formats", "raster_formats")
        )
        return vector, raster

    def max_file_mb(self, stage: str) -> float | None:
        """Return the largest file in MB, or None."""
        return _number(self.value("figure", "max_file_mb", stage))

    @property
    def initial_rules_waived(self) -> bool:
        """Whether figures of a first submission need not follow the journal's figure rules yet."""
        value = self.value("figure", "initial_rules_waived", "initial")
        return value is not None and not value.borrowed and bool(value.value)

    @property
    def colour_mode(self) -> str | None:
        """Colour space of raster files as the journal puts it ("RGB", "RGB or CMYK"), or None."""
        value = self.value("figure", "colour_mode", "production")
        return None if value is None else str(value.value)

    @property
    def tiff_compression(self) -> str | None:
        """Compression of TIFF files ("LZW"), or None."""
        value = self.value("figure", "tiff_compression", "production")
        return None if value is None else str(value.value)
