"""The graph of sources in words: boxes and ties, copies of one text folded, those named as origins beside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.types.chronology import day_order, in_words
from onrecord.types.naming import capital
from onrecord.types.rows import DocumentLink, DocumentRow, Figure, Statement
from onrecord.web.drawing import Drawing
from onrecord.web.drawing_sources import VERBS, Node, Tie, source_graph, ties_of
from onrecord.web.rendering import actor_url, document_url, row_url
from onrecord.web.site import Site

FOLDED = 0.75
"""The part of the shorter of two texts that both have, from which on they are drawn as copies of one text."""

ORIGINS = 60
"""Documents up to which it is read whose words stand in each: of more a graph would be nothing but names."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One document of the graph in the table: what it stands on, what stands on it, copies drawn with it."""

    id: str
    on: tuple[Tie, ...]
    under: tuple[Tie, ...]
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcesShown:
    """A graph with the same as a table; `left_out` documents with links are not in it."""

    drawing: Drawing
    linked: tuple[Linked, ...]
    names: Mapping[str, str]
    ties: int
    copies: int
    left_out: int
    origins_left_out: bool


def drawn(
    site: Site,
    links: Sequence[DocumentLink],
    alike: Sequence[DocumentLink],
    chosen: str | None,
    *,
    left_out: int = 0,
    with_origins: bool = False,
) -> SourcesShown:
    """Return the graph that links make, with the chosen document always in it.

    Of documents that are `alike`, those that are copies of one text are drawn as one.
    """
    making = _Making(site, links, alike, chosen)
    ties = list(making.ties())
    too_many = len(making.names) > ORIGINS
    if with_origins and not too_many:
        ties += making.origin_ties()
    ends = {end for tie in ties for end in (tie.source, tie.user)}
    copied = set(making.folded.values()) if any(link.kind == "same_text" for link in links) else set()
    ids = sorted(ends | copied | set(filter(None, [making.kept(chosen)])), key=making.order)
    on, under = defaultdict(list), defaultdict(list)
    for tie in ties:
        on[tie.user].append(tie)
        under[tie.source].append(tie)
    nodes = [making.node(id_, len(on[id_]) + len(under[id_])) for id_ in ids]
    return SourcesShown(
        source_graph(nodes, ties, "What stands on what"),
        tuple(Linked(id_, tuple(on[id_]), tuple(under[id_]), making.copies_of(id_)) for id_ in ids),
        making.names,
        len(ties),
        len(making.folded),
        left_out,
        with_origins and too_many,
    )


