"""The exhibits of a dossier: each document with its hashes; what is wanted, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.export.dossier_content import Block, Chapter, Column, Exhibit, Heading, Line, Table, Text
from onrecord.export.dossier_desk import Desk, aside, paragraph
from onrecord.types.chronology import day_order, in_words
from onrecord.types.errors import Issue
from onrecord.types.naming import capital, short
from onrecord.types.rows import DocumentLink, DocumentRow, Wanted
from onrecord.types.wording import BASIS_WORDS
from onrecord.types.wording import plain as in_plain

_WANTED = (Column("Document", 40), Column("Date", 15), Column("Told of by", 45))
_UNREAD = (Column("File", 45), Column("What happened", 55))
_CITING = 4


def exhibits(desk: Desk) -> tuple[Exhibit, ...]:
    """Return the documents of the dossier by date, then path, numbered from 1.

    All documents that are asked for where there is room for them, else those that anything here stands on.
    """
    chosen = desk.options.documents or desk.record.document_ids()
    ids = set(desk.cited) | (set(chosen) if len(chosen) <= desk.options.limit else set())
    rows = [row for row in map(desk.document, ids) if row is not None]
    rows.sort(key=lambda row: (day_order(row.date.edtf if row.date else None), row.path, row.id))
    return tuple(
        Exhibit(number, row.id, capital(desk.called(row.id)), tuple(_facts(desk, row)))
        for number, row in enumerate(rows, start=1)
    )


def left_out(desk: Desk) -> str:
    """Return a sentence on the documents that are no exhibits, "" where all are."""
    chosen = desk.options.documents or desk.record.document_ids()
    if len(chosen) <= desk.options.limit:
        return ""
    others = len(set(chosen) - set(desk.cited))
    return f"{others:,} more documents are cited nowhere in this dossier and are no exhibits of it."


def _facts(desk: Desk, row: DocumentRow) -> Iterator[tuple[str, str]]:
    if row.title:
        yield "Title", short(desk.masking.anchor(row.title).exact, 300)
    yield "Kind", in_plain(row.kind)
    yield "Date", _date(row)
    if row.issuers or row.signatories:
        yield "Issued by", desk.named((*row.issuers, *row.signatories))
    if row.addressees:
        yield "Addressed to", desk.named(row.addressees)
    if row.publisher:
        yield "Published by", desk.text(row.publisher).words
    yield "File", desk.masking.address(row.path, (row.id,))
    if row.url:
        yield "Address", desk.masking.address(row.url, (row.id,))
    yield "Retrieved", in_words(row.retrieved[:10]) if row.retrieved else "not known"
    yield "SHA-256 of the file", row.sha256
    yield "SHA-256 of the text", row.text_sha256
    yield "Read by", row.reader or "not known"
    yield "Id in the record", row.id


def _date(row: DocumentRow) -> str:
    if row.date is None:
        return "not known"
    basis = BASIS_WORDS[row.date.basis]
    return f"{in_words(row.date.edtf)} ({basis}{f', from {row.date.reason}' if row.date.reason else ''})"


def wanted(desk: Desk) -> Chapter:
    """Return the documents that are told of and not here, and the files that could not be read."""
    links: dict[str, DocumentLink] = {}
    for row in desk.rows(DocumentLink):
        if row.wanted is not None:
            links.setdefault(row.wanted.id or row.id, row)
    held = sorted(links.values(), key=_most_cited)
    shown, left = desk.some(held, "wanted documents")
    blocks: list[Block] = [
        paragraph("What this dossier could not look at, so that a reader knows what is missing.")
    ]
    if shown:
        rows = tuple((_what(desk, row), _when(row), tuple(_citing(desk, row))) for row in shown)
        blocks.append(Heading("wanted-documents", "Documents that are told of and not in the record"))
        blocks.append(Table("Wanted documents", _WANTED, rows))
    return Chapter("wanted", "What is missing", (*blocks, *left, *_unread(desk)))


def _wanted(row: DocumentLink) -> Wanted:
    if row.wanted is None:
        raise ValueError("only links to wanted documents are listed")
    return row.wanted


def _most_cited(row: DocumentLink) -> tuple[int, str, str]:
    told = _wanted(row)
    return (-len(told.cited_by), day_order(told.date), told.description)


def _what(desk: Desk, row: DocumentLink) -> tuple[Line, ...]:
    return ((desk.text(capital(_wanted(row).description)), *desk.notes(row.evidence[:1])),)


def _when(row: DocumentLink) -> tuple[Line, ...]:
    return ((Text(in_words(_wanted(row).date)),),)


def _citing(desk: Desk, row: DocumentLink) -> Iterator[Line]:
    citing = _wanted(row).cited_by or (row.from_document,)
    for document in citing[:_CITING]:
        yield (Text(desk.called(document)),)
    if len(citing) > _CITING:
        yield (Text(f"and {len(citing) - _CITING} more", "dim"),)


def _unread(desk: Desk) -> Iterator[Block]:
    """Yield the files of which content was lost, and in a sentence how many notices there are."""
    issues = list(desk.record.issues())
    errors = [issue for issue in issues if issue.severity == "error"]
    shown, left = desk.some(errors, "files")
    yield Heading("unread", "What could not be read")
    if shown:
        yield Table("Files that could not be read", _UNREAD, tuple(_issue(desk, issue) for issue in shown))
        yield from left
    else:
        yield paragraph("Every file that was found was read.")
    notices = [issue for issue in issues if issue.severity != "error"]
    if notices:
        some, more = desk.some(notices, "notices")
        yield Table("Notices on how files were read", _UNREAD, tuple(_issue(desk, issue) for issue in some))
        yield from more


def _issue(desk: Desk, issue: Issue) -> tuple[tuple[Line, ...], ...]:
    told = desk.text(f"{issue.message} {issue.remedy}")
    return (((Text(desk.masking.address(issue.path), "code"),),), ((told,),))


def limits(desk: Desk) -> Iterator[Block]:
    """Yield a sentence on the documents that are left out of the exhibits."""
    told = left_out(desk)
    if told:
        yield aside(told)
