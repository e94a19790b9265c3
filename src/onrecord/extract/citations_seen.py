"""What one place of a text says of a document that it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from onrecord.types.dates import TimeExpression
from onrecord.types.spans import Span


@dataclass(frozen=True, slots=True)
class Seen:
    """What one place of a text says of a document.

    `to` and `by` are the words for those to whom it goes and whose it is where they name no known actor.
    `bare` tells that the words only point to a document ("the letter"), `fresh` that they bring up one
    ("a letter"); `real` is False where it is only asked for, planned or denied. `printed` tells that the
    sentence says where its whole text stands, `follows` that it comes next ("the following statement").
    `heading` tells that the place is a title, `joins` that it names others who signed what was told of,
    `as_well` that it says so ("also signed by"), `quoted` that it stands in quotation marks.
    """

    sort: str
    place: Span
    noun: Span
    word: str = ""
    issuers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    to: Span | None = None
    by: Span | None = None
    number: int | None = None
    time: TimeExpression | None = None
    title: Span | None = None
    titled: str = ""
    told: bool = False
    answered: bool = False
    printed: bool = False
    follows: bool = False
    fresh: bool = False
    heading: bool = False
    joins: bool = False
    as_well: bool = False
    quoted: bool = False
    real: bool = True

    @property
    def bare(self) -> bool:
        """Tell whether the words say nothing of the document but that it is one."""
        return not (self.issuers or self.addressees or self.to or self.by or self.time or self.title)

    def and_issuers(self, issuers: Iterable[str]) -> Seen:
        """Return it with others who wrote the document."""
        return replace(self, issuers=tuple(dict.fromkeys((*self.issuers, *issuers))))

    def and_addressees(self, addressees: Iterable[str]) -> Seen:
        """Return it with others to whom the document goes."""
        return replace(self, addressees=tuple(dict.fromkeys((*self.addressees, *addressees))))

    def joined(self, *others: Seen) -> Seen:
        """Return what several readings of one noun say together."""
        seen = self
        for other in others:
            seen = replace(
                seen.and_issuers(other.issuers).and_addressees(other.addressees),
                to=seen.to or other.to,
                by=seen.by or other.by,
                time=seen.time or other.time,
                told=seen.told or other.told,
                real=seen.real and other.real,
            )
        return seen
