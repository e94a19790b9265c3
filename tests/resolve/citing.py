"""Documents that cite others, for tests of links and of wanted documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.types.findings import DocumentFindings
from onrecord.types.identity import row_id
from onrecord.types.rows import Actor, Citation
from tests.resolve.papers import Paper


class Citing(Paper):
    """A document under construction that goes to somebody and cites others."""

    def __init__(
        self,
        kind: str,
        text: str,
        date: str | None = None,
        signatories: Sequence[str] = (),
        addressees: Sequence[str] = (),
        *,
        title: str | None = None,
    ) -> None:
        super().__init__(kind, text, date, signatories)
        self.addressees = tuple(self.actor(name) for name in addressees)
        self.title = title

    def role(self, name: str, *roles: str) -> None:
        """Give an actor roles."""
        self.rows = [
            replace(row, roles=roles) if isinstance(row, Actor) and row.name == name else row
            for row in self.rows
        ]

    def cites(
        self,
        words: str,
        sort: str = "letter",
        *,
        issuers: Iterable[str] = (),
        addressees: Iterable[str] = (),
        **more: object,
    ) -> Citation:
        """Add the citation of a document by words that stand in the text."""
        mention = self.words(words)
        identity = row_id("citation", self.id, mention.start)
        row = Citation(identity, self.id, sort, (mention,), tuple(issuers), tuple(addressees), **more)  # type: ignore[arg-type]
        self.rows.append(row)
        return row

    def findings(self) -> DocumentFindings:
        """Return the document as phase 1 hands it on."""
        found = super().findings()
        title = self.words(self.title) if self.title else None
        row = replace(
            found.row, path=f"folder/{self.kind}-{self.id}.txt", addressees=self.addressees, title=title
        )
        return replace(found, row=row)
