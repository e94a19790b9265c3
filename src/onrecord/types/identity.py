"""Identity: ids are hashes of what makes the thing itself, the same on every build and machine."""

from __future__ import annotations

import hashlib
import unicodedata

LETTERS = {
    "document": "d",
    "actor": "a",
    "statement": "s",
    "figure": "f",
    "event": "e",
    "ask": "k",
    "response": "r",
    "norm": "n",
    "party_status": "p",
    "quotation_check": "q",
    "figure_set": "g",
    "document_link": "l",
    "finding": "i",
    "quotation": "u",
    "ask_pair": "j",
    "citation": "c",
}
"""The type letter that opens the id of each row type."""

_SEPARATOR = "\x1f"  # ASCII unit separator: cannot stand in a name or an offset


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of `content` as 64 lower-case hex digits."""
    return hashlib.sha256(content).hexdigest()


def text_sha256_of(text: str) -> str:
    """Return the SHA-256 of a canonical text, encoded as UTF-8 (a lone surrogate kept as it is)."""
    return sha256_of(text.encode("utf-8", "surrogatepass"))


def row_id(row_type: str, *parts: object) -> str:
    """Return the id of a row: its type's letter, `-`, and 16 hex digits of a hash of `parts`."""
    joined = _SEPARATOR.join(str(part) for part in parts)
    return f"{LETTERS[row_type]}-{sha256_of(joined.encode('utf-8', 'surrogatepass'))[:16]}"


def document_id(sha256: str) -> str:
    """Return the id of the document whose bytes have this SHA-256.

    Two files of the same bytes are one document: five copies are one source.
    """
    return row_id("document", sha256)


def actor_id(kind: str, name: str, document: str | None = None) -> str:
    """Return the id of an actor.

    A full name is one actor in every document of the record. What only one document can tell apart
    (a bare surname, "the members", "activists") carries that document's id in `document`.
    """
    return row_id("actor", kind, folded_name(name), document or "")


def folded_name(name: str) -> str:
    """Return `name` as it is compared: compatibility forms, marks and case removed, one space.

    >>> folded_name("  Volker  TÜRK’s ")
    "volker turk's"
    """
    plain = name.replace("’", "'")
    if plain.isascii():
        return " ".join(plain.casefold().split())
    plain = unicodedata.normalize("NFKD", plain)
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(kept.casefold().split())
