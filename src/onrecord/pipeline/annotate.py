"""One text at a time: what is found in files, without making a record."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from onrecord.config import Config
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.asks_passages import AskPassages
from onrecord.extract.asks_words import AskWords
from onrecord.ingest.discovery import discover, root_of
from onrecord.pipeline.annotated_things import LAYERS, things_of
from onrecord.pipeline.gathering import Gathering
from onrecord.pipeline.plan import STEPS, annotate, make_tools_for, run_extractors
from onrecord.pipeline.processes import ONE_THREAD, WorkersCannotStart
from onrecord.text.reading import read_text
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Layout, RawDocument
from onrecord.types.errors import ConfigurationIsWrong, FileCannotBeRead, Issue

IN_OWN_VOICE = frozenset({"letter", "joint_letter", "statement", "testimony", "resolution"})
"""Kinds of document in which "we" is the issuer: their own acts are found by the parse alone."""

FILES_A_PROCESS = 16
"""Files from which a further process is worth the seconds it takes to load its models."""

AHEAD = 4
"""Documents a process is given before the first of them is printed."""

_NEEDS_NAMES = frozenset({"figure", "event", "ask", "response"})

Things = tuple[list[dict[str, Any]], tuple[Issue, ...]]


def annotate_files(
    paths: Sequence[Path | str],
    layers: Sequence[str] = (),
    *,
    date: str | None = None,
    config: Config | None = None,
    complain: Callable[[Issue], None] | None = None,
    workers: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield one object a found thing, file by file in the order given, by offset inside a file.

    Without `layers`, all of them; only the extractors a layer needs are run. For statements alone, news
    and the like are read without a parse: faster, without speakers and without what the rules of the parse
    add; documents that speak for themselves (`IN_OWN_VOICE`) are parsed. For asks alone, of long reports
    only the sentences with a word of asking are parsed, and the attribution model reads none of them.
    `date` is the document's date where the text does not say. Files that cannot be read go to `complain`.
    `workers` processes read; without it one, or where there are many files as many as there are processors.
    """
    wanted = tuple(layer for layer in LAYERS if layer in layers or not layers)
    unknown = sorted(set(layers) - set(LAYERS))
    if unknown:
        raise ConfigurationIsWrong(f"There is no layer {unknown[0]!r}. Layers: {', '.join(LAYERS)}.")
    config = config or Config()
    workers = workers or min(os.cpu_count() or 1, 1 + len(paths) // FILES_A_PROCESS)
    items = ((path, item) for path in map(Path, paths) for item in discover([path], config))
    reader = _Reader(wanted, date, config) if workers == 1 else None
    read = _read_here(items, reader) if reader else _read_apart(items, (wanted, date, config), workers)
    for path, item, (things, issues) in read:
        if isinstance(item, RawDocument):
            shown_path = f"{path}{item.path.removeprefix(root_of(path))}"
            yield from ({"path": shown_path, **thing} for thing in things)
        if complain is not None:
            for issue in issues:
                complain(issue)


Item = tuple[Path, RawDocument | Issue]


def _read_here(items: Iterable[Item], reader: _Reader) -> Iterator[tuple[Path, RawDocument | Issue, Things]]:
    for path, item in items:
        yield path, item, ([], (item,)) if isinstance(item, Issue) else reader.read(item)


def _read_apart(
    items: Iterable[Item], given: tuple[tuple[str, ...], str | None, Config], workers: int
) -> Iterator[tuple[Path, RawDocument | Issue, Things]]:
    """Read in processes of their own, a few documents ahead of the one that is printed."""
    waiting: deque[tuple[Path, RawDocument | Issue, Future[Things] | None]] = deque()
    with ProcessPoolExecutor(workers, get_context("spawn"), _start, given) as pool:
        for path, item in items:
            waiting.append(
                (path, item, pool.submit(_read_one, item) if isinstance(item, RawDocument) else None)
            )
            if len(waiting) > AHEAD * workers:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def _finished(
    path: Path, item: RawDocument | Issue, future: Future[Things] | None
) -> tuple[Path, RawDocument | Issue, Things]:
    if future is not None:
        try:
            return path, item, future.result()
        except BrokenProcessPool as error:
            message = "A process that reads ended without an answer, perhaps for lack of memory."
            raise WorkersCannotStart(
                f"{path}: {message} Read fewer files at once, or with one worker."
            ) from error
    return path, item, ([], (item,) if isinstance(item, Issue) else ())


_readers: list[_Reader] = []
"""The reader of this process, where it is one of several."""


def _start(wanted: tuple[str, ...], date: str | None, config: Config) -> None:
    os.environ.update(ONE_THREAD)
    _readers.append(_Reader(wanted, date, config))


def _read_one(raw: RawDocument) -> Things:
    return _readers[0].read(raw)


class _Reader:
    """Reads documents with the tools that the wanted layers need; loads models when it is first used."""

    def __init__(self, wanted: tuple[str, ...], date: str | None, config: Config) -> None:
        names = {LAYERS[layer][0] for layer in wanted}
        names |= {"actors"} if _NEEDS_NAMES.intersection(wanted) else set()
        names |= {"norms", "responses"} if "ask" in wanted else set()
        self._wanted = wanted
        self._tools = self._parsing = make_tools_for(names, config)
        if self._tools.attributes and not self._tools.parses:
            self._parsing = make_tools_for(_parsing(names), config)
        self._date = RecordDate(date, "inferred", reason="given with --date") if date else None
        words = AskWords(self._tools.vocabularies.table("asks"))
        self._narrowed = AskPassages(words).narrowed if wanted == ("ask",) else None
        actors = [each for each in self._tools.extractors if isinstance(each, ActorExtractor)]
        self._names_state = actors[0].names_state if actors else lambda words: False

    def read(self, raw: RawDocument) -> Things:
        """Return what is found in one document, and what went wrong."""
        tools = self._tools
        try:
            canonical = read_text(raw, tools.config)
        except FileCannotBeRead as error:
            return [], (error.issue,)
        gathering = Gathering(raw.path, canonical.text)
        annotated = annotate(raw, canonical, tools, gathering, date=self._date, narrowed=self._narrowed)
        if self._parsing is not tools and _speaks_itself(annotated.document.layout):
            with gathering.watching("parser", "parser_failed"):
                parsed = self._parsing.parser.annotate(annotated.document)
                annotated = replace(parsed, attributions=annotated.attributions)
            tools = self._parsing
        run_extractors(annotated, tools, gathering)
        return things_of(gathering.found(), self._wanted, self._names_state), gathering.issues()


def _parsing(names: AbstractSet[str]) -> AbstractSet[str]:
    """Return the steps that name the actors of what the steps `names` find, and those steps."""
    return names | {other for name in names for other in STEPS[name].names}


def _speaks_itself(layout: Layout) -> bool:
    return layout.kind in IN_OWN_VOICE or bool(layout.letters)
