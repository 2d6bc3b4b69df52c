"""Which fonts are installed, and what was read of them before.

The list comes from fontconfig where it is there, else from the operating system's font
folders, and is kept in the user's cache until a font folder changes; so are the metrics
of each font file that was read. The cache is a help and no more: when it can't be
written or is damaged, everything is read anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from natfig.core import usercache
from natfig.qa._fonttable import Table, pack, unpack

__all__ = ["FontFile", "installed", "key_of", "table_of"]

_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_FC_TIMEOUT_S = 5.0
_MAX_FOLDERS = 2000
_MAX_FILES = 20_000
_MAX_CACHED_BYTES = 8_000_000
# Changes with the form of the cache, so that an older natfig's files are left alone.
_VERSION = 2
_FORMAT = "%{family}\t%{weight}\t%{slant}\t%{width}\t%{variable}\t%{index}\t%{file}\n"
# fontconfig's weights and CSS's; <https://www.freedesktop.org/software/fontconfig/>.
_WEIGHTS = (
    (0, 100),
    (40, 200),
    (50, 300),
    (80, 400),
    (100, 500),
    (180, 600),
    (200, 700),
    (205, 800),
    (210, 900),
)


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face of an installed font file.

    `weight` is CSS's (100–900) or None for a variable font, which has all of them;
    `width` is 100 for a face of normal width.
    """

    path: str
    number: int
    weight: int | None
    italic: bool
    width: int


def key_of(family: str) -> str:
    """Return a family's name as it is looked up: CSS compares without regard to case."""
    return " ".join(family.casefold().split())


# -- the list of fonts -----------------------------------------------------------


def _folders() -> list[Path]:
    """Return where the operating system keeps fonts."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 — Path.home() raises without one
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        local = os.environ.get("LOCALAPPDATA")
        own = [Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []
        return [windows / "Fonts", *own]
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), data / "fonts", home / ".fonts"]


def _tree(roots: Sequence[Path]) -> list[str]:
    """Return the folders under some roots, themselves included; links to folders are not followed."""
    found: list[str] = []
    waiting = [str(r) for r in reversed(roots)]
    while waiting and len(found) < _MAX_FOLDERS:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                waiting += sorted((e.path for e in entries if e.is_dir(follow_symlinks=False)), reverse=True)
        except OSError:
            continue
        found.append(folder)
    return found


def _stamp(folders: Sequence[str]) -> list[list[str | int]]:
    """Return folders with the time of their last change; installing a font changes one."""
    stamp: list[list[str | int]] = []
    for folder in folders:
        with contextlib.suppress(OSError):
            stamp.append([folder, Path(folder).stat().st_mtime_ns])
    return stamp


def _where(places: Sequence[Path]) -> list[str]:
    """Return what decides which fonts are listed: the roots, and another configuration of fontconfig."""
    return [*map(str, places), os.environ.get("FONTCONFIG_FILE", "")]


def installed(roots: Sequence[Path] | None = None) -> dict[str, list[FontFile]]:
    """Return the installed families by `key_of` their names.

    Parameters
    ----------
    roots : sequence of Path, optional
        Font folders to look in instead of the system's; then fontconfig is not asked
        and nothing is kept.
    """
    if roots is not None:
        return _index(_scan(_tree(roots)))
    places = _folders()
    places = _folders()
    if (known := _known_list(places)) is not None:
        return known
    faces = _from_fontconfig()
    folders = _tree(places)
    if faces is None:
        faces = list(_scan(folders))
    # fontconfig may know of folders elsewhere: theirs are watched too.
    folders = list(dict.fromkeys([*folders, *(str(Path(f.path).parent) for _, f in faces)]))
    rows = [[names, f.path, f.number, f.weight, f.italic, f.width] for names, f in faces]
    kept = {"version": _VERSION, "roots": _where(places), "stamp": _stamp(folders), "faces": rows}
    usercache.keep("fonts.json", json.dumps(kept).encode())
    return _index(faces)


def _known_list(places: Sequence[Path]) -> dict[str, list[FontFile]] | None:
    """Return the kept list if no font folder has changed since."""
    data = usercache.read("fonts.json")
    if data is None:
        return None
    try:
        kept = json.loads(data)
        stamp = kept["stamp"]
        if kept["version"] != _VERSION or kept["roots"] != _where(places):
            return None
        # A root that has come since then is no part of the stamp.
        seen = {folder for folder, _ in stamp}
        if any(str(p) not in seen and p.is_dir() for p in places) or _stamp([f for f, _ in stamp]) != stamp:
            return None
        return _index(
            [
                ([str(n) for n in names], FontFile(str(path), int(number), weight, bool(italic), int(width)))
                for names, path, number, weight, italic, width in kept["faces"]
            ]
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _index(
    faces: Sequence[tuple[list[str], FontFile]] | Iterator[tuple[list[str], FontFile]],
) -> dict[str, list[FontFile]]:
    found: dict[str, list[FontFile]] = {}
    for names, face in faces:
        for name in names:
            found.setdefault(key_of(name), []).append(face)
    for group in found.values():
        group.sort(key=lambda f: (f.path, f.number))
    return found


def _from_fontconfig() -> list[tuple[list[str], FontFile]] | None:
    """Return what fontconfig lists, or None where it is missing or does not answer."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, "--format", _FORMAT, ":"], capture_output=True, timeout=_FC_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if done.returncode != 0:
        return None
    faces = []
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        parts = line.split("\t", 6)
        if len(parts) == 7 and parts[6].lower().endswith(_SUFFIXES):
            with contextlib.suppress(ValueError):
                faces.append(_fontconfig_face(parts))
    return faces


