"""``natfig.workbench("spec.yaml")``: contract, picture and findings of a figure on one screen.

It works in JupyterLab, Notebook, VS Code and marimo. Drawing happens off the kernel's main
thread; nothing is written before Save.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from natfig.core.errors import MissingRuntimeError
from natfig.workbench.session import SpecSession

if TYPE_CHECKING:
    from natfig.workbench._anywidget import Workbench
    from natfig.workbench._draft_session import DraftSession

__all__ = ["workbench"]


def workbench(
    spec: str | os.PathLike[str],
    data: Mapping[str, Any] | None = None,
    draft: str | os.PathLike[str] | None = None,
    *,
    journal: str | None = None,
    section: str | None = None,
    figures: Sequence[str | os.PathLike[str]] = (),
    rewrite: bool = False,
    max_cost: float | None = None,
    backend: str | None = None,
    allow_outside: bool = False,
    allow_code: bool = True,
) -> Workbench:
    """Open a spec for editing in a notebook.

    Parameters
    ----------
    spec : path
        A YAML file, or a folder with a ``spec.yaml``. Saving keeps its comments and layout.
    data : mapping of str to data frame, optional
        Tables in memory, by the names panels and queries use.
    draft : path or str, optional
        A text to be reviewed in a second tab: a file (text, Markdown, LaTeX, Word), or prose.
    journal, section : str, optional
        Whose limits hold for the draft (default: the spec's journal), and what a draft without headings is.
    figures : sequence of path, optional
        Specs of all figures the draft cites, in the order of their numbers; the text is held against them
        (default: those the project lists, or this one where its number is plain).
    rewrite : bool
        Let the draft tab ask a model for sentences, with the key in ``ANTHROPIC_API_KEY``. Nothing is sent
        before a button is pressed; numbers, citations and terms leave as placeholders.
    max_cost : float, optional
        Dollars that this may cost.
    backend : str, optional
        "python" or "r".
    allow_outside : bool
        Let the spec read files outside its folder.
    allow_code : bool
        Let ``kind: python`` run the code beside the spec.

    Returns
    -------
    Workbench
        A widget; its `session` can be edited from cells too.

    Raises
    ------
    MissingRuntimeError
        If anywidget is not installed.
    UsageError
        If there is no such file.
    SpecError
        If the file is no text.

    Examples
    --------
    >>> natfig.workbench("serving/spec.yaml")  # doctest: +SKIP
    """
    try:
        from natfig.workbench._anywidget import Workbench
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("anywidget", "ipywidgets", "traitlets"):
            raise
        raise MissingRuntimeError(
            "the workbench needs anywidget, which is not installed", hint='pip install "natfig[lab]"'
        ) from None
    from natfig.workbench._draft_figures import DraftFigures

    # A draft that can't be read is told before the spec is opened and a picture drawn.
    review = held = None
    if draft is not None:
        review = _review(spec, draft, journal, section, may_rewrite=rewrite, max_cost=max_cost)
        held = DraftFigures(Path(spec), figures)
    session = SpecSession(
        spec, backend=backend, allow_outside=allow_outside, allow_code=allow_code, data=data
    )
    return Workbench(session, review, held)


def _review(
    spec: str | os.PathLike[str],
    draft: str | os.PathLike[str],
    journal: str | None,
    section: str | None,
    **model: Any,
) -> DraftSession:
    from natfig.core.errors import SpecError
    from natfig.spec.edit import value_at
    from natfig.spec.source import read_source
    from natfig.workbench._draft_session import DraftSession

    if journal is None:
        from natfig.journals import journals

        path = Path(spec)
        try:
            data = read_source(path / "spec.yaml" if path.is_dir() else path).data
        except SpecError:
            data = {}
        named = value_at(data, ("contract", "journal"))
        journal = named if isinstance(named, str) and named in journals.names() else None
    return DraftSession(draft, journal, section, **model)
