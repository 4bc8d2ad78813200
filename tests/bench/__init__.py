"""Benchmarks: never part of the tests, printed by `make bench`."""
