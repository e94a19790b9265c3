"""Rows by their ids, many at once: a page of fifty rows costs few queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from onrecord.record.merging import MERGED
from onrecord.record.reading import Reader
from onrecord.record.receipts import in_parts
from onrecord.types.identity import LETTERS
from onrecord.types.rows import Row


def rows_with(reader: Reader, ids: Iterable[str]) -> dict[str, Row]:
    """Return what is shown under each of `ids`, whole; ids under which nothing is shown are left out.

    A row led to another stands here under the id that was asked for, and carries the id it is shown under.
    """
    asked = list(dict.fromkeys(ids))
    own = [id_ for id_ in asked if id_.startswith("d-")]
    found: dict[str, Row] = {}
    for some in in_parts(own):
        found.update((row.id, row) for row in reader.document_rows(some))
    ends = _ends(reader, [id_ for id_ in asked if not id_.startswith("d-")])
    shown = _shown(reader, set(ends.values()))
    found.update((id_, shown[end]) for id_, end in ends.items() if end in shown)
    return {id_: found[id_] for id_ in asked if id_ in found}


def _ends(reader: Reader, ids: Collection[str]) -> dict[str, str]:
    """Return under which id each of `ids` is shown."""
    led = reader.redirects.targets(ids) if reader.view.redirected else {}
    return {id_: led.get(id_, id_) for id_ in ids}


def _shown(reader: Reader, targets: Collection[str]) -> dict[str, Row]:
    kept = [target for target in targets if reader.shows(target)]
    sources = reader.redirects.sources_of(kept) if reader.view.redirected else {id_: {id_} for id_ in kept}
    every = sorted(set().union(*sources.values()))
    read = [row for row in reader.under(every) if reader.shows(row.id)]
    own: dict[str, list[tuple[Row, Row]]] = {}
    for before, after in zip(read, reader.lead(read), strict=True):
        own.setdefault(before.id, []).append((before, after))
    made = _made(reader, every)
    found: dict[str, Row] = {}
    for target in kept:
        row = _choose(reader, target, sources[target], own, made)
        if row is not None:
            found[target] = reader.reviewed(row)
    return found


def _made(reader: Reader, ids: Collection[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for kind in sorted(reader.view.resolved):
        found.update(reader.made_by_id(kind, [id_ for id_ in ids if id_[:1] == LETTERS[kind]]))
    return found


def _choose(
    reader: Reader,
    target: str,
    sources: Collection[str],
    own: Mapping[str, list[tuple[Row, Row]]],
    made: Mapping[str, Row],
) -> Row | None:
    """Return what stands under `target`, of rows made and of pairs of rows read and led, by their own ids."""
    read = [pair for id_ in sorted(sources) for pair in own.get(id_, ())]
    kinds = {before.row_type for before, _ in read}
    here = {id_: made[id_] for id_ in sorted(sources) if id_ in made}
    here = {id_: row for id_, row in here.items() if not kinds or row.row_type in kinds}
    if not here and not read:
        return None
    if not MERGED.isdisjoint(kinds or {row.row_type for row in here.values()}):
        leading = [row for id_, row in sorted(here.items(), key=lambda item: (item[0] != target, item[0]))]
        shown = [row for row in leading if reader.shows(row.id)]
        return reader.unite(target, shown, [after for _, after in read])
    return here.get(target) or next((after for before, after in read if before.id == target), None)
