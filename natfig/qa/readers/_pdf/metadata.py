"""What a PDF says of itself: the information dictionary and the XMP packet.

Source: ISO 32000-1, section 14.3; XMP specification part 1, section 7.
"""

from __future__ import annotations

import re
from typing import Any

from natfig.core.errors import DocumentError
from natfig.core.xml import parse_xml
from natfig.qa.readers._pdf.filters import DamagedError, TooLargeError, unpacked
from natfig.qa.readers._pdf.objects import child, kind, name, text, walk

__all__ = ["metadata"]

_MOST_BYTES = 4_000_000
_MOST_VALUES = 500
_MOST_CHARS = 4000

_INFO = {"Subject": "description", "CreationDate": "date", "ModDate": "modified"}
_XMP = {
    "CreatorTool": "creator",
    "creator": "author",
    "CreateDate": "date",
    "ModifyDate": "modified",
    "Producer": "producer",
}
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_META = "{adobe:ns:meta/}"  # the packet's own attributes
_XML = "{http://www.w3.org/XML/1998/namespace}"


def metadata(root: Any, info: Any) -> dict[str, str]:
    """Return metadata under lower-case keys; a value that XMP has otherwise goes under "… (xmp)"."""
    out: dict[str, str] = {}
    try:
        entries = list(info.items())[:_MOST_VALUES] if info is not None else []
    except (AttributeError, TypeError, ValueError, NotImplementedError, RuntimeError):
        entries = []
    for key, value in entries:
        plain = key.lstrip("/")
        if said := text(value).strip():
            out[_INFO.get(plain, plain.lower())] = said[:_MOST_CHARS]
    for key, said in _xmp(child(root, "/Metadata")):
        if key not in out:
            out[key] = said
        elif not _is_same(out[key], said):
            out.setdefault(f"{key} (xmp)", said)
    if "description" not in out and (alternative := _alternative(root)):
        out["description"] = alternative
    return out


def _is_same(a: str, b: str) -> bool:
    """Return whether two values are equal; dates are written in two ways."""
    if a == b:
        return True
    digits = re.sub(r"\D", "", a), re.sub(r"\D", "", b)
    return len(digits[0]) >= 14 and digits[0][:12] == digits[1][:12]


def _xmp(stream: Any) -> list[tuple[str, str]]:
    if kind(stream) != "Stream":
        return []
    try:
        data = unpacked(stream, _MOST_BYTES)
        start = re.search(rb"<(?:x:xmpmeta|rdf:RDF)\b", data)
        end = max(data.rfind(b"</x:xmpmeta>") + 12, data.rfind(b"</rdf:RDF>") + 10)
        tree = parse_xml(data[start.start() : end] if start else data.strip())
    except (DocumentError, DamagedError, TooLargeError, RuntimeError, AttributeError):
        return []
    found: list[tuple[str, str]] = []
    for element in list[Any](tree.iter()):
        if len(found) >= _MOST_VALUES:
            break
        if not isinstance(element.tag, str):  # a comment
            continue
        pairs = [(k, v) for k, v in element.attrib.items() if not str(k).startswith((_RDF, _XML, _META))]
        if element.text and element.text.strip() and len(element) == 0:
            pairs.append((_owner(element), element.text))
        for tag, value in pairs:
            local = str(tag).rpartition("}")[2]
            if said := str(value).strip():
                found.append((_XMP.get(local, local.lower()), said[:_MOST_CHARS]))
    return found


def _owner(element: Any) -> str:
    """Return the property a value belongs to: the first ancestor that is no RDF container."""
    while element is not None and str(element.tag).startswith(_RDF):
        element = element.getparent()
    return "" if element is None else str(element.tag)


def _alternative(root: Any) -> str:
    """Return the first alternative text in the structure tree."""
    for node in walk(child(root, "/StructTreeRoot"), "/K", 2000):
        if name(child(node, "/S")) == "Figure" and (said := text(child(node, "/Alt")).strip()):
            return said[:_MOST_CHARS]
    return ""
