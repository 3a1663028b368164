"""Benchmarks: `make bench [WHAT=name]`. Figures are ratios against a limit or a peer in the same run, never tests."""
