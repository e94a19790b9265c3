"""Which engine a build runs on, as its user chose it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from onrecord.config import Config
from onrecord.pipeline.build import make_reader, rules_here
from onrecord.pipeline.cluster import RayEngine, import_ray
from onrecord.pipeline.engines import Engine, InlineEngine, LocalEngine
from onrecord.types.errors import ConfigurationIsWrong

ENGINES = ("local", "inline", "ray")
"""The names of the engines."""


class ClusterGiven(NamedTuple):
    """What was said of a cluster: its address, its workers, and the record's folder where all see it."""

    address: str | None = None
    workers: int | None = None
    sources: Path | None = None


def make_engine(name: str | None, config: Config, cluster: ClusterGiven) -> Engine:
    """Return the engine of a name, by default of this machine, or Ray where a cluster is given.

    Raises ConfigurationIsWrong where a cluster is given to another engine, ClusterIsNotInstalled.
    """
    name = name or ("ray" if cluster.address or cluster.sources else "local")
    if name != "ray" and (cluster.address or cluster.sources):
        raise ConfigurationIsWrong(
            f"--cluster and --shared are for --engine ray, not for {name}. Leave them out."
        )
    if name == "inline":
        return InlineEngine(make_reader, config)
    if name == "local":
        return LocalEngine(make_reader, config)
    import_ray(local=cluster.address is None)  # where it is missing, this is said before anything is done
    sources = cluster.sources.resolve() if cluster.sources else None
    return RayEngine(make_reader, config, cluster.address, cluster.workers, sources, rules_here)
