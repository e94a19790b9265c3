"""The attribution model as the package ships it, and the reading of its scores."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.annotate.attributions import TAGS, Attributor, Floats, Pairing, decode
from onrecord.types.annotated import Attribution
from tests.builders import document

ATTRIBUTOR = Attributor()
REPORTS = (
    "The minister said that the camp would close in May.",
    "“Nobody has to leave,” said Ana Ruiz, the mayor.",
    "According to the clinic, 340 families lost their homes.",
    "It rained on Tuesday.",
)


def read(text: str) -> list[tuple[list[str], str | None, str | None]]:
    return [shown(text, found) for found in ATTRIBUTOR.attribute(document(text))]


def shown(text: str, found: Attribution) -> tuple[list[str], str | None, str | None]:
    content = [span.slice(text) for span in found.content]
    source, cue = (span.slice(text) if span else None for span in (found.source, found.cue))
    return content, source, cue


def test_content_source_and_cue_are_told_apart() -> None:
    [found] = read(REPORTS[0])
    assert found[1:] == ("The minister", "said")
    assert "the camp would close in May" in found[0][0]


def test_what_nobody_said_is_left_alone() -> None:
    assert read(REPORTS[3]) == []


def test_what_is_said_inside_what_is_said_is_read_too() -> None:
    text = "“We face a crisis. The clinic has reported that 340 families lost their homes,” said Ana Ruiz."
    outer, *inner = ATTRIBUTOR.attribute(document(text))
    assert (outer.depth, outer.source and outer.source.slice(text)) == (0, "Ana Ruiz")
    [found] = inner
    assert (found.depth, found.source and found.source.slice(text)) == (1, "The clinic")
    assert "340 families lost their homes" in found.content[0].slice(text)


def test_another_language_is_not_read() -> None:
    assert ATTRIBUTOR.attribute(replace(document(REPORTS[0]), language="fr")) == ()


@settings(max_examples=15, deadline=None)
@given(st.permutations(REPORTS), st.integers(0, 4))
def test_a_paragraph_more_changes_nothing_in_the_others(reports: list[str], place: int) -> None:
    more = "Prices fell by three percent, analysts believe."
    together = [*reports[:place], more, *reports[place:]]
    alone = [found for report in reports for found in read(report)]
    assert [found for found in read("\n".join(together)) if "analysts" not in (found[1] or "")] == alone


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", "「」", '""'])
def test_the_style_of_marks_changes_nothing(marks: str) -> None:
    text = REPORTS[1].replace("“", marks[0]).replace("”", marks[1])
    assert [found[1:] for found in read(text)] == [found[1:] for found in read(REPORTS[1])]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("said he that “” ,.\nA"), max_size=120))
def test_any_text_gives_spans_inside_one_paragraph(text: str) -> None:
    for found in ATTRIBUTOR.attribute(document(text or "x")):
        for span in (*found.content, *filter(None, (found.source, found.cue))):
            assert "\n" not in span.slice(text).strip()
        assert 0.0 <= found.score <= 1.0


NOTHING = np.zeros((7, 7), dtype=np.float32)
TABLE = Pairing(NOTHING, np.zeros(24, dtype=np.float32), np.zeros(24, dtype=np.float32)).table


def scores_of(*rows: dict[str, float]) -> Floats:
    scores = np.zeros((len(rows), 7), dtype=np.float32)
    for row, wanted in zip(scores, rows, strict=True):
        for tag, score in wanted.items():
            row[TAGS.index(tag)] = score
    return scores


def test_a_tag_goes_on_with_its_own_kind_alone() -> None:
    scores = scores_of({"B-source": 1.0}, {"I-content": 3.0}, {"I-content": 3.0})
    [(path, _)] = decode([scores], TABLE)
    assert [TAGS[tag] for tag in path] == ["B-content", "I-content", "I-content"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.floats(-3, 3, width=32), min_size=7, max_size=7), min_size=1, max_size=4))
def test_tags_and_likelihoods_are_those_of_every_path_weighed(rows: list[list[float]]) -> None:
    scores = np.asarray(rows, dtype=np.float32)
    weights = {}
    for path in product(range(7), repeat=len(rows)):
        begins = not TAGS[path[0]].startswith("I-")
        total = sum(scores[at, tag] for at, tag in enumerate(path)) + sum(
            TABLE[a, b] for a, b in pairwise(path)
        )
        if begins and total > -1e3:
            weights[path] = np.exp(total)
    [_, (best, likely), _] = decode([np.zeros((5, 7), dtype=np.float32), scores, scores[:1]], TABLE)
    assert weights[tuple(best)] == pytest.approx(max(weights.values()), rel=1e-4)
    for at in range(len(rows)):
        shares = [sum(w for path, w in weights.items() if path[at] == tag) for tag in range(7)]
        assert likely[at] == pytest.approx(np.asarray(shares) / sum(shares), abs=1e-4)
