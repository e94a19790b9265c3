"""Bytes from files, folders, mailboxes, archives and web captures, with hash, media type and custody.

May: read files and the clock. May not: interpret content.
"""
