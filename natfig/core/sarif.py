"""What every SARIF report has in common: levels, texts, addresses, the frame around the results.

Source
------
OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0 plus Errata 01,
<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from natfig import __version__
from natfig.core.findings import Severity
from natfig.core.plain import to_json, visible

__all__ = ["LEVEL", "SCHEMA", "Json", "message", "report", "rule", "uri"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

Json = dict[str, Any]


def uri(path: str) -> str:
    """Return a path as the URI of an artifact: relative ones stay so, for the repository's root."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    name = Path(path).as_posix()
    try:
        return quote(name, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:  # half a character, which Windows lets names have
        return quote(name, safe="/", errors="surrogatepass")


def message(text: str) -> Json:
    """Return a text as a message.

    "[words](target)" is a link in SARIF, also in plain text; texts of a figure or draft make none.
    """
    return {"text": visible(text).replace("](", "] (")}


def rule(
    code: str, name: str, title: str, reason: str, *, said: Iterable[str], level: str, properties: Json
) -> Json:
    """Return the description of a rule.

    Parameters
    ----------
    code : str
    name : str
        Of its module: ``txt002_small_text``.
    title, reason : str
    said : iterable of str
        Paragraphs of the help; empty ones are left out.
    level : str
    properties : dict
    """
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in name.split("_")[1:]) or code,
        "shortDescription": message(title[:1].upper() + title[1:] + "."),
        "fullDescription": message(reason),
        "help": {"text": "\n\n".join(message(part)["text"] for part in said if part)},
        "defaultConfiguration": {"level": level},
        "properties": properties,
    }


def report(*, rules: Sequence[Json], invocation: Json, artifacts: Sequence[Json], results: list[Json]) -> str:
    """Return the whole file."""
    run = {
        "tool": {"driver": {"name": "natfig", "semanticVersion": __version__, "rules": list(rules)}},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "artifacts": list(artifacts),
        "results": results,
    }
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"
