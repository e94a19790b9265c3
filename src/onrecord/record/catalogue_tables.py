"""The tables of the catalogue: one file beside the record, made from it and thrown away without loss."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from onrecord.record.folder import CATALOGUE

FORMAT = 3
"""Changes with the tables and with what is kept in them."""

NAME = f"{CATALOGUE}.sqlite"
"""The catalogue's file in the folder of the index."""

ROWS_OF_A_DOCUMENT = 22
"""Bits of a key that number the entries of one document; those above are the document's place."""

PLACES = 40
"""Bits of a document's place; places leave gaps, so that a new document goes between two others."""

TYPES = (
    *("document", "actor", "statement", "figure", "event", "ask", "response", "norm", "party_status"),
    *("quotation_check", "figure_set", "document_link", "finding", "wanted"),
)
SHELF = {name: number for number, name in enumerate(TYPES, start=1)}
"""The shelf on which entries of each type stand, `wanted` for the first link to each wanted document.

What is kept for other entries and not listed itself stands under the same number with a minus: mentions of
an ask but the first, statements the extractor is less sure of, further links to one wanted document.
"""

FACETS = ("kind", "act", "mode", "factuality", "strength", "state", "severity", "verdict")
"""Fields with few values that a page tells the counts of, "" where a row has none."""

DIMENSIONS = (*FACETS, "dated")
"""Fields whose combinations are counted in `cube`; `dated` tells whether a row has a date, "yes" or "no"."""

ORDERED = {"date": "date", "weight": "rank", "name": "name"}
"""The column of each order but that of places, which is the key's."""

_DIMENSIONS = ", ".join(DIMENSIONS)

TABLES = f"""
CREATE TABLE standing (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE papers (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, edtf TEXT NOT NULL
);
CREATE TABLE entries (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, shelf INTEGER NOT NULL,
    date TEXT NOT NULL, rank REAL NOT NULL, name TEXT NOT NULL,
    {", ".join(f"{name} TEXT NOT NULL" for name in DIMENSIONS)},
    place TEXT NOT NULL, mentions INTEGER NOT NULL, documents INTEGER NOT NULL,
    leads TEXT NOT NULL, payload TEXT
);
CREATE TABLE cube (
    shelf INTEGER NOT NULL, {", ".join(f"{name} TEXT NOT NULL" for name in DIMENSIONS)},
    n INTEGER NOT NULL, PRIMARY KEY (shelf, {_DIMENSIONS})
) WITHOUT ROWID;
CREATE TABLE days (
    date TEXT NOT NULL, kind TEXT NOT NULL, factuality TEXT NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (date, kind, factuality)
) WITHOUT ROWID;
CREATE TABLE things (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE named (
    key INTEGER NOT NULL, thing INTEGER NOT NULL, role TEXT NOT NULL, shelf INTEGER NOT NULL,
    derived INTEGER NOT NULL, PRIMARY KEY (key, thing, role)
) WITHOUT ROWID;
CREATE TABLE tallies (
    shelf INTEGER NOT NULL, facet TEXT NOT NULL, value NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (shelf, facet, value)
) WITHOUT ROWID;
CREATE TABLE edges (
    key INTEGER NOT NULL, relation TEXT NOT NULL, other TEXT NOT NULL, PRIMARY KEY (key, relation, other)
) WITHOUT ROWID;
CREATE TABLE about (
    key INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (key, document)
) WITHOUT ROWID;
CREATE TABLE parts (
    key INTEGER PRIMARY KEY, target INTEGER NOT NULL, source TEXT NOT NULL, mentions INTEGER NOT NULL,
    slim INTEGER, seen TEXT NOT NULL
);
CREATE TABLE slims (n INTEGER PRIMARY KEY, payload TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(folded, tokenize = "ascii tokenchars '_'", columnsize = 0);
"""

