"""Which law is invoked: treaties, statutes, resolutions, agreements, principles and crimes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from onrecord.data import Vocabularies
from onrecord.extract.actors_names import NameTable, Word, words_of
from onrecord.extract.norms_citations import CitationReader
from onrecord.extract.norms_provisions import Provision, attach_provisions, provisions_in
from onrecord.extract.norms_seen import NormSeen, is_taken, without_overlaps
from onrecord.extract.norms_titles import TitleReader
from onrecord.extract.norms_vocabulary import NormNames, known_norms
from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.documents import Document
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import folded_name, row_id
from onrecord.types.rows import Norm

_DEFINITION = re.compile(
    r",?\s{0,3}\((?:hereinafter|hereafter|referred\s{1,3}to\s{1,3}as|known\s{1,3}as|or|the|[“\"'‘]|[,\s]){0,8}"
    r"([A-Z][\w.&/-]{1,30}(?:\s{1,3}[A-Z][\w.&-]{1,30}){0,4})[”\"'’]?\)"
)
_SIGNED = re.compile(r"\s{1,3}\(?(signed|adopted|concluded)\s{1,3}(?:on\s{1,3})?")
_REFERENCE = re.compile(r"\b(?:the|this|that|said|The|This|That)\s{1,3}([A-Z][a-z]{2,14})\b(?![-’'])")
_ACT_YEAR = re.compile(r"(?:,| of| \()\s?(?:1[789]|20)\d{2}\)?$")


class NormExtractor:
    """Finds every norm a document names, short and long names on one row; reads no tokens."""

    name = "norms"
    version = "2"

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("norms")
        self._names = NormNames(known_norms(table), table.get("bare", ()))
        self._citations = CitationReader(table)
        self._titles = TitleReader(table.get("titles", {}))
        self._references = frozenset(table.get("back_references", {}).get("words", ()))
        self._provisions = table.get("provisions", {})

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield one Norm a norm and provision, then what was seen and is none."""
        document = annotated.document
        words = words_of(document.text)
        seen = self.named(document.text, words)
        seen = _with_defined_names(document.text, words, seen)
        seen = one_name_each(seen)
        referred, refused = self._referred(document, seen)
        seen = without_overlaps([*seen, *referred])
        starts = [norm.start for norm in seen]
        provisions = [
            provision
            for provision in provisions_in(document.text, self._provisions)
            if not is_taken(seen, starts, provision.start, provision.end)
        ]
        provided, alone = attach_provisions(document.text, seen, provisions)
        provided = [self._scoped(seen, document) for seen in provided]
        yield from norm_rows(document, [_with_signing(seen, document, found) for seen in provided])
        yield from refused
        yield from self._refusals(document, alone)

    def _scoped(self, seen: NormSeen, document: Document) -> NormSeen:
        """Return a title too general to be one law everywhere with the document that tells which it is."""
        if seen.kind not in ("agreement", "treaty", "statute") or seen.name in self._names.by_name:
            return seen
        if not self._titles.is_generic(seen.name):
            return seen
        return seen._replace(identifiers=(*seen.identifiers, ("document", document.id)))

    def named(self, text: str, words: Sequence[Word]) -> list[NormSeen]:
        """Return where a text names law by itself, before short forms are led back to it."""
        bare = [
            found.entry.seen(found.start, found.end)
            for found in self._names.bare_names(text).find(text, words)
        ]
        known = without_overlaps([*self._names.read(text, words), *self._citations.read(text), *bare])
        titled = [seen for seen in self._titles.read(text, words) if not self._titles.is_refused(seen)]
        return without_overlaps([*known, *(title for title in titled if _is_new(title, known))])

    def _referred(
        self, document: Document, seen: Sequence[NormSeen]
    ) -> tuple[list[NormSeen], list[Rejected]]:
        """Return "the Convention" and the like led back to the one norm so named before it."""
        starts = [norm.start for norm in seen]
        referred: list[NormSeen] = []
        refused: list[Rejected] = []
        for found in _REFERENCE.finditer(document.text):
            start, end = found.span(1)
            if found[1] not in self._references or is_taken(seen, starts, start, end):
                continue
            if _goes_on(document.text, end):
                continue
            before = seen[: bisect_left(starts, start)]
            meant = {norm.name: norm for norm in before if _is_called(norm, found[1])}
            if len(meant) == 1:
                [norm] = meant.values()
                referred.append(norm._replace(start=start, end=end))
            elif meant:
                refused.append(_refusal(document, start, end, "ambiguous_reference",
                                        f"{len(meant)} norms named before it could be meant."))  # fmt: skip
        return referred, refused

    def _refusals(self, document: Document, alone: Iterable[Provision]) -> Iterator[Rejected]:
        for provision in alone:
            yield _refusal(document, provision.start, provision.end, "provision_without_norm",
                           "No norm that it belongs to stands beside it.")  # fmt: skip
        for start, end in self._citations.resolutions.unexplained(document.text):
            yield _refusal(document, start, end, "resolution_without_year",
                           "The text tells neither the body nor the year of this resolution.")  # fmt: skip
        for start, end in self._citations.resolutions.other_documents(document.text):
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


