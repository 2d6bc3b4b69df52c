"""Self-contained HTML pages: their parts in ``templates/report``, and the policy that shuts them in."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from string import Template

from natfig.core.plain import visible
from natfig.core.resources import templates_dir

__all__ = ["asset", "framed", "policy", "template"]


@cache
def asset(name: str) -> str:
    """Return a style sheet, script or page, by its file name."""
    # Browsers hash what they read after line ends are made one character.
    return templates_dir("report", name).read_text(encoding="utf-8").replace("\r\n", "\n")


def template(name: str) -> Template:
    """Return a page with places to be filled."""
    return Template(asset(name))


def policy(style: str, script: str, *, has_pictures: bool = True) -> str:
    """Return the Content-Security-Policy of a page that asks nobody for anything.

    Parameters
    ----------
    style, script : str
        The one style sheet and the one script it may run, exactly as they stand in the page.
    has_pictures : bool
        Whether it shows pictures, which are in the page itself as ``data:``.

    Source
    ------
    Content Security Policy Level 3, <https://www.w3.org/TR/CSP3/>.
    """
    pictures = "img-src data:; " if has_pictures else ""
    return (
        f"default-src 'none'; {pictures}style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def framed(page: str, *, title: str, height_px: int, rights: str = "", plain: str) -> str:
    """Return a page in a frame that can reach nothing outside, as a notebook's cell output.

    Parameters
    ----------
    page : str
        A whole HTML page.
    title : str
        Of the frame, for screen readers.
    height_px : int
    rights : str
        What the page may do besides running its own script, as ``sandbox`` has it; never
        "allow-same-origin".
    plain : str
        What the page says, as text. Sites that show notebooks without running them, GitHub among
        them, take out frames and style rules alike: then this is seen, and only then.
    """
    sandbox = " ".join(["allow-scripts", *rights.split()])
    text = "\n".join(visible(line) for line in plain.split("\n"))
    return (
        "<style>.natfig-plain{display:none}</style>"
        f'<iframe title="{escape(title, quote=True)}" sandbox="{sandbox}" width="100%" height="{height_px}" '
        f'frameborder="0" srcdoc="{escape(page, quote=True)}"></iframe>'
        f'<pre class="natfig-plain">{escape(text)}</pre>'
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
