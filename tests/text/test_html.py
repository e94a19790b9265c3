"""Pages give the words of their main part and nothing a reader does not see."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.html import weave_all, weave_page
from onrecord.types.documents import CanonicalText
from onrecord.types.errors import FileCannotBeRead
from tests.text.sources import PROSE, place_of, read

PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Ministers asked to answer | Example Watch</title>
<meta property="og:site_name" content="Example Watch">
<meta property="article:published_time" content="2023-10-09T10:00:00+09:00">
<link rel="canonical" href="https://example.org/news/1">
<script>var secret = "secret words";</script><style>p {{ color: secret }}</style></head>
<body><header class="site"><a href="/">Example Watch home</a>
<nav><ul><li><a href="/a">About us</a><li><a href="/b">News</a></ul></nav></header>
<div class="cookie-banner"><p>We use cookies. Accept all.</p></div>
<div id="content" class="content-sidebar-wrap"><article>
<h1>Ministers asked
   to answer</h1>
<p><time datetime="2023-10-09">9 October 2023</time></p>
<p>Ana Ruiz said <q>we will not wait</q> on <b>Mon</b>day, when 600<sup>1</sup> people&nbsp;met in Caf&eacute;
   Lima. It was re\u00adpeated.</p>
<p style="display: none">secret</p><p hidden>secret</p><!-- secret --><noscript>secret</noscript>
<span class="sr-only">secret</span><div aria-hidden="true">secret</div>
<select><option>secret</option></select>
<p>First line<br>Second line<br><br>Third line</p>
<ol type="A" start="2"><li>stop the returns;</li><li>answer <em>now</em>.</li></ol>
<ul><li>one point</li></ul>
<table><tr><th>Year</th><th>People</th></tr><tr><td><p>2022</p></td><td>1,200</td></tr></table>
<p>{PROSE}</p><pre>kept   as
  it is</pre>
<div class="share-buttons"><a>Share this page</a></div></article></div>
<aside class="related"><h3>Related</h3><p>Another teaser stands here.</p></aside>
<footer><p>Copyright Example Watch</p></footer></body></html>"""


@pytest.fixture(name="page", scope="module")
def _page() -> CanonicalText:
    return read(PAGE.encode(), "text/html")


def test_the_words_of_a_page_come_as_a_reader_sees_them(page: CanonicalText) -> None:
    assert page.text == (
        "Ministers asked to answer\n\n9 October 2023\n\n"
        "Ana Ruiz said “we will not wait” on Monday, when 600¹ people\xa0met in Café Lima. "
        "It was repeated.\n\n"
        "First line\nSecond line\n\nThird line\n\nB. stop the returns;\nC. answer now.\n\n• one point\n\n"
        f"Year\tPeople\n2022\t1,200\n\n{PROSE.strip()}\n\nkept   as\n  it is"
    )
    assert [heading.slice(page.text) for heading in page.headings] == ["Ministers asked to answer"]
    assert "left out" in page.notes[0]


def test_a_page_says_where_it_comes_from(page: CanonicalText) -> None:
    said = page.metadata
    assert (said.title, said.date, said.publisher, said.url) == (
        "Ministers asked to answer",
        "2023-10-09",
        "Example Watch",
        "https://example.org/news/1",
    )


def test_runs_name_the_element(page: CanonicalText) -> None:
    assert place_of(page, "Ana Ruiz") == "/html/body/div[2]/article/p[2]"
    assert place_of(page, "day, when") == "/html/body/div[2]/article/p[2]"
    assert place_of(page, "1,200") == "/html/body/div[2]/article/table/tr[2]/td[2]"
    at = page.text.index("day, when")
    run = page.offset_map.at(at)
    assert run is not None
    assert run.origin is not None
    own_text = "Ana Ruiz said  on day, when 600"  # text nodes of the p itself
    assert own_text[run.origin + at - run.start :].startswith("day, when")