def one_name_each(seen: Sequence[NormSeen]) -> list[NormSeen]:
    """Give "the X Act" the year that the document says once elsewhere ("the X Act of 2004")."""
    dated: dict[str, set[str]] = {}
    for item in seen:
        bare = _ACT_YEAR.sub("", item.name)
        if item.kind in ("statute", "agreement", "treaty") and bare != item.name:
            dated.setdefault(folded_name(bare), set()).add(item.name)
    titles = {item.name for item in seen if item.kind in ("agreement", "treaty")}
    for name in titles:
        longer = {other for other in titles if other.endswith(f" {name}")}
        if len(longer) == 1 and len(name.split()) == 2:
            dated.setdefault(folded_name(name), longer)
    full = {bare: next(iter(names)) for bare, names in dated.items() if len(names) == 1}
    return [item._replace(name=full.get(folded_name(item.name), item.name)) for item in seen]


def _with_defined_names(text: str, words: Sequence[Word], seen: Sequence[NormSeen]) -> list[NormSeen]:
    """Return the mentions and those by names the text itself defines: "… Act of 2004 (NKHRA)"."""
    defined: list[tuple[str, NormSeen]] = []
    for item in seen:
        found = _DEFINITION.match(text, item.end)
        if found and item.kind not in ("principle", "crime", "resolution"):
            defined.append((found[1], item))
    if not defined:
        return list(seen)
    table = NameTable(defined)
    again = (
        found.entry._replace(start=found.start, end=found.end)
        for found in table.find(text, words)
        if found.start > found.entry.start
    )
    return without_overlaps([*seen, *again])


def _with_signing(seen: NormSeen, document: Document, found: Found) -> NormSeen:
    """Return an agreement with the date of its signing, where the words right after it say so."""
    said = _SIGNED.match(document.text, seen.end)
    if said is None or seen.kind not in ("agreement", "treaty"):
        return seen
    dates = [time for time in found.of(TimeExpression) if time.anchor.start == said.end() and time.edtf]
    named = tuple((said[1], time.edtf) for time in dates[:1] if time.edtf)
    return seen._replace(identifiers=tuple(sorted({*seen.identifiers, *named})))


def _is_new(title: NormSeen, known: Sequence[NormSeen]) -> bool:
    """Tell whether a title is none of the known norms: it holds none but a principle or crime in its name.

    "Protocol to the X Convention" is another norm than "X Convention", which stands inside it.
    """
    low = bisect_left(known, title.start, key=lambda norm: norm.end)
    for norm in known[low:]:
        if norm.start >= title.end:
            break
        inside = (
            title.start <= norm.start and norm.end <= title.end and norm.end - norm.start < len(title.name)
        )
        opens = norm.start > title.start and title.name.split()[0].rstrip("s") in ("Protocol", "Agreement")
        if norm.end > title.start and not (inside and (opens or norm.kind in ("principle", "crime"))):
            return False
    return True


def _is_called(norm: NormSeen, word: str) -> bool:
    return norm.kind not in ("principle", "crime") and f" {word} " in f" {norm.name.replace(',', ' ')} "


def _goes_on(text: str, end: int) -> bool:
    """Tell whether another capitalised word follows, so that the word is part of some other name."""
    following = text[end : end + 2]
    return len(following) == 2 and following[0] == " " and following[1].isupper()


def _refusal(document: Document, start: int, end: int, code: str, reason: str) -> Rejected:
    return Rejected(document.evidence(start, end), NormExtractor.name, code, reason)
