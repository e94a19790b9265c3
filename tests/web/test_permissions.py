from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from onrecord.record.store import Record
from onrecord.types.access import CLASSES, PERMISSIONS, ROLES
from onrecord.types.rows import Statement
from onrecord.web.permissions import NEEDED, guarded
from onrecord.web.registry import page_routes
from onrecord.web.site import Site
from onrecord.web.who import NOBODY, Person


def test_each_role_may_what_the_one_before_it_may() -> None:
    allowed = list(ROLES.values())
    assert all(one < next_ for one, next_ in pairwise(allowed))
    assert allowed[-1] == set(PERMISSIONS)


def test_every_page_says_what_it_needs_and_no_line_is_left_over() -> None:
    paths = {route.path for route in page_routes() if isinstance(route, Route)}
    assert len(guarded(page_routes())) == len(page_routes())
    assert paths <= set(NEEDED)


def test_a_page_that_does_not_say_what_it_needs_is_an_error() -> None:
    with pytest.raises(LookupError, match="does not say"):
        guarded([Route("/forgotten", lambda request: PlainTextResponse("open"))])


def test_who_sits_at_this_machine_may_all_and_nobody_nothing() -> None:
    here = Person.of_this_machine("Ada")
    assert all(here.may(permission) and not NOBODY.may(permission) for permission in PERMISSIONS)
    assert all(here.may_read(each) for each in CLASSES)
    with pytest.raises(ValueError, match="no permission"):
        here.may("fly")


def test_a_decision_in_anothers_name_is_seen_by_what_is_kept_of_the_record(
    sample_record: Path, tmp_path: Path
) -> None:
    path = tmp_path / "copy.record"
    shutil.copytree(sample_record, path)
    with Record.open(path, who="Ada") as record:
        site = Site(record, "Ada")
        row = next(record.rows(Statement))
        before = record.entered
        with site.deciding_as("Mina") as deciding:
            deciding.decide(row.id, "reject", None, "not said")
        assert record.entered > before
        assert record.row(row.id) is None
        assert [(made.who, made.row) for made in record.decisions()] == [("Mina", row.id)]
        assert record.who == "Ada"
