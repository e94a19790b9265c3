"""Where documents were found: receipts of sources, and which documents a build no longer sees."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from onrecord.record import custody
from onrecord.record.bulk import insert_many
from onrecord.record.custody import Custodian
from onrecord.record.database import change_counter
from onrecord.record.schema import documents, receipts, sources
from onrecord.types.documents import Metadata
from onrecord.types.identity import document_id

MANY = 500
"""Values bound in one statement; SQLite takes 32,766, a short statement is parsed faster."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One file as it came in: its place, and what was said of it beside it."""

    path: str
    sha256: str
    size: int
    media_type: str
    metadata: Metadata
    container: str | None
    origin: str

    @property
    def document(self) -> str:
        """The document these bytes are."""
        return document_id(self.sha256)

    @property
    def said(self) -> str:
        """The metadata as JSON, empty fields left out."""
        return json.dumps({name: value for name, value in asdict(self.metadata).items() if value})


Known = dict[tuple[str, str], tuple[str | None, str | None, str | None]]
"""What is said of each document at each path that was received: metadata, origin, container."""


def received_under(connection: Connection, root: str) -> Known:
    """Return what has been received under a root."""
    query = select(receipts).where(receipts.c.root == root)
    return {
        (row.path, row.document): (row.metadata, row.origin, row.container)
        for row in connection.execute(query)
    }


def is_known(known: Known, receipt: Receipt) -> bool:
    """Tell whether this very receipt is among those known."""
    return known.get((receipt.path, receipt.document)) == told_by(receipt)


def told_by(receipt: Receipt) -> tuple[str | None, str | None, str | None]:
    """Return what a receipt says of a document, as it is known by."""
    return receipt.said, receipt.origin, receipt.container


def take(connection: Connection, receipt: Receipt, custodian: Custodian) -> None:
    """Enter a receipt, and what it says into the custody log."""
    known = connection.execute(
        update(receipts)
        .where(receipts.c.path == receipt.path, receipts.c.document == receipt.document)
        .values(
            metadata=receipt.said, origin=receipt.origin, container=receipt.container, sha256=receipt.sha256
        )
    )
    if not known.rowcount:
        connection.execute(insert(receipts).values(_values(receipt)))
    if not connection.scalar(select(func.count()).where(sources.c.sha256 == receipt.sha256)):
        connection.execute(
            insert(sources).values(sha256=receipt.sha256, size=receipt.size, media_type=receipt.media_type)
        )
    detail = {
        "path": receipt.path,
        "origin": receipt.origin,
        "size": receipt.size,
        "media_type": receipt.media_type,
        "container": receipt.container,
        "metadata": json.loads(receipt.said),
        "document": receipt.document,
    }
    custodian.log(connection, custody.SOURCE_RECEIVED, receipt.sha256, detail)


def _values(receipt: Receipt) -> dict[str, Any]:
    return {
        "path": receipt.path,
        "document": receipt.document,
        "root": root_named_in(receipt.path),
        "sha256": receipt.sha256,
        "container": receipt.container,
        "metadata": receipt.said,
        "origin": receipt.origin,
        "present": None,
    }


def root_named_in(path: str) -> str:
    """Return the root a document's path starts with.

    >>> root_named_in("letters/2023/a.txt"), root_named_in("letters.zip!/a.txt")
    ('letters', 'letters.zip')
    """
    return path.split("/", 1)[0].removesuffix("!")


def see(connection: Connection, root: str, found: Mapping[str, str], custodian: Custodian) -> None:
    """Make `found` (path to document) what lies under `root`: others retire, those back again revive."""
    known = {
        (row.path, row.document): row.present
        for row in connection.execute(select(receipts).where(receipts.c.root == root))
    }
    now = set(found.items())
    new = sorted(now - known.keys())
    back = sorted(pair for pair in now & known.keys() if known[pair] is not True)
    gone = sorted(pair for pair, present in known.items() if pair not in now and present is not False)
    lines = [{"path": path, "document": document, "root": root, "present": True} for path, document in new]
    insert_many(connection, receipts, lines)
    _mark(connection, back, present=True)
    _mark(connection, gone, present=False)
    touched = sorted({document for _, document in (*new, *back, *gone)})
    _settle(connection, root, found, touched, custodian)


def _mark(connection: Connection, pairs: Sequence[tuple[str, str]], *, present: bool) -> None:
    if pairs:
        connection.execute(
            update(receipts)
            .where(receipts.c.path == bindparam("p"), receipts.c.document == bindparam("d"))
            .values(present=present),
            [{"p": path, "d": document} for path, document in pairs],
        )


def _settle(
    connection: Connection,
    root: str,
    found: Mapping[str, str],
    touched: Sequence[str],
    custodian: Custodian,
) -> None:
    """Retire, revive and rename the documents whose receipts changed."""
    counter = change_counter(connection) + 1
    retired, revived, changed = [], [], []
    for document, path, was_retired in _read_states(connection, touched):
        places = places_of(connection, document)
        is_retired = places == ()
        shown = places[0] if places else path
        if (is_retired, shown) == (was_retired, path):
            continue
        changed.append({"id_": document, "retired_": is_retired, "path_": shown, "changed_": counter})
        detail: dict[str, Any] = {"root": root, "path": shown}
        if is_retired and not was_retired:
            retired.append((document, {**detail, "replaced_by": found.get(path)}))
        elif was_retired and not is_retired:
            revived.append((document, detail))
    if changed:
        connection.execute(
            update(documents)
            .where(documents.c.id == bindparam("id_"))
            .values(retired=bindparam("retired_"), path=bindparam("path_"), changed=bindparam("changed_")),
            changed,
        )
    custodian.log_all(connection, custody.DOCUMENT_RETIRED, retired)
    custodian.log_all(connection, custody.DOCUMENT_REVIVED, revived)


def _read_states(connection: Connection, touched: Sequence[str]) -> Iterable[tuple[str, str, bool]]:
    for some in in_parts(touched):
        query = select(documents.c.id, documents.c.path, documents.c.retired).where(documents.c.id.in_(some))
        for row in connection.execute(query.order_by(documents.c.id)).all():
            yield row.id, row.path, bool(row.retired)


def places_of(connection: Connection, document: str) -> tuple[str, ...] | None:
    """Return the paths at which a document lies now, sorted; None where it was never received."""
    found = connection.execute(
        select(receipts.c.path, receipts.c.present).where(receipts.c.document == document)
    ).all()
    if not found:
        return None
    return tuple(sorted(row.path for row in found if row.present is not False))


def in_parts(values: Collection[str]) -> Iterable[list[str]]:
    """Yield `values` in lists short enough to be bound in one statement."""
    held = list(values)
    for first in range(0, len(held), MANY):
        yield held[first : first + MANY]
