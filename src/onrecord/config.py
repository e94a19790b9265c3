"""Configuration: one frozen value, read from one TOML file and passed in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from onrecord.types.access import CLASSES
from onrecord.types.errors import ConfigurationIsWrong
from onrecord.types.knowledge import KnowledgeFiles


@dataclass(frozen=True, slots=True)
class Config:
    """What a build can be told; every value has a default that suits a laptop.

    `vocabularies` is a folder of TOML files laid over the packaged ones. `document_megabytes` is the
    largest single document read (a larger one is an issue). `archive_megabytes` and
    `archive_members` bound what one archive may unpack to, `archive_depth` how deep archives may
    nest. `document_seconds` is how long one document may take before its worker is stopped.
    `ocr` reads scanned PDFs with Debian's tesseract-ocr. `workers` is the number of processes.
    `knowledge` are files that say who is who (docs/knowledge.md). `confidentiality` are patterns of paths
    with the class of the documents there, None for those of the build before.
    """

    workers: int = 1
    ocr: bool = False
    vocabularies: str | None = None
    document_megabytes: int = 20
    archive_megabytes: int = 2000
    archive_members: int = 100_000
    archive_depth: int = 3
    document_seconds: int = 300
    worker_megabytes: int = 6000
    knowledge: KnowledgeFiles = field(default=KnowledgeFiles())
    confidentiality: tuple[tuple[str, str], ...] | None = None

    @property
    def vocabulary_folder(self) -> Path | None:
        """The user's vocabulary folder."""
        return Path(self.vocabularies) if self.vocabularies else None


def read_config(path: Path) -> Config:
    """Return the configuration of a TOML file; raises ConfigurationIsWrong with the line to mend."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationIsWrong(f"{path}: {error.strerror}. Give the path of a TOML file.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationIsWrong(f"{path}: this is not valid TOML ({error}). Correct it.") from error
    knowledge = _knowledge(table.pop("knowledge", {}), path)
    classed = table.pop("confidentiality", None)
    confidentiality = None if classed is None else _classes(classed, path)
    kinds = {each.name: each.default for each in fields(Config)}
    for name, value in table.items():
        if name not in kinds:
            raise ConfigurationIsWrong(
                f"{path}: {name!r} is not a setting. Known: {', '.join(sorted(kinds))}."
            )
        expected = str if name == "vocabularies" else type(kinds[name])
        if type(value) is not expected:
            raise ConfigurationIsWrong(f"{path}: {name} must be a {expected.__name__}, not {value!r}.")
        if type(value) is int and value < 1:
            raise ConfigurationIsWrong(f"{path}: {name} must be at least 1.")
    folder = table.get("vocabularies")
    if folder and not Path(folder).is_absolute():
        table["vocabularies"] = str((path.parent / folder).resolve())
    return Config(**table, knowledge=knowledge, confidentiality=confidentiality)


def _classes(table: object, path: Path) -> tuple[tuple[str, str], ...]:
    """Return the patterns of `[confidentiality]` with their classes."""
    if not isinstance(table, dict):
        raise ConfigurationIsWrong(f"{path}: [confidentiality] has lines “pattern of paths = class”.")
    for pattern, name in table.items():
        if name not in CLASSES:
            raise ConfigurationIsWrong(
                f"{path}: {pattern!r} under [confidentiality] cannot be {name!r}: give one of "
                f"{', '.join(CLASSES)}."
            )
    return tuple(table.items())


def _knowledge(table: object, path: Path) -> KnowledgeFiles:
    """Return the files of `[knowledge]`, made relative to the configuration file."""
    known = [each.name for each in fields(KnowledgeFiles)]
    if not isinstance(table, dict) or set(table) - set(known):
        raise ConfigurationIsWrong(f"{path}: [knowledge] has lists of files: {', '.join(known)}.")
    for name, listed in table.items():
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise ConfigurationIsWrong(f"{path}: {name} under [knowledge] must be a list of file names.")
    return KnowledgeFiles(
        **{name: tuple(str((path.parent / item).resolve()) for item in table.get(name, ())) for name in known}
    )
