"""Drawings made by other programs, read into what is painted: outlines, labels, pictures."""
