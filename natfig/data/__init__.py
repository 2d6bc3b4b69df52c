"""Tables, the integrity gate and claims. Only this package imports DuckDB or pandas."""
