"""Student's t-test of two independent groups."""

from __future__ import annotations

from natfig.stats.tests._means import TwoMeans

__all__ = ["test"]


class StudentT(TwoMeans):
    """Two means, one variance."""

    id = "t"
    title = "Student's t-test"
    aka = ("t-test", "student", "unpaired t-test", "two-sample t-test")
    design = "independent"
    summary = "Compares two means; takes normal groups of equal variance for granted."
    source = "Student, Biometrika 6, 1 (1908); as R's t.test(var.equal = TRUE)"
    is_pooled = True


test = StudentT()
