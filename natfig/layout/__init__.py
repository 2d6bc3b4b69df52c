"""Layout in mm on measured boxes; knows nothing of matplotlib."""
