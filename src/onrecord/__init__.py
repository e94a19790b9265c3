"""On Record: who said what, on whose word, from a pile of public documents, every row on exact words."""

__version__ = "0.1.0"
