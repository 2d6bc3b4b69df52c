"""Hand-written documents, opened and saved by Inkscape in its own and in plain SVG, and outlined."""

import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).with_name("inkscape")

# Output → (source, actions before it is saved, plain SVG).
OUTPUTS = {
    "figure_mm": ("figure_mm", "", False),
    "figure_mm_plain": ("figure_mm", "", True),
    "figure_mm_outlined": ("figure_mm", "text-to-path", True),
    "figure_mm_moved": (
        "figure_mm",
        "select-by-id:xlabel,ylabel;transform-translate:5,-3;select-clear;select-by-id:formula;transform-rotate:20",
        False,
    ),
    "figure_mm_unlinked": ("figure_mm", "select-by-id:clone1,clone2;object-unlink-clones", True),
    "flowed": ("flowed", "", False),
    "flowed_plain": ("flowed", "", True),
    "px_document": ("px_document", "", False),
    "px_document_page": ("px_document", "select-all:all;page-fit-to-selection", True),
    "matplotlib_edited": (
        "../../matplotlib/axes_and_legend",
        "select-all:all;transform-scale:40;transform-rotate:2",
        True,
    ),
}


def main(folder):
    for name, (source, actions, is_plain) in OUTPUTS.items():
        target = folder / f"{name}.svg"
        outline = actions == "text-to-path"
        argv = [
            "inkscape",
            str((SOURCES / f"{source}.svg").resolve()),
            "--export-type=svg",
            f"--export-filename={target}",
        ]
        if is_plain:
            argv.append("--export-plain-svg")
        if outline:
            argv.append("--export-text-to-path")
        elif actions:
            argv.append(f"--actions={actions}")
        subprocess.run(
            argv, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
