"""What Inkscape makes of SVG files: its text objects, and whether one can be edited by its id.

All files go through one Inkscape in shell mode, each under a plain number as its
name, so that no path has to be quoted.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from oracles.programs import OracleError, find, run

__all__ = ["edit", "text_ids"]

_TEXT = "{http://www.w3.org/2000/svg}text"
_SELECTED = re.compile(r"^(\S+) cloned: \w+ ref: ", re.MULTILINE)


def _shell(commands: Sequence[str], timeout_s: float) -> str:
    with tempfile.TemporaryDirectory(prefix="natfig-inkscape-") as profile:
        script = "\n".join([*commands, "quit", ""])
        return run(
            [find("inkscape"), "--shell"], stdin=script, timeout_s=timeout_s, INKSCAPE_PROFILE_DIR=profile
        ).stdout


def text_ids(paths: Sequence[Path], *, timeout_s: float = 120) -> list[list[str]]:
    """Return for each file the ids of what Inkscape holds for text objects.

    Objects without an id get one from Inkscape. Texts in ``<defs>`` and hidden
    ones count too: Inkscape lists what can be edited, not what is seen.

    Raises
    ------
    OracleError
        If a file can't be opened.
    """
    with tempfile.TemporaryDirectory(prefix="natfig-inkscape-") as temporary:
        copies = _copy(paths, Path(temporary))
        commands = []
        for copy in copies:
            commands += [f"file-open:{copy}", "select-by-element:text", "select-list", "file-close"]
        said = _shell(commands, timeout_s)
    # What it says is told apart by the commands it repeats; without them nothing is known.
    pieces = said.split("file-open:")[1:]
    if len(pieces) != len(paths):
        raise OracleError(f"Inkscape opened {len(pieces)} of {len(paths)} files: {said[-400:]}")
    return [_SELECTED.findall(piece) for piece in pieces]


def edit(path: Path, label: str, text: str, output: Path, *, timeout_s: float = 60) -> list[str]:
    """Edit one label by its id and save the drawing as Inkscape writes it.

    The new text is put in as Inkscape's own extensions do it, in the tree; Inkscape
    then opens the drawing, marks the label by its id (``data-edited="yes"``) and
    saves it, which fails if it knows no such object.

    Returns
    -------
    list of str
        Contents of all ``<text>`` in the saved file, in document order.

    Raises
    ------
    OracleError
        If there is no such label or Inkscape lost it.
    """
    tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True))
    found = [e for e in tree.iter(_TEXT) if e.get("id") == label]
    if len(found) != 1:
        raise OracleError(f"{path.name} has {len(found)} texts with the id {label!r}")
    leaf = next((e for e in found[0].iter() if (e.text or "").strip()), found[0])
    leaf.text = text
    with tempfile.TemporaryDirectory(prefix="natfig-inkscape-") as temporary:
        source, saved = Path(temporary, "in.svg"), Path(temporary, "out.svg")
        tree.write(source, encoding="utf-8", xml_declaration=True)
        said = _shell(
            [
                f"file-open:{source}",
                f"select-by-id:{label}",
                "object-set-attribute:data-edited,yes",
                f"export-filename:{saved}",
                "export-plain-svg",
                "export-do",
                "file-close",
            ],
            timeout_s,
        )
        if not saved.exists():
            raise OracleError(f"Inkscape saved nothing: {said[-400:]}")
        result = etree.parse(saved)
        output.write_bytes(saved.read_bytes())
    edited = [e for e in result.iter(_TEXT) if e.get("data-edited") == "yes"]
    if [e.get("id") for e in edited] != [label] or "".join(edited[0].itertext()).strip() != text:
        raise OracleError(f"Inkscape lost the label {label!r} of {path.name}")
    return ["".join(e.itertext()).strip() for e in result.iter(_TEXT)]


def _copy(paths: Sequence[Path], folder: Path) -> list[Path]:
    copies = []
    for number, path in enumerate(paths):
        data = path.read_bytes()
        try:
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            # Inkscape would go on without the file, and it would pass for one without text.
            raise OracleError(f"{path}: {error}") from None
        if etree.QName(root).localname != "svg":
            raise OracleError(f"{path}: no SVG")
        copies.append(folder / f"{number}.svg")
        copies[-1].write_bytes(data)
    return copies
