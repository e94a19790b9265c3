from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.types.identity import (
    LETTERS,
    actor_id,
    document_id,
    folded_name,
    row_id,
    sha256_of,
    text_sha256_of,
)
from onrecord.types.rows import ROW_TYPES


def test_every_row_type_has_a_letter_of_its_own() -> None:
    assert set(LETTERS) == set(ROW_TYPES)
    assert len(set(LETTERS.values())) == len(LETTERS)


@settings(deadline=None)
@given(st.sampled_from(sorted(LETTERS)), st.lists(st.text() | st.integers()))
def test_an_id_is_the_letter_and_sixteen_hex_digits(row_type: str, parts: list[object]) -> None:
    found = row_id(row_type, *parts)
    assert re.fullmatch(f"{LETTERS[row_type]}-[0-9a-f]{{16}}", found)
    assert found == row_id(row_type, *parts)


def test_an_id_stays_what_it_was_in_earlier_versions() -> None:
    joined = "d-1\x1f12\x1f20"
    assert row_id("statement", "d-1", 12, 20) == "s-" + hashlib.sha256(joined.encode()).hexdigest()[:16]


def test_parts_do_not_run_into_each_other() -> None:
    assert row_id("figure", "1", "23") != row_id("figure", "12", "3")


def test_files_of_the_same_bytes_are_one_document() -> None:
    assert document_id(sha256_of(b"same")) == document_id(sha256_of(b"same"))
    assert document_id(sha256_of(b"same")) != document_id(sha256_of(b"other"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Volker Türk", "VOLKER TURK"), ("Türk’s office", "Türk's  office"), ("Ｗide", "wide")],
    ids=["case and marks", "apostrophe and spaces", "compatibility forms"],
)
def test_names_that_are_written_otherwise_are_one_actor(one: str, other: str) -> None:
    assert folded_name(one) == folded_name(other)
    assert actor_id("person", one) == actor_id("person", other)


def test_a_name_only_one_document_can_tell_apart_is_another_actor_elsewhere() -> None:
    assert actor_id("group", "the members", "d-1") != actor_id("group", "the members", "d-2")
    assert actor_id("person", "Ruiz") != actor_id("organization", "Ruiz")


def test_a_text_with_a_lone_surrogate_has_a_hash() -> None:
    assert text_sha256_of("a\ud800") != text_sha256_of("a")
