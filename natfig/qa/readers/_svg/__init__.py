"""Parts of the SVG reader: style sheets, text, geometry and the walk over the tree."""
