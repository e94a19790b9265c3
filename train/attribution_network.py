"""The network behind attributed statements: an encoder, tags for source, cue and content, their pairing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel, MPNetConfig, MPNetModel

from onrecord.annotate.attributions import BOUNDS, KEYS, TAGS
from onrecord.annotate.windows import Window

BUCKETS = 2 * len(BOUNDS)
WAYS_OF_WRITING = 8
FIRST, LAST, MASK = 101, 102, 103
"""Numbers of the marks [CLS], [SEP] and [MASK] in BERT's vocabulary."""


def buckets(distance: Tensor) -> Tensor:
    """Return the bucket of signed distances; those to the left come first."""
    size = torch.bucketize(distance.abs(), torch.tensor(BOUNDS), right=True) - 1
    return torch.where(distance < 0, size, size + len(BOUNDS))


class AttributionNetwork(nn.Module):
    """Encoder with three linear heads: tags, vectors for pairing, and the score of having no source.

    `forward` takes pieces, their way of writing and a mask, each [batch, length], and returns tags
    [batch, length, 7], vectors [batch, length, 6 × 64] and no-source scores [batch, length].
    """

    def __init__(self, encoder: BertModel | MPNetModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.register_buffer("numbers", numbers_of(encoder), persistent=False)
        width = encoder.config.hidden_size
        self.writing = nn.Embedding(WAYS_OF_WRITING, width)
        nn.init.zeros_(self.writing.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, len(TAGS))
        self.vectors = nn.Linear(width, 6 * KEYS)
        self.sourceless = nn.Linear(width, 1)
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.source_distance = nn.Parameter(torch.zeros(BUCKETS))
        self.content_distance = nn.Parameter(torch.zeros(BUCKETS))

    def forward(self, pieces: Tensor, writing: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return tag scores, pairing vectors and no-source scores."""
        embedded = self.encoder.embeddings.word_embeddings(self.numbers[pieces]) + self.writing(writing)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        return self.tags(hidden), self.vectors(hidden), self.sourceless(hidden).squeeze(-1)


def numbers_of(encoder: BertModel | MPNetModel) -> Tensor:
    """Return for each number of BERT's vocabulary the encoder's own: MPNet puts four marks before it."""
    if isinstance(encoder, BertModel):
        return torch.arange(encoder.config.vocab_size)
    numbers = torch.arange(encoder.config.vocab_size - 5) + 4
    numbers[FIRST], numbers[LAST], numbers[MASK] = 0, 2, encoder.config.vocab_size - 1
    return numbers


def vocabulary_of(folder: Path) -> list[str]:
    """Return BERT's vocabulary, one piece a number, from the vocab.txt of either kind of encoder."""
    lines = (folder / "vocab.txt").read_text("utf-8").splitlines()
    return lines[lines.index("[PAD]") : lines.index("<mask>") if "<mask>" in lines else None]


KINDS = {"bert": (BertConfig, BertModel), "mpnet": (MPNetConfig, MPNetModel)}


def start_from(folder: Path, layers: int | None = None) -> AttributionNetwork:
    """Return the network on a pretrained encoder, with its first `layers` layers or all of them.

    `folder` holds config.json and model.safetensors of a BERT or an MPNet encoder.
    """
    settings = json.loads((folder / "config.json").read_text("utf-8"))
    # Dropout of attention takes half of the time on a processor: the fast kernel does not have it.
    settings["attention_probs_dropout_prob"] = 0.0
    if layers is not None:
        settings["num_hidden_layers"] = layers
    config_of, encoder_of = KINDS[settings["model_type"]]
    encoder = encoder_of(config_of(**settings), add_pooling_layer=False)
    missing, _ = encoder.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    if missing:
        raise SystemExit(f"{folder} does not hold {missing[0]}: give a folder with a BERT or MPNet encoder.")
    return AttributionNetwork(encoder)


def padded(windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Return pieces, their way of writing and the mask of windows side by side, [CLS] and [SEP] added."""
    length = max(len(window.pieces) for window in windows) + 2
    pieces, writing = (np.zeros((len(windows), length), dtype=np.int64) for _ in range(2))
    mask = np.zeros((len(windows), length), dtype=np.bool_)
    for row, window in enumerate(windows):
        size = len(window.pieces)
        pieces[row, : size + 2] = (FIRST, *window.pieces, LAST)
        writing[row, 1 : size + 1] = window.features
        mask[row, : size + 2] = True
    return torch.from_numpy(pieces), torch.from_numpy(writing), torch.from_numpy(mask)


def forbidden() -> Tensor:
    """Return a large negative number where a tag cannot follow another: I- only goes on with its own kind."""
    table = torch.zeros(len(TAGS), len(TAGS))
    for at, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            for before, other in enumerate(TAGS):
                if other[2:] != tag[2:]:
                    table[before, at] = -1e4
    return table


def path_loss(scores: Tensor, wanted: Tensor, moves: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Return the cross-entropy a piece of a linear-chain CRF against wanted tags.

    `scores` and `wanted` are [batch, length, 7], `moves` [batch, 7, 7] and `mask` [batch, length], true in
    a prefix. With one tag a piece it is the negative log-likelihood of that path; with the marginals of
    another CRF it is the cross-entropy between the two.
    """
    table = transitions + forbidden()
    alpha = scores[:, 0]
    for at in range(1, scores.shape[1]):
        step = torch.logsumexp(alpha.unsqueeze(2) + table, dim=1) + scores[:, at]
        alpha = torch.where(mask[:, at].unsqueeze(1), step, alpha)
    right = (wanted * scores * mask.unsqueeze(2)).sum() + (moves * table).sum()
    return (torch.logsumexp(alpha, dim=1).sum() - right) / mask.sum()


def marginals(scores: Tensor, mask: Tensor, transitions: Tensor) -> tuple[Tensor, Tensor]:
    """Return how likely each tag is at each piece [batch, length, 7], and how many moves are expected.

    The moves are [batch, 7, 7], from the tag of one piece to that of the next, summed over the window.
    """
    table = transitions + forbidden()
    batch, length, width = scores.shape
    ahead, behind = torch.empty_like(scores), torch.zeros_like(scores)
    ahead[:, 0] = scores[:, 0]
    for at in range(1, length):
        step = torch.logsumexp(ahead[:, at - 1].unsqueeze(2) + table, dim=1) + scores[:, at]
        ahead[:, at] = torch.where(mask[:, at].unsqueeze(1), step, ahead[:, at - 1])
    for at in range(length - 2, -1, -1):
        step = torch.logsumexp(table + (scores[:, at + 1] + behind[:, at + 1]).unsqueeze(1), dim=2)
        behind[:, at] = torch.where(mask[:, at + 1].unsqueeze(1), step, 0.0)
    whole = torch.logsumexp(ahead[:, -1], dim=1)
    likely = (ahead + behind - whole[:, None, None]).exp() * mask.unsqueeze(2)
    moves = torch.zeros(batch, width, width)
    for at in range(1, length):
        pair = ahead[:, at - 1].unsqueeze(2) + table + (scores[:, at] + behind[:, at]).unsqueeze(1)
        moves += (pair - whole[:, None, None]).exp() * mask[:, at, None, None]
    return likely, moves
