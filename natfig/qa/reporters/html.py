"""For people who look: a page for each figure, with the picture and boxes on the findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from natfig.qa.check import Check
from natfig.qa.reporters._plain import checks_by_code
from natfig.qa.result import Results

__all__ = ["HtmlReporter", "reporter"]


@dataclass(slots=True)
class HtmlReporter:
    """Reports as one self-contained page for each figure.

    Parameters
    ----------
    lookup : callable
        Returns the checks by code, for their explanations.
    """

    id: str = "html"
    help: str = "a page for each figure, with the picture and boxes on the findings"
    suffix: str = ".html"
    per_file: bool = True
    lookup: Callable[[], Mapping[str, Check]] = checks_by_code

    def render(self, results: Results, *, color: bool = False, width: int = 100) -> str:  # noqa: ARG002 - of terminals
        """Return the page of the one figure in the results.

        Raises
        ------
        ValueError
            If there is not exactly one: a page holds one figure.
        """
        if len(results.files) != 1:
            raise ValueError(f"a page holds one figure, not {len(results.files)}")
        from natfig.qa.reporters._html import page_html

        return page_html(results.files[0], self.lookup(), strict=results.strict)


reporter = HtmlReporter()
