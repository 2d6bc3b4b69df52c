"""QA: opens an exported figure of any program and measures it against a journal's rules."""
