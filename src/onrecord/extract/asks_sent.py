"""What is told of a letter around an ask: whom it was sent to, and who sent it."""

from __future__ import annotations

from onrecord.extract.asks_page import Page
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

MOST_CLIMBS = 8
"""Steps up the tree from an asking verb to the letter or the sending verb it hangs on."""

_HANGING = ("acl", "advcl", "xcomp", "conj", "pobj", "dobj", "prep", "dative", "pcomp", "relcl", "appos")
"""How a participle hangs on the letter or the sending verb before it, at some removes."""


def sent_to(page: Page, verb: Token, documents: frozenset[str]) -> tuple[str, ...]:
    """Return whom a letter that asks something was sent to: "sent a letter to X requesting …"."""
    phrase = sent_phrase(page, verb, documents)
    inside = page.index.within(phrase.start, phrase.end) if phrase is not None else ()
    people = tuple(actor for actor in inside if page.index.kind(actor) == "person")
    return people or (page.index.all_at(phrase.start, phrase.end) if phrase is not None else ())


def sent_phrase(page: Page, verb: Token, documents: frozenset[str]) -> Span | None:
    """Return the words that say whom a letter was sent to, or to whom somebody "wrote asking …"."""
    for here in _above(page, verb):
        written = here.lemma.casefold() == "write"
        if not written and here.lemma.casefold() not in documents:
            continue
        parts = page.annotated.children(here)
        sent = [part for part in parts if part.dep in ("relcl", "acl") and part.end < verb.start]
        around = [page.annotated.tokens[here.head], *sent]
        for child in (*parts, *(part for each in around for part in page.annotated.children(each))):
            to = child.dep in ("prep", "dative") and child.text.casefold() == "to"
            if child.start > verb.start or not (to or (written and child.dep in ("dobj", "dative"))):
                continue
            below = page.annotated.subtree_span(child)
            start, end = (child.end if to else below.start), min(below.end, verb.start)
            if start < end:
                return Span(start, end)
    return None


def senders(page: Page, verb: Token, documents: frozenset[str]) -> tuple[str, ...]:
    """Return who signs the one letter a document prints, for what is said to be asked in a letter."""
    letter = page.parties.only_letter
    carriers = documents | {"write"}
    told = any(here.lemma.casefold() in carriers for here in _above(page, verb))
    return page.parties.signers(letter) if letter is not None and told else ()


def only_addressee(page: Page, before: Token) -> tuple[str, ...]:
    """Return whom the letters were sent to that are told of before a place, where all went to the same."""
    found: set[tuple[str, ...]] = set()
    for token in page.annotated.tokens[: before.i]:
        if token.lemma.casefold() != "letter" or token.dep != "dobj":
            continue
        parts = (*page.annotated.children(token), *page.annotated.children(page.annotated.tokens[token.head]))
        behind = (part for part in sorted(parts) if part.i > token.i and part.dep in ("prep", "dative"))
        to = next((part for part in behind if part.text.casefold() == "to"), None)
        if to is not None:
            found.add(page.index.within(to.end, page.annotated.subtree_span(to).end)[:1])
    return found.pop() if len(found) == 1 else ()


def _above(page: Page, verb: Token) -> list[Token]:
    """Return the words that an asking verb may hang on: those it stands under, and "in a letter"."""
    found: list[Token] = [verb]
    here = verb
    for _ in range(MOST_CLIMBS):
        parts = page.annotated.children(here)
        inside = [p for p in parts if p.dep == "prep" and p.text.casefold() == "in"]
        found += [o for p in inside for o in page.annotated.children(p) if o.dep == "pobj"]
        found += [p for p in parts if p.dep == "dobj" and here is not verb]
        above = page.annotated.tokens[here.head]
        hangs = here.dep in _HANGING or (here.dep == "ccomp" and here.tag == "VBG")
        if above.i == here.i or not hangs:
            break
        found.append(above)
        if here.dep == "acl":  # in "news of letters sent to X asking" the letters ask, not the news
            found += [token for token in page.annotated.subtree(above) if token.i < here.i]
        here = above
    return found
