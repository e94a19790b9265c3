"""Pages and an API over a record, served to this machine alone; the server that agents talk to.

May: read the record, store a reader's decision, ask `check` and `export`. May not: process documents itself,
open the database, fetch anything from elsewhere.
"""
