"""Small figures in pairs, and what is said of them."""

from pathlib import Path

from natfig.qa.diff import compare
from natfig.qa.runner import open_document

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="90mm" height="60mm" viewBox="0 0 90 60" '
HEAD += 'font-family="Arial" font-size="2.5">'


def svg(body, head=HEAD):
    """Return an SVG of 90 × 60 mm in user units of a millimetre."""
    return f"{head}{body}</svg>".encode()


def differ(old, new, suffixes=(".svg", ".svg"), **options):
    """Return the difference of two files given as bytes."""
    files = [f if isinstance(f, bytes) else svg(f) for f in (old, new)]
    documents = [
        open_document(Path(name + suffix), data=data)
        for name, suffix, data in zip(("old", "new"), suffixes, files, strict=True)
    ]
    return compare(*documents, data=tuple(files), **options)


def said(old, new, **options):
    """Return the changes of two drawings in words."""
    return [c.message for c in differ(old, new, **options).changes]


def kinds(old, new, **options):
    """Return the changes of two drawings as (kind, what)."""
    return [(c.kind, c.what) for c in differ(old, new, **options).changes]
