"""What draws: one package per backend."""
