"""A record made by hand with rows of every type, and words that try to steer a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from onrecord.record.custody import Clock, utc_now
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Metadata
from onrecord.types.errors import Issue, Rejected
from onrecord.types.findings import DocumentFindings, Made, Redirect
from onrecord.types.identity import document_id, sha256_of, text_sha256_of
from onrecord.types.rows import (
    Actor,
    Ask,
    Difference,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    FigureSet,
    Finding,
    Norm,
    Participants,
    PartyStatus,
    QuotationCheck,
    Response,
    Row,
    Statement,
    Wanted,
)
from onrecord.types.spans import Evidence

LETTER = (
    "We urge the Harbour Board to publish the survey under the Shore Act. "
    "The Board evicted more than 600 families. [bold]Not markup[/bold] \x1b[31mred\x1b[0m \u202eback."
)
REPLY = "The Board says it “will publish the survey”. It is party to the Lake Treaty. No family was evicted."


def made(items: Iterable[Row | Redirect], unit: str = "all") -> Iterator[Made]:
    """Yield items as one unit of a resolver makes them."""
    return (Made(unit, item) for item in items)


class Page:
    """A text with its document id, from which words are anchored by what they say."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.sha256 = sha256_of(text.encode())
        self.id = document_id(self.sha256)

    def words(self, exact: str) -> Evidence:
        start = self.text.index(exact)
        return Evidence(self.id, start, start + len(exact), exact)

    def row(self, kind: str, date: str) -> DocumentRow:
        return DocumentRow(
            self.id, self.path, self.sha256, text_sha256_of(self.text), "text/plain", kind,
            title=self.words(self.text.split(" the")[0]), date=RecordDate(date, "stated"), language="en",
        )  # fmt: skip


LETTER_PAGE = Page("papers/letters/letter.txt", LETTER)
REPLY_PAGE = Page("papers/reply.txt", REPLY)

BOARD, WRITERS = "a-00000000000000b0", "a-00000000000000e0"


def letter_rows() -> tuple[Row, ...]:
    page = LETTER_PAGE
    return (
        Actor(BOARD, "Harbour Board", "body", ("the Board",), (page.words("the Harbour Board"),)),
        Actor(WRITERS, "the writers", "group", mentions=(page.words("We"),)),
        Norm("n-1", "Shore Act", "statute", mentions=(page.words("Shore Act"),)),
        Statement(
            "s-1", page.id, (page.words("to publish the survey"),), "performative", "ask", 0,
            speakers=(WRITERS,), source=page.words("We"), cue=page.words("We urge"),
        ),
        Figure(
            "f-1", page.id, page.words("more than 600 families"), page.words("more than 600"), 601, None,
            "more_than", "families", "flow", "2024-02", number=600,
        ),
        Event(
            "e-1", "MOVE.FLIGHT", (page.words("evicted"),), "past",
            (Participants("actor", (BOARD,)),), "2024-02",
        ),
        Ask(
            "k-1", page.id, page.words("urge"), page.words("publish the survey"), "S5",
            requesters=(WRITERS,), targets=(BOARD,), norms=("n-1",),
        ),
    )  # fmt: skip


def reply_rows() -> tuple[Row, ...]:
    page = REPLY_PAGE
    return (
        Actor(BOARD, "Harbour Board", "body", mentions=(page.words("The Board"),)),
        Norm("n-2", "Lake Treaty", "treaty", mentions=(page.words("Lake Treaty"),)),
        Statement(
            "s-2", page.id, (page.words("No family was evicted"),), "indirect", "deny", 1, (BOARD,), score=0.4
        ),
        Response("r-1", page.id, "commitment", page.words("will publish the survey"), BOARD, (WRITERS,)),
        PartyStatus("p-1", page.id, BOARD, ("n-2",), "party", page.words("party to the Lake Treaty")),
    )


def compared_rows() -> tuple[Row, ...]:
    letter, reply = LETTER_PAGE, REPLY_PAGE
    quoted = reply.words("will publish the survey")
    return (
        QuotationCheck(
            "q-1", quoted, "altered", letter.id, letter.words("publish the survey"),
            (Difference("insert", "will", "", "substantive"),),
        ),
        FigureSet(
            "g-1", "families evicted", ("f-1",), "single", 1, why="Only one document counts them.",
            anchors_of_figures=(letter.words("more than 600 families"),),
        ),
        DocumentLink("l-1", reply.id, "replies_to", letter.id, evidence=(quoted,)),
        DocumentLink("l-2", letter.id, "cites", wanted=Wanted("the survey of the shore"), evidence=()),
        Finding(
            "i-1", "altered_quotation", "high", "The reply adds “will” to the letter’s words.",
            ("q-1",), (quoted,),
        ),
        Finding("i-2", "single_origin", "low", "One document alone counts 600 families.", ("g-1",), ()),
    )  # fmt: skip


def make_record(path: Path) -> Path:
    """Make the record at `path` and return it."""
    refused = Rejected(REPLY_PAGE.words("No family"), "figures", "no_number", "No is no number here.")
    letter = _findings(LETTER_PAGE, "letter", "2024-03-04", letter_rows())
    reply = replace(_findings(REPLY_PAGE, "statement", "2024-03-20", reply_rows()), rejected=(refused,))
    with Record.create(path) as record:
        for page, findings in ((LETTER_PAGE, letter), (REPLY_PAGE, reply)):
            record.put_source(
                page.text.encode(), path=page.path, media_type="text/plain", metadata=Metadata(),
                container=None, origin="/",
            )  # fmt: skip
            record.save_document(findings, "fingerprint")
        record.seen("papers", {page.path: page.id for page in (LETTER_PAGE, REPLY_PAGE)})
        issue = Issue("papers/torn\x1b[2J.pdf", "damaged_pdf", "The file is cut short.", "Fetch it again.")
        record.save_issues("papers", [issue])
        record.begin_comparing("stamp")
        record.replace_resolved("all", "1", made(compared_rows()))
        record.end_comparing("stamp")
        Passages(record).refresh()
    return path


def _findings(page: Page, kind: str, date: str, rows: tuple[Row, ...]) -> DocumentFindings:
    return DocumentFindings(page.row(kind, date), page.text, rows, passages=((0, len(page.text)),))


def record_of(
    path: Path,
    pages: Iterable[tuple[Page, DocumentRow, tuple[Row, ...]]],
    compared: Iterable[Row | Redirect],
    clock: Clock = utc_now,
) -> Path:
    """Make a record at `path` of pages with their rows and what comparing them gave; return it."""
    with Record.create(path, clock=clock) as record:
        for page, row, rows in pages:
            record.put_source(
                page.text.encode(), path=page.path, media_type="text/plain", metadata=Metadata(),
                container=None, origin="/",
            )  # fmt: skip
            record.save_document(DocumentFindings(row, page.text, rows), "fingerprint")
        record.begin_comparing("stamp")
        record.replace_resolved("all", "1", made(compared))
        record.end_comparing("stamp")
    return path
