"""A record served to a team: sign-in, sessions, accounts, limits of rate.

May: keep accounts and sessions in the record, ask an OpenID issuer that the settings name. May not: say what
a page needs (`web/permissions.py`) or what a role allows (`types/access.py`). Without `serve --team` nothing
of this is loaded.
"""
