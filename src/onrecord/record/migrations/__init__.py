"""The Alembic environment of a record: one revision a format change, run when a record is opened to write."""
