"""The timeline: events with dates as they are told, drawn and as a table; of many bins that lead on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.catalogue import RowQuery
from onrecord.types.chronology import in_words
from onrecord.types.extents import extent_of
from onrecord.types.rows import FACTUALITIES
from onrecord.web.drawing_bins import Bin, bins_of, histogram, main_days, strip
from onrecord.web.drawing_svg import DEFINITIONS, picture, svg
from onrecord.web.drawing_time import FIRST_DAY, LAST_DAY
from onrecord.web.drawing_timeline import breaks_in_words, scale_of, sign_drawing, timeline
from onrecord.web.listing import AFTER, Filter, Listed, listed, narrowed
from onrecord.web.meanings import meaning
from onrecord.web.rendering import page, with_query
from onrecord.web.site import Site
from onrecord.web.timelined import EventShown, events_shown, kind_in_words, line_of

ROWS = 80
"""Events on one page: each is a line of the drawing and a row of the table."""

UNDATED = 20
"""Events without a date that are listed beneath; all of them have a page of their own."""

DATED = RowQuery("event", order="date", dated=True, limit=ROWS)
UNTIMED = replace(DATED, dated=False)
"""In the order of dates too: those without any stand together at its end, by their places."""

ALL = replace(DATED, dated=None)
FILTERS = (
    Filter("actor", "Actor", "actors", any="anybody"),
    Filter("kind", "Kind", "kinds", told=kind_in_words),
    Filter("place", "Place", "places", any="anywhere"),
    Filter("factuality", "Told as", "factualities", known=FACTUALITIES),
    Filter("since", "Since", "since", way="date"),
    Filter("until", "Until", "until", way="date"),
    Filter("words", "With the words", "words", way="words"),
    Filter("document", "Document", "document", way="linked"),
)
TIMELESS = tuple(each for each in FILTERS if each.field not in ("since", "until"))


def show_timeline(request: Request) -> Response:
    """Show the events of some stretch of time."""
    site: Site = request.app.state.site
    query, _ = narrowed(DATED, FILTERS, request.query_params)
    every, asked = (
        site.catalogue.over_time(ALL),
        replace(query, dated=None, since=None, until=None, after=None),
    )
    counts = every if asked == ALL else site.catalogue.over_time(asked)
    found = listed(request, DATED, FILTERS, in_record=_all_of(every))
    shown, drawn = _drawn(request, query, counts, found)
    undated, _ = narrowed(replace(UNTIMED, limit=UNDATED), TIMELESS, _bare(request))
    timeless = site.catalogue.page(undated)
    return page(
        request,
        "timeline.html",
        listing=found,
        shown=shown,
        undated=events_shown(site, timeless.entries),
        undated_total=timeless.total,
        all_undated=_undated_address(request),
        window=_window_in_words(query),
        moves=_moves(request, query, counts),
        signs=[(name, picture(sign_drawing(name)), meaning("factuality", name)) for name in FACTUALITIES],
        definitions=DEFINITIONS,
        drawn=drawn,
    )


def show_undated(request: Request) -> Response:
    """Show the events without a date, with what is known of it."""
    site: Site = request.app.state.site
    timeless = site.catalogue.counts().get("event", 0) - _all_of(site.catalogue.over_time(ALL))
    found = listed(request, UNTIMED, TIMELESS, in_record=timeless)
    return page(request, "timeline_undated.html", listing=found, shown=events_shown(site, found.entries))


def _all_of(counts: Mapping[int, tuple[int, int]]) -> int:
    return sum(told + rest for told, rest in counts.values())


def _bare(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.query_params.items() if name != AFTER}


def _undated_address(request: Request) -> str:
    kept = with_query(request, since=None, until=None, after=None)
    return kept.replace("/timeline", "/timeline/undated", 1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawings of a page: the strip of all time, bins where one page does not hold all, its lines."""

    strip: Markup | None = None
    bins: Markup | None = None
    counted: tuple[Bin, ...] = ()
    lines: Markup | None = None
    left_out: tuple[str, ...] = ()
    beyond: tuple[tuple[str, int, str], ...] = ()


def _drawn(
    request: Request, query: RowQuery, counts: Mapping[int, tuple[int, int]], found: Listed
) -> tuple[list[EventShown], Drawn]:
    """Return the events of a page and what is drawn of them."""
    site: Site = request.app.state.site
    shown = events_shown(site, found.entries)
    if not counts:
        return shown, Drawn()

    def href(each: Bin) -> str:
        return with_query(request, since=each.since, until=each.until, after=None)

    ends = main_days(counts)
    window = _window(query, *ends)
    over = svg(strip(bins_of(counts, *ends), window if window != ends else None, href), "strip")
    bins = bins_of(counts, *window) if window and found.total > len(shown) else ()
    columns = svg(histogram(bins, href, "Events by the day they begin"), "bins") if bins else None
    lines = [line_of(each, site.names) for each in shown]
    asked = query.since or query.until
    scale = scale_of(lines, window if asked and len(shown) == found.total else None)
    return shown, Drawn(
        over,
        columns,
        tuple(each for each in bins if each.all),
        svg(timeline(lines, scale, "Events, one a line"), "events") if scale and lines else None,
        breaks_in_words(scale) if scale else (),
        tuple(_beyond(request, counts, ends)),
    )


def _beyond(
    request: Request, counts: Mapping[int, tuple[int, int]], ends: tuple[int, int]
) -> Iterator[tuple[str, int, str]]:
    """Yield where events lie that the strip leaves out, how many they are, and where they are shown."""
    first, last = _written(ends[0] - 1), _written(ends[1] + 1)
    before = sum(sum(counts[day]) for day in counts if day < ends[0])
    after = sum(sum(counts[day]) for day in counts if day > ends[1])
    if before:
        address = with_query(request, since=None, until=first, after=None)
        yield f"until {in_words(first)}", before, address
    if after:
        address = with_query(request, since=last, until=None, after=None)
        yield f"from {in_words(last)} on", after, address


def _window(query: RowQuery, first: int, last: int) -> tuple[int, int] | None:
    """Return the days that are asked for, within those on which events begin; None where there are none."""
    since, until = extent_of(query.since), extent_of(query.until)
    begin = since.first if since else first
    end = until.last if until else last
    return (begin, end) if begin <= end else None


def _window_in_words(query: RowQuery) -> str:
    if query.since and query.until:
        same = query.since == query.until
        return in_words(query.since) if same else f"{in_words(query.since)} to {in_words(query.until)}"
    if query.since:
        return f"from {in_words(query.since)} on"
    return f"until {in_words(query.until)}" if query.until else ""


def _moves(
    request: Request, query: RowQuery, counts: Mapping[int, tuple[int, int]]
) -> tuple[tuple[str, str], ...]:
    """Return the steps from the days shown: earlier, later, wider, all of time."""
    window = _window(query, min(counts), max(counts)) if counts else None
    if window is None or not (query.since or query.until):
        return ()
    first, last = window
    days = last - first + 1
    steps = (
        ("Earlier", first - days, first - 1),
        ("Later", last + 1, last + days),
        ("Wider", first - max(days // 2, 1), last + max(days // 2, 1)),
    )
    moved = [
        (words, with_query(request, since=_written(begin), until=_written(end), after=None))
        for words, begin, end in steps
    ]
    return (*moved, ("All of time", with_query(request, since=None, until=None, after=None)))


def _written(day: int) -> str:
    return date.fromordinal(min(max(day, FIRST_DAY), LAST_DAY)).isoformat()


routes = [Route("/timeline", show_timeline), Route("/timeline/undated", show_undated)]
