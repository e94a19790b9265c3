"""What one document says that does not go together, and what its writer sees as well as the reader."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.resolve.findings_tensions import on_tensions
from onrecord.types.naming import DocumentNames
from onrecord.types.rows import Event, Finding
from tests.resolve.corpora import MemoryCorpus
from tests.resolve.happenings import tells
from tests.resolve.papers import Paper

HOLD = "Evictions at the lake have been on hold since January 2024."
LATER = "Police evicted 25 families on 9 May 2024."


def letter(*sentences: str, hold: str = HOLD, later: str = LATER) -> Paper:
    return Paper("joint_letter", " ".join(sentences) or f"{hold} {later}", "2024-06-03")


def told(
    paper: Paper,
    *,
    hold: str = "Evictions",
    since: str = "2024-01/..",
    factuality: str = "suspended",
    happened: str = "Police evicted 25 families",
    trigger: str = "evicted",
    when: str = "2024-05-09",
    whom: str = "25 families",
    places: tuple[str | None, str | None] = (None, None),
    told_as: str = "past",
) -> list[Finding]:
    trigger_held = hold.rsplit(maxsplit=1)[-1]
    held = tells(paper, "MOVE.FLIGHT", hold, trigger_held, since, factuality=factuality, place=places[0])
    date = "since January 2024"
    if date in paper.text:
        paper.rows[paper.rows.index(held)] = replace(held, date_anchor=paper.words(date))
    tells(paper, "MOVE.FLIGHT", happened, trigger, when, recipient=whom, place=places[1], factuality=told_as)
    return tensions(paper)


def tensions(paper: Paper) -> list[Finding]:
    found = paper.findings()
    corpus = MemoryCorpus([found])
    return list(on_tensions(found.row, corpus, DocumentNames(corpus)))


def test_what_is_on_hold_and_is_told_for_a_later_date_is_a_tension() -> None:
    paper = letter()
    [finding] = told(paper)
    assert finding.title.endswith(
        " says “Evictions at the lake have been on hold since January 2024” "
        "and tells of it for 9 May 2024 (“Police evicted 25 families”)."
    )
    assert (finding.kind, finding.severity) == ("internal_tension", "medium")
    assert finding.rows == tuple(row.id for row in paper.findings().rows if isinstance(row, Event))
    assert [anchor.exact for anchor in finding.evidence] == ["Evictions", "Police evicted 25 families"]


@pytest.mark.parametrize(
    ("later", "happened", "quoted"),
    [
        (
            "They wrote of the reported eviction of 25 families on 9 May 2024.",
            "eviction of 25 families",
            "and tells of it for 9 May 2024 (“reported eviction of 25 families”).",
        ),
        (
            "The eviction of 25 families on 9 May 2024 was in the papers.",
            "eviction of 25 families",
            "and tells of it, as reported, for 9 May 2024 (“eviction of 25 families”).",
        ),
        (
            "A dam reportedly broke. The eviction of 25 families on 9 May 2024 was in the papers.",
            "eviction of 25 families",
            "and tells of it, as reported, for 9 May 2024 (“eviction of 25 families”).",
        ),
    ],
    ids=["hedged before", "not hedged in its words", "another sentence is hedged"],
)
def test_what_is_only_reported_is_quoted_with_its_hedge_or_called_so(
    later: str, happened: str, quoted: str
) -> None:
    paper = letter(later=later)
    [finding] = told(paper, happened=happened, trigger="eviction", told_as="reported")
    assert finding.title.endswith(quoted)
    assert finding.evidence[1].exact in quoted


def test_what_has_not_happened_since_a_date_and_is_told_for_a_later_one_is_a_tension() -> None:
    paper = letter(hold="No family has been evicted since January 2024.")
    [finding] = told(paper, hold="No family has been evicted", factuality="disputed")
    assert (
        "says “No family has been evicted since January 2024” and tells of it for 9 May 2024" in finding.title
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{HOLD} Yet on the far shore too. {LATER}", id="yet"),
        pytest.param(f"Although {HOLD[0].lower()}{HOLD[1:-1]}, nothing changed. {LATER}", id="although"),
        pytest.param(f"{HOLD} Despite this, all was as before. {LATER}", id="despite"),
        pytest.param(f"{HOLD} They were resumed in spring. {LATER}", id="resumed"),
        pytest.param(f"Evictions had been on hold since January 2024. {LATER}", id="had been"),
        pytest.param(
            f"Evictions have been on hold since January 2024 with exceptions. {LATER}", id="exceptions"
        ),
    ],
)
def test_what_the_writer_sees_is_no_tension_of_the_text(text: str) -> None:
    paper = letter(text)
    hold = "evictions" if "although" in text.lower() else "Evictions"
    assert told(paper, hold=hold) == []


@pytest.mark.parametrize("when", ["2023-12-30", "2024-01-20", "2024-01", "2024"])
def test_what_happened_before_or_may_have_is_no_tension(when: str) -> None:
    assert told(letter(), when=when) == []


def test_another_place_other_people_or_another_act_of_the_kind_is_no_tension() -> None:
    assert told(letter(), places=("Lake Tessara", "Old Harbour")) == []
    fled = letter(later="In May, 25 families fled from the flood.")
    assert told(fled, happened="25 families fled", trigger="fled") == []
    traders = Paper("joint_letter", f"Evictions of traders have been on hold since January 2024. {LATER}")
    held = tells(
        traders, "MOVE.FLIGHT", "Evictions of traders", "Evictions", "2024-01/..",
        factuality="suspended", recipient="traders",
    )  # fmt: skip
    assert held.factuality == "suspended"
    tells(
        traders, "MOVE.FLIGHT", "Police evicted 25 families", "evicted", "2024-05-09", recipient="25 families"
    )
    assert tensions(traders) == []


def test_what_somebody_else_says_is_on_hold_is_no_tension_of_the_document() -> None:
    paper = letter(f"The ministry says: {HOLD} {LATER}")
    said = paper.says("The ministry", "Evictions at the lake have been on hold since January 2024")
    held = tells(paper, "MOVE.FLIGHT", "Evictions", "Evictions", "2024-01/..", factuality="suspended")
    paper.rows[paper.rows.index(held)] = replace(held, statements=(said.id,))
    tells(
        paper, "MOVE.FLIGHT", "Police evicted 25 families", "evicted", "2024-05-09", recipient="25 families"
    )
    assert tensions(paper) == []
    paper.rows[paper.rows.index(said)] = replace(said, level=0)
    assert len(tensions(paper)) == 1
