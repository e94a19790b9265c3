"""One document as the rules of asks and responses see it: who says a word, whom it names, what holds it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from onrecord.extract.actors_lookup import FIRST_PERSON, SECOND_PERSON, ActorIndex
from onrecord.extract.asks_parties import Parties
from onrecord.types.annotated import Annotated, Token
from onrecord.types.dates import TimeExpression
from onrecord.types.documents import OTHERS_VOICE
from onrecord.types.findings import Found
from onrecord.types.rows import DocumentRow, Norm, Quotation, Statement
from onrecord.types.spans import Span

FINITE = ("VBD", "VBZ")
SUBJECTS = ("nsubj", "nsubjpass")
_ENACTING = re.compile(r"((?:The|This) [A-Z][^\n.;:!?,]{2,90}),")

MOST_CLIMBS = 8
"""Steps up the tree in search of a subject: a sentence that needs more is one the parser lost."""


class Page:
    """Looks up statements, actors, norms and dates by place; built once a document.

    `heads` are the titles of those who speak for a body that a bare noun means, as in `Parties`.
    """

    def __init__(
        self, annotated: Annotated, found: Found, heads: Mapping[str, frozenset[str]] | None = None
    ) -> None:
        self.annotated = annotated
        self.index = ActorIndex(annotated, found)
        self.parties = Parties(annotated, self.index, found, heads or {})
        self._found = found

    @property
    def text(self) -> str:
        """The canonical text."""
        return self.annotated.text

    @cached_property
    def row(self) -> DocumentRow | None:
        """The document's own row."""
        return next(iter(self._found.of(DocumentRow)), None)

    @cached_property
    def own_parties(self) -> tuple[str, ...]:
        """Who the document's own "we" is: its signatories, else its issuers, else its authors."""
        if self.row is None or self.row.kind in OTHERS_VOICE:
            return ()
        return self.row.signatories or self.row.issuers or self.row.authors or self._enacting

    @property
    def _enacting(self) -> tuple[str, ...]:
        """The body that a resolution opens with ("The Council,"), where its masthead names none."""
        if self.annotated.document.layout.kind != "resolution":
            return ()
        for paragraph in self.annotated.document.layout.paragraphs:
            opening = _ENACTING.match(self.text, paragraph.start, paragraph.end)
            if opening:
                return self.index.all_at(opening.start(1), opening.end(1))
        return ()

    def speakers_at(self, offset: int) -> tuple[str, ...]:
        """Who "we" is at a place: those who sign the letter printed there, else the document's own."""
        letter = self.parties.letter_at(offset)
        return self.parties.signers(letter) if letter else self.own_parties

    def signers_of(self, token: Token) -> tuple[str, ...]:
        """Who signs the letter in which a word stands, or from which it is quoted."""
        letter = self.parties.letter_of(token.start, self._end_of_sentence(token))
        return self.parties.signers(letter) if letter is not None else ()

    def addressees_at(self, offset: int) -> tuple[str, ...]:
        """Who "you" is at a place: whom the letter printed or quoted there addresses, else the document."""
        sentence = self.annotated.sentence_at(offset)
        letter = self.parties.letter_of(offset, sentence.end if sentence else offset)
        if letter is not None:
            return self.parties.addressed(letter)
        return self.row.addressees if self.row and self.is_own_voice(offset) else ()

    def saying(self, span: Span) -> Statement | None:
        """Return the statement whose cue meets the words of `span`."""
        for statement in self._by_sentence.get(self._sentence(span.start), ()):
            if statement.cue and statement.cue.span.overlaps(span):
                return statement
        return None

    def holding(self, offset: int) -> Statement | None:
        """Return the innermost statement whose content holds the character at `offset`."""
        best: tuple[int, Statement] | None = None
        for statement in self._by_sentence.get(self._sentence(offset), ()):
            for piece in statement.content:
                if piece.start <= offset < piece.end:
                    size = piece.end - piece.start
                    if best is None or size < best[0]:
                        best = (size, statement)
        return best[1] if best else None

    def quoted(self, offset: int) -> bool:
        """Tell whether the character at `offset` stands inside quotation marks."""
        at = bisect_right(self._quotes, (offset, len(self.text) + 1)) - 1
        return at >= 0 and self._quotes[at][1] > offset

    def is_own_voice(self, offset: int) -> bool:
        """Tell whether a letter, or a document that speaks for its issuer, speaks here, nobody else."""
        own = self.parties.letter_at(offset) or (self.row is not None and self.row.kind not in OTHERS_VOICE)
        if not own or self.quoted(offset):
            return False
        held = self.holding(offset)
        return held is None or held.level == 0

    def actors(self, token: Token) -> tuple[str, ...]:
        """Return the actors that the phrase under `token` names; pronouns are led to whom they mean."""
        word = token.text.casefold()
        if word in FIRST_PERSON:
            return self._first_person(token)
        if word in SECOND_PERSON:
            return self.addressees_at(token.start) or self._pronoun(token)
        if token.pos == "PRON":
            return self._pronoun(token)
        start, end = self.phrase(token)
        return self.index.all_at(start, end)

    def whom(self, token: Token, until: int = 0) -> tuple[str, ...]:
        """Return the actors a phrase names, else the people whose titles it holds ("Minister for … Ruiz").

        `until` is where the phrase ends at the latest, where the parser may have cut it short.
        """
        named = self.actors(token)
        if named or token.pos != "PROPN":
            return named
        start, end = self.phrase(token)
        inside = self.index.within(start, max(end, until))
        return tuple(actor for actor in inside if self.index.kind(actor) == "person")

    def meant(self, token: Token, until: int = 0) -> tuple[str, ...]:
        """Return whom a phrase names, else those of a letter's addressees whose title or body it says."""
        named = self.whom(token, until)
        if named and not self._is_plain(token):
            return named
        if any(part.text.casefold() == "your" for part in self.annotated.children(token)):
            return self.addressees_at(token.start)
        start, end = self.phrase(token)
        letter = self.parties.letter_of(token.start, self._end_of_sentence(token)) or self.parties.only_letter
        return self.parties.described(self.annotated.tokens_in(start, end), letter) or named

    def _is_plain(self, token: Token) -> bool:
        """Tell whether a phrase is a noun with "the" and nothing behind it: "the committee"."""
        parts = [part for part in self.annotated.children(token) if part.dep != "punct"]
        marked = any(part.text.casefold() == "the" for part in parts)
        return token.pos in ("NOUN", "PROPN") and marked and all(part.i < token.i for part in parts)

    def phrase(self, token: Token) -> tuple[int, int]:
        """Return the place of a noun phrase up to the clause that follows its head, if one does."""
        below = self.annotated.subtree(token)
        clauses = [
            self.annotated.subtree(child)[0].start
            for child in self.annotated.children(token)
            if child.i > token.i and child.dep in ("relcl", "acl", "advcl", "xcomp", "ccomp")
        ]
        end = min([below[-1].end, *clauses])
        while end > token.end and (self.text[end - 1].isspace() or self.text[end - 1] in ",;:"):
            end -= 1
        return below[0].start, max(end, token.end)

    def subject(self, verb: Token, carriers: frozenset[str], documents: frozenset[str]) -> Token | None:
        """Return the token that names who does what `verb` says, found up the tree where it is not beside it.

        Conjoined verbs share a subject; an infinitive takes that of a verb that only leads to it; a
        participle after a letter, petition or statement takes that of who sent it, else the document.
        """
        here = verb
        for _ in range(MOST_CLIMBS):
            own = [child for child in self.annotated.children(here) if child.dep in SUBJECTS]
            if own and not (here is verb and self._is_passive(here)):
                return own[0]
            above = self.annotated.tokens[here.head]
            if above.i == here.i:
                return None
            joined = here.dep == "conj" and above.pos in ("VERB", "AUX")
            if joined and here.tag in FINITE:
                above = self._finite(above)
            led = here.dep in ("xcomp", "advcl", "ccomp", "pcomp") and self._leads(here, above, carriers)
            if joined or led:
                here = above
            elif here.dep in ("acl", "relcl") and above.lemma.casefold() in documents:
                sender = self._sender(above)
                return sender or above
            elif here.dep == "relcl" and here is verb:
                return above
            elif above.dep in ("prep", "mark") and above.pos in ("ADP", "SCONJ"):
                here = above
            else:
                return None
        return None

    def _finite(self, verb: Token) -> Token:
        """Return the verb that a finite verb is joined to: not the infinitive before it, but who governs it.

        "It urged Vareda to open an office and requested …" does not say that Vareda requested.
        """
        here = verb
        while here.tag == "VB" and here.dep in ("xcomp", "advcl", "conj"):
            here = self.annotated.tokens[here.head]
        return here if here.tag in FINITE else verb

    def deadline(self, start: int, end: int) -> str | None:
        """Return the date that a "by …" between two offsets sets, None where there is none."""
        low = bisect_left(self._times, start, key=lambda time: time.anchor.start)
        for time in self._times[low:]:
            if time.anchor.start >= end:
                return None
            before = self.text[max(start, time.anchor.start - 30) : time.anchor.start].casefold().split()
            if before and (before[-1] == "by" or (before[-1:] == ["the"] and before[-2:-1] == ["by"])):
                return time.edtf or time.value
            if before[-3:] == ["no", "later", "than"] or before[-2:] == ["not", "later"]:
                return time.edtf or time.value
        return None

    def is_time(self, noun: Token) -> bool:
        """Tell whether a phrase only says how long or when: "more than two decades", "fiscal year 2031"."""
        parts = self.annotated.children(noun)
        if any(part.dep == "prep" and part.text.casefold() == "of" for part in parts):
            return False  # "a day of rest"
        low = bisect_right(self._times, noun.start, key=lambda time: time.anchor.start)
        return any(time.anchor.end >= noun.end for time in self._times[max(0, low - 2) : low])

    def time_in(self, start: int, end: int) -> TimeExpression | None:
        """Return the first dated expression between two offsets."""
        low = bisect_left(self._times, start, key=lambda time: time.anchor.start)
        for time in self._times[low:]:
            if time.anchor.start >= end:
                return None
            if time.edtf and time.type in ("DATE", "TIME"):
                return time
        return None

    def norms(self, start: int, end: int) -> tuple[str, ...]:
        """Return the norms named between two offsets, in text order."""
        low = bisect_left(self._norms, (start,))
        named: dict[str, None] = {}
        for mention, mention_end, norm in self._norms[low:]:
            if mention >= end:
                break
            if mention_end <= end:
                named[norm] = None
        return tuple(named)

    def _first_person(self, token: Token) -> tuple[str, ...]:
        held = self.holding(token.start)
        if held is not None and held.level > 0 and held.speakers:
            return held.speakers
        if not self.quoted(token.start):
            own = self.speakers_at(token.start)
            if own:
                return own
        if held is not None and held.speakers:
            return held.speakers
        signers = self.signers_of(token)
        if signers:
            return signers
        return self._pronoun(token)

    def _end_of_sentence(self, token: Token) -> int:
        return self.annotated.sentences[token.sentence].end

    def _pronoun(self, token: Token) -> tuple[str, ...]:
        return self.index.antecedents(token.start, token.text)

    def _is_passive(self, verb: Token) -> bool:
        return any(child.dep == "nsubjpass" for child in self.annotated.children(verb))

    def _leads(self, here: Token, above: Token, carriers: frozenset[str]) -> bool:
        """Tell whether an asking verb under `above` is still done by the subject of `above`."""
        participle = here.tag == "VBG" and here.dep in ("advcl", "xcomp")
        return participle or above.lemma.casefold() in carriers

    def _sender(self, document: Token) -> Token | None:
        """Return the subject of the verb that has a document as its object ("released a letter …")."""
        verb = self.annotated.tokens[document.head]
        if document.dep != "dobj" or verb.pos != "VERB":
            return None
        return next((child for child in self.annotated.children(verb) if child.dep == "nsubj"), None)

    def _sentence(self, offset: int) -> int:
        sentence = self.annotated.sentence_at(offset)
        return sentence.i if sentence else -1

    @cached_property
    def _by_sentence(self) -> dict[int, list[Statement]]:
        held: dict[int, list[Statement]] = defaultdict(list)
        sentences = self.annotated.sentences
        for statement in self._found.of(Statement):
            parts = (*statement.content, *((statement.cue,) if statement.cue else ()))
            met: set[int] = set()
            for part in parts:
                at = max(bisect_right(sentences, part.start, key=lambda sentence: sentence.start) - 1, 0)
                while at < len(sentences) and sentences[at].start < part.end:
                    met.add(at)
                    at += 1
            for sentence in met:
                held[sentence].append(statement)
        return held

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        quotations = (found for found in self._found.of(Quotation) if found.speech)
        return sorted((piece.start, piece.end) for found in quotations for piece in found.pieces)

    @cached_property
    def _times(self) -> list[TimeExpression]:
        return sorted(self._found.of(TimeExpression), key=lambda time: (time.anchor.start, time.anchor.end))

    @cached_property
    def _norms(self) -> list[tuple[int, int, str]]:
        return sorted(
            (mention.start, mention.end, norm.id)
            for norm in self._found.of(Norm)
            for mention in norm.mentions
        )
