"""What every page is made from: the record that is served, who reads it, and what is kept at hand for it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import State
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.config import Config
from onrecord.export.masking import Masking
from onrecord.record.catalogue import Catalogue
from onrecord.record.names import Names
from onrecord.record.passages import passages_of
from onrecord.record.refusals import Reasons
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError
from onrecord.web.drafts import Drafts
from onrecord.web.held_masking import HeldMasking
from onrecord.web.who import Person, person_of, set_person

if TYPE_CHECKING:
    from jinja2 import Environment

    from onrecord.check.checking import DraftChecker
    from onrecord.check.report import DraftReport
    from onrecord.web.team.team import Team


class NothingCanBeEntered(OnRecordError):
    """The record is served to be read alone."""


class _Checking:
    """Checks drafts one at a time, with models that are loaded once for the sites of all clearances."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._checker: DraftChecker | None = None

    def check(
        self, config: Config, content: bytes, name: str, media_type: str, record: Record
    ) -> DraftReport:
        from onrecord.check.checking import DraftChecker  # noqa: PLC0415

        with self._lock:
            if self._checker is None:
                self._checker = DraftChecker(config)
            return self._checker.check_bytes(content, name, media_type, record)


@dataclass(frozen=True)
class Site:
    """One record as it is served; its pages run in threads and share it.

    `config` is what drafts are read with, as the record's documents were. `token` stands in every form: who
    can send it has been shown a page by this very server.
    """

    record: Record
    reviewer: str = ""
    read_only: bool = False
    config: Config = field(default_factory=Config)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    team: Team | None = None
    _checking: _Checking = field(default_factory=_Checking, repr=False)

    @property
    def name(self) -> str:
        """The record's name, as its address has it."""
        return self.record.address.name

    @cached_property
    def names(self) -> Names:
        """What ids are called in a sentence."""
        return Names(self.record, self.catalogue)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The lists of the record's rows."""
        return Catalogue(self.record)

    def masking(self) -> Masking:
        """Return the masking of the private persons that are in the record now and not released.

        Raises NamesAreBeingGathered where a large record is served and they are not known yet.
        """
        return self._masking.of(self.record)

    @cached_property
    def _masking(self) -> HeldMasking:
        return HeldMasking()

    @contextmanager
    def deciding_as(self, who: str) -> Iterator[Record]:
        """Give the record to enter a decision in somebody's name; raises NothingCanBeEntered."""
        self.check_writable()
        with self.record.by(who) as record:
            yield record

    def deciding(self, request: HTTPConnection) -> AbstractContextManager[Record]:
        """Give the record to enter a decision in the name of who asks; raises NothingCanBeEntered."""
        return self.deciding_as(person_of(request).shown)

    @cached_property
    def drafts(self) -> Drafts:
        """The drafts that are held against the record; the models load with the first of any clearance."""
        return Drafts(
            lambda content, name, media_type: self._checking.check(
                self.config, content, name, media_type, self.record
            ),
            self.record.last_classed,
        )

    def check(self, draft: str) -> DraftReport:
        """Return the verdicts on a draft of plain text, which is forgotten then.

        Raises DraftCannotBeChecked, and what reading it may raise.
        """
        return self.drafts.check_now(draft.encode(), "draft.txt")

    @cached_property
    def reasons(self) -> Reasons:
        """How often extractors gave each reason to refuse words."""
        return Reasons(self.record)

    @cached_property
    def passages(self) -> Passages:
        """The search index of the record."""
        return passages_of(self.record)

    def seen_by(self, clearance: str) -> Site:
        """Return the site as a clearance sees it: the same pages over a record without what is above it.

        Where all documents may be read it is this site. Clearances between which no document lies share one.
        """
        reached = self.record.highest_class(clearance)
        if reached == self.record.highest_class():
            return self
        return self._clearances.of(self, reached)

    @cached_property
    def _clearances(self) -> _Clearances:
        return _Clearances()

    def check_writable(self) -> None:
        """Raise NothingCanBeEntered where the record is served to be read alone."""
        if self.read_only:
            raise NothingCanBeEntered(
                "This record is served to be read alone: nothing can be entered. "
                "Start `onrecord serve` without --read-only to enter decisions."
            )


class _Clearances:
    """Keeps the sites of clearances, each made when it is first asked for."""

    def __init__(self) -> None:
        self._held: dict[str, Site] = {}
        self._lock = Lock()

    def of(self, whole: Site, reached: str) -> Site:
        with self._lock:
            if reached not in self._held:
                record = Record.open(whole.record.address, who=whole.record.who, clearance=reached)
                self._held[reached] = replace(whole, record=record)
            return self._held[reached]


class Sight:
    """Gives every request the site as who asks may see it.

    Pages take their site and templates from the application that a request names; it names one whose state
    holds those of the clearance. What is not shown to anybody who asks is not there for any page.
    """

    def __init__(self, app: ASGIApp, site: Site, templates: Callable[[Site], Environment]) -> None:
        self._app, self._site, self._templates = app, site, templates
        self._states: dict[int, tuple[Site, State]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            person = person_of(HTTPConnection(scope))
            site = await run_in_threadpool(self._site.seen_by, person.clearance)
            scope["app"] = _Served(self._state_of(site))
        await self._app(scope, receive, send)

    def _state_of(self, site: Site) -> State:
        known = self._states.get(id(site))
        if known is None:
            made = State({"site": site, "templates": self._templates(site)})
            known = self._states[id(site)] = (site, made)
        return known[1]


@dataclass(frozen=True)
class _Served:
    """What of an application a page asks for."""

    state: State


class AtThisMachine:
    """Says that whoever sits at this machine asks: the record is served to nobody else."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._person = app, Person.of_this_machine(site.record.who)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        set_person(scope, self._person)
        await self._app(scope, receive, send)


def words_of(name: str) -> str:
    """Return a value of a vocabulary as words: "joint_letter" as "joint letter"."""
    return name.replace("_", " ")
