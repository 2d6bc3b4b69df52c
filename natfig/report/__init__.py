"""The proof sheet: one page that shows a figure, its argument, its numbers and what was found in it."""
