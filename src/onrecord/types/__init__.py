"""Frozen values that travel between rooms, and their one codec.

May: define frozen values, the JSON codec, identity hashes. May not: do input or output, or import
third-party code. Every other room imports from here and from `data`, and from no other room.
"""
