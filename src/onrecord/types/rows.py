"""The rows of a record: RECORD.md as frozen values.

Field names and meanings are the contract's; what the contract does not have stands after a comment
in each class. A list of actors holds actor ids. Absent is None, never a guess. Dates of rows are
EDTF strings with `date_basis` (stated, relative, inferred) beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, get_args, get_type_hints

from onrecord.types.dates import RecordDate
from onrecord.types.documents import DOCUMENT_KINDS, Segment
from onrecord.types.knowledge import Office
from onrecord.types.spans import Evidence

ACTOR_KINDS = ("person", "organization", "state", "body", "group")
MODES = ("direct", "mixed", "indirect", "nominal", "performative", "author")
ACTS = (
    "assert",
    "report",
    "accuse",
    "deny",
    "ask",
    "recommend",
    "commit",
    "warn",
    "express_concern",
    "support",
    "declare",
    "acknowledge",
)
BOUNDS = (
    "exact",
    "at_least",
    "more_than",
    "at_most",
    "less_than",
    "about",
    "nearly",
    "between",
    "vague",
)
MEASURES = ("stock", "flow", "duration", "rank", "other")
QUANTITIES = ("count", "share", "money", "duration", "measure", "rate", "rank")
CHANGES = ("up", "down")
CHAIN_MARKS = ("stated", "same_origin", "same_words", "same_number")
"""`stated`: the document says whose words or which document it gives. `same_origin`: it has the number of the
other document, and both name one origin. Unmarked in the text: `same_words` as an earlier document,
`same_number` as the document it tells of."""
FIGURE_CHANGES = (
    "strengthened",
    "weakened",
    "hedge_dropped",
    "population_widened",
    "date_coarsened",
    "attribution_lost",
)
FIGURE_RULES = (
    "stock_against_flow",
    "other_population",
    "undated",
    "other_time",
    "not_one_event",
    "equal",
    "ranges_meet",
    "working_ranges_meet",
    "ranges_apart",
)
"""The rules of comparison in FIELD.md section 4, in its order: which one decides for a set."""
STRENGTHS = ("S1", "S2", "S3", "S4", "S5", "S6")
FACTUALITIES = (
    "past",
    "ongoing",
    "reported",
    "feared",
    "conditional",
    "generic",
    "requested",
    "suspended",
    "disputed",
)
RESPONSE_KINDS = (
    "commitment",
    "reply",
    "refusal",
    "denial",
    "acknowledgement",
    "fulfilment",
)
NORM_KINDS = ("treaty", "principle", "statute", "agreement", "crime", "resolution")
FIGURE_VERDICTS = ("agree", "compatible", "conflict", "not_comparable", "single")
QUOTATION_VERDICTS = (
    "verbatim",
    "altered",
    "truncated",
    "elsewhere",
    "absent",
    "unverifiable",
    "not_speech",
)
LINK_KINDS = (
    "reports_on",
    "quotes",
    "cites",
    "replies_to",
    "same_text",
    "same_event",
    "same_ask",
)
FINDING_KINDS = (
    "altered_quotation",
    "stitched_quotation",
    "figure_conflict",
    "figure_strengthened",
    "single_origin",
    "unsourced_figure",
    "unanswered_ask",
    "ask_drift",
    "dropped_ask",
    "internal_tension",
    "lost_attribution",
    "wanted_document",
    "repeated_ask",
)
SEVERITIES = ("high", "medium", "low")


def _one_of(value: str, allowed: tuple[str, ...], field: str) -> None:
    if value not in allowed:
        raise ValueError(f"{value!r} is not a {field}; expected one of {', '.join(allowed)}")


@dataclass(frozen=True, slots=True)
class Row:
    """What every row has: its type (`row_type`) and its id."""

    row_type: ClassVar[str] = "row"
    id: str

    def anchors(self) -> Iterator[Evidence]:
        """Return every anchor the row holds, at any depth, in field order."""
        kind: Any = type(self)
        found: list[Evidence] = []
        for value in _values_with_anchors(kind)(self):
            _take_anchors(value, found)
        return iter(found)

    @property
    def position(self) -> tuple[str, int]:
        """The document and offset the row sorts by.

        Those of its first words in its own document; a row of no single document stands with its first
        anchor (a quotation check with the quotation, an actor with its first mention).
        """
        document = getattr(self, "document", None)
        if document is None:
            first = next(self.anchors(), None)
            return (first.document, first.start) if first else ("", 0)
        own = [anchor.start for anchor in self.anchors() if anchor.document == document]
        return (document, min(own, default=0))


def _take_anchors(value: object, found: list[Evidence]) -> None:
    if isinstance(value, Evidence):
        found.append(value)
    elif isinstance(value, tuple):
        for item in value:
            _take_anchors(item, found)
    elif value is not None:
        kind: Any = type(value)
        for inner in _values_with_anchors(kind)(value):
            _take_anchors(inner, found)


@cache
def _values_with_anchors(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Return what gives the values of the fields that can hold an anchor."""
    names = _names_of_anchors(kind)
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


