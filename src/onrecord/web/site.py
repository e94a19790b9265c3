"""What every page is made from: the record that is served, who reads it, and what is kept at hand for it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property

from onrecord.record.catalogue import Catalogue
from onrecord.record.names import Names
from onrecord.record.refusals import Reasons
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError
from onrecord.web.drafts import Drafts


class NothingCanBeEntered(OnRecordError):
    """The record is served to be read alone."""


@dataclass(frozen=True)
class Site:
    """One record as it is served; its pages run in threads and share it.

    `token` stands in every form: who can send it has been shown a page by this very server.
    """

    record: Record
    reviewer: str = ""
    read_only: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def name(self) -> str:
        """The record's name, as its folder has it."""
        return self.record.path.resolve().name.removesuffix(".record")

    @cached_property
    def names(self) -> Names:
        """What ids are called in a sentence."""
        return Names(self.record, self.catalogue)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The lists of the record's rows."""
        return Catalogue(self.record)

    @cached_property
    def reasons(self) -> Reasons:
        """How often extractors gave each reason to refuse words."""
        return Reasons(self.record)

    @cached_property
    def passages(self) -> Passages:
        """The search index of the record."""
        return Passages(self.record)

    @cached_property
    def drafts(self) -> Drafts:
        """The drafts that are held against the record; the models load with the first."""
        from onrecord.check.checking import DraftChecker  # noqa: PLC0415

        checker = DraftChecker()
        return Drafts(
            lambda content, name, media_type: checker.check_bytes(content, name, media_type, self.record)
        )

    def check_writable(self) -> None:
        """Raise NothingCanBeEntered where the record is served to be read alone."""
        if self.read_only:
            raise NothingCanBeEntered(
                "This record is served to be read alone: nothing can be entered. "
                "Start `onrecord serve` without --read-only to enter decisions."
            )


def words_of(name: str) -> str:
    """Return a value of a vocabulary as words: "joint_letter" as "joint letter"."""
    return name.replace("_", " ")
