"""Time every kind of list and every page of the web app over a record: p50 and p95 in milliseconds.

python -m bench.pages RECORD [--samples N] [--queries] [--pages]

`bench.many_documents` makes a record of a hundred thousand documents. Totals and facets are counted anew for
every query, as for the first reader who asks; what the system has read from the disk is left in its memory.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from onrecord.record.catalogue import Catalogue, RowPage, RowQuery
from onrecord.record.catalogue_tables import TYPES
from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.site import Site

SEED = 7
HERE = "http://127.0.0.1:8321"
DIMENSIONS = ("kinds", "acts", "modes", "factualities", "strengths", "states", "severities", "verdicts")
WORDS = ("government", "human rights", '"prime minister"', "refugee*", "letter OR report", "zebra", "budget")
LISTS = {
    "document": "/documents",
    "actor": "/actors",
    "norm": "/norms",
    "ask": "/asks",
    "finding": "/findings",
    "figure_set": "/figures",
    "quotation_check": "/quotations",
    "wanted": "/wanted",
    "event": "/timeline",
    "figure": "/figures/single",
}
SINGLE = {
    "document": ("/documents/{}", "/rows/{}"),
    "actor": ("/actors/{}", "/rows/{}"),
    "norm": ("/norms/{}", "/rows/{}"),
    "ask": ("/asks/{}", "/rows/{}"),
    "figure_set": ("/figures/{}", "/rows/{}"),
    "quotation_check": ("/quotations/{}", "/rows/{}"),
    "finding": ("/rows/{}",),
    "statement": ("/rows/{}",),
    "figure": ("/rows/{}",),
    "event": ("/rows/{}",),
}
ALONE = ("/", "/issues", "/sources", "/help", "/export", "/check", "/asks/untied", "/timeline/undated")
REVIEWS = ("/review", "/review/history", "/review/orphaned")


def main() -> None:
    """Time what the arguments ask for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("record", type=Path)
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--queries", action="store_true", help="only queries of the catalogue")
    parser.add_argument("--pages", action="store_true", help="only pages")
    given = parser.parse_args()
    chance = random.Random(SEED)
    with Record.open(given.record) as record:
        site = Site(record, "Bench")
        started = time.perf_counter()
        site.catalogue.refresh()
        documents = site.catalogue.counts()["document"]
        print(f"{documents:,} documents; catalogue ready in {time.perf_counter() - started:.1f} s")
        print(f"{'':58}{'p50':>8}{'p95':>8}{'most':>8}  ms")
        if not given.pages:
            time_queries(site.catalogue, chance, given.samples)
        if not given.queries:
            time_pages(site, chance, given.samples)


def time_queries(catalogue: Catalogue, chance: random.Random, samples: int) -> None:
    """Print how long each kind of query takes."""
    for name in TYPES:
        first = catalogue.page(RowQuery(name))
        for label, queries in kinds_of_query(name, first, chance):
            asked = [chance.choice(queries) for _ in range(samples)]
            report(f"{name}: {label}", asked, lambda query: _anew(catalogue, query))


def _anew(catalogue: Catalogue, query: RowQuery) -> RowPage:
    catalogue.forget_counts()
    return catalogue.page(query)


