"""Asks across documents: mentions of one ask, asks of others for the same, answers with what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import pytest

from onrecord.resolve.asks import AskResolver
from onrecord.resolve.asks_answered import AnswerResolver
from onrecord.resolve.asks_others import AlsoAskedResolver
from onrecord.resolve.asks_pairing import AskPairResolver
from onrecord.types.findings import DocumentFindings
from onrecord.types.identity import row_id
from onrecord.types.ledger import LedgerEntry, ledger
from onrecord.types.rows import Actor, Ask, AskPair, DocumentLink, Response, Row, Wanted
from onrecord.types.spans import Evidence
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.papers import Paper

RELEASE = "release the detained fishermen from the island prison"


def ask(
    paper: Paper,
    action: str,
    requester: str | None = None,
    to: str | None = None,
    *,
    target: str | None = None,
    verb: str = "asks",
    strength: str = "S3",
    **more: object,
) -> Ask:
    """Add an ask whose words stand in the paper; who is asked acts, unless a target is named."""
    operative, what = paper.words(verb), paper.words(action)
    row = Ask(
        row_id("ask", paper.id, operative.start, what.start),
        paper.id,
        operative,
        what,
        strength,
        requesters=_named(paper, requester),
        addressees=_named(paper, to),
        targets=_named(paper, target or to),
        **more,  # type: ignore[arg-type]
    )
    paper.rows.append(row)
    return row


def _named(paper: Paper, name: str | None) -> tuple[str, ...]:
    kinds = {"the members": "group", "Activists": "group", "Ostland": "state", "Vareda": "state"}
    return (paper.actor(name, kinds.get(name, "person")),) if name else ()


def asking(
    action: str = RELEASE,
    *,
    requester: str = "Maria Jensen",
    to: str = "Ostland",
    date: str | None = "2024-03-01",
    kind: str = "letter",
    verb: str = "asks",
    strength: str = "S3",
    negative: bool = False,
) -> tuple[Paper, Ask]:
    """Return a document that says one ask, in a sentence of its own."""
    paper = Paper(kind, f"{requester} {verb} {to} to {action}.", date)
    return paper, ask(paper, action, requester, to, verb=verb, strength=strength, negative=negative)


def response(
    paper: Paper, kind: str, words: str, actor: str, *, date: str | None = None, to: Sequence[str] = ()
) -> Response:
    anchor = paper.words(words)
    who = paper.actor(actor, "state" if actor in ("Ostland", "Vareda") else "body")
    row = Response(
        row_id("response", paper.id, kind, anchor.start), paper.id, kind, anchor, who, tuple(to), date
    )
    paper.rows.append(row)
    return row


def resolved(*papers: Paper, links: Sequence[DocumentLink] = ()) -> list[Row]:
    """Return what the resolver makes of some papers, whatever order they come in."""
    made = [_resolve([paper.findings() for paper in order], links) for order in permutations(papers)]
    assert all(one == made[0] for one in made)
    return made[0]


def _resolve(findings: Sequence[DocumentFindings], links: Sequence[DocumentLink]) -> list[Row]:
    resolvers = (AskPairResolver(), AskResolver(), AlsoAskedResolver(), AnswerResolver())
    corpus = MemoryCorpus(findings, resolvers)
    corpus.resolved.extend(links)
    for resolver in resolvers:
        corpus.resolved.extend(row for row in items_of(resolver, corpus) if isinstance(row, Row))
    made = {row.id: row for row in corpus.resolved if not isinstance(row, AskPair) and row not in links}
    return list(made.values())


def entries(*papers: Paper, links: Sequence[DocumentLink] = ()) -> list[LedgerEntry]:
    """Return the ledger of some papers after comparing them."""
    made = {row.id: row for row in resolved(*papers, links=links)}
    rows = [made.get(row.id, row) for paper in papers for row in paper.rows]
    asks = [row for row in rows if isinstance(row, Ask)]
    return list(ledger(asks, [row for row in rows if isinstance(row, Response)]))


def senators(paper: Paper) -> None:
    """Make every person of a paper a senator."""
    paper.rows = [
        replace(row, roles=("Senator",)) if isinstance(row, Actor) and row.kind == "person" else row
        for row in paper.rows
    ]


def tells_of(one: Paper, other: Paper) -> DocumentLink:
    return DocumentLink(row_id("document_link", one.id, other.id), one.id, "reports_on", other.id)


def test_an_ask_said_again_in_a_later_document_is_a_mention_of_the_first() -> None:
    first, one = asking()
    second, other = asking(f"{RELEASE} before winter", date="2024-05-01", verb="urges", strength="S5")
    [entry] = entries(first, second)
    assert [ask.id for ask in entry.mentions] == [one.id, other.id]
    assert [ask.restates_in for ask in entry.mentions] == [None, first.id]
    assert entry.drifts
    assert [row for row in resolved(first, second) if isinstance(row, DocumentLink)] == [
        DocumentLink(
            row_id("document_link", second.id, "same_ask", first.id),
            second.id,
            "same_ask",
            first.id,
            evidence=(other.operative, other.action, one.operative, one.action),
        )
    ]


def test_what_is_said_again_in_one_document_is_one_ask_too() -> None:
    text = f"Maria Jensen asks Ostland to {RELEASE}. “We urge you to {RELEASE} now,” she wrote."
    paper = Paper("press_release", text, "2024-03-01")
    first = ask(paper, RELEASE, "Maria Jensen", "Ostland")
    again = ask(paper, f"{RELEASE} now", None, None, verb="urge", strength="S5")
    [entry] = entries(paper)
    assert ([ask.id for ask in entry.mentions], entry.requesters) == ([first.id, again.id], first.requesters)


def test_short_asks_in_the_same_words_are_one_in_one_document() -> None:
    paper = Paper(
        "letter", "Maria Jensen asks it to open the gate. She urges it to open the gate.", "2024-03-01"
    )
    one = ask(paper, "open the gate", "Maria Jensen")
    again = replace(one, id="k-2", operative=paper.words("urges"), strength="S5")
    start = paper.text.rindex("open the gate")
    again = replace(again, action=Evidence(paper.id, start, start + len("open the gate"), "open the gate"))
    paper.rows.append(again)
    [entry] = entries(paper)
    assert len(entry.mentions) == 2


def test_the_same_said_of_two_things_is_two_asks() -> None:
    text = "Maria Jensen wrote. The harbour must be opened now. The school must be opened now."
    paper = Paper("letter", text, "2024-03-01")
    for start in (text.index("must"), text.index("must", text.index("school"))):
        action = Evidence(paper.id, start + 5, start + 18, "be opened now")
        verb = Evidence(paper.id, start, start + 4, "must")
        actor = (paper.actor("Maria Jensen"),)
        paper.rows.append(Ask(row_id("ask", start), paper.id, verb, action, "S6", requesters=actor))
    assert resolved(paper) == []


def test_the_dated_mention_comes_first_whatever_the_path() -> None:
    undated, _ = asking(date=None)
    dated, one = asking(f"{RELEASE} soon", kind="statement")
    assert [entry.first.id for entry in entries(undated, dated)] == [one.id]


def test_what_others_ask_for_is_no_restatement() -> None:
    first, one = asking()
    second, other = asking(f"{RELEASE} at once", requester="Ivo Brandt", date="2024-05-01")
    found = entries(first, second)
    assert [[ask.id for ask in entry.mentions] for entry in found] == [[one.id], [other.id]]
    assert [[ask.id for ask in entry.also] for entry in found] == [[other.id], [one.id]]


def test_the_same_put_to_others_to_pass_on_is_another_ask() -> None:
    text = "Maria Jensen asks {} to urge Ostland to " + RELEASE
    first, second = (Paper("letter", text.format(name), "2024-03-01") for name in ("Ana Ruiz", "Ivo Brandt"))
    one = ask(first, RELEASE, "Maria Jensen", "Ana Ruiz", target="Ostland", relay="S5")
    other = ask(second, RELEASE, "Maria Jensen", "Ivo Brandt", target="Ostland", relay="S5")
    assert {entry.first.id: [ask.id for ask in entry.also] for entry in entries(first, second)} == {
        one.id: [other.id],
        other.id: [one.id],
    }


def test_items_of_one_list_are_one_ask_only_where_others_ask() -> None:
    items = f"1. {RELEASE}; 2. {RELEASE} soon; 3. {RELEASE} now."
    text = f"Ana Ruiz and Ivo Brandt to Ostland: Recommendations: {items}"
    paper = Paper("report", text, "2024-03-01")
    for label, words, requester in (("1", RELEASE, "Ana Ruiz"), ("2", f"{RELEASE} soon", "Ivo Brandt")):
        ask(paper, words, requester, "Ostland", verb="Recommendations", list_label=label)
    ask(paper, f"{RELEASE} now", "Ana Ruiz", "Ostland", verb="Recommendations", list_label="3")
    one, other, third = entries(paper)
    assert [entry.again for entry in (one, other, third)] == [(), (), ()]
    assert [ask.list_label for ask in other.also] == ["1", "3"]


def test_a_deed_that_another_ask_only_names_is_one_in_one_text_alone() -> None:
    declared = "declare the northern harbour and its island a closed port"
    issued = "issue a declaration on the closed northern harbour port and its island"
    first, _ = asking(declared)
    second, _ = asking(issued, date="2027-05-01")
    assert resolved(first, second) == []
    [entry] = entries(first, second, links=[tells_of(second, first)])
    assert len(entry.mentions) == 2


def test_an_ask_to_nobody_named_is_not_that_to_somebody_in_another_document() -> None:
    first, _ = asking()
    second = Paper("statement", f"Maria Jensen asks them to {RELEASE}.", "2024-05-01")
    ask(second, RELEASE, "Maria Jensen")
    assert resolved(first, second) == []


def test_what_names_nobody_is_one_ask_in_two_documents_where_all_words_are() -> None:
    words = f"{RELEASE} before winter comes"
    papers = [
        Paper(kind, f"A call that asks Ostland to {words}.", date)
        for kind, date in (("letter", "2024-03-01"), ("press_release", "2024-04-01"))
    ]
    papers[1] = Paper("press_release", papers[1].text + " It was sent twice.", "2024-04-01")
    for paper in papers:
        ask(paper, words, None, "Ostland")
    [entry] = entries(*papers)
    assert len(entry.mentions) == 2


@pytest.mark.parametrize(
    "action",
    [
        "convict the detained fishermen from the island prison",
        "not release the detained fishermen from the island prison",
        "release the detained journalists from the mountain camp",
    ],
    ids=["another_deed", "not_to_do_it", "another_matter"],
)
def test_other_asks_of_one_requester_stay_apart(action: str) -> None:
    first, _ = asking()
    second, _ = asking(action, date="2024-05-01", negative=action.startswith("not"))
    assert resolved(first, second) == []


def test_the_same_words_to_another_target_are_another_ask() -> None:
    first, _ = asking()
    second, _ = asking(to="Vareda", date="2024-05-01")
    assert resolved(first, second) == []


def test_other_numbers_are_another_ask() -> None:
    first, _ = asking("extend the period for comments on the harbour rule by 60 days")
    second, _ = asking("extend the period for comments on the harbour rule by 90 days", date="2024-05-01")
    assert resolved(first, second) == []


def test_to_stop_a_deed_and_not_to_do_it_are_one_ask() -> None:
    first, one = asking("stop evicting fishing families from the northern shore")
    second, other = asking(
        "not to evict fishing families from the northern shore",
        date="2024-05-01",
        verb="calls on",
        negative=True,
    )
    assert [[ask.id for ask in entry.mentions] for entry in entries(first, second)] == [[one.id, other.id]]


def test_a_long_ask_does_not_make_one_of_the_two_short_ones_it_holds() -> None:
    files = "publish the complete court files on the harbour trial"
    both, whole = asking(f"{RELEASE} and to {files}")
    first, one = asking(date="2024-04-01")
    second, other = asking(files, date="2024-05-01")
    mentions = [{ask.id for ask in entry.mentions} for entry in entries(both, first, second)]
    assert not any({one.id, other.id} <= held for held in mentions)
    assert any(whole.id in held and len(held) == 2 for held in mentions)


def test_the_members_of_a_release_are_those_who_sent_the_letter_it_tells_of() -> None:
    letter, one = asking("open the harbour")
    release = Paper("press_release", "the members asks Ostland to open the harbour at last.", "2024-03-02")
    told = ask(release, "open the harbour", "the members", "Ostland")
    senators(letter)
    assert len(entries(letter, release)) == 2
    [entry] = entries(letter, release, links=[tells_of(release, letter)])
    assert [ask.id for ask in entry.mentions] == [one.id, told.id]


def test_activists_are_not_taken_for_the_people_named_beside_them() -> None:
    paper = Paper(
        "news_article", f"Maria Jensen asks Ostland to {RELEASE}. Activists urge it to {RELEASE} too."
    )
    one = ask(paper, RELEASE, "Maria Jensen", "Ostland")
    other = ask(paper, f"{RELEASE} too", "Activists", "Ostland", verb="urge", strength="S5")
    assert {entry.first.id for entry in entries(paper)} == {one.id, other.id}


PROMISE = "Ostland promised to release the detained fishermen within a week."


def test_an_answer_is_tied_by_who_when_and_on_what_and_says_so() -> None:
    first, one = asking()
    answer = Paper("statement", PROMISE, "2024-03-13")
    said = response(answer, "commitment", PROMISE[:-1], "Ostland")
    tied, link = resolved(first, answer)
    reason = "by the addressee, 12 days later, on: release, detained, fishermen"
    assert tied == replace(said, asks=(one.id,), reason=reason, reasons=(reason,), asks_in=(first.id,))
    assert isinstance(link, DocumentLink)
    assert (link.kind, link.from_document, link.to_document) == ("replies_to", answer.id, first.id)
    assert set(link.evidence) == {said.anchor, one.action}


def test_news_of_an_answer_is_tied_and_is_no_reply_itself() -> None:
    first, one = asking()
    answer = Paper("news_article", PROMISE, "2024-03-13")
    response(answer, "commitment", PROMISE[:-1], "Ostland")
    [tied] = resolved(first, answer)
    assert isinstance(tied, Response)
    assert tied.asks == (one.id,)


def test_an_answer_to_one_mention_answers_the_ask() -> None:
    first, _ = asking()
    second, _ = asking(f"{RELEASE} now", date="2024-05-01")
    answer = Paper("news_article", PROMISE, "2024-04-01")
    response(answer, "commitment", PROMISE[:-1], "Ostland")
    [entry] = entries(first, second, answer)
    assert (entry.answered, len(entry.mentions)) == (True, 2)


@pytest.mark.parametrize(
    ("kind", "actor", "published", "said"),
    [
        ("commitment", "Vareda", "2024-04-01", None),
        ("commitment", "Ostland", "2024-02-01", None),
        ("commitment", "Ostland", "2024-04-01", "2023-12"),
        ("commitment", "Ostland", None, None),
        ("denial", "Ostland", "2024-04-01", None),
    ],
    ids=["somebody_else", "earlier_document", "said_before_the_ask", "no_date", "no_answer_by_kind"],
)
def test_what_cannot_answer_an_ask_is_not_tied_to_it(
    kind: str, actor: str, published: str | None, said: str | None
) -> None:
    first, _ = asking()
    text = PROMISE.replace("Ostland", actor)
    answer = Paper("news_article", text, published)
    response(answer, kind, text[:-1], actor, date=said)
    assert resolved(first, answer) == []


def test_a_day_to_come_beside_a_promise_is_not_when_it_was_made() -> None:
    first, _ = asking()
    answer = Paper("news_article", PROMISE, "2024-03-02")
    response(answer, "commitment", PROMISE[:-1], "Ostland", date="2024-09-01")
    [tied] = resolved(first, answer)
    assert isinstance(tied, Response)
    assert "1 day later" in (tied.reason or "")


def test_other_topics_do_not_meet() -> None:
    first, _ = asking()
    text = "Ostland promised to lower the fuel tax."
    answer = Paper("news_article", text, "2024-04-01")
    response(answer, "commitment", text[:-1], "Ostland")
    assert resolved(first, answer) == []


def test_the_names_of_those_involved_are_no_topic() -> None:
    first, _ = asking("meet Maria Jensen of Ostland")
    text = "Ostland promised Maria Jensen a road."
    answer = Paper("news_article", text, "2024-04-01")
    response(answer, "commitment", text[:-1], "Ostland")
    assert resolved(first, answer) == []


def test_an_answer_to_somebody_else_is_none_to_the_requester() -> None:
    first, _ = asking()
    text = "Ostland promised Ivo Brandt to release the detained fishermen."
    answer = Paper("news_article", text, "2024-04-01")
    response(answer, "commitment", text[:-1], "Ostland", to=[answer.actor("Ivo Brandt")])
    assert resolved(first, answer) == []


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("Ostland rejected the call on Friday.", "later in the same text, to “the call”"),
        ("Ostland refused to release the detained fishermen.", "later in the same text"),
        ("Ostland refused to lower the fuel tax.", None),
    ],
    ids=["points_at_the_ask", "same_deed", "another_matter"],
)
def test_an_answer_in_the_same_text_is_tied_by_its_words(text: str, tied: str | None) -> None:
    paper = Paper("news_article", f"Maria Jensen asks Ostland to {RELEASE}. {text}", "2024-03-01")
    one = ask(paper, RELEASE, "Maria Jensen", "Ostland")
    said = response(paper, "refusal", text[:-1], "Ostland")
    found = [row for row in resolved(paper) if isinstance(row, Response)]
    if tied is None:
        assert found == []
    else:
        assert [(row.id, row.asks) for row in found] == [(said.id, (one.id,))]
        assert tied in (found[0].reason or "")


@pytest.mark.parametrize(("asked", "tied"), [(None, True), ("Vareda", False)], ids=["nobody_named", "others"])
def test_an_answer_that_names_the_ask_as_its_object_answers_it(asked: str | None, tied: bool) -> None:
    text = f"Ostland rejected a request from Maria Jensen to {RELEASE}, not one to Vareda."
    paper = Paper("news_article", text, "2024-03-01")
    one = ask(paper, RELEASE, "Maria Jensen", asked, verb="request")
    said = response(paper, "refusal", text[:-1], "Ostland")
    reason = "it speaks of the “request” itself"
    assert resolved(paper) == (
        [replace(said, asks=(one.id,), reason=reason, reasons=(reason,), asks_in=(paper.id,))] if tied else []
    )


def test_who_refuses_to_ask_answers_no_ask_of_their_own() -> None:
    text = f"Ostland refused to repeat its call to {RELEASE}."
    paper = Paper("news_article", text, "2024-03-01")
    ask(paper, RELEASE, "Ostland", verb="call")
    response(paper, "refusal", text[:-1], "Ostland")
    assert resolved(paper) == []


@pytest.mark.parametrize(("noun", "count"), [("call", 1), ("calls", 2)])
def test_the_call_is_the_last_one_and_the_calls_are_all(noun: str, count: int) -> None:
    asked = f"Maria Jensen asks Ostland to {RELEASE}. She calls on it to open the port."
    text = f"{asked} Ostland rejected the {noun}."
    paper = Paper("news_article", text, "2024-03-01")
    ask(paper, RELEASE, "Maria Jensen", "Ostland")
    last = ask(paper, "open the port", "Maria Jensen", "Ostland", verb="calls on")
    response(paper, "refusal", f"Ostland rejected the {noun}", "Ostland")
    [row] = [row for row in resolved(paper) if isinstance(row, Response)]
    assert last.id in row.asks
    assert len(row.asks) == count


def test_words_of_many_asks_are_no_topic_and_rare_ones_are() -> None:
    """Whatever is promised on the whole subject answers none of the asks; what takes one up answers it."""
    deeds = [
        "close the salt mine",
        "mend the north pier",
        "train boatmen",
        "count the lanterns",
        "buy a ferry",
    ]
    actions = [f"{deed} to protect harbour families" for deed in deeds]
    asked = " ".join(f"Maria Jensen asks Ostland to {action}." for action in actions)
    whole = "Ostland is committed to protect harbour families"
    one = "Ostland promised to mend the north pier for harbour families"
    paper = Paper("news_article", f"{asked} {whole}. {one}.", "2024-03-01")
    asks = [ask(paper, action, "Maria Jensen", "Ostland") for action in actions]
    response(paper, "commitment", whole, "Ostland")
    said = response(paper, "commitment", one, "Ostland")
    tied = [row for row in resolved(paper) if isinstance(row, Response)]
    assert [(row.id, row.asks) for row in tied] == [(said.id, (asks[1].id,))]


def test_mentions_of_one_ask_do_not_make_its_words_common() -> None:
    first, one = asking()
    others = [asking(f"{RELEASE} {when}")[0] for when in ("now", "today", "soon", "in March", "by night")]
    answer = Paper("news_article", PROMISE, "2024-04-01")
    response(answer, "commitment", PROMISE[:-1], "Ostland")
    [entry] = _entries_in_order(first, *others, answer)
    assert entry.answered
    assert one.id in {mention.id for mention in entry.mentions}


def _entries_in_order(*papers: Paper) -> list[LedgerEntry]:
    made = {row.id: row for row in _resolve([paper.findings() for paper in papers], ())}
    rows = [made.get(row.id, row) for paper in papers for row in paper.rows]
    asks = [row for row in rows if isinstance(row, Ask)]
    return list(ledger(asks, [row for row in rows if isinstance(row, Response)]))


@pytest.mark.parametrize(
    ("action", "kind", "told", "tied"),
    [
        ("provide information on the detained fishermen", "commitment", "to free detained fishermen", False),
        ("explain why the detained fishermen are held", "commitment", "to free detained fishermen", False),
        ("what became of the detained fishermen", "fulfilment", "freed all detained fishermen", False),
        ("provide information on the detained fishermen", "reply", "that detained fishermen are well", True),
        (
            "provide information on the detained fishermen",
            "commitment",
            "to give information on the fishermen",
            True,
        ),
        ("free the detained fishermen", "commitment", "to free detained fishermen", True),
    ],
    ids=["information", "explanation", "question", "replied", "promised", "deed"],
)
def test_a_promise_to_act_answers_no_request_for_information(
    action: str, kind: str, told: str, tied: bool
) -> None:
    paper = Paper(
        "news_article", f"Maria Jensen asks Ostland to {action}. Ostland said {told}.", "2024-03-01"
    )
    ask(paper, action, "Maria Jensen", "Ostland")
    response(paper, kind, f"Ostland said {told}", "Ostland")
    assert bool(resolved(paper)) is tied


def test_each_ask_has_the_reason_of_its_own_tie() -> None:
    actions = ["open the port", "free the detained fishermen"]
    asked = " ".join(f"Maria Jensen asks Ostland to {action}." for action in actions)
    promise = "Ostland promised to open the port and to free the detained fishermen"
    paper = Paper("news_article", f"{asked} {promise}.", "2024-03-01")
    asks = [ask(paper, action, "Maria Jensen", "Ostland") for action in actions]
    said = response(paper, "commitment", promise, "Ostland")
    [row] = [row for row in resolved(paper) if isinstance(row, Response)]
    on = {ask: reason.rpartition("on: ")[2] for ask, reason in zip(row.asks, row.reasons, strict=True)}
    assert [on[one.id] for one in asks] == ["open, port", "free, detained, fishermen"]
    found = ledger(asks, [row])
    assert [entry.reason.rpartition("on: ")[2] for entry in found] == [on[one.id] for one in asks]
    assert ledger(asks, [said])[0].reason == ""


@pytest.mark.parametrize(
    ("asked", "requester", "passage", "one"),
    [
        ("Ostland", "Maria Jensen", "We ask", True),
        ("Vareda", "Maria Jensen", "We ask", False),
        ("Ostland", "Ivo Brandt", "We ask", False),
        ("Ostland", "Maria Jensen", "Those boats", False),
    ],
    ids=["one_letter", "to_another", "by_another", "outside_the_passage"],
)
def test_a_short_ask_at_one_place_of_one_text_is_one_ask(
    asked: str, requester: str, passage: str, one: bool
) -> None:
    papers = []
    for kind, who, to in (("press_release", "Maria Jensen", "Ostland"), ("letter", requester, asked)):
        text = f"{kind} of {who} to {to}. We ask you to consider it. Those boats lie behind the mill."
        paper = Paper(kind, text, "2024-03-01")
        ask(paper, "consider it", who, to, verb="ask")
        papers.append(paper)
    shared = tuple(
        Evidence(paper.id, start, len(paper.text), paper.text[start:])
        for paper in papers
        if (start := paper.text.index(passage))
    )
    link = DocumentLink("l-1", papers[0].id, "same_text", papers[1].id, evidence=shared)
    assert (len(entries(*papers, links=[link])) == 1) is one


def test_the_recommendations_below_are_none_told_before() -> None:
    text = f"Maria Jensen asks Ostland to {RELEASE}. Ostland rejected the recommendations below."
    paper = Paper("news_article", text, "2024-03-01")
    ask(paper, RELEASE, "Maria Jensen", "Ostland")
    response(paper, "refusal", "Ostland rejected the recommendations", "Ostland")
    assert resolved(paper) == []


def test_what_was_promised_before_the_ask_in_the_text_is_no_answer() -> None:
    paper = Paper("letter", f"{PROMISE} Maria Jensen asks Ostland to {RELEASE}.", "2024-03-01")
    response(paper, "commitment", PROMISE[:-1], "Ostland")
    ask(paper, RELEASE, "Maria Jensen", "Ostland")
    assert resolved(paper) == []


def test_a_list_that_was_accepted_as_a_whole_keeps_its_tie() -> None:
    paper, one = asking()
    said = replace(response(paper, "commitment", "asks", "Ostland"), asks=(one.id,))
    paper.rows[-1] = said
    reason = "by the words that open the list"
    assert resolved(paper) == [replace(said, reason=reason, reasons=(reason,), asks_in=(paper.id,))]


def test_a_reply_to_a_letter_that_is_not_here_names_it() -> None:
    text = "Ana Ruiz sent a letter to Ostland. In its reply Ostland insisted that the harbour is safe."
    paper = Paper("joint_letter", text, "2024-03-01")
    said = response(paper, "reply", "In its reply Ostland insisted that the harbour is safe", "Ostland")
    wanted = Wanted("letter from Ana Ruiz to Ostland", "letter", "Ana Ruiz", "Ostland")
    link = DocumentLink("l-1", paper.id, "cites", wanted=wanted, evidence=(paper.words("sent a letter"),))
    reason = "to the letter from Ana Ruiz to Ostland, which is not in this record"
    assert resolved(paper, links=[link]) == [replace(said, reason=reason)]
