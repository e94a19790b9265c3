"""Killed at random moments, nothing that was stored is lost; `bench.killing` does it fifty times each."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from bench.killing import kill
from bench.killing_ground import Ground
from bench.killing_rounds import kill_build_in

SEED = 20260301


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return Ground(tmp_path_factory.mktemp("killing"))


@pytest.mark.parametrize("name", ["server", "migration"])
def test_what_is_killed_at_random_loses_nothing_and_ends_as_if_it_was_not(ground: Ground, name: str) -> None:
    [done] = kill(name, 1, SEED, ground)
    assert done.holds, done


@pytest.mark.parametrize("stage", ["search index", "catalogue"])
def test_a_build_killed_while_it_writes_what_search_and_lists_go_by_is_finished(
    ground: Ground, tmp_path: Path, stage: str
) -> None:
    chance, done = random.Random(SEED), None
    while done is None:  # it had ended before it could be killed
        done = kill_build_in(stage, ground, chance, tmp_path / "killed.record")
    assert done.holds, done
