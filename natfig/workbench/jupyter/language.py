"""Completion of specs: the YAML language server, where there is one, is told of their schema."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from natfig.core.resources import templates_dir

__all__ = ["SPEC_FILES", "association", "tell_schema"]

# A file called spec.yaml may be anybody's; natfig's own names its schema in its first line.
SPEC_FILES = ("*.natfig.yaml", "*.natfig.yml")
# Keywords whose value has names for keys.
_NAMED = ("properties", "patternProperties", "$defs")
_SERVER = "yaml-language-server"


@cache
def association() -> str:
    """Return the message that binds the spec's schema to names of files.

    The schema goes along without its defaults: the server would offer ``dpi: ${1:null}``, a snippet,
    and JupyterLab inserts snippets as they stand.

    Source
    ------
    ``json/schemaAssociations`` of <https://github.com/redhat-developer/yaml-language-server>. Settings
    would be the usual way; JupyterLab 4 leaves that server's question for them without an answer.
    """
    path = templates_dir("schemas", "spec.schema.json")
    schema = _without_defaults(json.loads(path.read_text(encoding="utf-8")))
    bound = {"uri": path.as_uri(), "fileMatch": list(SPEC_FILES), "schema": schema}
    # The server takes an array as a list of parameters: the list of associations is the first one.
    return json.dumps({"jsonrpc": "2.0", "method": "json/schemaAssociations", "params": [[bound]]})


def _without_defaults(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_defaults(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        # Names of properties are the spec's own words; one may well be called default.
        key: {k: _without_defaults(v) for k, v in part.items()} if key in _NAMED else _without_defaults(part)
        for key, part in schema.items()
        if key != "default"
    }


def tell_schema() -> bool:
    """Let Jupyter tell each YAML language server of the schema before it sees the first file.

    Returns
    -------
    bool
        False where jupyter-lsp is missing; nothing is wrong then.
    """
    try:
        from jupyter_lsp import LanguageServerManager  # type: ignore[import-untyped]
    except ImportError:
        return False
    register = LanguageServerManager.register_message_listener
    register("client", language_server=f"^{_SERVER}$", method="^textDocument/didOpen$")(_before_open)
    return True


async def _before_open(*, message: Any, language_server: str, manager: Any, **_: Any) -> None:
    """Send the association ahead of a file that is opened; jupyter-lsp calls this."""
    name = str(message.get("params", {}).get("textDocument", {}).get("uri", ""))
    session = manager.sessions.get(language_server)
    if session is not None and name.endswith(tuple(pattern.removeprefix("*") for pattern in SPEC_FILES)):
        session.write(association())
