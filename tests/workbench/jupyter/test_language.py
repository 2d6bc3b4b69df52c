import asyncio
import json
from types import SimpleNamespace

import pytest

from natfig.core.resources import templates_dir
from natfig.workbench.jupyter.language import association, tell_schema

lsp = pytest.importorskip("jupyter_lsp")


def test_the_schema_goes_along_without_defaults():
    message = json.loads(association())
    assert message["method"] == "json/schemaAssociations"
    ((bound,),) = message["params"]
    assert bound["fileMatch"] == ["*.natfig.yaml", "*.natfig.yml"]
    assert bound["uri"].startswith("file:///")
    whole = json.loads(templates_dir("schemas", "spec.schema.json").read_text(encoding="utf-8"))
    assert list(bound["schema"]["properties"]) == list(whole["properties"])
    assert set(bound["schema"]["$defs"]) == set(whole["$defs"])

    def keywords(part):
        if isinstance(part, dict):
            for key, value in part.items():
                yield key
                named = key in ("properties", "patternProperties", "$defs")
                for one in value.values() if named else [value]:
                    yield from keywords(one)
        elif isinstance(part, list):
            for one in part:
                yield from keywords(one)

    assert "default" in set(keywords(whole))
    assert "default" not in set(keywords(bound["schema"]))


@pytest.mark.parametrize(
    ("server", "method", "uri", "is_told"),
    [
        ("yaml-language-server", "textDocument/didOpen", "file:///a/figure.natfig.yaml", True),
        ("yaml-language-server", "textDocument/didOpen", "file:///a/figure.natfig.yml", True),
        ("yaml-language-server", "textDocument/didOpen", "file:///a/compose.yaml", False),
        ("yaml-language-server", "textDocument/didChange", "file:///a/figure.natfig.yaml", False),
        ("pyright", "textDocument/didOpen", "file:///a/figure.natfig.yaml", False),
    ],
)
def test_the_server_hears_of_it_ahead_of_a_spec(server, method, uri, is_told):
    assert tell_schema()
    assert tell_schema()  # an extension may be loaded again
    manager = lsp.LanguageServerManager()
    said = []
    session = SimpleNamespace(write=said.append)
    manager.sessions.update({server: session})
    message = json.dumps({"jsonrpc": "2.0", "method": method, "params": {"textDocument": {"uri": uri}}})
    asyncio.run(manager.on_client_message(message, SimpleNamespace(language_server=server)))
    assert said == ([association(), message] if is_told else [message])
