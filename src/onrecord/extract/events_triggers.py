"""Which words of a document tell of an event, and of which kind."""

from __future__ import annotations

from onrecord.extract.actors_lookup import ActorIndex
from onrecord.extract.events_arguments import PLACES, Arguments
from onrecord.extract.events_vocabulary import EventWords, Trigger
from onrecord.extract.span_index import index_of
from onrecord.types.annotated import Annotated, Token
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Norm

_NOUN_PARTS = ("compound", "amod", "nmod", "nummod")
_PEOPLE = ("person", "group")
_NAMED = ("organization", "body")


class TriggerReader:
    """Finds the triggers of one document."""

    def __init__(self, annotated: Annotated, found: Found, actors: ActorIndex, words: EventWords) -> None:
        self._annotated, self._actors, self._words = annotated, actors, words
        norms = found.of(Norm)
        self._norms = {
            f"@{kind}": index_of(m.span for norm in norms if norm.kind == kind for m in norm.mentions)
            for kind in _NORM_CLASSES
        }
        named = [m.span for actor in found.of(Actor) if actor.kind in _NAMED for m in actor.mentions]
        titled = [norm for norm in norms if norm.kind not in _UNTITLED]
        self._names = index_of([*named, *(m.span for norm in titled for m in norm.mentions)])

    def candidates(self, token: Token) -> tuple[Trigger, ...]:
        """Return what a token may trigger by its lemma and part of speech; nothing for most tokens."""
        lemma = token.lemma.lower()
        if token.pos == "VERB" or token.tag.startswith("VB"):
            return self._words.verbs.get(lemma, ())
        if token.pos in ("NOUN", "PROPN"):
            return self._words.nouns.get(lemma, ())
        if token.pos == "ADJ" and token.dep == "amod":
            verb = self._words.participles.get(token.text.lower())
            return self._words.verbs.get(verb, ()) if verb else ()
        return ()

    def is_in_name(self, token: Token) -> bool:
        """Tell whether a token is part of a name: of a body or norm, or a capital before another one."""
        if token.pos == "PROPN":
            named = self._annotated.entities_in(*self._sentence_of(token))
            held = [e for e in named if e.first <= token.i <= e.last and e.last > e.first]
            if any(entity.label in _NAMES for entity in held):
                return True
        following = self._annotated.tokens[token.head]
        before_name = token.tag == "NNP" and token.dep == "compound" and following.tag in ("NNP", "NNPS")
        return before_name or self._names.covers(token.start)

    def _sentence_of(self, token: Token) -> tuple[int, int]:
        sentence = self._annotated.sentences[token.sentence]
        return sentence.start, sentence.end

    def only_names_a_kind(self, token: Token) -> bool:
        """Tell whether a noun only says of what kind the next one is: "detention centre", "escape route"."""
        head = self._annotated.tokens[token.head]
        return (
            token.dep == "compound"
            and head.i > token.i
            and head.pos in ("NOUN", "PROPN")
            and head.lemma.lower() not in self._words.compound_heads
            and not self._words.nouns.get(head.lemma.lower())
        )

    def is_thing(self, token: Token, trigger: Trigger) -> bool:
        """Tell whether a word is what a trigger must have as its object: "the bill passed"."""
        return token.lemma.lower() in trigger.objects.wanted

    def trigger(self, token: Token, candidates: tuple[Trigger, ...], arguments: Arguments) -> Trigger | None:
        """Return the first candidate whose further words and objects stand with the token."""
        return next((c for c in candidates if self._fits(token, c, arguments)), None)

    def thing(self, token: Token, trigger: Trigger, arguments: Arguments) -> Token | None:
        """Return the object a trigger's meaning hangs on: the letter of "sent a letter"."""
        plain = {word.lstrip("~") for word in trigger.objects.wanted if not word.startswith("@")}
        near = [*arguments.objects, *self._behind_prepositions(token)]
        return next((word for word in self._beside(near) if word.lemma.lower() in plain), None)

    def _fits(self, token: Token, trigger: Trigger, arguments: Arguments) -> bool:
        if len(self.particles(token, trigger)) < len(trigger.particle):
            return False
        objects = trigger.objects
        if not objects.wanted and not objects.barred:
            return True
        direct = self._beside([*arguments.objects, *arguments.of, *arguments.owners])
        if token.pos in ("NOUN", "PROPN"):
            direct += self._beside([c for c in self._annotated.children(token) if c.dep in _NOUN_PARTS])
        behind = self._beside(self._behind_prepositions(token))
        links = [child for child in self._annotated.children(token) if child.dep == "prep"]
        beside = [child for child in self._annotated.children(token) if child.dep == "conj"]
        around = (*direct, *behind, *links, *beside)
        if any(self._is(word, barred) for word in around for barred in objects.barred):
            return False
        if not objects.wanted:
            return True
        wanted = {word for word in objects.wanted if not word.startswith("~")}
        if ("@none" in wanted and not direct) or ("@actor" in wanted and arguments.subjects):
            return True
        if "@feared" in wanted and self._is_feared(token):
            return True
        words = direct if direct else behind
        if not direct:
            wanted = {word for word in wanted if word not in _OF_PEOPLE}
        kept = {word[1:] for word in objects.wanted if word.startswith("~")}
        return any(self._is(word, one) for word in words for one in wanted) or any(
            self._is(word, one) for word in behind for one in kept
        )

    def _is_feared(self, token: Token) -> bool:
        """Tell whether a noun stands under a word of fear or suffering: "at risk of", "face"."""
        above = self._annotated.tokens[token.head]
        if above.pos == "ADP":
            above = self._annotated.tokens[above.head]
        lemma = above.lemma.lower()
        return lemma in self._words.factuality["feared"] or lemma in self._words.light["undergoing"]

    def _behind_prepositions(self, token: Token) -> list[Token]:
        links = [c for c in self._annotated.children(token) if c.dep in ("prep", "agent", "dative", "prt")]
        return [below for link in links for below in self._annotated.children(link) if below.dep == "pobj"]

    def _beside(self, heads: list[Token]) -> list[Token]:
        """Return words with those side by side and before them, and what a measure is of ("a series of")."""
        found: dict[int, Token] = {}
        for head in heads:
            found[head.i] = head
            for child in self._annotated.children(head):
                if child.dep in ("conj", "compound", "appos", "amod"):
                    found[child.i] = child
                elif child.dep == "prep" and child.text.lower() == "of":
                    found |= {below.i: below for below in self._annotated.children(child)}
        return list(found.values())

    def particles(self, token: Token, trigger: Trigger) -> list[Token]:
        """Return the further words of a trigger: below it, or in one run right before it.

        Before a verb only adverbs and what a hyphen ties to it ("sexually assault", "co-sponsor") are words
        of it. Nothing where one is missing.
        """
        if not trigger.particle:
            return []
        first = self._annotated.sentences[token.sentence].first
        before: list[Token] = []
        index, tied = token.i - 1, False
        while index >= first and len(before) < len(trigger.particle) + 1:
            word = self._annotated.tokens[index]
            if word.text in ("-", "‑"):
                tied = True
            elif token.pos in ("NOUN", "PROPN") or tied or word.pos == "ADV":
                before.append(word)
                tied = False
            else:
                break
            index -= 1
        near = [*before, *self._annotated.children(token)]
        found = [
            next((word for word in near if part in (word.lemma.lower(), word.text.lower())), None)
            for part in trigger.particle
        ]
        return [word for word in found if word is not None]

    def _is(self, word: Token, wanted: str) -> bool:
        if wanted.startswith(">"):  # a preposition: "death to X"
            return word.pos == "ADP" and word.text.lower() == wanted[1:]
        if not wanted.startswith("@"):
            return wanted.rpartition("-")[2] in (word.lemma.lower(), word.text.lower())
        if wanted in self._norms:
            return self._norms[wanted].covers(word.start)
        if wanted == "@place":
            return any(e.label in PLACES for e in self._annotated.entities_in(word.start, word.end))
        if wanted == "@number":
            return word.pos == "NUM"
        known = self._words.classes.get(wanted[1:], frozenset())
        if word.lemma.lower() in known or word.text.lower() in known:
            return True
        return wanted == "@person" and self._names_somebody(word)

    def can_take_part(self, word: Token) -> bool:
        """Tell whether a word can be somebody: no time, amount or event, and none of the class `nobody`."""
        if word.pos in ("PROPN", "PRON"):
            return True
        lemma = word.lemma.lower()
        held = self._annotated.entities_in(word.start, word.end)
        return not (
            lemma in self._words.classes["thing"]
            or lemma in self._words.nouns
            or any(entity.label in _AMOUNTS for entity in held)
        )

    def is_person(self, word: Token) -> bool:
        """Tell whether a word stands for people."""
        return self._is(word, "@person")

    def _names_somebody(self, word: Token) -> bool:
        if word.pos == "PROPN" or word.tag in ("NNS", "NNP"):
            actor = self._actors.at(word.start, word.end)
            if actor is not None:
                return self._actors.kind(actor) in _PEOPLE
            return any(e.label == "PERSON" for e in self._annotated.entities_in(word.start, word.end))
        return False


_AMOUNTS = ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY")

_OF_PEOPLE = ("@person",)
"""Classes that only a direct object can be of: "returned to the people" sends nobody back."""

_NAMES = ("ORG", "LAW", "PRODUCT", "WORK_OF_ART")
"""Entity labels of names whose parts tell of no event."""

_UNTITLED = ("crime", "principle")
"""Kinds of norm that are no title: "genocide", "non-refoulement" name what happens."""

_NORM_CLASSES = ("treaty", "statute", "resolution")
