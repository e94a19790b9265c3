"""Whether a response is told as given, or only asked for, supposed, planned, put as a question or denied."""

from __future__ import annotations

from onrecord.extract.actors_lookup import FIRST_PERSON
from onrecord.extract.asks_drafts import Refusal
from onrecord.extract.asks_page import MOST_CLIMBS, SUBJECTS, Page
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

_MODALS = frozenset("should must may might could can ca would will wo 'll ’ll shall ought need".split())
_NOT = frozenset("not n't n’t never hardly scarcely nor neither".split())
_NOBODY = frozenset("no nobody none neither nothing few".split())
_SUPPOSING = frozenset(
    "if unless whether until till before lest once whenever otherwise provided assuming".split()
)
_LEADING = frozenset(
    "continue go keep begin start proceed come force compel oblige have choose decide manage persist".split()
)
"""Verbs that lead to a deed which is then done: "went on to acknowledge", "was forced to admit"."""

_AVOIDED = frozenset("fail refuse decline forget neglect avoid stop cease hesitate yet".split())
_TOLD = frozenset("by in for of after from despite with while since upon on besides".split())
_UNTOLD = frozenset("without before instead against than".split())
_WISHED = frozenset(
    "hope expect want fear doubt demand require suggest recommend urge ensure pray imagine suppose assume "
    "wonder ask question request propose insist see predict".split()
)
_WISHES = frozenset("hope expect want wish".split())
_NEEDED = frozenset("necessary essential imperative important vital crucial critical time urgent".split())
_COURTESIES = frozenset("can would want wish like".split())
_FREELY = {
    "acknowledgement": _COURTESIES | {"must", "have", "let"},
    "commitment": _COURTESIES,
    "denial": _COURTESIES | {"must", "will", "have"},
    "refusal": _COURTESIES | {"must", "will", "have"},
}
"""What "I must admit", "I would like to assure you" put before a deed that is done by saying it, by kind."""


def unreal(page: Page, token: Token, kind: str) -> Refusal | None:
    """Return why a verb tells of no response that was given, None where it does."""
    here = token
    for _ in range(MOST_CLIMBS):
        code = _denied_or_supposed(page, here, kind, here is token)
        if code:
            return _refusal(token, code)
        above = page.annotated.tokens[here.head]
        if above.i == here.i:
            break
        code = _led(page, here, above, kind)
        if code:
            return _refusal(token, code)
        if not _depends(page, here, above):
            break
        here = above
    return _refusal(token, "asked") if _asked(page, token) else None


def is_asked(page: Page, token: Token) -> bool:
    """Tell whether a word stands in a question that does not take it for granted."""
    return _asked(page, token)


def _refusal(token: Token, code: str) -> Refusal:
    reasons = {
        "negated": "This says that it was not done.",
        "not_done": "This supposes, asks for or plans a response.",
        "asked": "This asks whether there is a response.",
    }
    return Refusal(Span(token.start, token.end), code, reasons[code])


def _denied_or_supposed(page: Page, verb: Token, kind: str, itself: bool) -> str | None:
    parts = page.annotated.children(verb)
    words = {
        part.text.casefold() for part in parts if part.dep in ("aux", "mark", "advmod", "neg", "preconj")
    }
    subject = next((part for part in parts if part.dep in SUBJECTS), None)
    none = any(part.dep == "det" and part.text.casefold() == "no" for part in parts)
    if none or words & _NOT or any(part.dep == "neg" for part in parts) or _is_nobody(page, subject):
        return "negated"
    if words & _SUPPOSING or _is_conditional(page, verb, parts):
        return "not_done"
    freely = _FREELY.get(kind, frozenset())
    spoken = subject is not None and subject.text.casefold() in FIRST_PERSON
    at_once = spoken and words & _MODALS <= freely and (itself or verb.lemma.casefold() in freely)
    if words & _MODALS and not at_once:
        return "not_done"
    if not itself:
        return None
    bare = verb.tag == "VB" and not any(part.dep == "aux" for part in parts)
    if bare and (subject is None or subject.text.casefold() not in FIRST_PERSON):
        return "not_done"
    return None


def _is_conditional(page: Page, verb: Token, parts: tuple[Token, ...]) -> bool:
    """Tell whether a condition stands before a verb: "If elected, we commit ourselves to …"."""
    return any(
        mark.dep == "mark" and mark.text.casefold() in ("if", "unless")
        for clause in parts
        if clause.dep == "advcl" and clause.i < verb.i
        for mark in page.annotated.children(clause)
    )


