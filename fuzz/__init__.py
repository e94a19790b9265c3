"""Hostile input for every reader: a target each, small valid files to start from, and two ways to vary them.

`tests/test_fuzzing.py` varies them with Hypothesis, a little at every run of the suite; `python -m fuzz
TARGET` varies them by what they reach in the code (atheris, libFuzzer) for as long as it is told to.
"""
