"""``natfig checks``: what `natfig qa` and `natfig check` look for, and why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from natfig.cli._listing import block, by_code, print_json, print_table

if TYPE_CHECKING:
    from natfig.manuscript.check import PaperCheck
    from natfig.qa.check import Check

__all__ = ["ChecksCommand", "command"]

# What a check needs of a file (`natfig.qa.document.Aspect`), in words.
_NEEDS = {
    "page": "the size on paper",
    "text": "text that is stored as text",
    "shapes": "lines and areas that are stored as such",
    "colors": "the colours of marks",
    "images": "the images it embeds",
    "fonts": "the fonts it carries",
    "structure": "ids or layers that name panels and series",
    "links": "its references to other files",
    "meta": "its title, description and metadata",
    "paper": "all figures of a paper: natfig check in the folder of its natfig.toml",
}
_FIX = {"none": "no", "safe": "yes, in an SVG", "unsafe": "yes, in an SVG, when asked for"}


def _facts(check: Check | PaperCheck) -> dict[str, Any]:
    return {
        "code": check.code,
        "id": check.id,
        "title": check.title,
        "severity": check.severity.value,
        "fix": check.fix.value,
        "reason": check.reason,
        "bad": check.bad,
        "good": check.good,
        "thresholds": dict(check.options),
        "hint": check.hint,
        "needs": list(check.needs),
        "needs_manifest": check.needs_manifest,
        "source": check.source,
    }


def _needs(check: Check | PaperCheck) -> str:
    words = [_NEEDS.get(aspect, aspect) for aspect in check.needs]
    if check.needs_manifest:
        words.append("a spec or manifest beside the figure")
    return "; ".join(words) or "nothing: every file can be looked at"


def _print_one(check: Check | PaperCheck) -> None:
    print(f"{check.code}: {check.title}")
    print(f"severity: {check.severity.value} (less where the journal's rule is uncertain or advice only)")
    print(f"mended by --fix: {_FIX[check.fix.value]}")
    print(f"needs: {_needs(check)}")
    if check.options:
        print("thresholds: " + "; ".join(f"{k} = {_value(v)}" for k, v in check.options.items()))
    parts = {
        "why": check.reason,
        "bad": check.bad,
        "good": check.good,
        "how to mend it": check.hint,
        "source": check.source or "the journal's own rule; natfig journals ID names its page",
    }
    for title, text in parts.items():
        if text.strip():
            print(f"\n{title}\n{block(text)}")


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)


class ChecksCommand:
    """List what is checked, or explain one check."""

    id = "checks"
    help = "list what natfig qa and natfig check look for, or explain a finding"
    epilog = (
        "examples:\n"
        "  natfig checks            all of them, one line each\n"
        "  natfig checks TXT        those about text\n"
        "  natfig checks TXT002     one with the reason, examples, thresholds and source\n"
        "  natfig checks --json"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "code", nargs="?", metavar="CODE", help="a code or its beginning; left out: all of them"
        )
        parser.add_argument("--json", action="store_true", help="write JSON to standard output")

    def run(self, args: argparse.Namespace) -> int:
        """Print and return 0.

        Raises
        ------
        UsageError
            If no check has such a code.
        """
        from natfig import __version__
        from natfig.manuscript.checks import paper_checks
        from natfig.qa.checks import checks

        found: list[Check | PaperCheck] = sorted([*checks, *paper_checks], key=lambda check: check.code)
        if args.code is not None:
            found = by_code(found, args.code, "check")
        if args.json:
            print_json({"natfig": __version__, "checks": [_facts(check) for check in found]})
        elif args.code is not None and len(found) == 1:
            _print_one(found[0])
        else:
            rows = [(c.code, c.severity.value, c.fix.value, c.title) for c in found]
            print_table(("code", "severity", "fix", "what is wrong"), rows)
        return 0


command = ChecksCommand()
