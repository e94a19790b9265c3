"""Builders of readings as a build would hand them to a record, on short fictional papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onrecord.record.store import Record
from onrecord.types.documents import Metadata
from onrecord.types.errors import Issue, Rejected
from onrecord.types.findings import BlockKey, DocumentFindings
from onrecord.types.identity import actor_id, document_id, row_id, sha256_of, text_sha256_of
from onrecord.types.rows import Actor, Ask, DocumentRow, Event, Norm, Response, Row, Statement
from onrecord.types.spans import Evidence

LETTER = "Ana Ruiz said that the bridge is closed. We urge the council to open it."
REPLY = "The council confirmed that Ana Ruiz was right. It will open the bridge."
REPORT = "In Porto Velho, Ana Ruiz met the council. The Bridge Charter was signed."


def ticking(start: str = "2024-03-01T09:00:00+00:00") -> Callable[[], datetime]:
    """Return a clock that is a second later each time it is asked."""
    now = [datetime.fromisoformat(start).astimezone(UTC)]

    def tick() -> datetime:
        now[0] += timedelta(seconds=1)
        return now[0]

    return tick


@dataclass(frozen=True)
class Paper:
    """A document as received, and what reading it finds: rows are made from the words they stand on."""

    text: str
    path: str = "papers/letter.txt"

    @property
    def content(self) -> bytes:
        return self.text.encode("utf-8", "surrogatepass")

    @property
    def sha256(self) -> str:
        return sha256_of(self.content)

    @property
    def id(self) -> str:
        return document_id(self.sha256)

    @property
    def row(self) -> DocumentRow:
        return DocumentRow(
            self.id,
            self.path,
            self.sha256,
            text_sha256_of(self.text),
            "text/plain",
            "letter",
            reader="plain 1",
        )

    def words(self, exact: str) -> Evidence:
        start = self.text.index(exact)
        return Evidence(self.id, start, start + len(exact), exact)

    def statement(self, content: str, speaker: str = "Ana Ruiz", **more: object) -> Statement:
        anchor = self.words(content)
        id_ = row_id("statement", self.id, anchor.start, anchor.end)
        speakers = (actor_id("person", speaker),)
        return Statement(id_, self.id, (anchor,), "indirect", "assert", 1, speakers, **more)  # type: ignore[arg-type]

    def actor(self, name: str, kind: str = "person", *, local: bool = False, **more: object) -> Actor:
        id_ = actor_id(kind, name, self.id if local else None)
        return Actor(id_, name, kind, mentions=(self.words(name),), **more)  # type: ignore[arg-type]

    def norm(self, name: str) -> Norm:
        return Norm(row_id("norm", name.casefold()), name, "treaty", mentions=(self.words(name),))

    def event(self, words: str, kind: str = "COMM.MEETING", **more: object) -> Event:
        anchor = self.words(words)
        id_ = row_id("event", self.id, anchor.start, kind)
        return Event(id_, kind, (anchor,), "past", **more)  # type: ignore[arg-type]

    def ask(self, operative: str, action: str, **more: object) -> Ask:
        anchor = self.words(action)
        id_ = row_id("ask", self.id, anchor.start)
        return Ask(id_, self.id, self.words(operative), anchor, "S5", **more)  # type: ignore[arg-type]

    def response(self, words: str, **more: object) -> Response:
        anchor = self.words(words)
        return Response(row_id("response", self.id, anchor.start), self.id, "commitment", anchor, **more)  # type: ignore[arg-type]

    def found(
        self,
        *rows: Row,
        keys: Sequence[tuple[str, str]] = (),
        rejected: Iterable[Rejected] = (),
        issues: Iterable[Issue] = (),
    ) -> DocumentFindings:
        """Return what reading this paper found; `keys` are (stage, key)."""
        return DocumentFindings(
            row=self.row,
            text=self.text,
            rows=rows,
            rejected=tuple(rejected),
            issues=tuple(issues),
            passages=((0, len(self.text)),) if self.text else (),
            keys=tuple(BlockKey(stage, key, self.id, self.id) for stage, key in keys),
        )


def put(record: Record, paper: Paper) -> str:
    """Hand the bytes of a paper over."""
    return record.put_source(
        paper.content,
        path=paper.path,
        media_type="text/plain",
        metadata=Metadata(),
        container=None,
        origin=f"/home/ana/{paper.path}",
    )


def save(record: Record, paper: Paper, *rows: Row, fingerprint: str = "rules 1", **more: object) -> None:
    """Hand a paper over with what reading it found."""
    put(record, paper)
    record.save_document(paper.found(*rows, **more), fingerprint)  # type: ignore[arg-type]


letter = Paper(LETTER, "papers/letter.txt")
reply = Paper(REPLY, "papers/reply.txt")
report = Paper(REPORT, "papers/report.txt")


def save_three(record: Record) -> None:
    """Store three papers with rows of several types that share an actor."""
    save(
        record,
        letter,
        letter.actor("Ana Ruiz"),
        letter.statement("the bridge is closed"),
        letter.ask("urge", "open it"),
    )
    save(record, reply, reply.actor("Ana Ruiz"), reply.response("will open the bridge"))
    save(
        record,
        report,
        report.actor("Ana Ruiz"),
        report.actor("Porto Velho", "state"),
        report.event("met the council"),
        report.norm("Bridge Charter"),
    )
