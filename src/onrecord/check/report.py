"""What a check of a draft gives: a verdict for each claim, with the words of the record it stands on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.types.codec import decode_value, encode_value
from onrecord.types.errors import Issue
from onrecord.types.rows import Difference
from onrecord.types.spans import Evidence

WEIGHTS = ("fault", "look", "undecided", "sound")
"""What a verdict asks of the writer, the gravest first.

`fault`: the record says otherwise. `look`: the record has nothing that bears the claim out, where it should.
`undecided`: the record cannot tell. `sound`: the record bears it out.
"""

VERDICTS: Mapping[str, Mapping[str, str]] = {
    "quotation": {
        "verbatim": "sound",
        "altered": "fault",
        "truncated": "fault",
        "wrong_speaker": "fault",
        "wrong_document": "fault",
        "not_in_document": "fault",
        "not_in_record": "look",
        "unclosed": "look",
        "source_not_in_record": "undecided",
        "not_speech": "undecided",
    },
    "figure": {
        "supported": "sound",
        "bound_dropped": "fault",
        "bound_added": "fault",
        "bound_changed": "fault",
        "conflicting": "fault",
        "other_thing": "fault",
        "outdated": "look",
        "no_source": "look",
        "not_decided": "undecided",
    },
    "date": {
        "agrees": "sound",
        "coarser": "sound",
        "finer": "look",
        "differs": "fault",
        "not_in_record": "undecided",
    },
    "attribution": {
        "supported": "sound",
        "wrong_speaker": "fault",
        "strengthened": "fault",
        "weakened": "fault",
        "contradicted": "fault",
        "not_in_record": "undecided",
        "not_decided": "undecided",
    },
    "assertion": {
        "strengthened": "fault",
        "contradicted": "fault",
    },
    "norm": {
        "agrees": "sound",
        "other_provision": "fault",
        "other_status": "fault",
        "not_in_record": "undecided",
    },
    "ask": {
        "agrees": "sound",
        "other_requester": "fault",
        "other_addressee": "fault",
        "strengthened": "fault",
        "weakened": "fault",
        "contradicted": "fault",
        "not_in_record": "undecided",
    },
    "reply": {
        "agrees": "sound",
        "contradicted": "fault",
        "not_in_record": "undecided",
    },
}
"""The kinds of claims, the verdicts of each, and what each verdict weighs."""

KINDS = tuple(VERDICTS)


@dataclass(frozen=True, slots=True)
class Reference:
    """A document of the record as a note cites it; what the record does not know is empty.

    `authors` are the names of those who signed, issued or wrote it, `called` is how a sentence names it.
    """

    document: str
    called: str
    path: str
    kind: str
    authors: tuple[str, ...] = ()
    title: str | None = None
    date: str | None = None
    url: str | None = None

    @property
    def cited(self) -> str:
        """The citation a writer can paste: authors, title or kind, date, where it lies."""
        what = f"“{self.title}”" if self.title else self.kind.replace("_", " ")
        parts = (_listed(self.authors), what, self.date or "no date", self.url or self.path)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Ground:
    """Words of the record that a verdict stands on: where, in which document, said by whom there."""

    anchor: Evidence
    reference: Reference
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the record says of one claim of a draft.

    `anchor` are the claim's words in the draft, `sentence` says the verdict in one plain sentence. `grounds`
    are the record's words, those that decide first; `differences` are those between a quotation and its
    original; `rows` are the record's rows; `references` are the citations suggested for a claim that holds.
    `origins` is the number of independent origins of a figure, None where one names nobody.
    """

    kind: str
    code: str
    anchor: Evidence
    sentence: str
    grounds: tuple[Ground, ...] = ()
    differences: tuple[Difference, ...] = ()
    rows: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    origins: int | None = None

    def __post_init__(self) -> None:
        if self.code not in VERDICTS.get(self.kind, ()):
            raise ValueError(f"{self.code!r} is no verdict on a claim of kind {self.kind!r}")

    @property
    def weight(self) -> str:
        """What the verdict asks of the writer: see WEIGHTS."""
        return VERDICTS[self.kind][self.code]


@dataclass(frozen=True, slots=True)
class DraftReport:
    """A draft held against a record: its text as it was read, and its verdicts in the order of the text.

    `document` is the draft's id, the document of the verdicts' own anchors. `record` is the path of the
    record, `as_of` the date of its latest document, `documents` how many it holds. `issues` tell what of the
    draft could not be read.
    """

    document: str
    path: str
    sha256: str
    media_type: str
    text: str
    record: str
    documents: int
    as_of: str | None
    verdicts: tuple[Verdict, ...]
    issues: tuple[Issue, ...] = ()

    @property
    def clean(self) -> bool:
        """Tell whether there is nothing to look at."""
        return not any(verdict.weight in ("fault", "look") for verdict in self.verdicts)

    def of(self, *weights: str) -> tuple[Verdict, ...]:
        """Return the verdicts of some weights, in text order."""
        return tuple(verdict for verdict in self.verdicts if verdict.weight in weights)

    def counts(self) -> dict[str, int]:
        """Return how many verdicts there are of each weight, the gravest first."""
        found = Counter(verdict.weight for verdict in self.verdicts)
        return {weight: found[weight] for weight in WEIGHTS}

    def json_lines(self, *, every: bool = True) -> Iterator[str]:
        """Yield a line on the draft as a whole, then one a verdict; where not `every`, without sound ones."""
        head: dict[str, Any] = encode_value(self)
        for name in ("text", "verdicts"):
            del head[name]
        yield _line({"type": "draft", **head, "counts": self.counts()})
        for verdict in self.verdicts:
            if every or verdict.weight != "sound":
                yield _line({"type": "verdict", "weight": verdict.weight, **encode_value(verdict)})

    def to_json(self) -> str:
        """Return the whole report as one line of JSON."""
        return _line(encode_value(self))

    @classmethod
    def from_json(cls, line: str) -> DraftReport:
        """Return the report that `to_json` wrote."""
        report: DraftReport = decode_value(cls, json.loads(line))
        return report


def _line(written: Mapping[str, Any]) -> str:
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _listed(names: tuple[str, ...]) -> str:
    if len(names) > 3:
        return f"{names[0]} and {len(names) - 1} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
