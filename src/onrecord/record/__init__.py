"""The store: rows, sources and texts on disk, search, review decisions and the custody log.

May: open the database (here and nowhere else), keep history. May not: compute what no finding or
decision holds.
"""
