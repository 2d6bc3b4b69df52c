"""What every layer may use; it knows nothing of figures or prose."""
