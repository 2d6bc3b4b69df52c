"""How a journal writes the letters of panels, the figure's number and decimals in a legend.

Case, weight, slant and brackets of the letters are the journal's own (``panel_label`` of
its file), so that the legend's letters look as those in the figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from natfig.journals.model import Journal, PanelLabel

__all__ = ["House", "house_of"]

_POINT = re.compile(r"(?<=\d)\.(?=\d)")


@dataclass(frozen=True, slots=True)
class House:
    """A journal's way to write a legend.

    Parameters
    ----------
    label : PanelLabel
    is_nature : bool
        Letters are bold and stand before a comma, the figure's number before an upright line, as
        the journals of Nature Portfolio print them.
    midline : bool
        Decimals are written with a raised point.
    serial_comma : bool
        "a, b, and c".
    """

    label: PanelLabel
    is_nature: bool = False
    midline: bool = False
    serial_comma: bool = False

    def prefix(self, number: int | None) -> str:
        """Return what stands before the title."""
        if number is None:
            return ""
        return f"Fig. {number} | " if self.is_nature else f"Fig. {number}. "

    def letter(self, letter: str) -> str:
        """Return a letter in the journal's case."""
        return letter.upper() if self.label.case == "upper" else letter

    @property
    def _bare(self) -> bool:
        """Whether letters stand without brackets."""
        return self.is_nature or (self.label.case == "lower" and self.label.pattern == "{}")

    def letters(self, letters: Sequence[str]) -> list[tuple[str, bool, bool]]:
        """Return (text, bold, italic) of the letters before what is said of them; none for the figure."""
        if not letters:
            return []
        bold = self._bare or self.label.weight == "bold"
        italic = self.label.slant == "italic"
        pieces = self._pieces(letters)
        out = [] if self._bare else [("(", False, False)]
        for text, is_letter in pieces:
            out.append((text, bold and is_letter, italic and is_letter))
        end = ", " if self.is_nature else " " if self._bare else ") "
        return [*out, (end, False, False)]

    def _pieces(self, letters: Sequence[str]) -> list[tuple[str, bool]]:
        """Return letters and what stands between them; three or more in a row become a range."""
        spans: list[list[str]] = []
        for letter in letters:
            if spans and ord(letter) - ord(spans[-1][-1]) == 1:
                spans[-1].append(letter)
            else:
                spans.append([letter])
        groups: list[list[tuple[str, bool]]] = []
        for span in spans:
            if len(span) > 2:
                groups.append([(self.letter(span[0]), True), ("–", False), (self.letter(span[-1]), True)])
            else:
                groups += [[(self.letter(one), True)] for one in span]
        joint = " and " if len(groups) == 2 and not self._bare else ", "
        out = list(groups[0])
        for _, group in pairwise(groups):
            out += [(joint, False), *group]
        return out

    def numerals(self, text: str) -> str:
        """Return a text with the journal's decimal point."""
        return _POINT.sub("·", text) if self.midline else text


def house_of(journal: Journal, stage: str) -> House:
    """Return a journal's way to write a legend."""
    point = journal.value("prose", "decimal_point", stage)
    serial = journal.value("prose", "serial_comma", stage)
    return House(
        journal.panel_label(stage),
        is_nature=journal.id.split("-")[0] == "nature",
        midline=point is not None and "midline" in str(point.value),
        serial_comma=serial is not None and bool(serial.value),
    )
