"""Each figure of a draft held against the record's figures on the same thing (FIELD.md section 4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from onrecord.resolve.content_words import head_of
from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_documents import DocumentsMeant
from onrecord.resolve.draft_nearest import Near
from onrecord.resolve.draft_sentences import clauses_of, days_of
from onrecord.resolve.figures_compare import same_time
from onrecord.resolve.numerals import values_of
from onrecord.resolve.words import words_of
from onrecord.types.drafts import Compared
from onrecord.types.ranges import far_apart, literal, meet, same_number
from onrecord.types.rows import Figure, FigureSet
from onrecord.types.spans import Evidence, Span

ON_IT = 0.3
"""Share of a sentence's words that one of the record has, or what stands around it, to bear a figure out."""

ONE_MATTER = 0.55
"""Share from which on another number there contradicts: the sentences tell the same."""

NEARLY_ALL = 0.8
"""Share from which on it does so too where it stands in the sentences around and in what the document is."""

IN_CLAUSE = 0.5
"""Share of the words of a figure's own clause that the other's clause has for the same."""

NOT_FAR = 1.5
"""How many times the smaller of two numbers the larger may be, where a range holds the other."""

ONE_SIZE = 20
"""How many times the smaller of two numbers the larger may be for them to be of one thing."""

LEAST_TOLD = 10
"""Smaller numbers may be the draft's own count: two visits, three people."""

MOST_SHOWN = 4
"""Places of the record that are shown for one figure."""

BORNE_OUT = {
    "about": ("exact", "nearly", "about"),
    "nearly": ("nearly",),
    "at_least": ("exact", "more_than", "at_least"),
    "more_than": ("more_than",),
    "at_most": ("exact", "less_than", "at_most", "nearly"),
    "less_than": ("less_than",),
    "exact": ("exact",),
    "between": ("between",),
    "vague": ("vague",),
}
"""Bounds of the record that bear out a bound of the draft on the same number: it claims no more."""

_ADDED = ("more_than", "at_least", "less_than", "at_most")
_COUNTED = ("count", "share", "money", "measure", "rate")


class Met(NamedTuple):
    """A figure of the record near one of a draft, with the sentence it stands in."""

    figure: Figure
    near: Near


