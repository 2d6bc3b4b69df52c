"""One module per output format, and the manifest."""
