from __future__ import annotations

from onrecord.types.ranking import IN_ORDER
from onrecord.types.rows import FINDING_KINDS


def test_every_kind_of_finding_has_its_place() -> None:
    assert sorted(IN_ORDER) == sorted(FINDING_KINDS)