@cache
def _names_of_anchors(kind: type) -> tuple[str, ...]:
    """Return the fields that can hold an anchor, at any depth: asked of every row, told once a class."""
    hints = get_type_hints(kind)
    return tuple(field.name for field in fields(kind) if _can_hold_anchors(hints[field.name]))


def _can_hold_anchors(hint: Any) -> bool:
    if hint is Evidence:
        return True
    if isinstance(hint, type) and is_dataclass(hint):
        return bool(_names_of_anchors(hint))
    return any(_can_hold_anchors(inner) for inner in get_args(hint))


@dataclass(frozen=True, slots=True)
class DocumentRow(Row):
    """A document as the record shows it."""

    row_type: ClassVar[str] = "document"
    path: str
    sha256: str
    text_sha256: str
    media_type: str
    kind: str
    title: Evidence | None = None
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    signatories: tuple[str, ...] = ()
    date: RecordDate | None = None
    language: str | None = None
    url: str | None = None
    segments: tuple[Segment, ...] = ()
    # beyond the contract
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    retrieved: str | None = None
    container: str | None = None
    reader: str | None = None
    kind_reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.kind, DOCUMENT_KINDS, "document kind")

    @property
    def document(self) -> str:
        """The document itself."""
        return self.id


@dataclass(frozen=True, slots=True)
class Actor(Row):
    """Somebody who speaks, acts or is spoken of: a person, organization, state, body or group.

    `roles` are role words with their anchors' text ("Member of Congress"). `private` marks a person
    who is neither an official nor a named spokesperson: masked in exports unless a reviewer releases.
    `possible_same` are actors it may be: in doubt they stay apart until a reviewer says. `offices` are
    those that files of knowledge tell of, at the time of the documents.
    """

    row_type: ClassVar[str] = "actor"
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    mentions: tuple[Evidence, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    member_of: tuple[str, ...] = ()
    # beyond the contract
    roles: tuple[str, ...] = ()
    private: bool = False
    possible_same: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.kind, ACTOR_KINDS, "kind of actor")


@dataclass(frozen=True, slots=True)
class ChainMark:
    """How it is known that a chain goes through a document: see CHAIN_MARKS."""

    document: str
    how: str

    def __post_init__(self) -> None:
        _one_of(self.how, CHAIN_MARKS, "mark of a chain")


@dataclass(frozen=True, slots=True)
class Statement(Row):
    """Who said what: content, the words that name the speaker, and the words that say it was said.

    `chain` runs from the origin to this document; `chain_marks` tell of each other document in it how that is
    known. `score` is the extractor's confidence, 0 to 1; below
    SURE a reader is shown the row on request alone (docs/measurements.md tells what the limit is worth).
    """

    row_type: ClassVar[str] = "statement"
    SURE: ClassVar[float] = 0.5
    document: str
    content: tuple[Evidence, ...]
    mode: str
    act: str
    level: int
    speakers: tuple[str, ...] = ()
    source: Evidence | None = None
    cue: Evidence | None = None
    parent: str | None = None
    chain: tuple[str, ...] = ()
    # beyond the contract
    hedges: tuple[Evidence, ...] = ()
    negated: bool = False
    score: float = 1.0
    chain_marks: tuple[ChainMark, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.mode, MODES, "mode of a statement")
        _one_of(self.act, ACTS, "act")
        if not self.content:
            raise ValueError("a statement has content")

    @property
    def sure(self) -> bool:
        """Tell whether the row is shown without being asked for."""
        return self.score >= self.SURE


