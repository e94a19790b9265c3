"""Who may do what: the one table of roles and permissions, and the classes of confidentiality in order.

Pages, API, exports and the command line ask this table and no other. Roles grow: each may do what the one
before it may (role-based access control with a hierarchy, ANSI INCITS 359, RBAC1).
"""

from __future__ import annotations

PERMISSIONS = {
    "read": "read rows, texts and search, and take exports with private persons masked",
    "check": "have drafts checked",
    "review": "enter decisions",
    "private": "see the names of private persons, and take exports that name them",
    "release": "let a private person be named, or no longer",
    "classify": "say how confidential a document is",
    "settle": "settle what reviewers disagree on",
    "tokens": "make tokens of the API for own use",
    "accounts": "make accounts, change and disable them",
    "audit": "read who read what is confidential",
}
"""What a person may do, each in words that follow "allow to"."""

_READER = frozenset({"read", "check"})
_REVIEWER = _READER | {"review"}
_EDITOR = _REVIEWER | {"private", "release", "classify", "settle", "tokens"}

ROLES = {
    "reader": _READER,
    "reviewer": _REVIEWER,
    "editor": _EDITOR,
    "admin": _EDITOR | {"accounts", "audit"},
}
"""Each role with what it allows, the narrowest first."""

CLASSES = ("public", "internal", "restricted", "secret")
"""Classes of confidentiality, the most open first; also the clearances of accounts."""

DEFAULT_CLEARANCE = "internal"
"""What an account may read where nobody says otherwise."""


def may_read(clearance: str, confidentiality: str) -> bool:
    """Tell whether a clearance reaches as far as a class.

    >>> may_read("internal", "public"), may_read("internal", "restricted")
    (True, False)
    """
    return CLASSES.index(confidentiality) <= CLASSES.index(clearance)