def kinds_of_query(name: str, first: RowPage, chance: random.Random) -> Iterator[tuple[str, list[RowQuery]]]:
    """Yield kinds of query with queries of each, their values those that rows have."""
    plain = RowQuery(name)
    for order in ("place", "date", "weight", "name"):
        yield f"by {order}", [replace(plain, order=order)]
    if first.after:
        yield "second page", [replace(plain, after=first.after)]
    dimensions = {field: first.facets[field] for field in DIMENSIONS if field in first.facets}
    for field, values in dimensions.items():
        yield field, [_with(plain, field, value) for value, _ in values[:8]]
    if len(dimensions) > 1:
        yield (
            "two facets, by date",
            [
                replace(_with(_with(plain, one, first_value), other, other_value), order="date")
                for one, other in [tuple(dimensions)[:2]]
                for first_value, _ in dimensions[one][:4]
                for other_value, _ in dimensions[other][:4]
            ],
        )
    for field in ("actors", "places", "norms"):
        held = first.facets.get(field, ())
        if held:
            yield f"{field}, most common", [_with(plain, field, value) for value, _ in held[:5]]
            yield (
                f"{field}, by date",
                [replace(_with(plain, field, value), order="date") for value, _ in held[:5]],
            )
    yield (
        "since and until",
        [
            replace(plain, since=f"{year}-0{month}", until=f"{year}-0{month + 1}", order="date")
            for year in range(2010, 2024)
            for month in (1, 4, 7)
        ],
    )
    yield "since", [replace(plain, since=str(year)) for year in range(2005, 2024)]
    yield "words", [replace(plain, words=words) for words in WORDS]
    documents = [anchor.document for entry in first.entries for anchor in entry.row.anchors()]
    if documents:
        yield "document", [replace(plain, document=document) for document in chance.sample(documents, 1)]
    yield "reviewed", [replace(plain, reviewed=True), replace(plain, reviewed=False)]


def _with(query: RowQuery, field: str, value: str) -> RowQuery:
    if field == "actors":
        return replace(query, actors=frozenset((value,)))
    changes = {field: (value,)}
    return replace(query, **changes)  # type: ignore[arg-type]


def time_pages(site: Site, chance: random.Random, samples: int) -> None:
    """Print how long each page takes."""
    client = TestClient(make_app(site), HERE)
    known = {route.path for route in client.app.routes if hasattr(route, "path")}  # type: ignore[attr-defined]

    def get(address: str) -> None:
        site.catalogue.forget_counts()
        answer = client.get(address)
        if answer.status_code >= 400:
            print(f"    {address}: {answer.status_code}")

    for address in (*ALONE, *REVIEWS):
        if address in known:
            report(address, [address] * samples, get)
    for name, address in LISTS.items():
        if address in known:
            first = site.catalogue.page(RowQuery(name))
            report(address, [address] * samples, get)
            report(f"{address} narrowed", list(narrowed(address, first, chance, samples)), get)
    for name, addresses in SINGLE.items():
        entries = [entry.row.id for entry in site.catalogue.page(RowQuery(name, limit=200)).entries]
        weighty = site.catalogue.page(RowQuery(name, order="weight", limit=20)).entries
        ids = [chance.choice(entries) for _ in range(samples)] + [entry.row.id for entry in weighty]
        for address in addresses:
            if address.replace("{}", "{id}") in known:
                report(f"{address} of a {name}", [address.format(id_) for id_ in ids], get)
    if "/search" in known:
        asked = [f"/search?words={quote(words)}" for words in WORDS]
        report("/search", [chance.choice(asked) for _ in range(samples)], get)


def narrowed(address: str, first: RowPage, chance: random.Random, samples: int) -> Iterator[str]:
    """Yield addresses of a list narrowed by one value or another."""
    names = {"severities": "severity", "strengths": "strength", "states": "state", "verdicts": "verdict"}
    names |= {"kinds": "kind", "acts": "act", "actors": "actor", "places": "place", "norms": "norm"}
    offered = [
        f"{name}={value}" for field, name in names.items() for value, _ in first.facets.get(field, ())[:10]
    ]
    offered += [f"words={quote(words)}" for words in WORDS] + ["since=2015", "until=2012-05"]
    for _ in range(samples):
        yield f"{address}?{chance.choice(offered)}"


def report(label: str, asked: Iterable[object], run: Callable[..., object]) -> None:
    """Run what is asked, one after the other, and print how long it took."""
    took = []
    for each in asked:
        started = time.perf_counter()
        run(each)
        took.append((time.perf_counter() - started) * 1000)
    took.sort()
    late = took[round(0.95 * (len(took) - 1))]
    print(f"{label[:58]:58}{statistics.median(took):8.1f}{late:8.1f}{took[-1]:8.1f}", flush=True)


if __name__ == "__main__":
    main()
