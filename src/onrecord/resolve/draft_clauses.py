"""Whether a clause of the record says what one of a draft says: turned round, less surely, of less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_nearest import Near
from onrecord.resolve.draft_sentences import AMOUNTS, clauses_of
from onrecord.types.spans import Evidence

SAME_CLAUSE, BACK = 0.65, 0.5
"""Share of the words of a draft's clause that one of the record has, and the other way round."""

ALIKE = 0.75
"""Share both ways from which on a word for "some" that is left out says something."""

ALIKE_OWN = 0.7
"""Share that two clauses have of each other at least where the draft says it in its own voice."""

NEARLY_WHOLE, MANY = 0.9, 3
"""Share and number of the words of a draft's clause by which it stands in a longer one."""

LEAST_STEMS = 2
"""Words of a clause below which it says nothing that can be compared."""


_ASKS = re.compile(r"\b(?:whether|if)\b", re.IGNORECASE)


class Clause(NamedTuple):
    """A clause of the record that says the same as one of the draft; `issue` is "" where nothing differs.

    `turned`: one says that it is not so. `stronger`: the draft leaves out a doubt, or says more. `weaker`:
    the draft puts a doubt where the record has none.
    """

    words: Evidence
    share: float
    alike: float
    stems: int
    issue: str
    here: str
    there: str

    @property
    def is_close(self) -> bool:
        """Tell whether the two say hardly more than each other, or that of the draft stands in the other."""
        return self.alike >= ALIKE_OWN or (self.share >= NEARLY_WHOLE and self.stems >= MANY)


class Clauses:
    """Compares what a draft says clause by clause with sentences of the record near it."""

    def __init__(self, context: DraftContext) -> None:
        self._context = context
        self._words = context.words

    def held(self, told: str, near: Near, *, cue: str = "") -> Clause | None:
        """Return the clause of a sentence of the record that says what some words of a draft say.

        `cue` are the words by which the draft says who says it. None where no clause does; of several the one
        that differs, for the others say nothing against it.
        """
        pairs = (self._pair(here, near, f"{cue} {leading}") for here, leading in self._parts(told))
        found = [one for one in pairs if one is not None]
        differing = [one for one in found if one.issue]
        return max(differing or found, key=lambda one: one.share, default=None)

    def closely(self, told: str, nears: Sequence[Near]) -> Iterator[tuple[Clause, ...]]:
        """Yield for each clause of a draft those of the record that say the same and hardly more."""
        for here, leading in self._parts(told):
            pairs = (self._pair(here, near, leading) for near in nears)
            yield tuple(one for one in pairs if one is not None and one.is_close)

    def _parts(self, told: str) -> Iterator[tuple[str, str]]:
        """Yield the clauses of some words that say enough to be compared, with what each hangs on."""
        for span in clauses_of(told):
            clause = span.slice(told)
            if len(self._words.stems(clause)) >= LEAST_STEMS:
                yield clause, self._leading(clause, told)

    def _pair(self, here: str, near: Near, cue: str) -> Clause | None:
        """Return the clause of a sentence nearest to one of the draft, with what differs."""
        share = self._context.nearest.share
        wanted = self._words.stems(here)
        text = near.sentence.text
        best: tuple[float, float, str] | None = None
        for span in clauses_of(text):
            there = span.slice(text)
            stems = self._words.stems(there)
            met, back = share(wanted, stems), share(self._told_of(stems), wanted)
            if met >= SAME_CLAUSE and back >= BACK and (best is None or (met + back) > sum(best[:2])):
                best = (met, back, there)
        if best is None:
            return None
        met, back, there = best
        issue = self._issue(here, there, text, cue, min(met, back))
        return Clause(
            near.sentence.evidence,
            met,
            min(met, back),
            len(wanted),
            issue,
            " ".join(here.split()),
            " ".join(there.split()),
        )

    def _told_of(self, stems: Mapping[str, str]) -> Mapping[str, str]:
        """Return words without those that only say that something is said, promised or feared."""
        return {each: word for each, word in stems.items() if each not in self._words.telling} or stems

    def _issue(self, here: str, there: str, sentence: str, cue: str, alike: float) -> str:
        words = self._words
        leading = self._leading(there, sentence)
        if _ASKS.search(f"{cue} {here} {there}"):
            return ""  # "did not say whether": neither says that it is so
        if words.turned(f"{cue} {here}") != words.turned(f"{leading} {there}"):
            return "turned"
        doubted = words.open_in(there) or words.open_in(leading) or words.feared_in(leading)
        doubting = words.open_in(here) or words.open_in(cue) or words.feared_in(cue)
        if doubted and not doubting:
            return "stronger"
        if doubting and not doubted and words.firm_in(f"{leading} {there}"):
            return "weaker"
        more = self._says_of_more(f"{cue} {here}", f"{leading} {there}", alike)
        return "stronger" if more else ""

    def _leading(self, clause: str, sentence: str) -> str:
        """Return the clause before one that it hangs on: "they fear" before "that families go"."""
        if not clause.casefold().startswith(("that ", "who ", "which ")):
            return ""
        at = sentence.find(clause)
        before = [span for span in clauses_of(sentence) if span.end <= at]
        return before[-1].slice(sentence) if before else ""

    def _says_of_more(self, here: str, there: str, alike: float) -> bool:
        """Tell whether the draft speaks of more: of "all" for "some", of "no one" for "almost no one"."""
        mine, theirs = self._words.amount(here), self._words.amount(there)
        if theirs in (None, "none", "all"):
            return False
        if mine is None:
            return alike >= ALIKE and theirs in ("few", "some")
        if theirs == "few":
            return mine == "none"
        return mine not in ("none", "few") and AMOUNTS.index(mine) > AMOUNTS.index(theirs or "all")
