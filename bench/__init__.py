"""Benchmarks: `make bench [WHAT=name]`. Every figure is a ratio against a limit or a peer in the same run; never part of the tests."""
