"""A record that names private people in every way it can, for whoever hands rows on with names masked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from onrecord.record.custody import Clock, utc_now
from onrecord.types.rows import (
    Actor,
    Ask,
    Difference,
    DocumentLink,
    Event,
    Figure,
    FigureSet,
    Finding,
    Invocation,
    Norm,
    Participants,
    PartyStatus,
    QuotationCheck,
    Response,
    Statement,
    Wanted,
)
from onrecord.types.spans import Evidence
from tests.records import Page, record_of

LETTER = Page(
    "papers/maria-quint-letter.txt",
    "Appeal for Maria Quint the teacher\n\nWe ask the Harbour Board to release Maria Quint at once. "
    "Ms. Quint said she “saw more than 600 families leave”. MARIA  QUINT was held under the Shore Act. "
    "Quint, Maria is on the list of Ileana Órdóñez-Vale. Quint wrote it down. "
    "Minister Peter Quint denied it. Quintessence is a word. The Maria Quint Fund asks for help. "
    "Nothing more was said of M\u00adaria Quint.",
)
REPLY = Page(
    "papers/reply.txt",
    "Reply of the Harbour Board\n\nMinister Peter Quint says Maria\nQuint “saw 60 families leave”. "
    "The Board will release Maria Quint. Ileana Ordonez Vale is free.",
)
MARIA, ILEANA, MINISTER, BOARD = (f"a-00000000000000{letter}0" for letter in "abcd")
NAMES = (
    "Maria Quint",
    "Maria\nQuint",
    "MARIA  QUINT",
    "Quint, Maria",
    "maria-quint",
    "Ms. Quint",
    "Quint wrote",
)
NAMES_TOO = (
    "Ileana Órdóñez-Vale",
    "Ileana Ordonez Vale",
    "Ileana",
    "aria Quint",
    "Maria Q",
    "ia Quint",
    "Vale",
)


def make_private_record(path: Path, clock: Clock = utc_now) -> Path:
    """Make the record at `path` and return it."""
    return record_of(
        path,
        [
            (
                LETTER,
                replace(
                    LETTER.row("letter", "2024-03-04"),
                    title=LETTER.words("Appeal for Maria Quint the teacher"),
                    url="https://board.example/Maria%20Quint/letter",
                    signatories=(ILEANA,),
                    addressees=(BOARD,),
                ),
                _letter_rows(),
            ),
            (
                REPLY,
                replace(
                    REPLY.row("statement", "2024-03-20"), title=REPLY.words("Reply of the Harbour Board")
                ),
                _reply_rows(),
            ),
        ],
        _compared_rows(),
        clock,
    )


def _letter_rows() -> tuple[Actor | Norm | Statement | Figure | Event | Ask, ...]:
    page = LETTER
    at = page.text.index("Quint wrote")
    alone = Evidence(page.id, at, at + len("Quint"), "Quint")
    return (
        Actor(
            MARIA, "Maria Quint", "person", (), (page.words("Maria Quint"), alone),
            (("wikidata", "Q-MARIA"),), roles=("teacher",), private=True, possible_same=(MINISTER,),
        ),
        Actor(
            ILEANA, "Ileana Órdóñez-Vale", "person", ("Ileana Ordonez Vale",),
            (page.words("Ileana Órdóñez-Vale"),), private=True,
        ),
        Actor(MINISTER, "Peter Quint", "person", (), (page.words("Peter Quint"),), possible_same=(MARIA,)),
        Actor(BOARD, "Harbour Board", "body", ("the Board",), (page.words("the Harbour Board"),)),
        Norm(
            "n-1", "Shore Act", "statute", mentions=(page.words("Shore Act"),),
            invocations=(Invocation((MARIA,), (BOARD,), "s-1", page.words("MARIA  QUINT was held")),),
        ),
        Statement(
            "s-1", page.id, (page.words("saw more than 600 families leave"),), "direct", "assert", 1,
            (MARIA,), page.words("Ms. Quint"), page.words("said"), chain=(MARIA, page.id),
        ),
        Figure(
            "f-1", page.id, page.words("more than 600 families"), page.words("more than 600"), 601, None,
            "more_than", "families seen by Quint", "flow", "2024-02", number=600,
        ),
        Event(
            "e-1", "HARM.DETENTION", (page.words("MARIA  QUINT was held"),), "past",
            (Participants("recipient", (MARIA,)),), "2024-02", "the house of Maria Quint",
        ),
        Ask(
            "k-1", page.id, page.words("ask"), page.words("release Maria Quint at once"), "S3",
            requesters=(ILEANA,), addressees=(BOARD,), targets=(BOARD,), norms=("n-1",),
        ),
    )  # fmt: skip


def _reply_rows() -> tuple[Actor | Norm | Statement | Response | PartyStatus, ...]:
    page = REPLY
    return (
        Actor(MINISTER, "Peter Quint", "person", (), (page.words("Peter Quint"),)),
        Actor(MARIA, "Maria Quint", "person", (), (page.words("Maria\nQuint"),), private=True),
        Actor(BOARD, "Harbour Board", "body", (), (page.words("The Board"),)),
        Norm("n-2", "Lake Treaty", "treaty", mentions=(page.words("Harbour Board"),)),
        Statement(
            "s-2", page.id, (page.words("saw 60 families leave"),), "mixed", "assert", 2, (MARIA,),
            page.words("Minister Peter Quint"), page.words("says"),
        ),
        Response(
            "r-1", page.id, "commitment", page.words("will release Maria Quint"), BOARD, (ILEANA,),
            asks=("k-1",), reason="The Board answers on Maria Quint.", reasons=("On Maria Quint.",),
        ),
        PartyStatus("p-1", page.id, BOARD, ("n-2",), "party", page.words("The Board"), "2024"),
    )  # fmt: skip


def _compared_rows() -> tuple[QuotationCheck | FigureSet | DocumentLink | Finding, ...]:
    quoted = REPLY.words("saw 60 families leave")
    return (
        QuotationCheck(
            "q-1", quoted, "altered", LETTER.id, LETTER.words("saw more than 600 families leave"),
            (Difference("replace", "Maria Quint saw 60", "Quint saw more than 600", "substantive"),),
            "s-2", why="Maria Quint is quoted otherwise.", original_speakers=(MARIA,),
        ),
        FigureSet(
            "g-1", "families seen by Maria Quint", ("f-1",), "single", 1, (MARIA,), "Quint, Maria counts.",
            anchors_of_figures=(LETTER.words("more than 600 families"),),
        ),
        DocumentLink("l-1", REPLY.id, "replies_to", LETTER.id, evidence=(quoted,)),
        DocumentLink(
            "l-2", LETTER.id, "cites",
            wanted=Wanted("the list of Ileana Ordonez Vale", "list", "Ileana Órdóñez-Vale"),
            evidence=(LETTER.words("the list of Ileana Órdóñez-Vale"),),
        ),
        Finding(
            "i-1", "altered_quotation", "high", "The reply alters what Maria Quint says.",
            ("q-1", MARIA), (quoted,),
        ),
    )  # fmt: skip
