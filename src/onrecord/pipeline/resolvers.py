"""The list of resolvers, apart from that of extractors: who compares alone loads no model's library."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.resolve.actors import ActorResolver
from onrecord.resolve.asks import AskResolver
from onrecord.resolve.asks_answered import AnswerResolver
from onrecord.resolve.asks_others import AlsoAskedResolver
from onrecord.resolve.asks_pairing import AskPairResolver
from onrecord.resolve.events import EventResolver
from onrecord.resolve.figures import FigureResolver
from onrecord.resolve.findings import FindingResolver
from onrecord.resolve.links import LinkResolver
from onrecord.resolve.origins import OriginResolver
from onrecord.resolve.quotations import QuotationResolver
from onrecord.resolve.wanted import WantedResolver
from onrecord.types.findings import DividedResolver, Resolver

DIVIDED: tuple[Callable[[], DividedResolver], ...] = (
    QuotationResolver,
    LinkResolver,
    WantedResolver,
    OriginResolver,
    FigureResolver,
    AskPairResolver,
    AnswerResolver,
    FindingResolver,
)
"""Those whose units several processes work on. The others cost little, or lead rows to one another whose
order counts."""

RESOLVERS: tuple[Callable[[], Resolver], ...] = (
    ActorResolver,
    EventResolver,
    QuotationResolver,
    LinkResolver,
    WantedResolver,
    OriginResolver,
    FigureResolver,
    AskPairResolver,
    AskResolver,
    AlsoAskedResolver,
    AnswerResolver,
    FindingResolver,
)
"""The resolvers in the order they run; norms need none, they are merged by id in the store."""


def make_resolvers() -> tuple[Resolver, ...]:
    """Return the resolvers in order."""
    return tuple(make() for make in RESOLVERS)
