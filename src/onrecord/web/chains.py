"""How words came to a document, step by step: who said them, and through which documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.types.rows import ChainMark
from onrecord.web.meanings import meaning

UNSAID = ("same_origin", "same_words", "same_number")
"""Marks of a step that the text itself does not tell."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is said of it ("said by"), the actor or document, and what the text leaves unsaid."""

    label: str
    id: str
    note: str = ""


def steps_of(chain: Iterable[str], marks: Iterable[ChainMark] = ()) -> tuple[Step, ...]:
    """Return a chain as steps from the origin to the document it is read in.

    Who comes first said it, who comes after reported it; the last document is where it stands.
    """
    return tuple(_steps(tuple(chain), {mark.document: mark.how for mark in marks}))


def _steps(chain: tuple[str, ...], marks: dict[str, str]) -> Iterator[Step]:
    said = False
    for at, id_ in enumerate(chain):
        if not id_.startswith("d-"):
            yield Step("reported by" if said else "said by", id_)
            said = True
        elif at == len(chain) - 1:
            yield Step("in", id_)
        else:
            how = marks.get(id_, "")
            yield Step("through" if said else "from", id_, meaning("chain", how) if how in UNSAID else "")