@dataclass(frozen=True, slots=True)
class Figure(Row):
    """A number somebody claims: `anchor` is the whole phrase, `value` the number with its bound.

    `low` and `high` are inclusive; None is open. `counted` is what is counted, in its own words, and
    `counted_lemma` the same with its noun in the singular. `quantity` tells what kind of number it is,
    finer than `measure`; `change` that the number is said to be the size of a rise or fall. `chain_marks`
    tell of each other document in `chain` how it is known that the figure came through it.
    """

    row_type: ClassVar[str] = "figure"
    document: str
    anchor: Evidence
    value: Evidence
    low: float | int | None
    high: float | int | None
    bound: str
    counted: str | None = None
    measure: str = "other"
    date: str | None = None
    event: str | None = None
    statement: str | None = None
    chain: tuple[str, ...] = ()
    # beyond the contract
    number: float | int | None = None
    unit: str | None = None
    additive: bool = False
    place: str | None = None
    date_basis: str | None = None
    date_anchor: Evidence | None = None
    counted_lemma: str | None = None
    quantity: str = "count"
    change: str | None = None
    chain_marks: tuple[ChainMark, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.bound, BOUNDS, "bound")
        _one_of(self.measure, MEASURES, "measure")
        _one_of(self.quantity, QUANTITIES, "quantity")
        if self.change is not None:
            _one_of(self.change, CHANGES, "change")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"a figure from {self.low} to {self.high} is empty")


@dataclass(frozen=True, slots=True)
class Participants:
    """The actors in one role of an event (`actor`, `recipient`, `location` as in PLOVER, and others)."""

    role: str
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """The words that fill one role of an event, whoever they name."""

    role: str
    anchor: Evidence


@dataclass(frozen=True, slots=True)
class Event(Row):
    """Something that happened, or is feared, requested, planned or disputed: see `factuality`.

    `participants` is written out as an object {role: [actor]}; `arguments` are the words in those roles, also
    where they name nobody. `triggers` are the words it was seen by. Where the words that date it cannot be
    resolved, `date` is None and `date_constraint` says what they leave open ("a Thursday, Seoul time"). Where
    its mentions tell different dates, `dates` has each with the words that tell it, and `date` is the finest
    that none of them contradicts, None where there is none.
    """

    row_type: ClassVar[str] = "event"
    kind: str
    mentions: tuple[Evidence, ...]
    factuality: str
    participants: tuple[Participants, ...] = ()
    date: str | None = None
    place: str | None = None
    figures: tuple[str, ...] = ()
    # beyond the contract
    triggers: tuple[Evidence, ...] = ()
    statements: tuple[str, ...] = ()
    date_basis: str | None = None
    date_anchor: Evidence | None = None
    date_constraint: str | None = None
    arguments: tuple[Argument, ...] = ()
    dates: tuple[RecordDate, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.factuality, FACTUALITIES, "factuality")
        if not self.mentions:
            raise ValueError("an event has a mention")


@dataclass(frozen=True, slots=True)
class Ask(Row):
    """Who asks whom for what: `operative` is the verb, `action` what is asked, in its own words.

    `relay` is the strength of the inner ask where A is asked to urge B. `targets` are to act. A row is one
    mention: `restates` is the first mention of the same ask by the same requester, None where this one is the
    first; that stands in the document `restates_in`. `also_asked` are the first mentions of asks for the
    same by others, or of others.
    """

    row_type: ClassVar[str] = "ask"
    document: str
    operative: Evidence
    action: Evidence
    strength: str
    requesters: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    relay: str | None = None
    list_label: str | None = None
    norms: tuple[str, ...] = ()
    parent: str | None = None
    # beyond the contract
    statement: str | None = None
    modifiers: tuple[Evidence, ...] = ()
    deadline: str | None = None
    condition: Evidence | None = None
    negative: bool = False
    restates: str | None = None
    also_asked: tuple[str, ...] = ()
    restates_in: str | None = None

    def __post_init__(self) -> None:
        _one_of(self.strength, STRENGTHS, "strength")
        if self.relay is not None:
            _one_of(self.relay, STRENGTHS, "strength")


@dataclass(frozen=True, slots=True)
class Response(Row):
    """A commitment, reply, refusal, denial, acknowledgement or fulfilment, with the asks it answers.

    `reason` says why it was tied to them: who answers, how long after, on what. `reasons` say it of each of
    `asks`, in their order, and `asks_in` are the documents these stand in, each once.
    """

    row_type: ClassVar[str] = "response"
    document: str
    kind: str
    anchor: Evidence
    actor: str | None = None
    to: tuple[str, ...] = ()
    date: str | None = None
    asks: tuple[str, ...] = ()
    statement: str | None = None
    # beyond the contract
    cue: Evidence | None = None
    reason: str | None = None
    date_basis: str | None = None
    reasons: tuple[str, ...] = ()
    asks_in: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.kind, RESPONSE_KINDS, "kind of response")


