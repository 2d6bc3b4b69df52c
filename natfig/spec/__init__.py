"""The figure contract: models, loader, gates and JSON Schema."""
