"""Document layout: what the shape of a text tells before any language model reads it."""

from onrecord.text.layout.reading import lay_out

__all__ = ["lay_out"]