@dataclass(frozen=True, slots=True)
class Invocation:
    """Somebody says (`by`, in `statement`) that somebody (`against`) breaks a norm; the words that say so."""

    by: tuple[str, ...]
    against: tuple[str, ...]
    statement: str | None
    anchor: Evidence


@dataclass(frozen=True, slots=True)
class Norm(Row):
    """A treaty, principle, statute, agreement, crime or resolution that the documents invoke."""

    row_type: ClassVar[str] = "norm"
    name: str
    kind: str
    provision: str | None = None
    mentions: tuple[Evidence, ...] = ()
    # beyond the contract
    identifiers: tuple[tuple[str, str], ...] = ()
    invocations: tuple[Invocation, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.kind, NORM_KINDS, "kind of norm")


@dataclass(frozen=True, slots=True)
class PartyStatus(Row):
    """Somebody says that a state is party to a norm: ratified, acceded, signed, party, withdrew."""

    row_type: ClassVar[str] = "party_status"
    document: str
    actor: str
    norms: tuple[str, ...]
    act: str
    anchor: Evidence
    date: str | None = None
    # beyond the contract
    date_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between a quotation and its original, in words; `op` as in difflib."""

    op: str
    quoted: str
    original: str
    weight: str

    def __post_init__(self) -> None:
        _one_of(self.weight, ("tolerable", "substantive"), "weight")


@dataclass(frozen=True, slots=True)
class QuotationCheck(Row):
    """A quotation held against the text it claims to quote.

    The verdict is on the words. `speaker_differs` tells that the document which has them gives them to
    `original_speakers`, and not to whom this document gives them: the verdict then is `elsewhere`, but
    `verbatim` where they stand in the very document that is claimed.
    """

    row_type: ClassVar[str] = "quotation_check"
    quotation: Evidence
    verdict: str
    claimed_source: str | None = None
    found: Evidence | None = None
    differences: tuple[Difference, ...] = ()
    # beyond the contract
    statement: str | None = None
    pieces: tuple[Evidence, ...] = ()
    wanted: str | None = None
    why: str | None = None
    speaker_differs: bool = False
    original_speakers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.verdict, QUOTATION_VERDICTS, "verdict of a quotation")


@dataclass(frozen=True, slots=True)
class FigureChange:
    """What is other in a figure (`other`) than in the one before it on the way from the origin (`one`)."""

    one: str
    other: str
    change: str

    def __post_init__(self) -> None:
        _one_of(self.change, FIGURE_CHANGES, "change of a figure")


@dataclass(frozen=True, slots=True)
class FigureComparison:
    """What comparing two figures gave, and the rule that decided: see FIGURE_RULES."""

    one: str
    other: str
    verdict: str
    rule: str

    def __post_init__(self) -> None:
        _one_of(self.verdict, FIGURE_VERDICTS, "verdict of figures")
        _one_of(self.rule, FIGURE_RULES, "rule of comparison")


@dataclass(frozen=True, slots=True)
class OriginGroup:
    """Figures that lead back to one origin, by id; `origin` is the actor it is, None where none is named."""

    figures: tuple[str, ...]
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class FigureSet(Row):
    """Figures that speak of one thing, and whether they can all hold.

    `origins` is None where a figure names none. `rule` is the rule of comparison that decided, `strengthened`
    are pairs of the same number with a bound that claims more in the second, `changes` what became of a
    figure on the way from one document to another that has it from there. `comparisons` are those of figures
    in different documents that gave the verdict, MOST_TOLD of them at most. `origin_groups` hold every figure
    once: those that are one origin together.
    """

    row_type: ClassVar[str] = "figure_set"
    MOST_TOLD: ClassVar[int] = 50
    label: str
    figures: tuple[str, ...]
    verdict: str
    origins: int | None
    origin_ids: tuple[str, ...] = ()
    why: str = ""
    # beyond the contract
    anchors_of_figures: tuple[Evidence, ...] = ()
    strengthened: tuple[tuple[str, str], ...] = ()
    rule: str = "equal"
    changes: tuple[FigureChange, ...] = ()
    comparisons: tuple[FigureComparison, ...] = ()
    origin_groups: tuple[OriginGroup, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.verdict, FIGURE_VERDICTS, "verdict of figures")
        _one_of(self.rule, FIGURE_RULES, "rule of comparison")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of a document that is cited and not here.

    `id` is its own: links of several documents to one wanted document carry the same. `title` is a title or
    symbol that the texts give it, `cited_by` are the documents that cite it.
    """

    description: str
    kind: str | None = None
    issuer: str | None = None
    addressee: str | None = None
    date: str | None = None
    # beyond the contract
    id: str | None = None
    title: str | None = None
    cited_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentLink(Row):
    """One document reports on, quotes, cites, answers or repeats another; written with `from`, `to`."""

    row_type: ClassVar[str] = "document_link"
    from_document: str
    kind: str
    to_document: str | None = None
    wanted: Wanted | None = None
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.kind, LINK_KINDS, "kind of link")
        if (self.to_document is None) == (self.wanted is None):
            raise ValueError("a link leads to a document here or to a wanted one")

    @property
    def document(self) -> str:
        """The document the link starts from."""
        return self.from_document


