from xml.etree import ElementTree

from onrecord.web.drawing import Drawing, Mark, label, rectangle
from onrecord.web.drawing_svg import DEFINITIONS, picture, svg

HOSTILE = '"><script>alert(1)</script>\u202e<a href="javascript:x"'


def drawn(words: str = "the letter") -> Drawing:
    shapes = (rectangle(1, 2, 30, 4, "bar"), label(1, 2, words, "name"))
    return Drawing(100, 50, words, words, (label(1, 9, words, "scale"),), (Mark(words, shapes, "/rows/f-1"),))


def parsed(written: str) -> ElementTree.Element:
    return ElementTree.fromstring(written)


def test_words_of_documents_are_words_and_nothing_else() -> None:
    root = parsed(svg(drawn(HOSTILE), "one"))
    assert {element.tag for element in root.iter()} == {"svg", "title", "desc", "g", "text", "a", "rect"}
    assert [link.get("href") for link in root.iter("a")] == ["/rows/f-1"]
    told = "".join(root.itertext())
    assert "<script>alert(1)</script>" in told
    assert "\u202e" not in told


def test_no_attribute_speaks_of_style_or_script() -> None:
    root = parsed(svg(drawn(HOSTILE), "one"))
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name == "style" or name.startswith("on")]


def test_every_mark_is_a_link_with_a_title_in_it() -> None:
    root = parsed(svg(drawn("the letter of 2024-05-21"), "one"))
    [link] = root.iter("a")
    assert link[0].tag == "title"
    assert link[0].text == "the letter of 2024-05-21"


def test_a_drawing_is_named_and_described_by_its_own_words() -> None:
    root = parsed(svg(drawn("families"), "one"))
    held = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert held[root.get("aria-labelledby")] == held[root.get("aria-describedby")] == "families"


def test_two_drawings_of_a_page_share_no_id() -> None:
    ids = [
        element.get("id")
        for name in ("one", "two")
        for element in parsed(svg(drawn(), name)).iter()
        if element.get("id")
    ]
    assert len(ids) == len(set(ids))


def test_a_picture_is_silent_and_leads_nowhere() -> None:
    root = parsed(picture(drawn()))
    assert root.get("aria-hidden") == "true"
    assert not list(root.iter("a"))


def test_what_shapes_refer_to_is_there() -> None:
    ids = {element.get("id") for element in parsed(DEFINITIONS).iter()}
    assert {"hatch", "arrow"} <= ids
