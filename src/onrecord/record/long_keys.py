"""Keys longer than an index holds, which a hostile document gives: kept by their beginning and a hash."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.types.identity import sha256_of

LONGEST_KEY = 500
"""Characters of a key that are kept as they are: an index of PostgreSQL holds 2,704 bytes of a line."""

_BEGINNING = 400


def kept_key(key: str) -> str:
    """Return a key as it is stored; one that is stored already stays as it is."""
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[:_BEGINNING]} {sha256_of(key.encode('utf-8', 'surrogatepass'))}"


def asked_by(keys: Iterable[str]) -> dict[str, str]:
    """Return each key as it is stored with the key that was asked for, in order, each once."""
    return {key if len(key) <= LONGEST_KEY else kept_key(key): key for key in keys}
