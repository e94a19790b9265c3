"""Who "we" and "you" are in a document that prints a letter, and whom "the Secretary" means there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from onrecord.extract.actors_lookup import FIRST_PERSON, ActorIndex
from onrecord.types.annotated import Annotated, Token
from onrecord.types.documents import EmbeddedLetter, Layout, Party, Segment
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Statement

REACH_OF_BLOCK = 400
"""Characters from an addressee's name to the salutation: a title, a body, a street and a town."""

MOST_WORDS_OF_TITLE = 5
"""Words of a title with a name: longer ones are no title."""

REACH_BEFORE_NAME = 40
"""Characters before an addressee's name on its line: a greeting and a title."""

REACH_OF_REPEAT = 60
"""Characters of a quoted sentence that are looked for in the letter it is quoted from."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SPACE = re.compile(r"\s+")
_MARKS = str.maketrans("‘’“”", "''\"\"")
_PEOPLE = ("person", "group", "organization")
_SENDING = ("send", "write", "sign", "lead", "release", "join", "issue", "deliver")


class Parties:
    """The parties of the letters that a document prints, or of the document where it is a letter itself.

    `heads` names for a bare noun of a body ("agency") the titles of those who speak for it ("director"):
    whoever writes to a director means the director's own agency by "the agency".
    """

    def __init__(
        self, annotated: Annotated, index: ActorIndex, found: Found, heads: Mapping[str, frozenset[str]]
    ) -> None:
        self._annotated = annotated
        self._index = index
        self._found = found
        self._heads = heads

    def letter_at(self, offset: int) -> EmbeddedLetter | None:
        """Return the letter printed at a place."""
        return self._layout.letter_at(offset)

    def letter_of(self, start: int, end: int) -> EmbeddedLetter | None:
        """Return the letter that some words are from: that which holds them, or says the same again."""
        here = self.letter_at(start)
        if here is not None:
            return here
        words = _plain(self._annotated.text[start : min(end, start + REACH_OF_REPEAT)])
        return next((letter for letter, text in self._texts if words and words in text), None)

    @property
    def only_letter(self) -> EmbeddedLetter | None:
        """The letter that a document which prints one letter tells of."""
        return self._letters[0] if len(self._letters) == 1 else None

    def signers(self, letter: EmbeddedLetter) -> tuple[str, ...]:
        """Return who signs a letter; where no signature is printed, who is said before it to have sent it."""
        return self._index.issuers_at(letter.start) or self._senders.get(letter.start, ())

    def addressed(self, letter: EmbeddedLetter) -> tuple[str, ...]:
        """Return whom a letter addresses."""
        return self._index.addressees_at(letter.start) or self._titled(letter)

    def _titled(self, letter: EmbeddedLetter) -> tuple[str, ...]:
        """Return who alone has the title by which a letter addresses somebody: "Dear Mr. President"."""
        titles = {
            word[0].casefold() for party in letter.addressees for word in _WORD.finditer(party.name.exact)
        }
        having = [
            actor.id
            for actor in self._found.of(Actor)
            if actor.kind == "person" and titles & {role.casefold() for role in actor.roles}
        ]
        return tuple(having) if len(having) == 1 else ()

    def tells_of(self, letter: EmbeddedLetter, requesters: Iterable[str]) -> bool:
        """Tell whether somebody who asks is one of those who send a letter, or a group of them."""
        senders = {*self.signers(letter), *self._senders.get(letter.start, ())}
        groups = {group for sender in senders for group in self._groups.get(sender, ())}
        return any(
            one in senders or one in groups or senders & {*self._index.members(one)} for one in requesters
        )

    def people(self, words: Sequence[Token]) -> tuple[str, ...]:
        """Return the people whose last names stand among some words, as headlines name them."""
        named = (self._last_names.get(token.text.casefold()) for token in words)
        return tuple(dict.fromkeys(actor for actor in named if actor))

    def filling(self, start: int, end: int, least: float) -> tuple[str, ...]:
        """Return the body, state or group by whose name some words are filled, to a share of `least`."""
        words = _plain(self._annotated.text[start:end])
        named = [
            (len(mention.exact) / len(words), actor.id)
            for actor in self._found.of(Actor)
            if actor.kind != "person"
            for mention in actor.mentions
            if _plain(mention.exact) in words
        ]
        best = max(named, default=(0.0, ""))
        return (best[1],) if best[0] >= least else ()

    def speak_for(self, speakers: Iterable[str], body: Token) -> bool:
        """Tell whether a body is the speakers' own, by their titles: "Congress must …" of its members."""
        titles = self._heads.get(body.lemma.casefold(), frozenset())
        return any(self._called.get(speaker, frozenset()) & titles for speaker in speakers)

    def described(self, words: Sequence[Token], letter: EmbeddedLetter | None) -> tuple[str, ...]:
        """Return the addressees that a phrase without a name means by their title or their body."""
        until = next((at for at, token in enumerate(words) if token.pos == "ADP"), len(words))
        nouns = [token for token in words[:until] if token.pos in ("NOUN", "PROPN")]
        said = [_singular(token.text.casefold()) for token in nouns]
        heads = set(said if said and said[-1] in self._heads else said[-1:])
        places = [
            (party, self._block(party, parties))
            for parties in ((letter.addressees,) if letter else (self._layout.addressees,))
            for party in parties
        ]
        meant = [party for party, block in places if heads and heads & block]
        if not meant:
            meant = [
                p for p, block in places if any(self._heads.get(head, frozenset()) & block for head in heads)
            ]
        named = (self._index.party(party) for party in meant)
        return tuple(dict.fromkeys(actor for actor in named if actor))

    def _block(self, party: Party, parties: Sequence[Party]) -> frozenset[str]:
        """Return the words of an addressee's titles and bodies: those beside and under the name."""
        text, start = self._annotated.text, party.name.start
        later = [other.name.start for other in parties if other.name.start > start]
        end = min([party.name.end + REACH_OF_BLOCK, *later, self._end_of_block(party.name.end)])
        before = max(text.rfind("\n", 0, start) + 1, start - REACH_BEFORE_NAME)
        return frozenset(_singular(word[0].casefold()) for word in _WORD.finditer(text, before, end))

    def _end_of_block(self, offset: int) -> int:
        """Return where the address block of a name ends: with the salutation, the block, else the line."""
        ends = [
            part.end for part in self._address if part.end >= offset and part.start - offset < REACH_OF_BLOCK
        ]
        line = self._annotated.text.find("\n", offset)
        return max(ends, default=line if line >= 0 else len(self._annotated.text))

    @property
    def _letters(self) -> tuple[EmbeddedLetter, ...]:
        return self._layout.letters

    @property
    def _layout(self) -> Layout:
        return self._annotated.document.layout

    @cached_property
    def _texts(self) -> list[tuple[EmbeddedLetter, str]]:
        text = self._annotated.text
        return [(letter, _plain(text[letter.start : letter.end])) for letter in self._letters]

    @cached_property
    def _last_names(self) -> dict[str, str | None]:
        """The people of the document by the last word of their names; None where two have the same."""
        found: dict[str, str | None] = {}
        for actor in self._found.of(Actor):
            words = _WORD.findall(actor.name) if actor.kind == "person" else []
            if words and len(words[-1]) > 2:
                last = words[-1].casefold()
                found[last] = None if last in found else actor.id
        return found

    @cached_property
    def _called(self) -> dict[str, frozenset[str]]:
        """The words by which each actor is called, those of titles among them, also in the singular."""
        called: dict[str, frozenset[str]] = {}
        for actor in self._found.of(Actor):
            forms = {*actor.roles, *(mention.exact for mention in actor.mentions)}
            short = (form for form in forms if len(form.split()) <= MOST_WORDS_OF_TITLE)
            words = {word[0].casefold() for form in short for word in _WORD.finditer(form)}
            called[actor.id] = frozenset({*words, *map(_singular, words)})
        return called

    @cached_property
    def _address(self) -> tuple[Segment, ...]:
        return (*self._layout.of("salutation"), *self._layout.of("address_block"))

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        return {actor.id: actor.member_of for actor in self._found.of(Actor)}

    @cached_property
    def _senders(self) -> dict[int, tuple[str, ...]]:
        """Who is said, before each letter, to have sent it: the speakers of the first ask reported there."""
        found: dict[int, tuple[str, ...]] = {}
        before = 0
        for letter in self._letters:
            addressed = set(self._index.addressees_at(letter.start))
            found[letter.start] = self._first_speakers(before, letter.start, addressed)
            before = letter.end
        return found

    def _first_speakers(self, start: int, end: int, addressed: set[str]) -> tuple[str, ...]:
        for token in self._annotated.tokens_in(start, end):
            if token.dep == "nsubj" and self._sends(token) and token.text.casefold() not in FIRST_PERSON:
                below = self._annotated.subtree_span(token)
                named = self._index.all_at(below.start, below.end)
                people = tuple(one for one in named if self._is_sender(one) and one not in addressed)
                if people:
                    return people
        for statement in self._found.of(Statement):
            if statement.level == 1 and statement.cue and start <= statement.cue.start < end:
                people = tuple(
                    one for one in statement.speakers if self._is_sender(one) and one not in addressed
                )
                if people and statement.act == "ask":
                    return people
        return ()

    def _sends(self, subject: Token) -> bool:
        verb = self._annotated.tokens[subject.head]
        below = self._annotated.children(verb)
        inside = [part for child in below if child.dep == "prep" for part in self._annotated.children(child)]
        things = {part.lemma.casefold() for part in (*below, *inside) if part.dep in ("dobj", "pobj")}
        return verb.lemma.casefold() in _SENDING and (verb.lemma == "write" or "letter" in things)

    def _is_sender(self, actor: str) -> bool:
        return self._index.kind(actor) in _PEOPLE


def _plain(words: str) -> str:
    return _SPACE.sub(" ", words).translate(_MARKS).strip().casefold()


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.replace("men", "man") if word.endswith("men") else word.removesuffix("s")
