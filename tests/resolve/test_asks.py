"""Asks across documents: one ask in two documents, and an answer with the ask it answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.resolve.asks import AskResolver
from onrecord.types.findings import DocumentFindings
from onrecord.types.identity import row_id
from onrecord.types.rows import Ask, DocumentLink, Response
from tests.resolve.corpora import MemoryCorpus
from tests.resolve.papers import Paper

ASKING = "Maria Jensen asks Ostland to release the detained fishermen from the island prison."
REPEATING = "Ivo Brandt calls on Ostland to release every detained fisherman held in the island prison."


def ask(paper: Paper, verb: str, action: str, requester: str, target: str) -> Ask:
    operative, what = paper.words(verb), paper.words(action)
    row = Ask(
        row_id("ask", paper.id, operative.start, what.start),
        paper.id,
        operative,
        what,
        "S3",
        requesters=(paper.actor(requester),),
        addressees=(paper.actor(target, "state"),),
        targets=(paper.actor(target, "state"),),
    )
    paper.rows.append(row)
    return row


def response(paper: Paper, kind: str, words: str, actor: str, date: str | None = None) -> Response:
    anchor = paper.words(words)
    row = Response(
        row_id("response", paper.id, kind, anchor.start), paper.id, kind, anchor, paper.actor(actor, "state"),
        date=date,
    )  # fmt: skip
    paper.rows.append(row)
    return row


def resolved(*findings: DocumentFindings) -> list[object]:
    resolver = AskResolver()
    return list(resolver.resolve(MemoryCorpus(findings, [resolver])))


def asking(date: str = "2024-03-01", target: str = "Ostland") -> tuple[Paper, Ask]:
    paper = Paper("letter", ASKING.replace("Ostland", target), date)
    action = "release the detained fishermen from the island prison"
    return paper, ask(paper, "asks", action, "Maria Jensen", target)


def repeating(date: str = "2024-05-01") -> tuple[Paper, Ask]:
    paper = Paper("press_release", REPEATING, date)
    action = "release every detained fisherman held in the island prison"
    return paper, ask(paper, "calls on", action, "Ivo Brandt", "Ostland")


def test_one_ask_in_two_documents_links_the_later_to_the_earlier() -> None:
    first, one = asking()
    second, other = repeating()
    [link] = resolved(first.findings(), second.findings())
    assert isinstance(link, DocumentLink)
    assert (link.kind, link.from_document, link.to_document) == ("same_ask", second.id, first.id)
    assert set(link.evidence) == {one.operative, one.action, other.operative, other.action}


def test_a_short_ask_that_stands_whole_in_a_longer_one_is_the_same() -> None:
    first, _ = asking()
    text = (
        "Ivo Brandt urges Ostland to release the detained fishermen from the island prison, to publish the "
        "court files, to repair the harbour wall and to receive the families of the crews before winter."
    )
    second = Paper("press_release", text, "2024-05-01")
    ask(second, "urges", text[text.index("release") : -1], "Ivo Brandt", "Ostland")
    [link] = resolved(first.findings(), second.findings())
    assert isinstance(link, DocumentLink)
    assert (link.kind, link.to_document) == ("same_ask", first.id)


def test_the_same_words_to_another_target_are_another_ask() -> None:
    first, _ = asking(target="Vareda")
    second, _ = repeating()
    assert resolved(first.findings(), second.findings()) == []


def test_an_ask_not_to_act_is_no_ask_to_act() -> None:
    first, one = asking()
    first.rows[first.rows.index(one)] = replace(one, negative=True)
    second, _ = repeating()
    assert resolved(first.findings(), second.findings()) == []


PROMISE = "Ostland promised to release the detained fishermen within a week."


def test_an_answer_is_shown_with_the_ask_it_answers() -> None:
    first, one = asking()
    answer = Paper("news_article", PROMISE, "2024-04-01")
    said = response(answer, "commitment", PROMISE[:-1], "Ostland")
    [row, link] = resolved(first.findings(), answer.findings())
    assert row == replace(said, asks=(one.id,))
    assert isinstance(link, DocumentLink)
    assert (link.kind, link.from_document, link.to_document) == ("replies_to", answer.id, first.id)
    assert set(link.evidence) == {said.anchor, one.action}


@pytest.mark.parametrize(
    ("kind", "actor", "published", "said"),
    [
        ("commitment", "Vareda", "2024-04-01", None),
        ("commitment", "Ostland", "2024-02-01", None),
        ("commitment", "Ostland", "2024-04-01", "2023-12"),
        ("acknowledgement", "Ostland", "2024-04-01", None),
    ],
    ids=["somebody_else", "earlier_document", "said_before_the_ask", "no_answer_by_kind"],
)
def test_what_cannot_answer_an_ask_is_not_tied_to_it(
    kind: str, actor: str, published: str, said: str | None
) -> None:
    first, _ = asking()
    text = PROMISE.replace("Ostland", actor)
    answer = Paper("news_article", text, published)
    response(answer, kind, text[:-1], actor, said)
    assert resolved(first.findings(), answer.findings()) == []


def test_other_topics_do_not_meet() -> None:
    first, _ = asking()
    text = "Ostland promised to lower the fuel tax."
    answer = Paper("news_article", text, "2024-04-01")
    response(answer, "commitment", text[:-1], "Ostland")
    assert resolved(first.findings(), answer.findings()) == []
