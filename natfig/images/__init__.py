"""Images as they were recorded: reading pixels, channels, contrast, pixel size."""
