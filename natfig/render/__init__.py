"""From a spec to files: orchestration, cache, executors."""
