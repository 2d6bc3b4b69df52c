"""Welch's t-test of two independent groups."""

from __future__ import annotations

from natfig.stats.tests._means import TwoMeans

__all__ = ["test"]


class WelchT(TwoMeans):
    """Two means, two variances."""

    id = "welch"
    title = "Welch's t-test"
    aka = ("welch t", "unequal variances t-test")
    design = "independent"
    summary = "Compares two means whose variances may differ; takes normal groups for granted."
    source = "Welch, Biometrika 34, 28 (1947); as R's t.test"
    is_pooled = False


test = WelchT()