def _is_nobody(page: Page, subject: Token | None) -> bool:
    if subject is None:
        return False
    words = [subject, *(part for part in page.annotated.children(subject) if part.dep == "det")]
    return any(word.text.casefold() in _NOBODY for word in words)


def _led(page: Page, here: Token, above: Token, kind: str) -> str | None:
    """Return why what stands above a verb keeps it from being done, None where it does not."""
    parts = page.annotated.children(here)
    infinitive = any(part.tag == "TO" and part.i < here.i for part in parts)
    lemma, word = above.lemma.casefold(), above.text.casefold()
    if infinitive:
        free = lemma in _FREELY.get(kind, ()) and _is_first_person(page, above)
        if lemma in _AVOIDED or _is_yet(page, here, above):
            return "negated"
        return None if free or _leads(page, here, above) else "not_done"
    if here.tag == "VBG" and here.dep in ("pcomp", "pobj", "prep"):
        if word in _UNTOLD:
            return "negated"
        if word == "to":
            return None if page.annotated.tokens[above.head].lemma.casefold() in ("admit",) else "not_done"
        return None if word in _TOLD else "not_done"
    if here.dep == "prep" and word in _WISHES:
        return "not_done"
    if here.tag == "VBG" and here.dep in ("csubj", "csubjpass", "nsubj"):
        return "not_done"
    if here.tag == "VBG" and here.dep == "xcomp" and lemma in _AVOIDED:
        return "negated"
    finite = here.dep in ("ccomp", "advcl", "csubj") and here.tag in ("VBP", "VBZ", "VB")
    if finite and any(
        part.dep in ("acomp", "attr") and part.lemma in _NEEDED for part in page.annotated.children(above)
    ):
        return "not_done"
    if here.dep == "ccomp" and finite and lemma in _WISHED and not (lemma == "insist" and here.tag != "VB"):
        return "not_done"
    return None


def _leads(page: Page, here: Token, above: Token) -> bool:
    """Tell whether the verb above leads to a deed that was done: "went on to acknowledge"."""
    if above.lemma.casefold() not in _LEADING:
        return False
    between = [token.text.casefold() for token in page.annotated.tokens[above.i + 1 : here.i]]
    return here.dep != "advcl" or "on" in between[:1]


def _is_yet(page: Page, here: Token, above: Token) -> bool:
    """Tell whether something is still to come: "have yet to respond"."""
    between = page.annotated.tokens[above.i + 1 : here.i]
    return any(token.text.casefold() == "yet" for token in between)


def _is_first_person(page: Page, verb: Token) -> bool:
    return any(
        part.dep in SUBJECTS and part.text.casefold() in FIRST_PERSON
        for part in page.annotated.children(verb)
    )


def _depends(page: Page, here: Token, above: Token) -> bool:
    """Tell whether a verb without its own subject and tense is done only as far as the one above it is."""
    if above.pos in ("ADP", "SCONJ"):
        return here.tag == "VBG"
    if here.pos in ("ADP", "SCONJ") and above.pos in ("NOUN", "PROPN", "PRON"):
        return True
    if here.pos in ("NOUN", "PROPN", "PRON"):
        return above.pos in ("VERB", "AUX", "ADP", "NOUN", "PROPN") and here.dep != "nsubj"
    if above.pos not in ("VERB", "AUX"):
        return False
    own = any(part.dep in SUBJECTS for part in page.annotated.children(here))
    joined = here.dep == "conj" and not own and _same_form(here, above)
    infinitive = here.dep in ("xcomp", "ccomp") and here.tag == "VB"
    participle = here.tag == "VBG" and here.dep in ("advcl", "xcomp", "conj") and not own
    return joined or infinitive or participle or here.dep == "prep"


def _same_form(here: Token, above: Token) -> bool:
    pasts = ("VBD", "VBN")
    return here.tag == above.tag or (here.tag in pasts and above.tag in pasts)


def _asked(page: Page, token: Token) -> bool:
    sentence = page.annotated.sentences[token.sentence]
    words = page.text[sentence.start : sentence.end].rstrip(" \t\n\"'”’)*_")
    if not words.endswith("?"):
        return False
    before = {word.text.casefold() for word in page.annotated.sentence_tokens(sentence) if word.i < token.i}
    return not before & {"why", "how", "who", "since", "given", "because", "after", "when", "although"}
