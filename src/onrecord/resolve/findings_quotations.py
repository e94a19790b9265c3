"""What a reader should look at first in quotations: words that are not those of the document quoted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.data import Vocabularies
from onrecord.resolve.alignment import STANDS_BEFORE, is_stitch
from onrecord.resolve.findings_words import finding_of
from onrecord.resolve.numerals import values_of
from onrecord.resolve.words import words_of
from onrecord.types.findings import Corpus
from onrecord.types.naming import DocumentNames, capital, short
from onrecord.types.rows import Actor, Difference, DocumentRow, Finding, QuotationCheck, Statement
from onrecord.types.spans import Evidence

MOST_TOLD = 2
"""Differences a sentence tells; the row has all of them."""

SHOWN = 60
"""Characters shown of quoted words."""

HALF_SHOWN = 40
"""Characters shown of either side of a gap."""

LEAST_ALIKE = 4
"""First letters that two forms of one word, or a word and its misprint, have in common."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A check with the place that it found, ready to be told."""

    document: DocumentRow
    check: QuotationCheck
    found: Evidence
    corpus: Corpus
    named: DocumentNames

    @property
    def who(self) -> str:
        return capital(self.named(self.document))

    @property
    def original(self) -> str:
        """The document that has the words; of one that a release prints in full, that text."""
        if self.found.document != self.document.id:
            return self.named(self.corpus.document(self.found.document))
        greeted = any(segment.what == "salutation" for segment in self.document.segments)
        return "the letter that it prints" if greeted else "the text that it prints"

    @property
    def words(self) -> str:
        return short(self.check.quotation.exact, SHOWN)

    def tell(self, kind: str, severity: str, title: str) -> Finding:
        return finding_of(kind, severity, title, (self.check.id,), (self.check.quotation, self.found))


