"""``natfig charts``: look up the chart kinds and the keys of their panels."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from natfig.cli._listing import print_json, print_table
from natfig.core.errors import UsageError

if TYPE_CHECKING:
    from natfig.charts.base import Chart
    from natfig.spec.describe import KeyInfo

__all__ = ["ChartsCommand", "command"]


def _backends(kind: str) -> list[str]:
    """Return who can draw a kind."""
    from natfig.backends import load_backend
    from natfig.spec.gate import BACKENDS

    return [language for language in BACKENDS if kind in load_backend(language).kinds()]


def _require(kind: str, language: str) -> None:
    """Refuse a kind that a backend can't draw.

    Raises
    ------
    UsageError
        With what to use instead.
    """
    from natfig.backends import load_backend

    if language not in _backends(kind):
        message, hint = load_backend(language).instead(kind)
        raise UsageError(message, hint=hint)


def _keys(chart: Chart) -> tuple[list[KeyInfo], list[KeyInfo]]:
    """Return the keys a kind adds, and those every panel has."""
    from natfig.spec.describe import describe_model
    from natfig.spec.models import PanelBase

    shared = set(PanelBase.model_fields)
    keys = describe_model(chart.Panel)
    return [k for k in keys if k.key not in shared], [k for k in keys if k.key in shared and k.key != "kind"]


def _parts(chart: Chart, own: list[KeyInfo]) -> dict[str, list[KeyInfo]]:
    """Return the keys of the column types a kind uses: type in words → keys."""
    from natfig.spec.describe import channel_keys

    return {
        word: keys for word, keys in channel_keys(chart.Panel).items() if any(word in k.type for k in own)
    }


def _facts(chart: Chart) -> dict[str, Any]:
    own, shared = _keys(chart)
    return {
        "kind": chart.id,
        "summary": chart.summary,
        "aka": list(chart.aka),
        "backends": _backends(chart.id),
        "needs": [k.key for k in own if k.required],
        "keys": [k.to_json() for k in own],
        "column_keys": {word: [k.to_json() for k in keys] for word, keys in _parts(chart, own).items()},
        "shared_keys": [k.to_json() for k in shared],
        "example": chart.example,
    }


def _print_keys(keys: list[KeyInfo]) -> None:
    rows = [(k.key, k.type, "required" if k.required else k.default, k.description) for k in keys]
    print_table(("key", "type", "default", "description"), rows)


def _merge(parts: dict[str, list[KeyInfo]]) -> list[KeyInfo]:
    """Return the keys of several column types once; a key that not all have says which does."""
    words: dict[str, list[str]] = {}
    keys: dict[str, KeyInfo] = {}
    for word, found in parts.items():
        for key in found:
            keys.setdefault(key.key, key)
            words.setdefault(key.key, []).append(word)
    return [
        key
        if len(words[name]) == len(parts)
        else replace(key, description=f"{key.description} ({', '.join(words[name])})".strip())
        for name, key in keys.items()
    ]


def _print_columns(parts: dict[str, list[KeyInfo]]) -> None:
    from natfig.spec.describe import COLOR_WORD

    axes = {word: keys for word, keys in parts.items() if word != COLOR_WORD}
    if axes:
        print("\na column is its name, or a mapping of:\n")
        _print_keys(_merge(axes))
    if COLOR_WORD in parts:
        print(f"\na {COLOR_WORD} is its name, or a mapping of:\n")
        _print_keys(parts[COLOR_WORD])


def _print_one(chart: Chart) -> None:
    own, shared = _keys(chart)
    print(f"{chart.id}: {chart.summary}")
    if chart.aka:
        print(f"also called: {', '.join(chart.aka)}")
    needs = [k.key for k in own if k.required]
    print(f"needs: {', '.join(needs) if needs else 'no key of its own'}")
    print(f"drawn by: {', '.join(_backends(chart.id))}\n")
    _print_keys(own)
    _print_columns(_parts(chart, own))
    print("\nkeys of every panel:\n")
    _print_keys(shared)
    print(f"\nexample:\n\n{chart.example.strip()}")


class ChartsCommand:
    """List chart kinds, or tell everything about one."""

    id = "charts"
    help = "list the chart kinds, or the keys of one with an example"
    epilog = (
        "examples:\n  natfig charts\n  natfig charts line\n"
        "  natfig charts --backend r\n  natfig charts line --backend r\n  natfig charts bar --json"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("kind", nargs="?", metavar="KIND", help="a chart kind; left out: all of them")
        parser.add_argument("--backend", choices=("python", "r"), help="only what this backend draws")
        parser.add_argument("--json", action="store_true", help="write JSON")

    def run(self, args: argparse.Namespace) -> int:
        """Print the list or the one kind.

        Raises
        ------
        UsageError
            If there is no such kind, or the backend can't draw it.
        """
        from natfig.charts import charts

        if args.kind is not None:
            chart = charts.load(args.kind)
            if args.backend is not None:
                _require(chart.id, args.backend)
            if args.json:
                print_json(_facts(chart))
            else:
                _print_one(chart)
            return 0
        names = [n for n in charts.all_names() if args.backend is None or args.backend in _backends(n)]
        if args.json:
            print_json([_facts(charts.load(n)) for n in names])
            return 0
        rows = [(n, ", ".join(_backends(n)), charts.load(n).summary) for n in names]
        print_table(("kind", "drawn by", "summary"), rows)
        return 0


command = ChartsCommand()
