"""The plan: one list of extractors, and what happens to one document.

The list below and that of the resolvers (`pipeline/resolvers.py`) are the pipeline. The engines run
`read_document` over many documents; `build` runs the resolvers in order once every document is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from shutil import which

from onrecord import __version__
from onrecord.annotate.attributions import Attributor
from onrecord.annotate.language import identify_language
from onrecord.annotate.parser import Parser
from onrecord.config import Config
from onrecord.data import Vocabularies
from onrecord.data.knowledge import read_knowledge
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.asks import AskExtractor
from onrecord.extract.citations import CitationExtractor
from onrecord.extract.documents import DocumentExtractor
from onrecord.extract.events import EventExtractor
from onrecord.extract.figures import FigureExtractor
from onrecord.extract.figures_events import FigureDateExtractor
from onrecord.extract.norms import NormExtractor
from onrecord.extract.norms_invocations import InvocationExtractor
from onrecord.extract.norms_parties import PartyExtractor
from onrecord.extract.quotations import QuotationExtractor
from onrecord.extract.responses import ResponseExtractor
from onrecord.extract.statements import StatementExtractor
from onrecord.extract.statements_words import SpeechWords
from onrecord.extract.times import TimeExtractor
from onrecord.pipeline.gathering import Gathering
from onrecord.pipeline.keying import keys_of
from onrecord.pipeline.passages import passages_of
from onrecord.pipeline.resolvers import make_resolvers
from onrecord.text.layout import lay_out
from onrecord.text.reading import read_text
from onrecord.types.annotated import Annotated
from onrecord.types.dates import RecordDate
from onrecord.types.documents import CanonicalText, Document, Layout, RawDocument
from onrecord.types.errors import Issue
from onrecord.types.findings import BlockKey, DocumentFindings, Extractor, Resolver
from onrecord.types.rows import DocumentRow
from onrecord.types.spans import Span, trimmed


@dataclass(frozen=True, slots=True)
class Step:
    """One extractor of the plan: the steps whose findings it reads, and which models' findings.

    `parsed` tells that it reads tokens, `attributed` that it reads the attribution model's findings.
    `names` are steps that add who is who: left out where only the words are asked for.
    """

    make: Callable[[Vocabularies], Extractor]
    reads: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    parsed: bool = True
    attributed: bool = False


STEPS: dict[str, Step] = {
    "times": Step(TimeExtractor, parsed=False),
    "quotations": Step(QuotationExtractor, parsed=False),
    "actors": Step(ActorExtractor, reads=("quotations",)),
    "documents": Step(DocumentExtractor, reads=("actors",)),
    "norms": Step(NormExtractor, reads=("times",), parsed=False),
    "statements": Step(
        StatementExtractor,
        reads=("quotations",),
        names=("actors", "documents"),
        parsed=False,
        attributed=True,
    ),
    "parties": Step(PartyExtractor, reads=("times", "actors", "norms")),
    "invocations": Step(InvocationExtractor, reads=("actors", "norms", "statements")),
    "figures": Step(FigureExtractor, reads=("times", "actors", "norms", "statements")),
    "events": Step(EventExtractor, reads=("times", "actors", "norms", "statements", "figures")),
    "figure_dates": Step(FigureDateExtractor, reads=("times", "figures", "events")),
    "asks": Step(AskExtractor, reads=("times", "actors", "documents", "norms", "statements")),
    "responses": Step(
        ResponseExtractor, reads=("times", "actors", "documents", "norms", "statements", "asks")
    ),
    "citations": Step(
        CitationExtractor,
        reads=("times", "actors", "documents", "norms", "statements", "figures", "events", "asks"),
    ),
}
"""The extractors in the order they run."""


@dataclass(frozen=True)
class Tools:
    """What reading a document needs, made once a process: the models, the extractors, the resolvers.

    Where `parses` is False the parser is not loaded, where `attributes` is False the attribution model is
    not; where both are, not even that which tells languages.
    """

    config: Config
    parser: Parser
    attributor: Attributor
    extractors: tuple[Extractor, ...]
    resolvers: tuple[Resolver, ...]
    vocabularies: Vocabularies
    parses: bool = True
    attributes: bool = True

    def warm_up(self) -> None:
        """Load the models now, so that no document's time is spent on it."""
        text = "The minister spoke."
        document = Document("d-0", "", "", "text/plain", text, "en", Layout(paragraphs=(Span(0, len(text)),)))
        if self.parses:
            self.parser.annotate(document)
        if self.attributes:
            self.attributor.attribute(document)


def read_vocabularies(config: Config) -> Vocabularies:
    """Return the vocabularies and files of knowledge of a configuration."""
    return Vocabularies(config.vocabulary_folder, read_knowledge(config.knowledge))


def make_tools(config: Config) -> Tools:
    """Return the tools of the whole plan."""
    vocabularies = read_vocabularies(config)
    extractors = tuple(step.make(vocabularies) for step in STEPS.values())
    return Tools(config, Parser(), make_attributor(vocabularies), extractors, make_resolvers(), vocabularies)


def make_attributor(vocabularies: Vocabularies) -> Attributor:
    """Return the attribution model, which reads again what holds a word of the speech vocabulary."""
    return Attributor(inside=SpeechWords(vocabularies.table("speech")).tells)


def make_tools_for(names: Iterable[str], config: Config) -> Tools:
    """Return the tools that run the named steps and those they read, and no others.

    Where none of them needs the parser, who is who is left out too: it needs one.
    """
    wanted = with_needs(names)
    if any(STEPS[name].parsed for name in wanted):
        wanted = with_needs([*wanted, *(other for name in wanted for other in STEPS[name].names)])
    vocabularies = read_vocabularies(config)
    steps = [step for name, step in STEPS.items() if name in wanted]
    extractors = tuple(step.make(vocabularies) for step in steps)
    return Tools(
        config, Parser(), make_attributor(vocabularies), extractors, (), vocabularies,
        parses=any(step.parsed for step in steps), attributes=any(step.attributed for step in steps),
    )  # fmt: skip