def on_quotations(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell of each quotation whose words, or whose speaker, are not those that its source gives."""
    for check in corpus.rows(QuotationCheck, document.id):
        if check.found is None:
            continue
        seen = _Seen(document, check, check.found, corpus, named)
        if check.verdict == "altered":
            yield _altered(seen)
        elif check.verdict == "truncated":
            yield _stitched(seen)
        elif check.speaker_differs:
            yield from _misattributed(seen)
        elif check.verdict == "elsewhere" and check.claimed_source is not None:
            claimed = named(corpus.document(check.claimed_source))
            title = f"{seen.who} gives as words of {claimed} what stands in {seen.original}: “{seen.words}”."
            yield seen.tell("altered_quotation", "medium", title)


def _altered(seen: _Seen) -> Finding:
    told = [one for one in seen.check.differences if one.weight == "substantive"]
    changed = sorted((one for one in told if not is_stitch(one)), key=lambda one: _lightness(seen, one))
    shown = [_change(one) for one in changed[:MOST_TOLD]]
    if len(changed) > MOST_TOLD:
        shown.append("other differences" if len(changed) > MOST_TOLD + 1 else "another difference")
    listed = ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + shown[-1]
    title = f"{seen.who} quotes {seen.original} {listed}."
    return seen.tell("altered_quotation", _gravity(seen, told), title)


def _stitched(seen: _Seen) -> Finding:
    """Return the finding on two pieces that are quoted as one."""
    gap = next(one for one in seen.check.differences if one.weight == "substantive")
    if gap.original == STANDS_BEFORE:
        how = f"in another order than it has, without a mark, at “{short(gap.quoted, SHOWN)}”"
    else:
        count = len(words_of(gap.original))
        left_out = f"{count} words are left out, “{short(gap.original, SHOWN)}”"
        how = f"without a mark where {left_out}, {_place_of(gap.original, seen)}"
    return seen.tell("stitched_quotation", "medium", f"{seen.who} quotes {seen.original} {how}.")


def _place_of(left_out: str, seen: _Seen) -> str:
    """Return what stands in the source before and after words that a quotation leaves out."""
    text, found = seen.corpus.text(seen.found.document), seen.found
    at = text.find(left_out, found.start, found.end)
    if at < 0:  # between two quotations, of which this is the second
        at = text.rfind(left_out, 0, found.start)
    before = text[:at].rstrip()[-2 * HALF_SHOWN :] if at >= 0 else ""
    after = text[at + len(left_out) :].lstrip(" \n,.;:!?”’\"')")[: 2 * HALF_SHOWN] if at >= 0 else ""
    if not words_of(before) or not words_of(after):
        return f"at “{seen.words}”"
    return f"between “{_last_words(before)}” and “{short(after, HALF_SHOWN)}”"


def _last_words(text: str) -> str:
    """Return the last words of a text, on one line, an ellipsis for those before them."""
    plain = " ".join(text.split())
    if len(plain) <= HALF_SHOWN:
        return plain
    return f"…{plain[-HALF_SHOWN:].split(' ', 1)[-1]}"


def _misattributed(seen: _Seen) -> Iterator[Finding]:
    """Yield the finding on words that their source gives to somebody else."""
    statement = seen.corpus.row(seen.check.statement) if seen.check.statement else None
    speakers = statement.speakers if isinstance(statement, Statement) else ()
    here = _names(seen.document.id, speakers, seen.corpus)
    there = _names(seen.found.document, seen.check.original_speakers, seen.corpus)
    if here and there:
        title = f"{seen.who} gives to {here} words that {seen.original} gives to {there}: “{seen.words}”."
        yield seen.tell("altered_quotation", "high", title)


def _names(document: str, ids: Sequence[str], corpus: Corpus) -> str:
    names = {actor.id: actor.name for actor in corpus.rows(Actor, document)}
    return " and ".join(names[one] for one in ids if one in names)


def _change(difference: Difference) -> str:
    quoted, original = short(difference.quoted, SHOWN), short(difference.original, SHOWN)
    if difference.op == "insert":
        return f"with “{quoted}”, which it does not have"
    if difference.op == "delete":
        return f"without “{original}”"
    return f"with “{quoted}” for “{original}”"


def _gravity(seen: _Seen, told: Sequence[Difference]) -> str:
    """Return how much a reader is misled: by what a quotation may never change, or by a slip of the pen."""
    pairs = [_changed(one) for one in told]
    if any(map(_is_grave, told)) or any(_names_another(seen, *pair) for pair in pairs):
        return "high"
    return "low" if all(_is_slight(*pair) for pair in pairs) else "medium"


def _is_grave(difference: Difference) -> bool:
    """Tell whether a number, negation, modal, hedge, bound or comparative differs."""
    return not is_stitch(difference) and any(map(_is_weighty, _changed(difference)))


def _lightness(seen: _Seen, difference: Difference) -> int:
    """Return the rank of a difference: what may never change first, a slip of the pen last."""
    changed = _changed(difference)
    if _is_grave(difference) or _names_another(seen, *changed):
        return 0
    return 2 if _is_slight(*changed) else 1


def _names_another(seen: _Seen, quoted: Counter[str], original: Counter[str]) -> bool:
    """Tell whether somebody is named on one side alone whom either document knows, groups left out."""
    for name in _names_known(seen):
        if (name <= quoted.keys()) != (
            name <= original.keys()
        ) and not name & quoted.keys() & original.keys():
            return True
    return False


def _changed(difference: Difference) -> tuple[Counter[str], Counter[str]]:
    """Return the words that only the quotation has and those that only its source has, numbers by value."""
    original = "" if difference.original == STANDS_BEFORE else difference.original
    one, other = Counter(values_of(difference.quoted)), Counter(values_of(original))
    return one - other, other - one


def _is_weighty(words: Iterable[str]) -> bool:
    weighty, contracted = _weighty()
    return any(
        word in weighty or word.endswith(contracted) or any(char.isdigit() for char in word) for word in words
    )


def _is_slight(quoted: Counter[str], original: Counter[str]) -> bool:
    """Tell whether only light words differ, or two words that are forms or misprints of one another."""
    one = [word for word in quoted.elements() if word not in _light()]
    other = [word for word in original.elements() if word not in _light()]
    return len(one) == len(other) and all(
        left[:LEAST_ALIKE] == right[:LEAST_ALIKE] and abs(len(left) - len(right)) < LEAST_ALIKE
        for left, right in zip(one, other, strict=True)
    )


def _names_known(seen: _Seen) -> Iterator[frozenset[str]]:
    """Yield the words of each name that either document knows, articles and the like left out."""
    for document in sorted({seen.document.id, seen.found.document}):
        for actor in seen.corpus.rows(Actor, document):
            if actor.kind != "group":
                for name in (actor.name, *actor.aliases):
                    yield frozenset(word.folded for word in words_of(name)) - _light()


@cache
def _weighty() -> tuple[frozenset[str], tuple[str, ...]]:
    table = Vocabularies().table("quotations")["weighty"]
    words = frozenset(word for name, held in table.items() if name != "contracted" for word in held)
    return words, tuple(table["contracted"])


@cache
def _light() -> frozenset[str]:
    return frozenset(Vocabularies().table("quotations")["light"]["words"])
