"""Scores of the extractors on benchmarks and gold files; run by hand, never in the gate."""
