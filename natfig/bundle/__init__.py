"""The submission folder: figures in final formats, source data, legends and what journals ask besides."""

from __future__ import annotations

from natfig.bundle.figure import BundledFigure, bundle_figure
from natfig.bundle.package import BundleOptions, FindingsError, build_bundle, write_bundle

__all__ = [
    "BundleOptions",
    "BundledFigure",
    "FindingsError",
    "build_bundle",
    "bundle_figure",
    "write_bundle",
]
