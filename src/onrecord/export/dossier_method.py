"""The page on method of a dossier: rules and versions, what a person has seen, and what it cannot say.

After the Standards for Casualty Recording (publish the method with the numbers), the Berkeley Protocol
(hashes, custody, tools) and OHCHR practice (grades and standard of proof are a person's).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

from onrecord.export.dossier_content import Block, Bullets, Chapter, Column, Exhibit, Heading, Table, Text
from onrecord.export.dossier_desk import DECIDED, Desk, aside, paragraph, plain
from onrecord.export.dossier_options import NOT_STATED
from onrecord.record.decisions import Decision
from onrecord.types.chronology import in_words
from onrecord.types.identity import LETTERS
from onrecord.types.rows import EXPORTED_TYPES, Statement
from onrecord.types.wording import plain as in_plain

_VERSIONS = (Column("What", 40), Column("Version", 60))
_COUNTS = (
    Column("Rows", 34),
    Column("Read by machine, seen by no person", 22),
    Column("Kept by a person", 22),
    Column("Rejected by a person", 22),
)
_NUMBERS = (Column("Words", 32), Column("The number itself", 34), Column("As it is compared", 34))

_TYPES = {letter: name for name, letter in LETTERS.items()}

_READINGS = (
    ("600, round and bare", "600", "550 to 650: half a unit of the last digit that is not nought"),
    ("1,170, not round", "1,170", "the same, by its last digit"),
    ("at least 1,170", "1,170 or more", "the same"),
    ("more than 600, over 600", "601 or more", "the same"),
    ("as many as 2,000, up to 2,000", "2,000 or fewer", "a ceiling without a floor"),
    ("close to, nearly, almost 2,000", "below 2,000", "1,800 to 2,000"),
    ("roughly, about, some 200", "near 200", "180 to 220: 10 % either side"),
    ("dozens, hundreds, thousands", "24 to 99, 200 to 999, 2,000 to 9,999", "the same; marked vague"),
)

_FIGURE_RULES = (
    "How many there are at a time (a stock) and how many there were over a time (a flow) are never compared.",
    "Only figures for the same people or things are compared, and only for the same event or the same time.",
    "A figure without a date is not comparable with another, and never in conflict.",
    "Of two figures that are compared: equal numbers agree; ranges that meet are compatible; ranges that "
    "meet only as rounded numbers are meant are compatible, and one claims more; ranges that do not meet "
    "conflict.",
    "The number of independent origins is told apart from that: two texts that lead back to one named "
    "origin, or of which one is made from the other, are one origin. Where an origin is not named, it is "
    "not known, and nothing is called confirmed.",
    "Figures are never added up, and no middle of a range is ever taken.",
)

_QUOTATION_RULES = (
    "A quotation is laid on the document it claims, word by word.",
    "Tolerated without a word: the style of marks, a final comma or full stop inside them, kinds of spaces "
    "and dashes, hyphens at line ends, ligatures.",
    "Tolerated and counted: a capital at a seam, [brackets], ellipses in order, [sic], spelling.",
    "Never tolerated: another number, negation, modal, hedge, bound, comparative or name, another order of "
    "words, words left out without a mark.",
    "That words are not in the claimed document, that they stand in another, and that the claimed document "
    "is not in the record are three verdicts.",
)

_LIMITS = (
    "Rows were found by machine. Some are missed and some are wrong; a row that no person has seen is a "
    "lead and not a fact.",
    "The record knows the documents that are in it and no others: “no reply in this record” is not “no "
    "reply”.",
    "That a document has no finding does not mean that it is faithful.",
    "Documents in a language without a model are kept and can be searched; nothing is read out of them.",
    "Dates of documents are those they state or that came with them; where neither says one, none is "
    "guessed.",
    "A dossier is a selection. The record holds every row, what was seen and refused, and earlier readings.",
)


def method(desk: Desk, exhibits: Sequence[Exhibit], front: tuple[tuple[str, str], ...]) -> Chapter:
    """Return the page on method; `front` are name and value of what the dossier says of itself."""
    blocks: list[Block] = [
        Heading("method-scope", "Purpose and scope"),
        Bullets(tuple((Text(f"{name}: ", "strong"), Text(value)) for name, value in front)),
        Heading("method-custody", "Sources and custody"),
        *_custody(desk),
        Heading("method-versions", "Versions"),
        *_versions(desk, exhibits),
        Heading("method-counts", "What machines read and what people saw"),
        *_counts(desk),
        Heading("method-numbers", "How numbers are read and compared"),
        Table("How words of number are read", _NUMBERS, tuple(_row(*each) for each in _READINGS)),
        Bullets(tuple(map(plain, _FIGURE_RULES))),
        Heading("method-quotations", "How quotations are compared"),
        Bullets(tuple(map(plain, _QUOTATION_RULES))),
        Heading("method-asks", "Asks and replies"),
        paragraph(
            "An ask said several times by one requester is one ask. A reply is tied to the ask it answers "
            "by who answers, to whom, the order of dates and the matter. Denials, refusals and replies "
            "stand beside what they answer, in the same size of type."
        ),
        Heading("method-thresholds", "Thresholds"),
        paragraph(
            f"Statements that the reader of attributions is less sure of than {Statement.SURE} of 1 are "
            "left out. Of two documents one is taken to have words from the other where they share a run "
            "of 8 words or more outside what many documents share."
        ),
        Heading("method-masking", "Private persons"),
        paragraph(_masking(desk)),
        Heading("method-proof", "Grades and standard of proof"),
        *_proof(desk),
        Heading("method-limits", "Limits"),
        Bullets(tuple(map(plain, _LIMITS))),
        Heading("method-verify", "How to verify"),
        paragraph(
            "Every footnote names an exhibit, the first and the last character of the words in its text, "
            "and the words. ",
            Text("onrecord verify RECORD", "code"),
            " hashes every source again and proves every anchor; it works without a network. The SHA-256 "
            "of a file can be taken with any other tool as well.",
        ),
    ]
    return Chapter("method", "Method", tuple(blocks))


def _row(*cells: str) -> tuple[tuple[tuple[Text, ...], ...], ...]:
    return tuple(((Text(cell),),) for cell in cells)


def _custody(desk: Desk) -> Iterator[Block]:
    entries, seal = 0, ""
    for entry in desk.record.custody():
        entries, seal = entries + 1, entry.hash
    yield paragraph(
        "Every file is kept as it was received, under the SHA-256 of its bytes, and never changed. Its "
        "text stands beside it with a hash of its own; what extracted it is named with each exhibit. A log "
        f"of custody tells what was received when, from where and by whom; it has {entries:,} entries, "
        "each sealed with the hash of the one before."
    )
    if seal:
        yield paragraph("Seal of the last entry: ", Text(seal, "code"))


def _versions(desk: Desk, exhibits: Sequence[Exhibit]) -> Iterator[Block]:
    known = [("On Record (this dossier)", version("onrecord"))]
    known += [("Reader of files", reader) for reader in _readers(exhibits)]
    rules = desk.record.keyed_by()
    for stage in (rules or "").split(", "):
        name, _, told = stage.rpartition(" ")
        if name:
            known.append((f"Rules that compare: {in_plain(name)}", told))
    marks = _marks(desk, exhibits)
    unknown = False
    for mark in marks:
        known.append(("Fingerprint of the rules of reading", mark))
        behind = desk.record.versions_behind(mark)
        unknown |= behind is None
        known += [(f"Read with: {name}", told) for name, told in (behind or {}).items() if told]
    yield Table("Versions", _VERSIONS, tuple(_row(*each) for each in known), under_heading=True)
    if unknown:
        yield aside(
            "A fingerprint stands for all extractors, models and vocabularies that read a document. Which "
            "versions these were is not known of a record that an older version of On Record built."
        )


def _readers(exhibits: Sequence[Exhibit]) -> list[str]:
    found = {value for exhibit in exhibits for name, value in exhibit.facts if name == "Read by"}
    return sorted(found - {"not known"})


def _marks(desk: Desk, exhibits: Sequence[Exhibit]) -> list[str]:
    """Return what the fingerprints of the exhibits begin with: a digest of the versions that read them."""
    prints = desk.record.fingerprints(exhibit.document for exhibit in exhibits)
    return sorted({each.partition("-")[0] for each in prints.values() if "-" in each})


def _counts(desk: Desk) -> Iterator[Block]:
    counts = desk.record.counts()
    decided = desk.holding
    kept = Counter(_type_of(row) for row in {made.row for made in decided if made.action in DECIDED})
    rejected = Counter(_type_of(row) for row in {made.row for made in decided if made.action == "reject"})
    rows = [
        _row(
            in_plain(name),
            f"{max(counts.get(name, 0) - kept[name], 0):,}",
            f"{kept[name]:,}",
            f"{rejected[name]:,}",
        )
        for name in EXPORTED_TYPES
    ]
    yield Table("Rows of the whole record, by who has seen them", _COUNTS, tuple(rows))
    yield paragraph(
        f"Beside them the record holds {counts.get('rejected', 0):,} places that a reader saw and refused, "
        "each with its reason. A row that a person rejected is not in this dossier; a row that a person "
        "kept is marked in it."
    )


def _type_of(row: str) -> str:
    return _TYPES.get(row.partition("-")[0], "")


def _masking(desk: Desk) -> str:
    if desk.options.unmasked:
        return "Private persons are named in this dossier: it was made so. Take care whom you hand it to."
    if desk.masking.count == 0:
        return "No private person is named in the record, as far as it knows, and none is masked."
    some = "1 private person is" if desk.masking.count == 1 else f"{desk.masking.count:,} private persons are"
    return (
        f"{some} masked: “Person 3” stands for the same person all through. Who holds an office or speaks "
        "for somebody by name is not private. A reviewer can release a person. Not masked is what tells of "
        "somebody without the name (an age, an address), and a name that is misspelt. The hashes are of "
        "the unmasked files."
    )


def _proof(desk: Desk) -> Iterator[Block]:
    """Yield the grades and assessments that people gave; where there are none, that nothing was assessed."""
    told = [_told(desk, made) for made in desk.holding if made.action in ("grade", "assess")]
    yield paragraph(
        "How reliable a source is, how credible an item, how many independent origins it has and what a "
        "reviewer finds are four things. The software counts origins and leaves the others to people."
    )
    if not any(made.action == "assess" for made in desk.holding):
        yield paragraph(Text("Standard of proof: not_assessed.", "strong"), " No reviewer has said one.")
    shown, left = desk.some(told, "grades and assessments")
    if shown:
        yield Bullets(tuple(map(plain, shown)))
    yield from left


def _told(desk: Desk, made: Decision) -> str:
    value: dict[str, Any] = made.value if isinstance(made.value, dict) else {}
    parts = ", ".join(f"{in_plain(name)} {held}" for name, held in sorted(value.items()) if held)
    why = f" ({made.why})" if made.why else ""
    what = desk.told(made.row)
    return desk.masking.text(f"{what}: {parts}, by {made.who} on {in_words(made.when[:10])}{why}")


def stated(purpose: str) -> str:
    """Return the purpose of a record as a dossier states it."""
    return purpose.strip() or NOT_STATED
