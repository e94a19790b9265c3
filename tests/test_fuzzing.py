"""Hostile bytes are read or refused with a sentence, by every reader; `python -m fuzz` tries for longer."""

from __future__ import annotations

import pytest
from fuzz.mutations import hostile
from fuzz.seeds import seeds
from fuzz.targets import TARGETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = 25


@pytest.mark.parametrize("name", TARGETS)
def test_the_files_that_are_varied_are_read(name: str) -> None:
    for content in seeds()[name]:
        TARGETS[name](content)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_hostile_bytes_are_read_or_refused(name: str, data: st.DataObject) -> None:
    TARGETS[name](data.draw(hostile(name)))
