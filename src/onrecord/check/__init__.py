"""A draft held against the record: each quotation, figure, date, attribution, norm and ask gets its verdict.

May: read the record, have the pipeline read the draft as it reads a source. May not: write to the record,
guess where the record does not decide.
"""
