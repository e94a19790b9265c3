"""Hostile sidecars, settings and lists of names: data, read by parsers that make nothing but data."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.config import read_config
from onrecord.data.knowledge_legislators import read_legislators
from onrecord.ingest.sidecars import read_manifest, read_sidecar
from onrecord.types.errors import ConfigurationIsWrong

OBJECT = "!!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{path}']]"
ALIASES = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))


def test_yaml_makes_no_objects_and_runs_nothing(tmp_path: Path) -> None:
    made = tmp_path / "made"
    with pytest.raises(ConfigurationIsWrong, match="no YAML"):
        list(read_legislators(f"- {OBJECT.format(path=made)}\n", "members.yaml"))
    assert not made.exists()


def test_aliases_of_yaml_that_stand_for_a_billion_things_are_no_members() -> None:
    with pytest.raises(ConfigurationIsWrong, match="no list of members"):
        list(read_legislators(ALIASES, "members.yaml"))
    with pytest.raises(ConfigurationIsWrong, match="member 1"):
        list(read_legislators(f"- {ALIASES.replace(chr(10), chr(10) + '  ').strip()}\n", "members.yaml"))


@pytest.mark.parametrize(
    "content",
    [
        b'{"a":' * 200_000,
        b"[" * 200_000,
        b'{"title": ' + b"9" * 10_000 + b"}",
        b'{"title": 1e999999}',
        b'{"title": NaN}',
        b'{"__class__": "os.system", "title": {"$ref": "file:///etc/passwd"}}',
        b'{"title": "\\ud800"}',
        b'{"title": "x", "title": ["y"]}',
    ],
    ids=["deep objects", "deep lists", "long number", "large number", "nan", "objects", "surrogate", "twice"],
)
def test_a_hostile_sidecar_says_nothing_or_words(content: bytes) -> None:
    said, trouble = read_sidecar(content)
    assert trouble is not None or said.title == "\ud800"
    assert said.title in (None, "\ud800")


@pytest.mark.parametrize(
    "content", [b"path,title\n" + b'"' * 300_001, b"path\n\x00\n", b"path,title\n" + b"a" * 200_000 + b",T\n"]
)
def test_a_hostile_manifest_describes_nothing_that_is_here(content: bytes) -> None:
    described, _ = read_manifest(content)
    assert all(said.title in (None, "T") for said in described.values())


@pytest.mark.parametrize("text", ["[" * 20_000, "a = " + "[" * 20_000, 'ocr = "yes"', "x.y = 1"])
def test_hostile_settings_are_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "onrecord.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationIsWrong, match=r"onrecord\.toml"):
        read_config(path)
