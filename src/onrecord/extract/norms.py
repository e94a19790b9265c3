"""Which law is invoked: treaties, statutes, resolutions, agreements, principles and crimes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord.data import Vocabularies
from onrecord.extract.actors_names import text_words
from onrecord.extract.norms_named import law_reader
from onrecord.extract.norms_provisions import Provision, attach_provisions, constitutions_in, provisions_in
from onrecord.extract.norms_seen import NormSeen, is_taken, without_overlaps
from onrecord.extract.norms_short_forms import References, Refused, one_name_each, with_defined_names
from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.documents import Document
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import folded_name, row_id
from onrecord.types.rows import Norm

_SIGNED = re.compile(r"\s{1,3}\(?(signed|adopted|concluded)\s{1,3}(?:on\s{1,3})?")


class NormExtractor:
    """Finds every norm a document names, short and long names on one row; reads no tokens."""

    name = "norms"
    version = "2"

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("norms")
        self._law = law_reader(table)
        self._references = References(table.get("back_references", {}))
        self._provisions = table.get("provisions", {})

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield one Norm a norm and provision, then what was seen and is none."""
        document = annotated.document
        seen, led = self._read(document.text)
        starts = [norm.start for norm in seen]
        provisions = [
            provision
            for provision in provisions_in(document.text, self._provisions)
            if not is_taken(seen, starts, provision.start, provision.end)
        ]
        constitutions = [
            law for law in constitutions_in(document.text) if not is_taken(seen, starts, law.start, law.end)
        ]
        provided, alone = attach_provisions(document.text, [*seen, *constitutions], provisions)
        bare = set(constitutions)
        provided = [self._scoped(seen, document) for seen in provided if seen not in bare]
        yield from norm_rows(document, [_with_signing(seen, document, found) for seen in provided])
        for short in led:
            if isinstance(short, Refused):
                yield _refusal(document, short.start, short.end, "ambiguous_reference",
                               f"{short.several} norms named before it could be meant.")  # fmt: skip
        yield from self._refusals(document, alone)

    def _read(self, text: str) -> tuple[list[NormSeen], list[NormSeen | Refused]]:
        """Return the norms of a text in order, and its back-references, led back or refused."""
        words = text_words(text)
        seen = with_defined_names(text, words, self._law.named(text))
        seen = one_name_each([item for item in seen if not self._law.bodies.is_body(text, item)])
        led = list(self._references.read(text, seen))
        return without_overlaps([*seen, *(item for item in led if isinstance(item, NormSeen))]), led

    def _scoped(self, seen: NormSeen, document: Document) -> NormSeen:
        """Return a title too general to be one law everywhere with the document that tells which it is."""
        if seen.kind not in ("agreement", "treaty", "statute") or seen.name in self._law.names.by_name:
            return seen
        if not self._law.titles.is_generic(seen.name):
            return seen
        return seen._replace(identifiers=(*seen.identifiers, ("document", document.id)))

    def _refusals(self, document: Document, alone: Iterable[Provision]) -> Iterator[Rejected]:
        for provision in alone:
            yield _refusal(document, provision.start, provision.end, "provision_without_norm",
                           "No norm that it belongs to stands beside it.")  # fmt: skip
        for start, end in self._law.citations.resolutions.unexplained(document.text):
            yield _refusal(document, start, end, "resolution_without_year",
                           "The text tells neither the body nor the year of this resolution.")  # fmt: skip
        for start, end in self._law.citations.resolutions.other_documents(document.text):
            yield _refusal(document, start, end, "document_symbol",
                           "This United Nations symbol names a document, not a norm.")  # fmt: skip


def norm_rows(document: Document, seen: Iterable[NormSeen]) -> list[Norm]:
    """Return one row a norm and provision with all its mentions, in order of first mention."""
    grouped: dict[tuple[str, str | None], list[NormSeen]] = {}
    for item in seen:
        grouped.setdefault((folded_name(item.name), item.provision), []).append(item)
    rows = []
    for (folded, provision), items in grouped.items():
        first = items[0]
        scope = dict(first.identifiers).get("document", "")
        mentions = tuple(dict.fromkeys(document.evidence(item.start, item.end) for item in items))
        rows.append(
            Norm(
                row_id("norm", folded, provision or "", scope),
                first.name,
                first.kind,
                provision,
                mentions,
                tuple(sorted({pair for item in items for pair in item.identifiers})),
            )
        )
    return rows


def _with_signing(seen: NormSeen, document: Document, found: Found) -> NormSeen:
    """Return an agreement with the date of its signing, where the words right after it say so."""
    said = _SIGNED.match(document.text, seen.end)
    if said is None or seen.kind not in ("agreement", "treaty"):
        return seen
    dates = [time for time in found.of(TimeExpression) if time.anchor.start == said.end() and time.edtf]
    named = tuple((said[1], time.edtf) for time in dates[:1] if time.edtf)
    return seen._replace(identifiers=tuple(sorted({*seen.identifiers, *named})))


def _refusal(document: Document, start: int, end: int, code: str, reason: str) -> Rejected:
    return Rejected(document.evidence(start, end), NormExtractor.name, code, reason)
