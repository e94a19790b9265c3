"""How the content of a dossier is put together from a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.export.dossier_asks import asks, denials
from onrecord.export.dossier_chronology import chronology
from onrecord.export.dossier_content import Chapter, Dossier
from onrecord.export.dossier_desk import Desk
from onrecord.export.dossier_exhibits import exhibits, left_out, wanted
from onrecord.export.dossier_figures import figures
from onrecord.export.dossier_method import method, stated
from onrecord.export.dossier_options import DossierOptions
from onrecord.export.dossier_quotations import findings, quotations
from onrecord.export.masking import Masking
from onrecord.record.names import Names
from onrecord.types.chronology import in_words
from onrecord.types.ledger import last_date

if TYPE_CHECKING:
    from onrecord.record.store import Record


def compile_dossier(record: Record, options: DossierOptions) -> Dossier:
    """Return the content of the dossier of a record; equal records and options give equal content."""
    masking = Masking.off(record) if options.unmasked else Masking.of(record)
    desk = Desk(record, Names(record), options, masking)
    as_of = last_date(record.documents())
    chapters = _chapters(desk, as_of)
    numbered = exhibits(desk)
    front = _front(desk, as_of, len(numbered))
    return Dossier(
        title=options.title,
        made=options.made,
        front=front,
        chapters=(*chapters, method(desk, numbered, front)),
        footnotes=desk.footnotes,
        exhibits=numbered,
    )


def _chapters(desk: Desk, as_of: str | None) -> list[Chapter]:
    options = desk.options
    chapters: list[Chapter] = []
    if options.takes("finding"):
        chapters.append(findings(desk))
    if options.takes("event"):
        chapters.append(chronology(desk))
    if options.takes("figure_set"):
        chapters.append(figures(desk))
    if options.takes("ask"):
        chapters.append(asks(desk, as_of))
    if options.takes("response"):
        chapters.append(denials(desk))
    if options.takes("quotation_check"):
        chapters.append(quotations(desk))
    if options.takes("document_link"):
        chapters.append(wanted(desk))
    return chapters


def _front(desk: Desk, as_of: str | None, numbered: int) -> tuple[tuple[str, str], ...]:
    """Return name and value of what the dossier says of itself on its first page."""
    options = desk.options
    front = [("Purpose", stated(options.purpose))]
    if options.made:
        front.append(("Made", in_words(options.made)))
    documents = len(desk.record.document_ids())
    front.append(("Record", f"{documents:,} {'document' if documents == 1 else 'documents'}"))
    if as_of:
        front.append(("Latest document", in_words(as_of)))
    front.append(("Exhibits", f"{numbered:,}{f'. {left_out(desk)}' if left_out(desk) else ''}"))
    front.append(("Chosen", _chosen(options)))
    front.append(("Standard of proof", "not_assessed, but where a reviewer says one"))
    return tuple(front)


def _chosen(options: DossierOptions) -> str:
    """Return in words which rows the dossier is made of."""
    told = []
    if options.documents:
        some = len(options.documents)
        told.append("what 1 document says" if some == 1 else f"what {some:,} documents say")
    if options.types:
        told.append(f"rows of these types: {', '.join(options.types)}")
    if options.since:
        told.append(f"from {in_words(options.since)} on")
    if options.until:
        told.append(f"until {in_words(options.until)}")
    if options.reviewed_only:
        told.append("only rows that a person has looked at and kept")
    return "; ".join(told) or "all rows of the record, as far as each chapter has room"
