"""Bytes to canonical text with an offset map, and the layout of letters, releases and listings.

May: decode, strip, lay out. May not: lose a character outside the offset map, or call a language model.
"""