def _fontconfig_face(parts: Sequence[str]) -> tuple[list[str], FontFile]:
    family, weight, slant, width, variable, index, path = parts
    is_variable = variable == "True" or weight.startswith("[")
    css = None if is_variable else _css_weight(float(weight or 80))
    stretch = 100 if width.startswith("[") else round(float(width or 100))
    names = [n.replace("\\", "") for n in family.split(",")]
    # The upper half of an index names an instance of a variable font.
    return names, FontFile(path, int(index or 0) & 0xFFFF, css, slant not in {"", "0"}, stretch)


def _css_weight(value: float) -> int:
    for (low, css_low), (high, css_high) in pairwise(_WEIGHTS):
        if value <= high:
            return round(css_low + (css_high - css_low) * max(value - low, 0) / (high - low))
    return 900


# -- without fontconfig ----------------------------------------------------------


def _scan(folders: Sequence[str]) -> Iterator[tuple[list[str], FontFile]]:
    """Yield the faces of font files, by reading no more than their names."""
    left = _MAX_FILES
    for folder in folders:
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 — names are all that is needed
        except OSError:
            continue
        for name in names:
            if not name.lower().endswith(_SUFFIXES):
                continue
            left -= 1
            if left < 0:
                return
            path = str(Path(folder) / name)
            with contextlib.suppress(OSError, struct.error, ValueError, IndexError):
                yield from _names_of(path)


def _names_of(path: str) -> list[tuple[list[str], FontFile]]:
    """Return the faces of one file with their family names, from its name and OS/2 tables."""
    faces = []
    with Path(path).open("rb") as handle:

        def read(offset: int, size: int) -> bytes:
            handle.seek(offset)
            data = handle.read(size)
            if len(data) < size:
                raise ValueError("cut short")
            return data

        head = read(0, 12)
        starts = [0]
        if head[:4] == b"ttcf":
            count = min(struct.unpack(">I", head[8:12])[0], 64)
            starts = list(struct.unpack(f">{count}I", read(12, 4 * count)))
        for number, start in enumerate(starts):
            tables = _directory(read, start)
            families = _families(read(*tables["name"])) if "name" in tables else []
            if not families:
                continue
            weight, width, italic = 400, 100, False
            if "OS/2" in tables and tables["OS/2"][1] >= 64:
                os2 = read(tables["OS/2"][0], 64)
                weight, stretch = struct.unpack(">HH", os2[4:8])
                width = (50, 62, 75, 87, 100, 112, 125, 150, 200)[min(max(stretch, 1), 9) - 1]
                italic = bool(struct.unpack(">H", os2[62:64])[0] & 0x201)  # italic or oblique
            css = None if "fvar" in tables else weight
            faces.append((families, FontFile(path, number, css, italic, width)))
    return faces


def _directory(read: Callable[[int, int], bytes], start: int) -> dict[str, tuple[int, int]]:
    count = struct.unpack(">H", read(start, 12)[4:6])[0]
    rows = struct.iter_unpack(">4sIII", read(start + 12, 16 * min(count, 256)))
    return {tag.decode("latin-1"): (offset, min(size, 1_000_000)) for tag, _, offset, size in rows}


def _families(data: bytes) -> list[str]:
    """Return the family names in a name table (1 the family, 16 the typographic one)."""
    _, count, strings = struct.unpack(">HHH", data[:6])
    found: dict[str, None] = {}
    for platform, encoding, _, name, size, at in struct.iter_unpack(">6H", data[6 : 6 + 12 * count]):
        if name not in {1, 16}:
            continue
        raw = data[strings + at : strings + at + size]
        wide = platform in {0, 3}
        if wide or (platform == 1 and encoding == 0):
            text = raw.decode("utf-16-be" if wide else "mac-roman", "replace").strip("\0 ")
            if text:
                found[text] = None
    return list(found)


# -- the metrics of one font -----------------------------------------------------


def table_of(font: FontFile, weight: int = 400) -> Table | None:
    """Return the metrics of an installed face, or None if its file can't be read.

    Parameters
    ----------
    font : FontFile
    weight : int
        Asked of a variable font; without meaning for others.
    """
    instance = weight if font.weight is None else None
    try:
        about = Path(font.path).stat()
    except OSError:
        return None
    key = f"{_VERSION}|{font.path}|{font.number}|{instance}|{about.st_mtime_ns}|{about.st_size}"
    name = f"fonts/{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}.nfm"
    if (data := usercache.read(name)) is not None:
        with contextlib.suppress(ValueError):
            return unpack(data)
    try:
        from natfig.qa._fontparse import read_face

        table = read_face(Path(font.path), font.number, instance)
    except Exception:  # noqa: BLE001 — a broken font can fail anywhere in the font library, and another face does
        return None
    with contextlib.suppress(struct.error):
        usercache.keep(name, pack(table))
    return table
