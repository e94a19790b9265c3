"""What the words of the vocabularies mean, each in a plain sentence: `meanings.toml`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """Return the meaning of every value, by the name of its vocabulary."""
    read: Mapping[str, Mapping[str, str]] = tomllib.loads(
        files(__package__).joinpath("meanings.toml").read_text("utf-8")
    )
    return read


def meaning(vocabulary: str, value: str) -> str:
    """Return what a value means, "" where its vocabulary has no such value."""
    return meanings().get(vocabulary, {}).get(value, "")
