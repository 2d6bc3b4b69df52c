"""How an SVG drawing is read."""
