"""Sets of figures as pages tell them: lanes by origin, verdict and changes in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.record.names import Names
from onrecord.record.store import Record
from onrecord.types.chronology import day_order, in_words
from onrecord.types.naming import capital
from onrecord.types.rows import DocumentRow, Figure, FigureSet
from onrecord.types.shown import shown_value
from onrecord.web.drawing import Drawing
from onrecord.web.drawing_figures import Lane, Said, figure_set
from onrecord.web.rendering import place_url

CHANGES = {
    "strengthened": "the bound claims more",
    "weakened": "the bound claims less",
    "hedge_dropped": "a hedge is dropped",
    "population_widened": "what is counted is said more widely",
    "date_coarsened": "the date is less exact",
    "attribution_lost": "who it comes from is no longer said",
}
"""Each change of a figure on its way, as the end of a sentence."""

VERDICTS = {
    "agree": "They agree.",
    "compatible": "They can all hold.",
    "conflict": "They cannot all hold.",
    "not_comparable": "They cannot be compared.",
    "single": "It is told once.",
}

NOBODY_NAMED = "origin not known: these name nobody they have it from"
NOT_KEPT = (
    "This record was compared before it was kept which figures share an origin. Build it again to see that."
)


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of one figure on the way to another: where each stands and what is other, in words."""

    one: Figure
    other: Figure
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetShown:
    """A set of figures as a page shows it; `groups` are words on an origin with its figures, in order."""

    row: FigureSet
    verdict: str
    origins: str
    groups: tuple[tuple[str, tuple[Figure, ...]], ...]
    changes: tuple[Changed, ...]
    drawing: Drawing
    left_out: int = 0
    documents: Mapping[str, DocumentRow] = field(default_factory=dict)


class SetReader:
    """Reads sets of figures with all that a page says of them."""

    def __init__(self, record: Record, names: Names) -> None:
        self._record, self._names = record, names

    def shown(self, row: FigureSet) -> SetShown:
        """Return a set as a page shows it; figures that a reviewer rejected are left out."""
        [found] = self.several([row])
        return found

    def several(self, rows: Sequence[FigureSet], most: int | None = None) -> list[SetShown]:
        """Return sets as pages show them, of each the first `most` figures; all are read together."""
        held = self._record.rows_with(id_ for row in rows for id_ in row.figures)
        figures = {id_: row for id_, row in held.items() if isinstance(row, Figure)}
        found = self._record.rows_with({figure.document for figure in figures.values()})
        documents = {id_: row for id_, row in found.items() if isinstance(row, DocumentRow)}
        self._names.many([*documents, *(link for figure in figures.values() for link in figure.chain)])
        return [self._one(row, most, figures, documents) for row in rows]

    def _one(
        self,
        row: FigureSet,
        most: int | None,
        figures: Mapping[str, Figure],
        documents: Mapping[str, DocumentRow],
    ) -> SetShown:
        keys = {id_: self._order(figures[id_], documents) for id_ in row.figures if id_ in figures}
        order = {id_: keys[id_] for id_ in sorted(keys, key=keys.__getitem__)[:most]}
        groups = sorted(self._groups(row, order, figures), key=lambda group: order[group[1][0]])
        shown = tuple((words, tuple(figures[id_] for id_ in ids)) for words, ids, _ in groups)
        lanes = [
            Lane(words, tuple(self._said(figures[id_]) for id_ in ids), one) for words, ids, one in groups
        ]
        return SetShown(
            row,
            f"{VERDICTS[row.verdict]} {row.why}".strip(),
            self.origins(row),
            shown,
            tuple(_changes(row, figures)),
            figure_set(lanes, f"Figures: {row.label}"),
            len(keys) - len(order),
            documents,
        )

    @staticmethod
    def _order(figure: Figure, documents: Mapping[str, DocumentRow]) -> tuple[str, str, str]:
        """Return the key by which figures follow one another: their own date, then that of the document."""
        document = documents.get(figure.document)
        put_out = document.date.edtf if document and document.date else None
        return day_order(figure.date), day_order(put_out), figure.id

    def _groups(
        self, row: FigureSet, order: Mapping[str, tuple[str, str, str]], figures: Mapping[str, Figure]
    ) -> Iterator[tuple[str, list[str], bool]]:
        """Yield words on an origin, its figures in order, and whether they are one origin."""
        alone: list[str] = []
        for group in row.origin_groups:
            ids = sorted((id_ for id_ in group.figures if id_ in order), key=order.__getitem__)
            if group.origin is None and len(ids) == 1:
                alone += ids
            elif ids:
                held = len({figures[id_].document for id_ in ids})
                yield self._of_one(group.origin, len(ids), held), ids, True
        if alone:
            yield NOBODY_NAMED, sorted(alone, key=order.__getitem__), False
        if not row.origin_groups and order:
            yield NOT_KEPT, sorted(order, key=order.__getitem__), False

    def _of_one(self, origin: str | None, count: int, documents: int) -> str:
        said = f"said in {documents} documents" if documents > 1 else f"said {count} times in one document"
        if origin is None:
            return f"one origin that is not named, {said}"
        name = self._names.one(origin)
        return f"origin: {name}, said in one document" if count == 1 else f"one origin: {name}, {said}"

    def origins(self, row: FigureSet) -> str:
        """Return the sentence on how many origins a set has; never more than the record knows."""
        named = self._names.some(row.origin_ids)
        if row.origins == 1:
            return f"All of them lead back to one origin: {named}."
        if row.origins:
            return f"They lead back to {row.origins} origins: {named}."
        if named:
            return (
                f"Some lead back to {named}; others name nobody, so how many origins there are is not known."
            )
        return "No origin is named for any of them: how many there are is not known."

    def _said(self, figure: Figure) -> Said:
        document = self._names.one(figure.document)
        when = f"{in_words(figure.date)} · " if figure.date else "undated · "
        title = f"{capital(document)}: {self._names.told(figure)}: “{' '.join(figure.anchor.exact.split())}”"
        return Said(figure, when + document, title, place_url(figure.anchor, figure.id))


def _changes(row: FigureSet, figures: Mapping[str, Figure]) -> Iterable[Changed]:
    told: dict[tuple[str, str], list[str]] = {}
    for change in row.changes:
        if change.one in figures and change.other in figures:
            told.setdefault((change.one, change.other), []).append(CHANGES[change.change])
    for (one, other), what in told.items():
        yield Changed(figures[one], figures[other], tuple(dict.fromkeys(what)))


def number_of(figure: Figure) -> str:
    """Return a figure's number with its bound and what is counted: "≥ 1,170 people"."""
    return f"{shown_value(figure)} {figure.counted}" if figure.counted else shown_value(figure)
