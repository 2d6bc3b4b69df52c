"""Summaries and intervals."""
