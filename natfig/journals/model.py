"""A journal's requirements, each value with its source, date and confidence."""
