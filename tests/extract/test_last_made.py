from __future__ import annotations

from onrecord.extract.last_made import LastMade


def test_what_was_made_last_is_kept_for_the_same_object_alone() -> None:
    made: list[list[str]] = []

    def words(of: list[str]) -> list[str]:
        made.append(of)
        return [word.lower() for word in of]

    last = LastMade(words)
    first, equal = ["Port Ansel"], ["Port Ansel"]
    assert last(first) is last(first)
    assert last(equal) == last(first) == ["port ansel"]
    assert [id(of) for of in made] == [id(first), id(equal), id(first)]
