"""Files of knowledge: read once before a build, whatever their format, into one value (docs/knowledge.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from onrecord.data.knowledge_aliases import read_aliases
from onrecord.data.knowledge_ftm import read_followthemoney
from onrecord.data.knowledge_legislators import read_legislators
from onrecord.types.errors import ConfigurationIsWrong
from onrecord.types.knowledge import Knowledge, KnowledgeFiles, KnownEntry

_Reading = Callable[[str, str], Iterator[KnownEntry]]


def read_knowledge(files: KnowledgeFiles) -> Knowledge:
    """Return what the files say; raises ConfigurationIsWrong with file, line and what to mend."""
    entries: list[KnownEntry] = []
    readings: tuple[tuple[tuple[str, ...], _Reading], ...] = (
        (files.legislators, read_legislators),
        (files.followthemoney, read_followthemoney),
        (files.aliases, read_aliases),
    )
    for paths, read in readings:
        for path in paths:
            entries.extend(read(_text(path), path))
    return Knowledge.of(entries)


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8-sig")
    except OSError as error:
        raise ConfigurationIsWrong(
            f"{path}: {error.strerror}. Correct the path under [knowledge]; it is relative to the "
            "configuration file."
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigurationIsWrong(f"{path}: this is not UTF-8 ({error}). Save it as UTF-8.") from error
