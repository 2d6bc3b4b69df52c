"""rcParams, palettes, fonts and colour vision."""
