"""The tests. A package by name: some peers of the benchmarks install a `tests` of their own."""
