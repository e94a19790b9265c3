"""The API over a record: reading, reviewing, checking drafts, reconciling names, each by a token's scope.

May: what pages may. Every row is given with its anchors and its permalink, and with private persons masked
unless the token allows to see them.
"""
