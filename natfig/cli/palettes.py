"""``natfig palettes``: look up colours, their order and roles, and who can tell them apart."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from natfig import __version__
from natfig.cli._listing import print_json, print_table

if TYPE_CHECKING:
    from natfig.style.palette import Palette

__all__ = ["PalettesCommand", "command"]


def _has_truecolor() -> bool:
    """Return whether standard output is a terminal that shows 16 million colours and may."""
    return (
        sys.stdout.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM") != "dumb"
        and os.environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}
    )


def _swatch(colours: tuple[str, ...], joint: str = " ") -> str:
    """Return colours as text: blocks on a terminal that shows them, else ``#RRGGBB``."""
    if _has_truecolor():
        return "".join(f"[{c}]██[/]" for c in colours)
    return joint.join(colours)


def _shown(palette: Palette) -> tuple[str, ...]:
    """Return what stands for a palette: its map where it is one, else its order."""
    return palette.stops or palette.cycle


def _print_list(found: list[Palette]) -> None:
    table = [(p.id, p.type, str(p.apart), _swatch(_shown(p)), p.name) for p in found]
    print_table(("id", "type", "apart", "colours", "name"), table)
    print(
        "\napart: so many colours in a row are told apart under every colour-vision deficiency",
        file=sys.stderr,
    )


def _colour_rows(palette: Palette) -> list[tuple[str, ...]]:
    """Return (name, colour, place in the order, contrast, distance to those before, remarks)."""
    from natfig.style.vision import contrast, hex_to_rgb, min_distances

    gaps = min_distances(hex_to_rgb(palette.cycle))
    ratios = contrast(hex_to_rgb(list(palette.colours.values())), hex_to_rgb(palette.background))
    rest = [name for name in palette.colours if name not in palette.order]
    place = {name: i for i, name in enumerate(palette.colours)}
    out: list[tuple[str, ...]] = []
    for name in (*palette.order, *rest):
        colour = palette.colours[name]
        k = palette.order.index(name) if name in palette.order else None
        near = f"{gaps[k, :k].min():.1f}" if k else "—"
        remark = ""
        if k is None:
            remark = "only by name" if name in palette.reserved else "only by name: too faint"
        swatch = (f"[{colour}]██[/] " if _has_truecolor() else "") + colour
        ratio = f"{ratios[place[name]]:.1f}"
        out.append((name, swatch, "—" if k is None else str(k + 1), ratio, near, remark))
    return out


def _print_one(palette: Palette) -> None:
    from natfig.style.vision import APART

    print(f"{palette.id}: {palette.name} ({palette.type})")
    if palette.stops:
        print(f"map: {palette.sequential_map if palette.type == 'sequential' else palette.diverging_map}")
        print_table(("along the map",), [(_swatch(palette.stops),)])
        print(f"colours, order and roles: those of {palette.base}")
    print(f"background: {palette.background}\n")
    print_table(("colour", "value", "order", "contrast", "nearest", "remarks"), _colour_rows(palette))
    print("\nroles\n")
    print_table(("role", "colour"), [(role, _swatch((c,))) for role, c in palette.roles.items()])
    print("\nmaps\n")
    maps = [("sequential", palette.sequential_map), ("diverging", palette.diverging_map)]
    print_table(("values", "map"), maps)
    print(f"\nstays apart (at least {APART:g} in CAM02-UCS between any two)\n")
    print_table(("vision", "colours"), [(v, str(n)) for v, n in palette.stays_apart.items()])
    print(f"\nsource: {palette.source}")
    if palette.note:
        print(palette.note)


def _json(palette: Palette) -> dict[str, Any]:
    return {
        "id": palette.id,
        "name": palette.name,
        "type": palette.type,
        "colours": dict(palette.colours),
        "order": list(palette.order),
        "reserved": list(palette.reserved),
        "published_order": list(palette.published_order),
        "roles": dict(palette.roles),
        "background": palette.background,
        "sequential": palette.sequential_map,
        "diverging": palette.diverging_map,
        "stops": list(palette.stops),
        "base": palette.base,
        "stays_apart": dict(palette.stays_apart),
        "source": palette.source,
        "note": palette.note,
    }


class PalettesCommand:
    """Lists palettes, or shows every colour of some."""

    id = "palettes"
    help = "look up palettes: colours, roles, and how many stay apart for everyone"
    epilog = (
        "examples:\n"
        "  natfig palettes              all palettes, one line each\n"
        "  natfig palettes nature       colours, order, roles, colour vision, source\n"
        "  natfig palettes lab.yaml     the same of a palette of your own\n"
        "  natfig palettes nature --json"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare flags and arguments."""
        parser.add_argument(
            "ids", nargs="*", metavar="ID", help="palettes, or palette files, to show; none lists all"
        )
        parser.add_argument("--json", action="store_true", help="write JSON to standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Print and return 0.

        Raises
        ------
        UsageError
            If a palette is unknown.
        """
        from natfig.style.palette import find_palette, palettes

        found = [find_palette(name) for name in dict.fromkeys(args.ids)]
        if args.json:
            chosen = found or list(palettes)
            print_json({"natfig": __version__, "palettes": [_json(palette) for palette in chosen]})
        elif found:
            for i, palette in enumerate(found):
                print("\n" * bool(i), end="")
                _print_one(palette)
        else:
            _print_list(list(palettes))
        return 0


command = PalettesCommand()
