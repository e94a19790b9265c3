"""The network behind attributed statements: an encoder, tags for source, cue and content, their pairing."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from onrecord.annotate.attributions import BOUNDS, KEYS, TAGS

BUCKETS = 2 * len(BOUNDS)
WAYS_OF_WRITING = 8


def buckets(distance: Tensor) -> Tensor:
    """Return the bucket of signed distances; those to the left come first."""
    size = torch.bucketize(distance.abs(), torch.tensor(BOUNDS), right=True) - 1
    return torch.where(distance < 0, size, size + len(BOUNDS))


class AttributionNetwork(nn.Module):
    """Encoder with three linear heads: tags, vectors for pairing, and the score of having no source.

    `forward` takes pieces, their way of writing and a mask, each [batch, length], and returns tags
    [batch, length, 7], vectors [batch, length, 6 × 64] and no-source scores [batch, length].
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
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
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.writing(writing)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        return self.tags(hidden), self.vectors(hidden), self.sourceless(hidden).squeeze(-1)


def forbidden() -> Tensor:
    """Return a large negative number where a tag cannot follow another: I- only goes on with its own kind."""
    table = torch.zeros(len(TAGS), len(TAGS))
    for at, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            for before, other in enumerate(TAGS):
                if other[2:] != tag[2:]:
                    table[before, at] = -1e4
    return table


def path_loss(scores: Tensor, gold: Tensor, mask: Tensor, transitions: Tensor) -> Tensor:
    """Return the negative log-likelihood a piece of the gold tags under a linear-chain CRF.

    `scores` is [batch, length, 7], `gold` [batch, length], `mask` [batch, length] with true a prefix.
    """
    table = transitions + forbidden()
    batch, length, _ = scores.shape
    rows = torch.arange(batch)
    alpha = scores[:, 0]
    right = scores[rows, 0, gold[:, 0]]
    for at in range(1, length):
        step = torch.logsumexp(alpha.unsqueeze(2) + table, dim=1) + scores[:, at]
        held = mask[:, at].unsqueeze(1)
        alpha = torch.where(held, step, alpha)
        gain = table[gold[:, at - 1], gold[:, at]] + scores[rows, at, gold[:, at]]
        right = right + torch.where(mask[:, at], gain, torch.zeros_like(gain))
    return (torch.logsumexp(alpha, dim=1) - right).sum() / mask.sum()
