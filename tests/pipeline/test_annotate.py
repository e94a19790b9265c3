from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onrecord.annotate.parser import Parser
from onrecord.pipeline.annotate import annotate_files
from onrecord.pipeline.annotated_things import LAYERS
from onrecord.pipeline.plan import STEPS, with_needs
from onrecord.pipeline.processes import WorkersCannotStart
from onrecord.types.documents import RawDocument
from onrecord.types.errors import ConfigurationIsWrong, Issue
from tests.pipeline.folders import LETTER, write_folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("annotated") / "papers")


@cache
def everything(folder: Path) -> tuple[dict[str, Any], ...]:
    return tuple(annotate_files([folder]))


def test_every_layer_finds_something_in_the_folder(folder: Path) -> None:
    assert {thing["layer"] for thing in everything(folder)} == set(LAYERS)


@pytest.mark.parametrize("layer", sorted(set(LAYERS) - {"statement"}))
def test_a_layer_alone_gives_what_it_gives_among_all(folder: Path, layer: str) -> None:
    alone = list(annotate_files([folder], [layer]))
    assert alone == [thing for thing in everything(folder) if thing["layer"] == layer]
    assert alone


def test_statements_of_the_press_alone_are_read_without_a_parse_and_name_nobody(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Parser, "annotate", _never)
    alone = list(annotate_files([folder / "release.txt"], ["statement"]))
    among_all = [thing for thing in everything(folder) if _is_statement_of(thing, "release.txt")]
    assert {tuple(thing["cue"][0]) for thing in alone if thing["cue"]} & {
        tuple(thing["cue"][0]) for thing in among_all if thing["cue"]
    }
    assert not any(thing["speakers"] for thing in alone)
    assert any(thing["speakers"] for thing in among_all)


def test_norms_alone_are_read_without_a_parse(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Parser, "annotate", _never)
    assert list(annotate_files([folder], ["norm"]))


@pytest.mark.parametrize("name", ["letter.txt", "reply.txt"])
def test_statements_of_a_letter_alone_are_what_they_are_among_all(folder: Path, name: str) -> None:
    alone = list(annotate_files([folder / "letters" / name], ["statement"]))
    assert alone == [thing for thing in everything(folder) if _is_statement_of(thing, name)]
    assert any(thing["mode"] == "performative" and thing["speakers"] for thing in alone)


def test_what_is_said_inside_a_statement_stands_in_it(tmp_path: Path) -> None:
    text = (
        "Dear Minister,\n\nWe note that the clinic announced that 340 families lost their homes.\n\n"
        "Sincerely,\n\nAna Ruiz\n"
    )
    (tmp_path / "letter.txt").write_text(text, "utf-8")
    [outer] = annotate_files([tmp_path / "letter.txt"], ["statement"])
    [inner] = outer["inner"]
    assert [text[slice(*thing["cue"][0])] for thing in (outer, inner)] == ["We note", "announced"]
    assert (outer["level"], inner["level"]) == (0, 1)


def _is_statement_of(thing: dict[str, Any], name: str) -> bool:
    return thing["layer"] == "statement" and str(thing["path"]).endswith(name)


def _never(*_: object) -> None:
    raise AssertionError("the parser was used")


def test_every_place_lies_in_the_file_of_its_path(folder: Path) -> None:
    texts = {str(path): path.read_text("utf-8") for path in folder.rglob("*.txt")}
    for thing in everything(folder):
        words = texts[thing["path"]][thing["start"] : thing["end"]]
        assert words.strip()
        assert thing.get("exact", words) == words


def test_things_come_by_file_and_place(folder: Path) -> None:
    places = [(thing["path"], thing["start"], thing["end"]) for thing in everything(folder)]
    assert places == sorted(places)


def test_actors_are_named_and_no_id_is_left(folder: Path) -> None:
    text = LETTER
    [asked] = [
        thing
        for thing in everything(folder)
        if thing["layer"] == "ask" and "halt" in text[slice(*thing["action"])]
    ]
    assert asked["requesters"]
    for thing in everything(folder):
        assert not {"id", "document", "parent", "chain"} & thing.keys()
        assert "'a-" not in str(thing)


def test_a_step_is_run_with_all_it_reads_and_in_the_order_of_the_plan() -> None:
    assert with_needs(["times"]) == {"times"}
    order = list(STEPS)
    for name, step in STEPS.items():
        assert all(order.index(read) < order.index(name) for read in step.reads), name


def test_an_unknown_layer_is_refused_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(ConfigurationIsWrong, match="statement"):
        list(annotate_files([folder], ["sentiment"]))


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    told: list[Issue] = []
    assert list(annotate_files([tmp_path / "empty.txt"], complain=told.append)) == []
    assert [issue.code for issue in told] == ["empty_file"]


def test_several_processes_print_the_same_in_the_same_order(folder: Path) -> None:
    assert list(annotate_files([folder], ["time"], workers=2)) == list(annotate_files([folder], ["time"]))


def test_an_ask_tells_how_it_was_answered_and_a_state_is_named_as_the_text_names_it(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "The review of the Czech Republic was held in May.\n\n"
        "12. The following recommendations did not enjoy the support of the Czech Republic:\n"
        "12.1. Open the wells (Russian Federation);\n"
    )
    [ask] = (thing for thing in annotate_files([path], ["ask"]) if thing["list_label"])
    assert (ask["requesters"], ask["targets"]) == (["Russian Federation"], ["Czech Republic"])
    assert ask["response"] == "refusal"
    [response] = annotate_files([path], ["response"])
    assert response["asks"] == [ask["action"]]


def die(_: RawDocument) -> None:
    """End the process that runs this, as the kernel does where memory is short."""
    os._exit(1)


def test_a_reading_process_that_dies_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.pipeline.annotate._read_one", die)
    path = tmp_path / "letter.txt"
    path.write_text("Norway spoke.")
    with pytest.raises(
        WorkersCannotStart, match=r"letter\.txt: A process that reads ended without an answer"
    ):
        list(annotate_files([path], ["time"], workers=2))
