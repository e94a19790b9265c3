from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.norms import NormExtractor
from onrecord.extract.norms_invocations import InvocationExtractor
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Norm, Statement
from tests.builders import annotated

VOCABULARIES = Vocabularies()
ACTORS, NORMS = ActorExtractor(VOCABULARIES), NormExtractor(VOCABULARIES)
INVOCATIONS = InvocationExtractor(VOCABULARIES)


def invoked(text: str, said_by: str | None = "France") -> list[tuple[list[str], list[str], str, str]]:
    """Return by whom, against whom, which norm and which words; all of the text is what `said_by` says."""
    page = annotated(text)
    actors = [item for item in ACTORS.extract(page, Found()) if isinstance(item, Actor)]
    norms = [item for item in NORMS.extract(page, Found()) if isinstance(item, Norm)]
    names = {actor.id: actor.name for actor in actors}
    speakers = tuple(id_ for id_, name in names.items() if name == said_by)
    words = (page.evidence(0, len(text)),)
    said = [Statement("s-1", page.document.id, words, "indirect", "assert", 1, speakers)] if speakers else []
    rows = INVOCATIONS.extract(page, Found((*actors, *norms, *said)))
    return [
        ([names[by] for by in each.by], [names[id_] for id_ in each.against], row.name, each.anchor.exact)
        for row in rows
        if isinstance(row, Norm)
        for each in row.invocations
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "France said that Norway violates the Rome Statute.",
            "violates the Rome Statute",
            id="a verb",
        ),
        pytest.param(
            "France said that Norway is breaching its obligations under the Rome Statute.",
            "breaching its obligations under the Rome Statute",
            id="obligations under it, going on",
        ),
        pytest.param(
            "France deplored Norway's violation of the Rome Statute.",
            "violation of the Rome Statute",
            id="a noun",
        ),
    ],
)
def test_who_says_that_whom_a_norm_binds_breaks_it(text: str, words: str) -> None:
    assert [(by, against, exact) for by, against, _, exact in invoked(text)] == [
        (["France"], ["Norway"], words.removeprefix("the "))
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("France said that Norway has not violated the Rome Statute.", id="denied"),
        pytest.param("France said that Norway would violate the Rome Statute.", id="would"),
        pytest.param("France said that this is a violation of the Rome Statute.", id="nobody named"),
        pytest.param("France said that France violated the Rome Statute.", id="the speaker himself"),
        pytest.param("France said that Norway ignored the authors of the Rome Statute.", id="another thing"),
    ],
)
def test_nothing_is_invoked_where_it_is_not_said_against_somebody(text: str) -> None:
    assert invoked(text) == []


def test_nothing_is_invoked_by_nobody() -> None:
    assert invoked("Norway violates the Rome Statute.", said_by=None) == []