class _Making:
    """What is known while a graph is made: its documents and wanted ones, their names, and the copies."""

    def __init__(
        self,
        site: Site,
        links: Sequence[DocumentLink],
        alike: Sequence[DocumentLink],
        chosen: str | None,
    ) -> None:
        self._site, self._links, self._alike, self._chosen = site, links, alike, chosen
        ids = {end for link in (*links, *alike) for end in direction(link) if end.startswith("d-")}
        held = site.record.rows_with(sorted(ids | set(filter(None, [chosen]))))
        self.rows = {id_: row for id_, row in held.items() if isinstance(row, DocumentRow)}
        self.folded = self._copies()
        shown = {end for link in links for end in direction(link)} | {*filter(None, [chosen])}
        shown = (shown | set(self.folded) | set(self.folded.values())) & self.rows.keys()
        self.names = dict(zip(sorted(shown), site.names.many(sorted(shown)), strict=True))
        self._wanted = {direction(link)[0]: link for link in links if link.wanted is not None}
        for id_, link in self._wanted.items():
            if link.wanted is not None:
                self.names[id_] = f"a document that is not here, {link.wanted.description}"

    def order(self, id_: str) -> tuple[str, str]:
        """Return the key by which documents stand in the order of time; others come last."""
        row = self.rows.get(id_)
        return day_order(row.date.edtf if row and row.date else None), id_

    def kept(self, id_: str | None) -> str | None:
        """Return the document that one is drawn with: itself, or the earliest of the same text."""
        return self.folded.get(id_, id_) if id_ is not None else None

    def copies_of(self, id_: str) -> tuple[str, ...]:
        """Return the documents that are drawn with one."""
        return tuple(sorted((copy for copy, kept in self.folded.items() if kept == id_), key=self.order))

    def _copies(self) -> dict[str, str]:
        """Return for each copy the document it is drawn with."""
        lead: dict[str, str] = {}

        def of(id_: str) -> str:
            while id_ in lead:
                id_ = lead[id_]
            return id_

        for link in self._alike:
            ends = direction(link)
            if self.rows.keys() >= set(ends) and self._is_copy(link):
                first, last = sorted(map(of, ends), key=self.order)
                if first != last:
                    lead[last] = first
        return {id_: of(id_) for id_ in lead}

    def _is_copy(self, link: DocumentLink) -> bool:
        """Tell whether the words that two documents share are most of the shorter one."""
        for document in direction(link):
            shared = sum(len(anchor.exact) for anchor in link.evidence if anchor.document == document)
            least = max((segment.end for segment in self.rows[document].segments), default=0)
            if shared < FOLDED * least:
                continue
            if shared >= FOLDED * len(self._site.record.text(document).strip()) > 0:
                return True
        return False

    def ties(self) -> tuple[Tie, ...]:
        """Return what links the boxes."""
        told = []
        for link in self._links:
            source, user = (self.folded.get(end, end) for end in direction(link))
            if source != user and source in self.names and user in self.names:
                told.append((source, user, link.kind, link.id))
        return ties_of(told, self.names)

    def origin_ties(self) -> Iterator[Tie]:
        """Yield a tie from each actor who is the first to have said something to where it came in."""
        counts: Counter[tuple[str, str, str]] = Counter()
        for document in sorted({id_ for id_ in self.names if id_ in self.rows} - self.folded.keys()):
            for what, chain in self._chains(document):
                origin = origin_of(chain, self.rows[document])
                into = next((id_ for id_ in chain if id_ in self.rows), document)
                if origin is not None:
                    counts[origin, self.folded.get(into, into), what] += 1
        origins = sorted({origin for origin, _, _ in counts})
        self.names |= dict(zip(origins, self._site.names.many(origins), strict=True))
        for origin, document in dict.fromkeys((origin, document) for origin, document, _ in sorted(counts)):
            told = [_counted(counts[origin, document, what], what) for what in ("statement", "figure")]
            words = " and ".join(filter(None, told))
            title = f"{capital(self.names[document])} has {words} from {self.names[origin]}"
            yield Tie(origin, document, ("says",), title, document_url(document))

    def _chains(self, document: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for statement in self._site.record.rows(Statement, document):
            yield "statement", statement.chain
        for figure in self._site.record.rows(Figure, document):
            yield "figure", figure.chain

    def node(self, id_: str, links: int) -> Node:
        """Return the box of a document, a wanted one or an origin."""
        link = self._wanted.get(id_)
        if link is not None and link.wanted is not None:
            name = link.wanted.description
            where = row_url(link.id)
            known = (link.wanted.date or "", f"to {link.wanted.addressee}" if link.wanted.addressee else "")
            beneath = ", ".join(filter(None, ("not here", *known)))
            return Node(id_, name, beneath, capital(self.names[id_]), "wanted", where)
        if id_ not in self.rows:
            name = self.names[id_]
            title = f"{name}, named as an origin"
            return Node(id_, name, "named as an origin", title, "actor", actor_url(id_))
        return self._document(self.rows[id_], links)

    def _document(self, row: DocumentRow, links: int) -> Node:
        name, copies = self.names[row.id], len(self.copies_of(row.id))
        more = f"{copies} more with the same text" if copies else ""
        when = row.date.edtf if row.date else ""
        who = self._site.names.some(row.issuers or row.signatories)
        label = capital(_without_kind(name))
        beneath = more or ", ".join(filter(None, ("" if when and when in label else when or "undated", who)))
        told = (capital(name), in_words(when) if when else "undated", who, more)
        is_chosen = row.id == self.kept(self._chosen)
        return Node(
            row.id,
            label,
            beneath,
            ". ".join(filter(None, told)),
            "document",
            document_url(row.id),
            None if is_chosen else f"/sources?document={row.id}",
            links,
            is_chosen,
        )


def _without_kind(name: str) -> str:
    """Return what a box has room for of a document's name: its title alone, where it is called by one.

    >>> _without_kind("the report “On the lake”"), _without_kind("the letter of 2024-05-21")
    ('“On the lake”', 'letter of 2024-05-21')
    """
    _, mark, title = name.partition("“")
    return mark + title if mark else name.removeprefix("the ")


def _counted(many: int, what: str) -> str:
    return f"{many} {what}{'' if many == 1 else 's'}" if many else ""


def direction(link: DocumentLink) -> tuple[str, str]:
    """Return the source of a link and what stands on it; a wanted document by its own id."""
    wanted = (link.wanted.id or link.id) if link.wanted else ""
    return link.to_document or wanted, link.from_document


def origin_of(chain: Sequence[str], document: DocumentRow) -> str | None:
    """Return the actor at the head of a chain, None where that is who puts the document out, or nobody."""
    first = chain[0] if chain else ""
    own = {*document.issuers, *document.signatories}
    return first if first.startswith("a-") and first not in own else None


def told_of(tie: Tie) -> str:
    """Return what one who stands on a source does with it: "quotes and cites"."""
    return " and ".join(VERBS[kind] for kind in tie.kinds)
