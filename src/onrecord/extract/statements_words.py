"""The vocabulary of speech: which words say that somebody said something, and how they behave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_PLAIN_ACTS = ("assert", "report")
"""Acts that a word has beside a more telling one: "declared" declares."""

TELLING = 0.8
"""Least score of a word for which it pays to look for a report inside what somebody said."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)


@dataclass(frozen=True, slots=True)
class Use:
    """How a word of speech is used: the act it performs, where its content stands, how sure it is."""

    act: str
    takes: frozenset[str]
    score: float
    own: bool = False


class SpeechWords:
    """The table `speech`, asked for by lemma."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.verbs = _uses(table.get("verbs", ()))
        self.nouns = _uses(table.get("nouns", ()))
        light = table.get("light", {})
        self.light = frozenset(light.get("words", "").split())
        self.receivers = frozenset(light.get("receivers", "").split())
        self.issuing = frozenset(light.get("issuing", "").split())
        self.announced = frozenset(light.get("announced", "").split())
        self.documents = frozenset(table.get("documents", {}).get("words", "").split())
        own = table.get("own_voice", {})
        self.openers = frozenset(own.get("openers", "").split())
        self.persons = frozenset(own.get("persons", ()))
        self.own_adjectives: dict[str, str] = dict(own.get("adjectives", {}))
        self.thanking = own.get("thanking", "")
        self.requesting = own.get("requesting", "")
        self.requesting_nothing = frozenset(own.get("requesting_nothing", "").split())
        self.own_verbs: dict[str, str] = {
            word: use.act for word, uses in self.verbs.items() for use in uses if use.own
        }
        self.own_verbs |= dict(own.get("verbs", {}))
        accusing = table.get("accusing", {})
        self.accusing_verbs = frozenset(accusing.get("verbs", "").split())
        self.accusing_states = frozenset(accusing.get("states", "").split())
        hedges = table.get("hedges", {})
        self.hedges = frozenset(hedges.get("words", "").split())
        self.hedge_phrases = tuple(hedges.get("phrases", ()))
        self.before_source = tuple(table.get("prepositions", {}).get("before_source", ()))
        openers = table.get("resolutions", {}).get("openers", {})
        self.resolution_openers: dict[str, str] = {
            phrase.replace("_", " "): act for act, phrases in openers.items() for phrase in phrases.split()
        }
        self.irregular: dict[str, str] = dict(table.get("irregular", {}))
        self._telling: dict[str, bool] = {}
        self.quoting = frozenset(
            word for word, uses in self.verbs.items() for use in uses if "quote" in use.takes
        )

    def verb(self, lemma: str, particle: str = "") -> tuple[Use, ...]:
        """Return the uses of a verb, with its particle where it has one ("point", "out")."""
        if particle and (uses := self.verbs.get(f"{lemma}_{particle}")):
            return uses
        return self.verbs.get(lemma, ())

    def act_of_noun(self, words: str) -> str | None:
        """Return the act of the last noun of speech among words ("false claim of"), None without one."""
        for word in reversed(_WORD.findall(words.casefold())):
            for base in self._bases(word):
                if base in self.nouns:
                    return self.nouns[base][0].act
        return None

    def act_of_cue(self, words: str, place: str = "") -> str | None:
        """Return the act of the words of a cue, read from its end; None where the table knows none of them.

        Fixed words count ("pointed out"); a form is led to its base by its ending or the table `irregular`.
        Of several uses one that takes content at `place` goes first: who agrees that … acknowledges, who
        agrees to do … commits.
        """
        parts = _WORD.findall(words.casefold())
        for at in range(len(parts) - 1, -1, -1):
            particle = parts[at + 1] if at + 1 < len(parts) else ""
            for base in self._bases(parts[at]):
                uses = self.verb(base, particle) or self.nouns.get(base, ())
                if uses:
                    ranked = (
                        (place in use.takes, use.act not in _PLAIN_ACTS, use.score, use.act) for use in uses
                    )
                    return max(ranked)[-1]
            if parts[at] in self.own_adjectives and particle != "with":  # "the parties concerned with it"
                return self.own_adjectives[parts[at]]
        return None

    def tells(self, words: str) -> bool:
        """Tell whether any of some words may say that somebody says something."""
        return any(self._may_tell(word) for word in _WORD.findall(words.casefold()))

    def _may_tell(self, word: str) -> bool:
        known = self._telling.get(word)
        if known is None:
            uses = (
                use for base in self._bases(word) for use in (*self.verb(base), *self.nouns.get(base, ()))
            )
            known = any(use.score >= TELLING for use in uses)
            self._telling[word] = known
        return known

    def _bases(self, word: str) -> Iterator[str]:
        """Yield what may be the base form of a verb or noun."""
        if word in self.irregular:
            yield self.irregular[word]
        yield word
        for ending, instead in _ENDINGS:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                stem = word.removesuffix(ending) + instead
                yield stem
                if len(stem) > 3 and stem[-1] == stem[-2]:
                    yield stem[:-1]

    def taking(self, lemma: str, particle: str, place: str) -> Use | None:
        """Return the use of a verb whose content stands at `place`, the surest first."""
        uses = [use for use in self.verb(lemma, particle) if place in use.takes]
        return max(uses, key=lambda use: use.score, default=None)


def _uses(groups: Any) -> dict[str, tuple[Use, ...]]:
    found: dict[str, tuple[Use, ...]] = {}
    for group in groups:
        use = Use(
            group["act"], frozenset(group["takes"]), float(group["score"]), bool(group.get("own", False))
        )
        for word in group["words"].split():
            found[word] = (*found.get(word, ()), use)
    return found
