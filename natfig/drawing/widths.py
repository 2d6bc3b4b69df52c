"""How wide a text is, about: the advance widths of Helvetica, which Arial shares.

Good enough to tell whether two pieces belong to one line and where a label's middle
is; what is drawn is measured in the face itself.

Source
------
Adobe Font Metrics of Helvetica and Helvetica-Bold, public facts of the core 14 fonts.
"""

from __future__ import annotations

__all__ = ["text_width_em"]

# From the blank (U+0020) to the tilde (U+007E), in thousandths of an em.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778,
    722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278,
    278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
# Bold letters are wider by this on the average of English text.
_BOLD = 1.06
_OTHER_EM, _WIDE_EM = 0.556, 1.0
# Scripts whose characters fill the em (CJK, kana, hangul).
_FIRST_WIDE = 0x2E80


def text_width_em(text: str, *, is_bold: bool = False) -> float:
    """Return the width of a text in em, about."""
    total = 0.0
    for char in text:
        code = ord(char)
        if 0x20 <= code <= 0x7E:
            total += _REGULAR[code - 0x20] / 1000
        elif code >= 0x20:
            total += _WIDE_EM if code >= _FIRST_WIDE else _OTHER_EM
    return total * (_BOLD if is_bold else 1.0)