_NEW = ", ".join(f"new.{name}" for name in DIMENSIONS)
_SAME = " AND ".join(f"{name} = old.{name}" for name in DIMENSIONS)
_COUNT_IN = f"""
    INSERT INTO cube VALUES (new.shelf, {_NEW}, 1) ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO tallies SELECT new.shelf, 'place', new.place, 1 WHERE new.place <> ''
        ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO days SELECT new.date, new.kind, new.factuality, 1 WHERE new.shelf = {SHELF["event"]}
        ON CONFLICT DO UPDATE SET n = n + 1;
"""
_COUNT_OUT = f"""
    UPDATE cube SET n = n - 1 WHERE shelf = old.shelf AND {_SAME};
    UPDATE tallies SET n = n - 1 WHERE shelf = old.shelf AND facet = 'place' AND value = old.place;
    UPDATE days SET n = n - 1
        WHERE old.shelf = {SHELF["event"]} AND date = old.date AND kind = old.kind
        AND factuality = old.factuality;
"""
NOT_ANYBODY = "{0}role = 'norm' OR {0}role GLOB 'link:*'"
"""Tells roles in which norms and documents are named, not actors."""

_ANYBODY = f"""NOT EXISTS (
    SELECT 1 FROM named WHERE key = {{0}}.key AND thing = {{0}}.thing AND role <> {{0}}.role
        AND NOT ({NOT_ANYBODY.format("")})
) AND NOT ({NOT_ANYBODY.format("{0}.")})"""

TRIGGERS = f"""
CREATE TRIGGER entry_comes AFTER INSERT ON entries BEGIN {_COUNT_IN} END;
CREATE TRIGGER entry_goes AFTER DELETE ON entries BEGIN {_COUNT_OUT} END;
CREATE TRIGGER entry_changes AFTER UPDATE OF shelf, place, {_DIMENSIONS} ON entries
    BEGIN {_COUNT_OUT} {_COUNT_IN} END;
CREATE TRIGGER name_comes AFTER INSERT ON named BEGIN
    INSERT INTO tallies VALUES (new.shelf, new.role, new.thing, 1) ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO tallies SELECT new.shelf, '', new.thing, 1 WHERE {_ANYBODY.format("new")}
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER name_goes AFTER DELETE ON named BEGIN
    UPDATE tallies SET n = n - 1 WHERE shelf = old.shelf AND facet = old.role AND value = old.thing;
    UPDATE tallies SET n = n - 1 WHERE shelf = old.shelf AND facet = '' AND value = old.thing
        AND {_ANYBODY.format("old")};
END;
"""
"""Keep the counts true whatever is put in or taken out; `tallies` has '' for any role of an actor."""

INDEXES = "\n".join(
    (
        "CREATE INDEX entries_by_id ON entries (id);",
        "CREATE INDEX entries_by_place ON entries (shelf);",
        "CREATE INDEX entries_by_date ON entries (shelf, date);",
        "CREATE INDEX entries_by_rank ON entries (shelf, rank);",
        "CREATE INDEX entries_by_name ON entries (shelf, name);",
        "CREATE INDEX entries_by_leader ON entries (leads) WHERE leads <> '';",
        "CREATE INDEX entries_by_scene ON entries (shelf, place) WHERE place <> '';",
        *(
            f"CREATE INDEX entries_by_{name} ON entries (shelf, {name}) WHERE {name} <> '';"
            for name in FACETS
        ),
        "CREATE INDEX named_by_thing ON named (thing, shelf, role);",
        "CREATE INDEX tallies_by_count ON tallies (shelf, facet, n);",
        "CREATE INDEX edges_by_other ON edges (other, relation);",
        "CREATE INDEX about_by_document ON about (document);",
        "CREATE INDEX parts_by_target ON parts (target);",
        "CREATE INDEX papers_by_date ON papers (edtf);",
    )
)


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection that reads and writes, for any one thread at a time."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = OFF")  # a catalogue that a power cut tears is made anew
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads, for one thread: its memory is small, most is the system's."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cache_size = -4096")
    connection.execute(f"PRAGMA mmap_size = {1 << 32}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def make(path: Path) -> sqlite3.Connection:
    """Return a connection to a new file with empty tables, without indexes: to be filled at once."""
    connection = connect(path)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA cache_size = -262144")
    connection.executescript(TABLES + TRIGGERS)
    return connection


def standing_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what a catalogue says of itself."""
    return dict(connection.execute("SELECT name, value FROM standing"))


def set_standing(connection: sqlite3.Connection, **values: str) -> None:
    """Keep what a catalogue says of itself."""
    connection.executemany("INSERT OR REPLACE INTO standing VALUES (?, ?)", values.items())
