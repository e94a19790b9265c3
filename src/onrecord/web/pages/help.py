"""Help: every key, how a chain is read, what one may type into search, and what the words mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.data import Vocabularies
from onrecord.web.meanings import meanings
from onrecord.web.rendering import page


class Keys(NamedTuple):
    """The keys of one sort of page, each with what it does."""

    where: str
    keys: tuple[tuple[str, str], ...]


KEYS = (
    Keys(
        "Everywhere",
        (
            ("/", "go to the search box"),
            ("?", "this page"),
            ("h", "the page before"),
            ("l", "the next page"),
            ("g o", "overview"),
            ("g d", "documents"),
            ("g f", "findings"),
            ("g a", "asks"),
            ("g q", "quotations"),
            ("g t", "timeline"),
            ("g r", "review"),
        ),
    ),
    Keys("In a list", (("j", "the next entry"), ("k", "the entry before"), ("Enter", "open it"))),
    Keys(
        "In the reader",
        (
            ("j", "the next row"),
            ("k", "the row before"),
            ("y", "copy the selected words with citation and link"),
            ("m", "make a row of the selected words"),
            ("Escape", "close the card"),
        ),
    ),
    Keys(
        "In review",
        (
            ("a", "accept"),
            ("r", "reject"),
            ("c", "correct"),
            ("n", "note"),
            ("u", "undo"),
            ("j", "the next row"),
            ("k", "the row before"),
        ),
    ),
)
"""Each key does what a link, a button or a field of the page does too."""

TITLES = {
    "severity": "Severities of findings",
    "finding": "Kinds of finding",
    "quotation": "Verdicts on quotations",
    "figures": "Verdicts on figures",
    "bound": "Bounds of numbers",
    "measure": "What a number measures",
    "strength": "Strengths of asks",
    "state": "What became of an ask, and kinds of response",
    "mode": "How somebody is quoted or told of",
    "act": "What a statement does",
    "level": "Levels of a statement",
    "chain": "Steps of a chain that the text may leave unsaid",
    "factuality": "How an event is told",
    "basis": "What a date stands on",
    "link": "How one document leads to another",
    "norm": "Kinds of norm",
    "actor": "Kinds of actor",
}
"""The vocabularies in the order of the page; `meanings.toml` has their words."""


def show_help(request: Request) -> Response:
    """Show what a reader may want to look up."""
    told = [(name, title, meanings()[name]) for name, title in TITLES.items()]
    return page(request, "help.html", keys=KEYS, vocabularies=told, events=list(event_kinds()))


def event_kinds() -> Iterator[tuple[str, str]]:
    """Yield the kinds of event that the packaged vocabulary knows, each with some words it is seen by."""
    for kind, entry in Vocabularies().table("events")["kinds"].items():
        verbs = [verb.partition(":")[0] for verb in entry.get("verbs", ())]
        words = list(dict.fromkeys((*verbs, *(noun.partition(":")[0] for noun in entry.get("nouns", ())))))
        yield kind, ", ".join(words[:6])


routes = [Route("/help", show_help)]