class DraftFigures:
    """Compares the figures of one draft, in text order."""

    def __init__(self, context: DraftContext, meant: DocumentsMeant) -> None:
        self._context, self._meant = context, meant
        self._words = context.words
        self._figures = lru_cache(256)(lambda document: tuple(context.corpus.rows(Figure, document)))
        self._groups = context.words.things

    def compared(self) -> Iterator[Compared]:
        """Yield one comparison for each figure that is no part of a quotation."""
        for figure in self._context.corpus.rows(Figure, self._context.draft):
            if not self._context.in_speech(figure.anchor.span) and not _is_mark(figure, self._context.text):
                yield from self._compare(figure)

    def _compare(self, figure: Figure) -> Iterator[Compared]:
        nears = self._context.near(figure.anchor.span)
        met = [one for one in self._met(nears) if self._on_one_thing(figure, one)]
        named = self._meant.named_in(figure.anchor.span)
        weak = self._weakened(met) - {one.figure.id for one in met if one.figure.document in named}
        bearing = [one for one in met if self._bears_out(figure, one) and one.figure.id not in weak]
        if bearing:
            yield self._supported(figure, bearing, met)
            return
        met = self._of_one_matter(figure, met)
        other = self._other_bound(figure, met) or self._contradicting(figure, met)
        if other is not None:
            yield other
            return
        thing = self._other_thing(figure, nears)
        if thing is not None:
            yield thing
            return
        written = [near for near in nears if near.share >= ON_IT and _is_written(figure, near)]
        if written and not weak:
            yield self._told(figure, "supported", [near.sentence.evidence for near in written])
            return
        if figure.quantity in _COUNTED and (figure.number or LEAST_TOLD) >= LEAST_TOLD and figure.counted:
            yield self._told(figure, "no_source", [near.sentence.evidence for near in nears[:1]])
        elif figure.counted:
            reason = "nothing near it in the record has this number"
            yield self._told(figure, "not_decided", (), reason=reason)

    def _of_one_matter(self, figure: Figure, met: Sequence[Met]) -> list[Met]:
        """Return the figures of documents that name all whom the draft's sentence names."""
        over = self._context.over(figure.anchor.span)
        return [one for one in met if self._context.names_meet(over, one.figure.document)]

    def _met(self, nears: Sequence[Near]) -> Iterator[Met]:
        for near in nears:
            span = Span(near.sentence.start, near.sentence.end)
            for figure in self._figures(near.sentence.document):
                if span.contains(figure.anchor.span):
                    yield Met(figure, near)

    def _on_one_thing(self, figure: Figure, met: Met) -> bool:
        other = met.figure
        if figure.quantity != other.quantity or figure.unit != other.unit or figure.change != other.change:
            return False
        if max(met.near.share, met.near.wide) < ON_IT:
            return False
        if figure.quantity != "count" or figure.unit is not None:
            return True
        return self._same_head(figure, other)

    def _same_head(self, figure: Figure, other: Figure) -> bool:
        here, there = head_of(figure.counted or ""), head_of(other.counted or "")
        if here is None or there is None or here == there:
            return True
        return any(here in group and there in group for group in self._words.alike)

    def _bears_out(self, figure: Figure, met: Met) -> bool:
        """Tell whether a figure of the record says what the draft's does, or more than that."""
        if same_number(figure, met.figure):
            return met.figure.bound in BORNE_OUT[figure.bound]
        if far_apart(figure, met.figure, NOT_FAR):
            return False
        return _holds(figure, met.figure) and _is_near(met.near) and self._in_one_clause(figure, met)

    def _weakened(self, met: Sequence[Met]) -> frozenset[str]:
        """Return figures of the record that claim more than the one they were taken from."""
        found: set[str] = set()
        for document in {one.figure.document for one in met}:
            for held in self._context.corpus.about(FigureSet, document):
                found.update(stronger for _, stronger in held.strengthened)
        return frozenset(found)

    # what bears it out

    def _supported(self, figure: Figure, bearing: Sequence[Met], met: Sequence[Met]) -> Compared:
        bearing = sorted(bearing, key=lambda one: not same_number(figure, one.figure))
        later = self._later(figure, bearing, met)
        if later is not None:
            there = _shown(later.figure)
            anchors = [later.near.sentence.evidence, bearing[0].near.sentence.evidence]
            return self._told(figure, "outdated", anchors, there=there, rows=(later.figure.id,))
        against = [
            one
            for one in met
            if one.near.share >= ONE_MATTER and not meet(literal(figure), literal(one.figure))
            and not same_number(figure, one.figure) and _at_one_time(figure, one.figure)
            and head_of(figure.counted or "") == head_of(one.figure.counted or "")
        ]  # fmt: skip
        told = ", ".join(dict.fromkeys(_shown(one.figure) for one in against[:MOST_SHOWN]))
        return self._told(
            figure,
            "supported",
            [one.near.sentence.evidence for one in (*bearing[:MOST_SHOWN], *against[:2])],
            reason=f"others say {told}" if told else "",
            rows=tuple(one.figure.id for one in bearing),
            supports=tuple(dict.fromkeys(one.figure.document for one in bearing)),
            origins=self._origins(bearing),
        )

    def _origins(self, bearing: Sequence[Met]) -> int | None:
        """Return how many independent origins the record's figures have, as its own sets tell."""
        ids = {one.figure.id for one in bearing}
        for held in self._context.corpus.about(FigureSet, bearing[0].figure.document):
            own = all(anchor.document != self._context.draft for anchor in held.anchors_of_figures)
            if own and ids & set(held.figures) and held.origins is not None:
                return held.origins
        return 1 if len(ids) == 1 else None

    def _later(self, figure: Figure, bearing: Sequence[Met], met: Sequence[Met]) -> Met | None:
        """Return a later count of the same, where the draft says its own of now, in its own voice."""
        if figure.measure != "stock" or not self._says_of_now(figure):
            return None
        newest = max(self._as_of(one.figure) for one in bearing)
        for one in sorted(met, key=lambda held: self._as_of(held.figure), reverse=True):
            later = newest and one.figure.measure == "stock" and self._as_of(one.figure)[:7] > newest[:7]
            if later and one.near.share >= ONE_MATTER and _replaces(one.figure, figure):
                return one
        return None

    def _says_of_now(self, figure: Figure) -> bool:
        sentence = self._context.sentence_at(figure.anchor.start)
        if sentence is None or days_of(sentence.text):
            return False
        said = self._context.speakers.statement_at(self._context.draft, figure.anchor.span)
        words = {word.folded for word in words_of(sentence.text)}
        return (said is None or said.source is None) and not words.isdisjoint(self._words.present)

    def _as_of(self, figure: Figure) -> str:
        row = self._context.document(figure.document)
        return figure.date or (row.date.edtf if row is not None and row.date else "")

    # what contradicts it

    def _other_bound(self, figure: Figure, met: Sequence[Met]) -> Compared | None:
        """Return what the record says of the same number in another bound."""
        same = [one for one in met if same_number(figure, one.figure) and one.figure.bound != figure.bound]
        same = [one for one in same if one.near.sure]
        if not same:
            return None
        first = max(same, key=lambda one: (one.near.share, one.figure.bound != figure.bound))
        code = "bound_changed"
        if figure.bound == "exact":
            code = "bound_dropped"
        elif figure.bound in _ADDED and first.figure.bound in ("exact", "about", "nearly", "at_least"):
            code = "bound_added"
        return self._against(figure, code, first)

    def _contradicting(self, figure: Figure, met: Sequence[Met]) -> Compared | None:
        """Return what the record says where it tells the same of another number."""
        apart = [
            one
            for one in met
            if _is_near(one.near)
            and not far_apart(figure, one.figure, ONE_SIZE)
            and _at_one_time(figure, one.figure)
            and self._in_one_clause(figure, one)
        ]
        if not apart:
            return None
        return self._against(figure, "conflicting", max(apart, key=lambda one: one.near.share))

    def _in_one_clause(self, figure: Figure, met: Met) -> bool:
        here = self._clause(figure.anchor, self._context.text)
        there = self._clause(met.figure.anchor, self._context.corpus.text(met.figure.document))
        wanted = self._words.stems(here)
        return self._context.nearest.share(wanted, self._words.stems(there)) >= IN_CLAUSE

    def _clause(self, anchor: Evidence, text: str) -> str:
        """Return the clause around words, the whole sentence where the clause says nothing else."""
        start, end = max(0, anchor.start - 300), min(len(text), anchor.end + 300)
        window = text[start:end]
        at = anchor.start - start
        clause = next((one for one in clauses_of(window) if one.covers(at)), None)
        return clause.slice(window) if clause is not None else window

    def _against(self, figure: Figure, code: str, met: Met) -> Compared:
        anchors = [met.near.sentence.evidence]
        return self._told(figure, code, anchors, there=_shown(met.figure), rows=(met.figure.id,))

    def _other_thing(self, figure: Figure, nears: Sequence[Near]) -> Compared | None:
        """Return what the record counts by the same number where that is another sort of thing."""
        here = head_of(figure.counted or "")
        for one in self._met(nears):
            there = head_of(one.figure.counted or "")
            if not one.near.sure or one.near.share < ONE_MATTER or not same_number(figure, one.figure):
                continue
            kinds = [
                next((at for at, group in enumerate(self._groups) if head in group), None)
                for head in (here, there)
            ]
            units = {figure.unit, one.figure.unit}
            if (None not in kinds and kinds[0] != kinds[1]) or (None not in units and len(units) > 1):
                whole = " ".join(one.figure.anchor.exact.split())
                return self._told(figure, "other_thing", [one.near.sentence.evidence], there=whole)
        return None

    def _told(
        self,
        figure: Figure,
        code: str,
        anchors: Sequence[Evidence],
        *,
        there: str = "",
        reason: str = "",
        rows: tuple[str, ...] = (),
        supports: tuple[str, ...] = (),
        origins: int | None = None,
    ) -> Compared:
        supports = supports or (
            tuple(dict.fromkeys(one.document for one in anchors)) if code == "supported" else ()
        )
        return Compared(
            "figure", code, figure.anchor, here=_shown(figure), there=there, reason=reason, origins=origins,
            standing=self._context.standing(dict.fromkeys(anchors)), rows=rows, supports=supports,
        )  # fmt: skip


