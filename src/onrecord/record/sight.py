"""What a clearance lets be seen: views that lie over the tables of one connection.

Whoever reads over such a connection reads a record without the documents above the clearance: they stand as
retired and empty, so that what was made of them before is taken away; their rows, refusals, keys and issues
are not there. Of what comparing made, a row is there only where every document that it speaks of may be read
and every row that it names is there, and a redirect only where it leads to a row that is there. Issues of
files and of comparing, and the log of builds, name and count what no class tells apart: only who may read all
has them. No query has to know of any of this.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from onrecord.types.access import CLASSES

_ABOVE = "SELECT 1 FROM main.documents AS above WHERE above.confidentiality > {rank} AND above.id = {column}"
_TOLD = (
    "SELECT 1 FROM main.documents AS above WHERE above.confidentiality > {rank} AND instr({text}, above.id)"
)

_VIEWS = {
    "documents": """
        SELECT number, id, generation, changed, compared, confidentiality, given,
               retired OR confidentiality > {rank} AS retired,
               CASE WHEN confidentiality > {rank} THEN '' ELSE path END AS path,
               CASE WHEN confidentiality > {rank} THEN '' ELSE sha256 END AS sha256,
               CASE WHEN confidentiality > {rank} THEN '' ELSE fingerprint END AS fingerprint,
               CASE WHEN confidentiality > {rank} THEN NULL ELSE text_sha256 END AS text_sha256,
               CASE WHEN confidentiality > {rank} THEN NULL ELSE payload END AS payload,
               CASE WHEN confidentiality > {rank} THEN NULL ELSE passages END AS passages
        FROM main.documents""",
    "receipts": "SELECT * FROM main.receipts WHERE NOT EXISTS ({receipts_document})",
    "rows": "SELECT * FROM main.rows WHERE NOT EXISTS ({rows_document})",
    "superseded": "SELECT * FROM main.superseded WHERE NOT EXISTS ({superseded_document})",
    "rejected": "SELECT * FROM main.rejected WHERE NOT EXISTS ({rejected_document})",
    "issues": "SELECT * FROM main.issues WHERE scope = 'document' AND NOT EXISTS ({issues_owner})",
    "builds": "SELECT * FROM main.builds WHERE 0",
    "readings": "SELECT * FROM main.readings WHERE 0",
    "block_keys": """
        SELECT * FROM main.block_keys WHERE NOT EXISTS (
            SELECT 1 FROM main.documents AS above
            WHERE above.number = block_keys.document_number AND above.confidentiality > {rank})""",
    "resolved_apart": """
        SELECT * FROM main.resolved_rows AS r WHERE NOT EXISTS (
            SELECT 1 FROM main.resolved_documents AS told JOIN main.documents AS above
            ON above.id = told.document AND above.confidentiality > {rank}
            WHERE told.stage = r.stage AND told.id = r.id)""",
    "resolved_rows": """
        SELECT * FROM temp.resolved_apart AS r WHERE json_valid(r.payload) AND NOT EXISTS (
            SELECT 1 FROM json_tree(CASE WHEN json_valid(r.payload) THEN r.payload ELSE '[]' END) AS part
            WHERE part.type = 'text' AND length(part.value) = 18 AND part.value GLOB '[a-ce-z]-[0-9a-f]*'
            AND (EXISTS (SELECT 1 FROM main.rows AS there WHERE there.id = part.value)
                 OR EXISTS (SELECT 1 FROM main.resolved_rows AS there WHERE there.id = part.value))
            AND NOT EXISTS (SELECT 1 FROM temp.rows AS seen WHERE seen.id = part.value)
            AND NOT EXISTS (SELECT 1 FROM temp.resolved_apart AS seen WHERE seen.id = part.value))""",
    "resolved_documents": """
        SELECT * FROM main.resolved_documents AS r WHERE EXISTS (
            SELECT 1 FROM temp.resolved_apart AS seen WHERE seen.stage = r.stage AND seen.id = r.id)""",
    "redirects": """
        SELECT * FROM main.redirects AS r
        WHERE EXISTS (SELECT 1 FROM temp.rows AS seen WHERE seen.id = r."to")
        OR EXISTS (SELECT 1 FROM temp.resolved_rows AS seen WHERE seen.id = r."to")""",
    "custody": """
        SELECT * FROM main.custody AS c WHERE NOT EXISTS ({custody_subject}) AND NOT EXISTS ({custody_detail})
        AND (EXISTS (SELECT 1 FROM main.documents AS own WHERE own.id = c.subject)
             OR EXISTS (SELECT 1 FROM main.documents AS own
                        WHERE own.sha256 = c.subject AND own.confidentiality <= {rank})
             OR EXISTS (SELECT 1 FROM temp.rows AS own WHERE own.id = c.subject)
             OR EXISTS (SELECT 1 FROM temp.resolved_rows AS own WHERE own.id = c.subject))""",
    "decisions": """
        SELECT id, row, action, value, who, "when", why, undoes,
               CASE WHEN EXISTS ({decisions_snapshot}) THEN NULL ELSE snapshot END AS snapshot
        FROM main.decisions AS c
        WHERE (EXISTS (SELECT 1 FROM temp.rows AS own WHERE own.id = c.row)
               OR EXISTS (SELECT 1 FROM temp.resolved_rows AS own WHERE own.id = c.row)
               OR EXISTS (SELECT 1 FROM main.documents AS own
                          WHERE own.id = c.row AND own.confidentiality <= {rank}))
        AND NOT EXISTS (
            SELECT 1 FROM main.decisions AS same
            JOIN main.documents AS above ON above.confidentiality > {rank} AND instr(same.value, above.id)
            WHERE same.row = c.row)""",
}
"""Each table that speaks of documents, as a clearance sees it; `rank` is its place among CLASSES."""


def hide_above(connection: sqlite3.Connection, clearance: str) -> None:
    """Lay the views of a clearance over the tables of a connection, for as long as it is open."""
    for name, selected in views_of(clearance):
        connection.execute(f"CREATE TEMP VIEW {name} AS {selected}")


def views_of(clearance: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each view and what it selects, in SQLite's words."""
    rank = CLASSES.index(clearance)
    parts = {
        **{
            f"{table}_{column}": _ABOVE.format(rank=rank, column=f"{named}.{column}")
            for table, named, column in (
                ("receipts", "receipts", "document"),
                ("rows", "rows", "document"),
                ("superseded", "superseded", "document"),
                ("rejected", "rejected", "document"),
                ("issues", "issues", "owner"),
                ("custody", "c", "subject"),
            )
        },
        "custody_detail": _TOLD.format(rank=rank, text="c.detail"),
        "decisions_snapshot": _TOLD.format(rank=rank, text="c.snapshot"),
    }
    for name, selected in _VIEWS.items():
        yield name, selected.format(rank=rank, **parts)
