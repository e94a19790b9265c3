"""A server killed while a record on it is written loses nothing; `bench.killing_database` does it often."""

from __future__ import annotations

import random

from bench.killing_database import rounds
from bench.server import Server


def test_a_server_killed_under_load_loses_nothing(server: Server) -> None:
    assert rounds(server, random.Random(7), 2) == 0