def _shown(figure: Figure) -> str:
    return " ".join(figure.value.exact.split())


def _is_mark(figure: Figure, text: str) -> bool:
    """Tell whether a number is the mark of a note: "[^2]", "[12]"."""
    before, behind = (
        text[max(0, figure.anchor.start - 2) : figure.anchor.start],
        text[figure.anchor.end : figure.anchor.end + 1],
    )
    return before.endswith(("[^", "[")) and behind == "]"


def _holds(figure: Figure, other: Figure) -> bool:
    """Tell whether every number that one of the record can stand for fits that of the draft."""
    if figure.bound == "exact" or (figure.number is None and figure.bound != "vague"):
        return (figure.low, figure.high) == (other.low, other.high)
    low, high = literal(figure)
    other_low, other_high = literal(other)
    return low <= other_low and other_high <= high


def _replaces(later: Figure, figure: Figure) -> bool:
    """Tell whether a later count leaves no room for an earlier one, or says more of the same."""
    if same_number(later, figure):
        return False
    low, high = literal(figure)
    later_low, later_high = literal(later)
    return not meet((low, high), (later_low, later_high)) or (low < later_low and later_high <= high)


def _is_near(near: Near) -> bool:
    """Tell whether a sentence tells the same, or goes on from one that does."""
    return near.sure and (near.share >= ONE_MATTER or near.wide >= NEARLY_ALL)


def _at_one_time(figure: Figure, other: Figure) -> bool:
    return figure.date is None or other.date is None or same_time(figure.date, other.date)


def _is_written(figure: Figure, near: Near) -> bool:
    """Tell whether a sentence of the record has a figure's number, also where it was read as none."""
    if figure.number is None:
        return False
    wanted = f"#{figure.number:.12g}"
    return any(value.split(" ")[0] == wanted for value in values_of(near.sentence.text))
