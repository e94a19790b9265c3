"""Other people's formats, written from a record.

May: read the record. May not: process documents.
"""