@pytest.mark.parametrize(
    ("mark", "date"),
    [
        ('<meta name="DC.date.issued" content="2023-10-09">', "2023-10-09"),
        (
            '<script type="application/ld+json">{"datePublished": "2023-10-09T23:00:00-05:00"}</script>',
            "2023-10-09",
        ),
        ('<time datetime="2023-10">October</time>', "2023-10"),
        ('<meta name="date" content="9 October 2023">', "9 October 2023"),
        ('<time datetime="2023-10-09">a</time><time datetime="2022-01-01">b</time>', None),
        ("<p>Version of 2023-10-09. Copyright 2022.</p>", None),
    ],
)
def test_only_a_stated_date_is_the_date_of_a_page(mark: str, date: str | None) -> None:
    page = f"<html><head></head><body>{mark}<p>{PROSE}</p></body></html>"
    assert read(page.encode(), "text/html").metadata.date == date


def test_a_page_without_marks_is_read_whole() -> None:
    found = read(b"<p>One<p>Two &amp; three<div>Four", "text/html")
    assert found.text == "One\n\nTwo & three\n\nFour"


def test_a_listing_keeps_all_its_items() -> None:
    items = "".join(
        f"<div class='item'><h3><a href='/{n}'>Statement number {n} on returns</a></h3>"
        f"<p>10 May 20{n}</p></div>"
        for n in range(10, 30)
    )
    page = f"<html><body><nav><a>Home</a></nav><main>{items}</main><footer>Imprint</footer></body></html>"
    found = read(page.encode(), "text/html")
    assert [f"Statement number {n} on returns" in found.text for n in range(10, 30)] == [True] * 20
    assert "Home" not in found.text
    assert "Imprint" not in found.text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="euc-kr">', "cp949"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        ("", "utf-8"),
        ("", "utf-16"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ("", "cp949"),
    ],
)
def test_the_charset_of_a_page_is_found(head: str, encoding: str) -> None:
    words = (
        "外交部发言人说不存在问题" if encoding == "gb18030" else "정부는 강제 송환을 중단해야 한다고 말했다"
    )
    found = read(f"<html><head>{head}</head><body><p>{words}</p></body></html>".encode(encoding), "text/html")
    assert found.text == words


def test_a_charset_of_the_transfer_goes_before_that_of_the_page() -> None:
    content = '<meta charset="iso-8859-1"><p>Жители ждут ответа</p>'.encode("cp1251")
    assert read(content, "text/html", charset="windows-1251").text == "Жители ждут ответа"


ODD = {
    "deep": "<div>" * 1_000 + "<p>words</p>",
    "unclosed": "<p><b><i><table><tr><td>words",
    "nul": "<p>wo\x00rds words</p>" + "<p>more</p>" * 99,
    "xml declaration": '<?xml version="1.0" encoding="utf-16"?><html><p>words</p></html>',
    "many siblings": "<p>words</p>" * 20_000,
    "many cells": "<table><tr>" + "<td>words" * 70_000,
    "bad entity": "<p>&nosuch; words &#xFFFFFFF; &#0;</p>",
    "nested tables": "<table><tr><td>" * 300 + "words",
    "nested lists": "<ul><li>" * 300 + "words",
    "no text": "<html><body><p>words<script>x</script>",
    "odd tags": "<o:p>words</o:p><x-y>words</x-y>",
    "only spaces between": "<p>" + " " * 200_000 + "words" + "\n" * 200_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_pages_do_not_break_it(name: str) -> None:
    assert "words" in read(ODD[name].encode(), "text/html").text.replace("\ufffd", "")


@pytest.mark.parametrize(
    "content", [b"<!DOCTYPE html>", b"<html><body></body></html>", b"<script>x</script>"]
)
def test_a_page_without_words_cannot_be_read(content: bytes) -> None:
    with pytest.raises(FileCannotBeRead) as refusal:
        read(content, "text/html")
    assert refusal.value.issue.code == "no_text"


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp"]), min_size=1)


@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["p", "div", "b", "li", "td", "br", "h2"]))
def test_every_character_leads_back_to_an_element(words: list[str], tag: str) -> None:
    escaped = [word.replace("&", "&amp;").replace("<", "&lt;") for word in words]
    page = "".join(f"<{tag}>{word}</{tag}>\n" for word in escaped)
    woven = weave_all(f"<html><body>{page}</body></html>", "body")
    text = woven.text
    for word in words:
        assert word in text
        run = woven.offset_map.at(text.index(word))
        assert run is not None
        assert run.place.startswith("body/html/body")
    assert weave_page("", None)[0].text == ""