def with_needs(names: Iterable[str]) -> frozenset[str]:
    """Return the named steps and every step they read, at any remove."""
    wanted: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting.extend(STEPS[name].reads)
    return frozenset(wanted)


def versions(tools: Tools) -> dict[str, str]:
    """Return name and version of everything that decides what reading a document gives.

    Resolvers are not among them: their keys are made anew without reading (pipeline/keying.py).
    """
    known = {f"extract {extractor.name}": extractor.version for extractor in tools.extractors}
    known["parser"] = tools.parser.version
    known["attribution model"] = tools.attributor.version
    known["vocabularies"] = tools.vocabularies.digest()
    known["onrecord"] = __version__
    known["ocr"] = str(tools.config.ocr and which("tesseract") is not None)
    for package in ("lingua-language-detector", "lxml", "pypdfium2", "python-docx", "trafilatura"):
        known[package] = _installed(package)
    return known


def digest_of(known: dict[str, str]) -> str:
    """Return a hash of names and versions."""
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()


def read_document(raw: RawDocument, tools: Tools) -> DocumentFindings:
    """Return all that phase 1 makes of one document; raises FileCannotBeRead where there is no text.

    What fails on the way costs its own rows and leaves an issue; the document stays, searchable and
    verifiable.
    """
    canonical = read_text(raw, tools.config)
    gathering = Gathering(raw.path, canonical.text)
    for note in canonical.notes:
        gathering.notice("reading_note", note, "Compare the text with the original where it matters.")
    annotated = annotate(raw, canonical, tools, gathering)
    run_extractors(annotated, tools, gathering)
    row = gathering.document_row or _plain_row(annotated.document)
    findings = DocumentFindings(
        row=row if row.reader else replace(row, reader=canonical.reader),
        text=canonical.text,
        rows=gathering.rows(),
        rejected=gathering.rejected(),
        passages=passages_of(canonical.text, annotated.document.layout.paragraphs),
    )
    keys = tuple(_keys(findings, tools, gathering))
    return replace(findings, keys=keys, issues=gathering.issues())


def annotate(
    raw: RawDocument,
    canonical: CanonicalText,
    tools: Tools,
    gathering: Gathering,
    *,
    date: RecordDate | None = None,
    narrowed: Callable[[Document], Document] | None = None,
) -> Annotated:
    """Return the document laid out and parsed, as far as its language and its shape allow.

    `date` is the document's where neither its text nor its metadata says one. `narrowed` gives the document
    with the paragraphs that the parser is to read, where not all of them are; no other model reads it.
    """
    document = Document(
        id=raw.id,
        path=raw.path,
        sha256=raw.sha256,
        media_type=raw.media_type,
        text=canonical.text,
        language=identify_language(canonical.text) if tools.parses or tools.attributes else None,
        metadata=raw.metadata.over(canonical.metadata),
        given=raw.metadata,
        container=raw.container,
        headings=canonical.headings,
        offset_map=canonical.offset_map,
    )
    plain = Layout(paragraphs=tuple(_lines(canonical.text)))
    with gathering.watching("layout", "layout_failed"):
        plain = lay_out(document, canonical, tools.vocabularies)
    document = replace(document, layout=replace(plain, date=plain.date or date))
    annotated = Annotated(document)
    if not tools.parses and not tools.attributes:
        return annotated
    if not tools.parser.reads(document.language):
        gathering.add(_no_model(document))
        return annotated
    read = narrowed(document) if narrowed else document
    if tools.parses:
        with gathering.watching("parser", "parser_failed"):
            annotated = replace(tools.parser.annotate(read), document=document)
    if tools.attributes and read is document:  # of a narrowed one the parse tells who asks
        with gathering.watching("attribution model", "attribution_failed"):
            annotated = replace(annotated, attributions=tools.attributor.attribute(read))
    return annotated


def run_extractors(annotated: Annotated, tools: Tools, gathering: Gathering) -> None:
    """Run the extractors in order over one document; one that raises loses its own rows alone."""
    for extractor in tools.extractors:
        with gathering.watching(extractor.name, "extractor_failed"):
            gathering.take(list(extractor.extract(annotated, gathering.found())))


def _keys(findings: DocumentFindings, tools: Tools, gathering: Gathering) -> Iterator[BlockKey]:
    for resolver in tools.resolvers:
        with gathering.watching(f"keys of {resolver.name}", "extractor_failed"):
            yield from keys_of(findings, resolver)


def _no_model(document: Document) -> Issue:
    language = f"in the language {document.language!r}" if document.language else "in no language it can tell"
    return Issue(
        path=document.path,
        code="no_language_model",
        message=f"The text is {language}, for which there is no model.",
        remedy="It is kept, searchable and verified; statements and other rows need a translation.",
        severity="notice",
    )


def _plain_row(document: Document) -> DocumentRow:
    """Return the row of a document whose own extractor failed: what the layout alone tells."""
    return DocumentRow(
        id=document.id,
        path=document.path,
        sha256=document.sha256,
        text_sha256=document.text_sha256,
        media_type=document.media_type,
        kind=document.layout.kind,
        title=document.layout.title,
        date=document.layout.date,
        language=document.language,
        url=document.metadata.url,
        segments=document.layout.segments,
        container=document.container,
    )


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.splitlines(keepends=True):
        span = trimmed(text, start, start + len(line))
        start += len(line)
        if span is not None:
            yield span


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
