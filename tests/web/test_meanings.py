"""Every word a page uses of a vocabulary is explained, and nothing else is."""

from __future__ import annotations

import pytest

from onrecord.types.dates import BASES
from onrecord.types.rows import (
    ACTOR_KINDS,
    ACTS,
    BOUNDS,
    CHAIN_MARKS,
    FACTUALITIES,
    FIGURE_VERDICTS,
    FINDING_KINDS,
    LINK_KINDS,
    MEASURES,
    MODES,
    NORM_KINDS,
    QUOTATION_VERDICTS,
    RESPONSE_KINDS,
    SEVERITIES,
    STRENGTHS,
)
from onrecord.web.meanings import meaning, meanings

VOCABULARIES = {
    "severity": SEVERITIES,
    "finding": FINDING_KINDS,
    "mode": MODES,
    "act": ACTS,
    "level": ("0", "1", "2"),
    "strength": STRENGTHS,
    "state": ("no_reply", *RESPONSE_KINDS),
    "bound": BOUNDS,
    "measure": MEASURES,
    "figures": FIGURE_VERDICTS,
    "quotation": QUOTATION_VERDICTS,
    "factuality": FACTUALITIES,
    "basis": BASES,
    "chain": CHAIN_MARKS,
    "link": LINK_KINDS,
    "norm": NORM_KINDS,
    "actor": ACTOR_KINDS,
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_value_has_a_meaning_and_every_meaning_a_value(name: str) -> None:
    assert set(meanings()[name]) == set(VOCABULARIES[name])
    assert all(meanings()[name].values())


def test_no_vocabulary_is_left_over() -> None:
    assert set(meanings()) == set(VOCABULARIES)


def test_what_is_not_known_has_no_meaning() -> None:
    assert meaning("mode", "sung") == meaning("songs", "direct") == ""