LAST_DATE = "{last date}"
"""Stands in a finding's title for the date of the record's latest document."""

AS_OF = f" as of {LAST_DATE}"
"""Says in a finding's title as of when it holds."""


@dataclass(frozen=True, slots=True)
class Finding(Row):
    """What a reader should look at first: one sentence a person would say, and the rows behind it.

    What holds as of the record's last date says so by AS_OF: whoever reads the record is shown that date, and
    none of these words where no document is dated.
    """

    row_type: ClassVar[str] = "finding"
    kind: str
    severity: str
    title: str
    rows: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        _one_of(self.kind, FINDING_KINDS, "kind of finding")
        _one_of(self.severity, SEVERITIES, "severity")


@dataclass(frozen=True, slots=True)
class Quotation(Row):
    """Words between quotation marks, before anybody says whether they are speech.

    Kept for the rooms that compare quotations; not part of the exported record. `pieces` are the
    words without their marks, one piece a paragraph where a mark is re-opened; `closed` tells
    whether a closing mark was found; `statement` is the statement that holds it, if any;
    `speech` is False for titles and terms in marks, with `reason`.
    """

    row_type: ClassVar[str] = "quotation"
    document: str
    pieces: tuple[Evidence, ...]
    closed: bool = True
    speech: bool = True
    statement: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AskPair(Row):
    """Two asks for the same, as the document of one of them tells of the other.

    Kept for the rooms that join asks; not part of the exported record. Every two come twice, once in the
    document of each. `mention` tells that they are one ask; else others ask, or others are asked. `share` is
    the part of the longer one's words that both have.
    """

    row_type: ClassVar[str] = "ask_pair"
    document: str
    ask: str
    other_document: str
    other: str
    share: float
    mention: bool


@dataclass(frozen=True, slots=True)
class Citation(Row):
    """A document that a text names, before anybody says which it is: "the letter", "its report of 2014".

    Kept for the rooms that compare documents; not part of the exported record. `sort` is the sort of document
    (`citations.toml`), `mentions` are the words that name it, the fullest first. `told` tells that the text
    says what it says, `subject` that it is what the text is about, `answered` that the text is the answer to
    it, `printed` that the text holds it whole. `title` is a title or symbol. `to` are the words that say to
    whom it goes where they name no actor, `by` those that say whose it is where they name a group or nobody
    known ("the Chairs of the Commission", "three lawmakers"), and `number` how many the group is said to be.
    """

    row_type: ClassVar[str] = "citation"
    document: str
    sort: str
    mentions: tuple[Evidence, ...]
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    to: Evidence | None = None
    by: Evidence | None = None
    date: str | None = None
    title: str | None = None
    told: bool = False
    subject: bool = False
    answered: bool = False
    printed: bool = False
    number: int | None = None

    def __post_init__(self) -> None:
        if not self.mentions:
            raise ValueError("a citation has a mention")


ROW_CLASSES: tuple[type[Row], ...] = (
    DocumentRow,
    Actor,
    Statement,
    Figure,
    Event,
    Ask,
    Response,
    Norm,
    PartyStatus,
    QuotationCheck,
    FigureSet,
    DocumentLink,
    Finding,
    Quotation,
    AskPair,
    Citation,
)
ROW_TYPES = {row_class.row_type: row_class for row_class in ROW_CLASSES}
_INTERNAL = (Quotation.row_type, AskPair.row_type, Citation.row_type)
EXPORTED_TYPES = tuple(name for name in ROW_TYPES if name not in _INTERNAL)
"""The types of RECORD.md, which `export --format jsonl` writes."""
