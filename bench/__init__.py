"""Measurements of speed and memory; run by hand, never in the gate."""
