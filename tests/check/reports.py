"""Reports on drafts, made by hand: the words of a claim found in a text, with a verdict."""

from __future__ import annotations

from onrecord.check.report import DraftReport, Ground, Reference, Verdict
from onrecord.types.identity import document_id, sha256_of
from onrecord.types.rows import Difference
from onrecord.types.spans import Evidence

LETTER = Reference(
    "d-00000000000000aa", "the letter of 2024-05-21", "letters/may.txt", "letter", ("Ana Ruiz",), None,
    "2024-05-21",
)  # fmt: skip
GROUND = Ground(Evidence(LETTER.document, 10, 26, "halt the closing"), LETTER, ("Ana Ruiz",))
DIFFERENCE = Difference("replace", "end", "halt", "substantive")


def claim(
    text: str, words: str, kind: str, code: str, sentence: str = "The record says otherwise."
) -> Verdict:
    """Return a verdict on words of a text, the first time they stand in it."""
    start = text.index(words)
    return Verdict(
        kind, code, Evidence("d-00000000000000dd", start, start + len(words), words), sentence, (GROUND,),
        (DIFFERENCE,) if code == "altered" else (), ("q-1",), (LETTER,),
    )  # fmt: skip


def report(
    text: str,
    *verdicts: Verdict,
    path: str = "draft.txt",
    media_type: str = "text/plain",
    content: bytes = b"",
) -> DraftReport:
    """Return a report on a text with some verdicts."""
    sha256 = sha256_of(content or text.encode("utf-8", "surrogatepass"))
    return DraftReport(
        document_id(sha256), path, sha256, media_type, text, "shore.record", 14, "2024-06-27", verdicts
    )
