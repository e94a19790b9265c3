import pytest

from onrecord.web.drawing import Mark
from onrecord.web.drawing_graph import BOX_HEIGHT, BOX_WIDTH
from onrecord.web.drawing_sources import Node, source_graph, ties_of

WORDS = {"d-a": "the letter of 2024-05-21", "d-b": "the press release of 2024-05-22"}


def node(id_: str, **more: object) -> Node:
    return Node(id_, WORDS.get(id_, id_), "Lakeland Clinic", id_, href=f"/documents/{id_}", **more)  # type: ignore[arg-type]


def test_links_of_two_documents_are_one_tie_that_tells_every_kind() -> None:
    [tie] = ties_of([("d-a", "d-b", "cites", "l-1"), ("d-a", "d-b", "quotes", "l-2")], WORDS)
    assert tie.kind == "quotes"
    assert tie.title == "the press release of 2024-05-22 quotes and cites the letter of 2024-05-21"
    assert tie.href == "/rows/l-2"


def boxes(marks: tuple[Mark, ...]) -> list[Mark]:
    return [mark for mark in marks if mark.classes.startswith("node")]


def test_a_tie_runs_from_the_box_of_its_source_to_that_of_its_user() -> None:
    ties = ties_of([("d-a", "d-b", "quotes", "l-1")], WORDS)
    drawing = source_graph([node("d-a"), node("d-b")], ties, "Sources")
    source, user = (mark.shapes[0] for mark in boxes(drawing.marks))
    [tie] = [mark for mark in drawing.marks if mark.classes.startswith("tie")]
    steps = dict(tie.shapes[1].attributes)["d"].lstrip("M").split()
    assert float(steps[0]) == pytest.approx(source.number("x") + BOX_WIDTH)
    assert float(steps[1].split("L")[0].split("C")[0]) == pytest.approx(source.number("y") + BOX_HEIGHT / 2)
    end = [float(step.lstrip("LC")) for step in steps[-2:]]
    assert end == pytest.approx([user.number("x"), user.number("y") + BOX_HEIGHT / 2])


def test_every_box_lies_in_the_drawing() -> None:
    ties = ties_of([("d-a", "d-b", "quotes", "l-1")], WORDS)
    drawing = source_graph([node("d-a"), node("d-b"), node("d-c")], ties, "Sources")
    for box in (mark.shapes[0] for mark in boxes(drawing.marks)):
        assert 0 <= box.number("x") <= drawing.width - BOX_WIDTH
        assert 0 <= box.number("y") <= drawing.height - BOX_HEIGHT


def test_a_box_leads_to_its_document_and_its_opener_to_its_links() -> None:
    drawing = source_graph([node("d-a", opens="/sources?document=d-a", links=7)], (), "Sources")
    assert [mark.href for mark in drawing.marks] == ["/documents/d-a", "/sources?document=d-a"]
    assert drawing.marks[1].title.endswith("7 links")
