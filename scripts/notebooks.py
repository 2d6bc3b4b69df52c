"""Make notebooks from their percent-format sources, with outputs.

usage: python scripts/notebooks.py [notebooks/NAME.py …]

A source is a Python file, so magics stand in it as comments (``# %load_ext natfig``); a cell
whose first line is a cell magic (``# %%figure mass``) is a comment as a whole.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

# `# %%` alone or before a blank begins a cell; `# %%figure` is a magic.
_CELL = re.compile(r"^# %%(?=[ \n])", re.MULTILINE)
_CELL_MAGIC = re.compile(r"# %%\w")
_LINE_MAGIC = re.compile(r"^# (?=%\w)", re.MULTILINE)


def cells(source: str) -> list[nbformat.NotebookNode]:
    """Return the cells of a percent-format script."""
    out = []
    for number, part in enumerate(_CELL.split(source)[1:], start=1):
        head, _, body = part.partition("\n")
        body = body.strip()
        if "[markdown]" in head:
            cell = new_markdown_cell(_uncommented(body))
        elif _CELL_MAGIC.match(body):
            cell = new_code_cell(_uncommented(body))
        else:
            cell = new_code_cell(_LINE_MAGIC.sub("", body))
        # Ids that depend on nothing but the place keep the file the same from run to run.
        cell["id"] = f"cell-{number:02d}"
        out.append(cell)
    return out


def _uncommented(text: str) -> str:
    """Return lines without their comment signs."""
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.splitlines())


def build(source: Path) -> nbformat.NotebookNode:
    """Return a notebook without outputs."""
    return new_notebook(cells=cells(source.read_text(encoding="utf-8")), metadata={"kernelspec": KERNEL})


def run(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run a notebook's cells in a fresh kernel and keep their outputs."""
    from jupyter_client.manager import start_new_kernel
    from nbformat.v4 import output_from_msg

    manager, client = start_new_kernel(kernel_name="python3", cwd=str(folder))
    try:
        for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
            cell.outputs, cell.execution_count = [], count

            def keep(message: dict, cell: nbformat.NotebookNode = cell) -> None:
                if message["msg_type"] in ("stream", "display_data", "execute_result", "error"):
                    _add(cell.outputs, output_from_msg(message))

            reply = client.execute_interactive(cell.source, output_hook=keep, timeout=120)
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"cell {count} failed: {reply['content'].get('evalue')}")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _add(outputs: list[nbformat.NotebookNode], new: nbformat.NotebookNode) -> None:
    """Add an output; text printed in several pieces is one, however the kernel sent it."""
    # A widget lives in its kernel: what is kept of it would be a box that says it can't be shown.
    new.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    last = outputs[-1] if outputs else None
    if new.output_type == "stream" and last and last.output_type == "stream" and last.name == new.name:
        last.text += new.text
    else:
        outputs.append(new)


def main(argv: list[str]) -> int:
    """Run the program; return its exit code."""
    for source in [Path(a) for a in argv] or sorted(FOLDER.glob("*.py")):
        notebook = build(source)
        run(notebook, FOLDER)
        target = source.with_suffix(".ipynb")
        nbformat.write(notebook, target)
        print(f"{target}: {len(notebook.cells)} cells")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
