"""Which candidates stand: one for each thing said; what is left out is told why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.errors import Rejected
from onrecord.types.identity import folded_name
from onrecord.types.spans import Span

SAME_CONTENT = 0.7
"""Share of characters two contents must have in common to be the same statement found twice."""

LEAST_SCORE = 0.15
"""Least score of a statement: of those below, readers marked 5 in 23 (PolNeAR dev)."""

INNER_SCORE = 0.8
"""Least score of a statement inside another one: of those below, readers marked one in five."""

LEARNED_INNER_SCORE = 0.6
"""The same of what the model finds when it reads what somebody said as a text of its own."""

_ASKING = ("ask", "recommend")
_UNREAL = ("VB", "VBP")
_ASKED = ("dobj", "pobj", "dative", "nsubj")
_LONGEST_INNER_SOURCE = 15
"""Words of the longest source that a report inside another is believed to have."""

_SAY_NOBODY = frozenset("i he she it we they you who this that".split())

_ORDER = (
    "resolution",
    "own",
    "introduced",
    "learned",
    "quoted",
    "clause",
    "according",
    "as",
    "noun",
    "headline",
    "unsourced",
)


def chosen(
    page: Page, candidates: Sequence[Candidate], words: SpeechWords
) -> tuple[list[Candidate], list[Rejected]]:
    """Return the candidates to keep in text order, and what was refused.

    One verb gives one statement; one content from one source is one statement; a quotation without a
    source gives way to a statement that holds it.
    """
    candidates, unsure_cues = _without_unsure_cues(page, candidates)
    ranked = sorted(candidates, key=lambda found: (_ORDER.index(found.rule), found.start, -_size(found)))
    kept: list[Candidate] = []
    by_verb: dict[int, list[Candidate]] = defaultdict(list)
    opened: set[int] = set()  # where the cue of a resolution's paragraph stands: no other rule reads it
    announced: list[Span] = []  # "issued the following statement": what is said stands below
    second: list[Rejected] = []  # "we ask you to write and urge …": the second verb is part of the ask
    covered = _Covered()
    for found in ranked:
        if _holds_its_source(found) or any(_overlap(found, other) for other in by_verb[found.verb or -1]):
            continue
        if any(found.cue and found.cue.overlaps(cue) for cue in announced):
            continue
        if found.rule == "introduced" and found.cue:
            announced.append(found.cue)
        if found.rule == "resolution" and found.cue:
            opened.add(found.cue.start)
        elif found.cue and found.cue.start in opened:
            continue
        if found.rule == "unsourced" and covered.holds(found.content[0]):
            continue
        if found.rule == "learned" and found.own and found.cue and covered.asks(found.cue):
            second.append(_asked_for(page, found.cue))
            continue
        if any(_is_same(found, other) for other in covered.at(found.content[0].start)):
            continue
        kept.append(found)
        if found.verb is not None:
            by_verb[found.verb].append(found)
        covered.add(found)
    kept, asked = _without_asked_for(page, kept, words)
    kept, unsure = _without_unsure_inner(page, kept)
    kept.sort(key=lambda found: (found.start, -_size(found), found.cue.start if found.cue else 0))
    refused = [_unsourced(page, found) for found in kept if found.rule == "unsourced"]
    return kept, [*refused, *unsure_cues, *second, *asked, *unsure]


def _without_unsure_cues(
    page: Page, candidates: Sequence[Candidate]
) -> tuple[list[Candidate], list[Rejected]]:
    """Leave out what the model found by words of which hardly any reader would say that they report.

    What it found inside others needs a better score from the first, so that a surer rule can stand there.
    """
    stay: list[Candidate] = []
    refused: list[Rejected] = []
    for found in candidates:
        if found.cue is None or found.score >= (LEARNED_INNER_SCORE if found.depth else LEAST_SCORE):
            stay.append(found)
        elif found.depth:
            refused.append(_unsure_inner(page, found.cue))
        else:
            where = page.annotated.evidence(found.cue.start, found.cue.end)
            reason = "Words that hardly ever say that somebody said something."
            refused.append(Rejected(where, "statements", "unsure_cue", reason))
    return stay, refused


def _unsure_inner(page: Page, cue: Span) -> Rejected:
    reason = "A report inside somebody's words that is too unsure to stand alone."
    return Rejected(page.annotated.evidence(cue.start, cue.end), "statements", "unsure_inner_report", reason)


def _without_asked_for(
    page: Page, kept: Sequence[Candidate], words: SpeechWords
) -> tuple[list[Candidate], list[Rejected]]:
    """Leave out what somebody is only asked to say: "we ask you to condemn …" is no word of yours."""
    stay: list[Candidate] = []
    asked: list[Rejected] = []
    for found in kept:
        if found.cue is not None and _is_asked_for(page, found, words):
            asked.append(_asked_for(page, found.cue))
        else:
            stay.append(found)
    return stay, asked


def _asked_for(page: Page, cue: Span) -> Rejected:
    reason = "Somebody is asked to say this; that they said it stands nowhere."
    return Rejected(page.annotated.evidence(cue.start, cue.end), "statements", "asked_for", reason)


def _is_asked_for(page: Page, found: Candidate, words: SpeechWords) -> bool:
    """Tell whether the cue is an infinitive below a verb of asking, with who is asked between them."""
    tokens = page.annotated.tokens
    if found.verb is None or found.source is None or found.own or tokens[found.verb].tag not in _UNREAL:
        return False
    token = verb = tokens[found.verb]
    children = page.annotated.children(verb)
    if any(child.dep == "aux" and child.tag == "MD" for child in children):
        return False
    if verb.tag == "VBP" and any(child.dep == "nsubj" for child in children):
        return False  # "he urged those who say …": they do say it
    while token.head != token.i:
        token = tokens[token.head]
        asks = any(use.act in _ASKING for use in words.verb(token.lemma.casefold()))
        if asks and any(between.dep in _ASKED for between in tokens[token.i + 1 : verb.i]):
            return True
    return False


def _is_infinitive(page: Page, cue: Span) -> bool:
    """Tell whether a cue begins with "to" or right behind it."""
    before = page.text[max(0, cue.start - 4) : cue.start].split()
    return cue.slice(page.text).casefold().startswith("to ") or (bool(before) and before[-1] == "to")


def _without_unsure_inner(page: Page, kept: Sequence[Candidate]) -> tuple[list[Candidate], list[Rejected]]:
    """Leave out weak statements inside others: "he said he believed …" says one thing, not two.

    Inside quotation marks only a named other speaker counts; "I" and "we" there are the speaker, whose
    words are a statement already.
    """
    stay: list[Candidate] = []
    unsure: list[Rejected] = []
    for found, parent in zip(kept, parents_of(kept), strict=True):
        outer = kept[parent] if parent is not None else None
        span = found.cue or found.content[0]
        if outer is not None and outer.act in _ASKING and not found.own and _is_infinitive(page, span):
            unsure.append(_asked_for(page, span))
        elif found.own or found.rule == "unsourced" or _stands(page, found, outer):
            stay.append(found)
        else:
            unsure.append(_unsure_inner(page, span))
    return stay, unsure


def _stands(page: Page, found: Candidate, parent: Candidate | None) -> bool:
    """Tell whether a candidate is told outright, or inside others is sure and has a named source.

    What the model finds where nobody else is said to speak stands: it has seen the marks.
    """
    learned = found.rule == "learned"
    if learned and not found.depth and (parent is None or parent.rule == "unsourced"):
        return True
    quoted = found.cue is not None and page.piece_at(found.cue.start) is not None
    if parent is None and not quoted:
        return not found.depth
    if found.source is None or found.score < (LEARNED_INNER_SCORE if learned else INNER_SCORE):
        return False
    if len(found.source.slice(page.text).split()) > _LONGEST_INNER_SOURCE:
        return False
    return not quoted or _is_named(page, found.source)


def _is_named(page: Page, source: Span) -> bool:
    """Tell whether a source names somebody: a proper name, or "the" with a noun."""
    tokens = page.annotated.tokens_in(source.start, source.end)
    if not page.annotated.tokens:  # read without a parse: a capital has to do
        words = source.slice(page.text)
        return any(word[0].isupper() for word in words.split()) and folded_name(words) not in _SAY_NOBODY
    named = any(token.pos == "PROPN" for token in tokens)
    return named or (len(tokens) > 1 and any(token.pos == "NOUN" for token in tokens))


def parents_of(kept: Sequence[Candidate]) -> list[int | None]:
    """Return for each candidate the smallest one whose content holds its cue, None where none does."""
    spans = sorted((span.start, span.end, i) for i, found in enumerate(kept) for span in found.content)
    points = sorted((_point(found), i) for i, found in enumerate(kept))
    parents: list[int | None] = [None] * len(kept)
    sizes = [_size(found) for found in kept]
    active: list[tuple[int, int]] = []
    following = 0
    for point, i in points:
        while following < len(spans) and spans[following][0] <= point:
            active.append((spans[following][1], spans[following][2]))
            following += 1
        active = [held for held in active if held[0] > point]
        outer = [j for _, j in active if j != i and sizes[j] > sizes[i] and not kept[i].own]
        parents[i] = min(outer, key=lambda j: (sizes[j], j), default=None)
    return parents


def _point(found: Candidate) -> int:
    return found.cue.start if found.cue else found.start


class _Covered:
    """The contents kept so far, looked up by place in blocks of text."""

    _BLOCK = 256

    def __init__(self) -> None:
        self._blocks: dict[int, list[Candidate]] = defaultdict(list)

    def add(self, found: Candidate) -> None:
        for span in found.content:
            for block in range(span.start // self._BLOCK, span.end // self._BLOCK + 1):
                self._blocks[block].append(found)

    def at(self, offset: int) -> list[Candidate]:
        return self._blocks.get(offset // self._BLOCK, [])

    def asks(self, cue: Span) -> bool:
        """Tell whether a cue stands inside what the document itself asks for."""
        return any(
            found.own and found.act in _ASKING and any(span.overlaps(cue) for span in found.content)
            for found in self.at(cue.start)
        )

    def holds(self, span: Span) -> bool:
        """Tell whether something that is no report inside another one shares words with a span."""
        outer = (found for found in self.at(span.start) if not found.depth)
        return any(other.overlaps(span) for found in outer for other in found.content)


def _size(found: Candidate) -> int:
    return sum(len(span) for span in found.content)


def _shared(one: Candidate, other: Candidate) -> int:
    return sum(
        max(0, min(mine.end, theirs.end) - max(mine.start, theirs.start))
        for mine in one.content
        for theirs in other.content
    )


def _overlap(one: Candidate, other: Candidate) -> bool:
    return _shared(one, other) > 0


def _is_same(one: Candidate, other: Candidate) -> bool:
    if one.source != other.source and one.source is not None:
        return False
    return _shared(one, other) >= SAME_CONTENT * max(_size(one), _size(other))


def _holds_its_source(found: Candidate) -> bool:
    """Tell whether the content swallows source and cue: the parse went wrong."""
    return any(
        part is not None and any(span.overlaps(part) for span in found.content)
        for part in (found.source, found.cue)
    )


def _unsourced(page: Page, found: Candidate) -> Rejected:
    span = found.content[0]
    reason = "Words in quotation marks, and nothing beside them says whose they are."
    return Rejected(page.annotated.evidence(span.start, span.end), "statements", "no_source", reason)
