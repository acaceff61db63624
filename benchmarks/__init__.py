"""Measure what people wait for, each beside its baseline in the same run (docs/benchmarks.md)."""
