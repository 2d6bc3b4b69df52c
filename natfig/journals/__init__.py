"""Journal requirements: one YAML file each under `styles/journals/`."""
