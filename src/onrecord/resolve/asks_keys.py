"""Under what asks and answers meet: the words of what is asked, two at a time, and each rare word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from onrecord.resolve.content_words import content, content_lengths
from onrecord.types.findings import BlockKey, DocumentFindings
from onrecord.types.ledger import ANSWERING, clause_of, says_of_a_thing
from onrecord.types.rows import Ask, Response

PAIR_STAGE = "ask_pairs"
"""Keys of two words of one ask."""

ASKED_STAGE = "asked_words"
"""Keys of single words of a document's asks."""

ANSWERED_STAGE = "answered_words"
"""Keys of single words of a document's answers."""

KEY_WORDS = 8
"""Words of an ask that are paired into keys, its longest, so that it stands under 28 keys at most."""

LARGEST_BLOCK = 60
"""Documents under one key that are compared; words of more documents than this are a phrase of the trade."""

FEW_DOCUMENTS = 24
"""Documents whose asks may have a word that still tells as much as any word can."""

FEW_ANSWERED = 100
"""Documents whose answers may have such a word."""


def keys_of_asks(findings: DocumentFindings) -> Iterator[BlockKey]:
    """Yield a key for every two of the longest words of each ask, which are its rarest by and large."""
    for row in findings.rows:
        if isinstance(row, Ask):
            lengths = content_lengths(_asked(row, findings.text))
            chosen = sorted(sorted(lengths, key=lambda word: (-lengths[word], word))[:KEY_WORDS])
            for one, other in combinations(chosen, 2):
                yield BlockKey(PAIR_STAGE, key_of(one, other), findings.row.id, row.id)


def key_of(one: str, other: str) -> str:
    """Return the key of two words.

    >>> key_of("plan", "harbou") == key_of("harbou", "plan")
    True
    """
    return " ".join(sorted((one, other)))


def keys_of_words(findings: DocumentFindings) -> Iterator[BlockKey]:
    """Yield a key for each content word of a document's asks, and for each of its answers."""
    document, asked, answered = findings.row.id, set[str](), set[str]()
    for row in findings.rows:
        if isinstance(row, Ask):
            asked.update(content(_asked(row, findings.text)))
        elif isinstance(row, Response) and row.kind in ANSWERING:
            answered.update(content(row.anchor.exact))
    for stage, words in ((ASKED_STAGE, asked), (ANSWERED_STAGE, answered)):
        yield from (BlockKey(stage, word, document, document) for word in sorted(words))


def _asked(ask: Ask, text: str) -> str:
    return clause_of(ask, text).exact if says_of_a_thing(ask) else ask.action.exact
