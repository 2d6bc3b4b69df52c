"""CMaps: which bytes are one character, which glyph it is, and what it means in Unicode.

Source: ISO 32000-1, sections 9.7.5 and 9.10.3; Adobe Technical Notes 5014 and 5411.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from natfig.core import lazyre

__all__ = ["CMap", "parse_cmap", "predefined"]

_MOST_ENTRIES = 200_000

_SECTION = lazyre.compile(
    rb"begin(codespacerange|bfchar|bfrange|cidchar|cidrange)(.*?)end(?:codespacerange|bf|cid)", re.DOTALL
)
_ITEM = lazyre.compile(rb"<([0-9A-Fa-f\s]*)>|\[([^\]]*)\]|(\d+)|/([^\s<>\[\]/]+)")

# Beginnings of the predefined CMaps' names, and the codec whose bytes they map.
_CODECS = (
    ("Uni", "utf-16-be"),
    ("GBK", "gbk"),
    ("GB-", "gb2312"),
    ("GBpc-", "gb2312"),
    ("B5pc-", "big5"),
    ("ETen-", "big5"),
    ("HKscs-", "big5hkscs"),
    ("90ms-", "cp932"),
    ("90pv-", "shift_jis"),
    ("83pv-", "shift_jis"),
    ("Add-", "shift_jis"),
    ("KSC-EUC", "euc_kr"),
    ("KSCms-", "cp949"),
    ("KSCpc-", "euc_kr"),
)


@dataclass(slots=True)
class CMap:
    """One CMap.

    Parameters
    ----------
    spaces : list of tuple
        Code space ranges: (bytes, low, high).
    text : dict
        Code → characters; empty for a CMap that maps to CIDs.
    ranges : list of tuple
        (low, high, first CID), sorted.
    codec : str
        Of a predefined CMap, what decodes its bytes.
    vertical : bool
    """

    spaces: list[tuple[int, int, int]] = field(default_factory=list)
    text: dict[int, str] = field(default_factory=dict)
    ranges: list[tuple[int, int, int]] = field(default_factory=list)
    codec: str = ""
    vertical: bool = False
    _starts: list[int] = field(default_factory=list)

    def split(self, data: bytes) -> list[tuple[int, bytes]]:
        """Return the codes in a string with their bytes."""
        out = []
        pos = 0
        while pos < len(data):
            size = self._size_at(data, pos)
            raw = data[pos : pos + size]
            out.append((int.from_bytes(raw, "big"), raw))
            pos += size
        return out

    def _size_at(self, data: bytes, pos: int) -> int:
        if self.codec and self.codec != "utf-16-be":
            return (
                1
                if data[pos] < 0x80 or (self.codec in {"cp932", "shift_jis"} and 0xA0 <= data[pos] < 0xE0)
                else 2
            )
        for size, low, high in self.spaces:
            raw = data[pos : pos + size]
            if len(raw) == size and all(
                (low >> 8 * k) & 255 <= (int.from_bytes(raw, "big") >> 8 * k) & 255 <= (high >> 8 * k) & 255
                for k in range(size)
            ):
                return size
        return min((size for size, _, _ in self.spaces), default=2)

    def cid(self, code: int) -> int:
        """Return the CID of a code; without ranges it is the code itself."""
        if not self.ranges:
            return code
        if len(self._starts) != len(self.ranges):
            self._starts = [low for low, _, _ in self.ranges]
        at = bisect_right(self._starts, code) - 1
        if at >= 0 and code <= self.ranges[at][1]:
            return self.ranges[at][2] + code - self.ranges[at][0]
        return 0

    def meaning(self, raw: bytes) -> str | None:
        """Return what a predefined CMap's bytes mean, or None."""
        if not self.codec:
            return None
        try:
            return raw.decode(self.codec)
        except UnicodeDecodeError:
            return None


def predefined(name: str) -> CMap:
    """Return a CMap by name; for one that is not known, two bytes a code."""
    codec = next((c for start, c in _CODECS if name.startswith(start)), "")
    return CMap([(2, 0, 0xFFFF)], codec=codec, vertical=name == "V" or name.endswith("-V"))


def parse_cmap(data: bytes) -> CMap:
    """Return the CMap in a stream; entries that can't be read are left out."""
    out = CMap(vertical=re.search(rb"/WMode\s+1\b", data) is not None)
    budget = _MOST_ENTRIES
    for section in _SECTION.finditer(data):
        kind, items = section[1], _ITEM.findall(section[2])
        step = 2 if kind in {b"codespacerange", b"bfchar", b"cidchar"} else 3
        for k in range(0, len(items) - step + 1, step):
            budget -= _entry(out, kind, items[k : k + step], budget)
            if budget <= 0:
                break
    out.ranges.sort()
    out.spaces.sort()
    return out


_Item = tuple[bytes, bytes, bytes, bytes]


def _hex(item: _Item) -> bytes:
    digits = b"".join(item[0].split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _chars(raw: bytes) -> str:
    return raw.decode("utf-16-be", "replace") if len(raw) > 1 else raw.decode("latin-1")


def _entry(out: CMap, kind: bytes, items: list[_Item], budget: int) -> int:
    """Take one entry in and return how many codes it gave."""
    low_raw = _hex(items[0])
    low = int.from_bytes(low_raw, "big")
    if kind == b"bfchar":
        out.text[low] = _chars(_hex(items[1]))
        return 1
    if kind == b"cidchar":
        out.ranges.append((low, low, int(items[1][2] or 0)))
        return 1
    high = int.from_bytes(_hex(items[1]), "big")
    if kind == b"codespacerange":
        if 1 <= len(low_raw) <= 4:
            out.spaces.append((len(low_raw), low, high))
        return 1
    if high < low:
        return 1
    if kind == b"cidrange":
        out.ranges.append((low, high, int(items[2][2] or 0)))
        return 1
    count = min(high - low + 1, budget)
    if items[2][1]:
        targets = [_chars(_hex(i)) for i in _ITEM.findall(items[2][1])]
        out.text.update(zip(range(low, low + count), targets, strict=False))
        return len(targets) + 1
    first = _chars(_hex(items[2]))
    if first:
        head, last = first[:-1], ord(first[-1])
        out.text.update((low + k, head + chr(last + k)) for k in range(count) if last + k < 0x110000)
    return count
