"""Pages without the names of private persons, for who may not see them.

A page is made as for everybody and masked as a whole on its way out, so that none is forgotten: words of its
text (names also where marks cut them), of its attributes and addresses, and ids, which are hashes of names
that anybody could try. What comes in is led back: "person-3" in an address or a form is that person's row
again. A form that would enter a pseudonym as words of the record is refused.

What is masked is what an export masks (`export/masking.py`), with its limits; beside them a search for a name
says how many passages hold it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator
from html import escape, unescape
from urllib.parse import unquote_plus

from onrecord.export.masking import Masking, pseudonym

_TAG = re.compile(r"(<!--.*?-->|<[a-zA-Z/!][^>]*>)", re.DOTALL)
_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_DOCUMENT = re.compile(r"\bd-[0-9a-z]+\b")
_ACTOR = re.compile(r"\ba-[0-9a-z]+\b")
_SHOWN_ID = re.compile(r"(?:\b|(?<=%[0-9A-Fa-f]{2}))person-\d+\b")
"""The id of somebody masked as it is shown, also in an address in a form: %2Fperson-1."""

_PSEUDONYM = re.compile(r"\bPerson\s+\d+\b")

_WITHIN_A_LINE = frozenset(
    "a abbr b bdi bdo cite code del em i ins kbd mark q s small span strong sub sup time tspan u wbr".split()
)
"""Elements that a name can go through: all others end the words before them."""

_ADDRESSES = frozenset({"href", "action", "formaction", "src"})


def masked_page(page: str, masking: Masking) -> str:
    """Return a page of HTML with the names of private persons masked."""
    documents = frozenset(_DOCUMENT.findall(page))
    parts = _TAG.split(page)
    texts = [unescape(part) if at % 2 == 0 else "" for at, part in enumerate(parts)]
    for run in _runs(parts):
        _mask_run(texts, run, masking, documents)
    made = (
        _masked_tag(part, masking, documents) if at % 2 else _as_it_was(part, texts[at])
        for at, part in enumerate(parts)
    )
    return shown_ids("".join(made), masking)


def masked_text(text: str, masking: Masking) -> str:
    """Return a list as CSV, or another plain text, with the names of private persons masked."""
    documents = frozenset(_DOCUMENT.findall(text))
    return shown_ids(_replaced(text, masking, documents), masking)


def masked_json(text: str, masking: Masking) -> str:
    """Return JSON with the names of private persons masked."""
    documents = frozenset(_DOCUMENT.findall(text))
    written = _every_text(json.loads(text), lambda each: _replaced(each, masking, documents))
    return shown_ids(json.dumps(written, ensure_ascii=False), masking)


def shown_ids(text: str, masking: Masking) -> str:
    """Return text with the ids of persons masked as they are shown."""
    return _ACTOR.sub(lambda found: masking.id(found[0]), text)


def meant_ids(text: str, masking: Masking) -> str:
    """Return what comes in with ids as the record has them; raises LookupError where one may not be known."""
    for found in _ACTOR.findall(text):
        if masking.meant(found) is None:
            raise LookupError(found)
    return _SHOWN_ID.sub(lambda found: masking.meant(found[0]) or found[0], text)


def enters_a_pseudonym(form: str) -> bool:
    """Tell whether a form, as it is sent, holds the words that stand in the place of a name."""
    return _PSEUDONYM.search(unquote_plus(form)) is not None


def _runs(parts: list[str]) -> Iterator[list[int]]:
    """Yield the places of the texts that are read as one: only tags within a line stand between them."""
    run: list[int] = []
    for at, part in enumerate(parts):
        if at % 2 == 0:
            run.append(at)
        elif (named := _NAME.match(part)) is None or named[1].lower() not in _WITHIN_A_LINE:
            yield run
            run = []
    yield run


def _mask_run(texts: list[str], run: list[int], masking: Masking, documents: Collection[str]) -> None:
    whole = "".join(texts[at] for at in run)
    places = masking.names_in(whole, documents) if whole.strip() else ()
    begins = 0
    for at in run if places else ():
        ends = begins + len(texts[at])
        texts[at] = "".join(_piece(whole, begins, ends, places))
        begins = ends


def _piece(whole: str, begins: int, ends: int, places: Collection[tuple[int, int, int]]) -> Iterator[str]:
    """Yield a piece of a run: a pseudonym where a name begins, nothing where one goes on."""
    at = begins
    for start, end, number in places:
        if end <= begins or start >= ends:
            continue
        yield whole[at : max(start, at)]
        if start >= begins:
            yield f"[{pseudonym(number)}]"
        at = min(end, ends)
    yield whole[at:ends]


def _as_it_was(part: str, text: str) -> str:
    """Return a text escaped anew where it was changed, and as the page has it where it was not."""
    return part if unescape(part) == text else escape(text)


def _masked_tag(tag: str, masking: Masking, documents: Collection[str]) -> str:
    def masked(found: re.Match[str]) -> str:
        value = unescape(found[2])
        if found[1].lower() in _ADDRESSES:
            shown = masking.address(value, documents)
        else:
            shown = _replaced(value, masking, documents)
        return found[0] if shown == value else f'{found[1]}="{escape(shown)}"'

    return _ATTRIBUTE.sub(masked, tag) if "=" in tag else tag


def _replaced(text: str, masking: Masking, documents: Collection[str]) -> str:
    return "".join(_piece(text, 0, len(text), masking.names_in(text, documents)))


def _every_text(value: object, masked: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, list):
        return [_every_text(each, masked) for each in value]
    if isinstance(value, dict):
        return {masked(name): _every_text(each, masked) for name, each in value.items()}
    return value
