"""The network behind attributed statements: an encoder, tags for source, cue and content, their pairing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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
    bounds = torch.tensor(BOUNDS, device=distance.device)
    size = torch.bucketize(distance.abs(), bounds, right=True) - 1
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
        return self.told_by(self.encoder(**self._given(pieces, writing, mask)).last_hidden_state)

    def layer_by_layer(self, pieces: Tensor, writing: Tensor, mask: Tensor) -> Sequence[Tensor]:
        """Return what each layer makes of the pieces, [batch, length, width] each, the last one last."""
        given = self._given(pieces, writing, mask)
        return tuple(self.encoder(**given, output_hidden_states=True).hidden_states[1:])

    def told_by(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return tag scores, pairing vectors and no-source scores, given what the last layer made."""
        hidden = self.dropout(hidden)
        return self.tags(hidden), self.vectors(hidden), self.sourceless(hidden).squeeze(-1)

    def _given(self, pieces: Tensor, writing: Tensor, mask: Tensor) -> dict[str, Tensor]:
        embedded = self.encoder.embeddings.word_embeddings(self.numbers[pieces]) + self.writing(writing)
        return {"inputs_embeds": embedded, "attention_mask": mask}


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


def start_from(folder: Path, layers: int | None = None, given: Path | None = None) -> AttributionNetwork:
    """Return the network on a pretrained encoder, with `layers` of its layers, evenly chosen, or all of them.

    `folder` holds config.json and model.safetensors of a BERT or an MPNet encoder. With `given`, a model.pt,
    its weights are those of a network trained before.
    """
    settings = json.loads((folder / "config.json").read_text("utf-8"))
    # Dropout of attention takes half of the time on a processor: the fast kernel does not have it.
    settings["attention_probs_dropout_prob"] = 0.0
    held = settings["num_hidden_layers"]
    chosen = [at * held // layers for at in range(layers)] if layers else list(range(held))
    settings["num_hidden_layers"] = len(chosen)
    config_of, encoder_of = KINDS[settings["model_type"]]
    encoder = encoder_of(config_of(**settings), add_pooling_layer=False)
    missing, _ = encoder.load_state_dict(
        dict(_renumbered(load_file(folder / "model.safetensors"), chosen)), strict=False
    )
    if missing:
        raise SystemExit(f"{folder} does not hold {missing[0]}: give a folder with a BERT or MPNet encoder.")
    network = AttributionNetwork(encoder)
    if given:
        network.load_state_dict(torch.load(given, map_location="cpu"))
    return network


def _renumbered(weights: dict[str, Tensor], chosen: Sequence[int]) -> Iterator[tuple[str, Tensor]]:
    """Yield the weights of the chosen layers under their new numbers, and those outside the layers."""
    for name, weight in weights.items():
        start, _, rest = name.partition("encoder.layer.")
        number, _, end = rest.partition(".")
        if not rest:
            yield name, weight
        elif int(number) in chosen:
            yield f"{start}encoder.layer.{chosen.index(int(number))}.{end}", weight


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
    table = transitions + forbidden().to(transitions)
    whole = log_partition(scores, table.expand(len(scores), -1, -1), mask)
    right = (wanted * scores * mask.unsqueeze(2)).sum() + (moves * table).sum()
    return (whole.sum() - right) / mask.sum()


def log_partition(scores: Tensor, tables: Tensor, mask: Tensor) -> Tensor:
    """Return [batch], the logarithm of all paths' summed worth: `tables` is [batch, 7, 7], one a window.

    The steps are products of 7 × 7 matrices, multiplied in pairs: nine rounds for 256 pieces instead of 255
    steps one after the other, in doubles and scaled at each round.
    """
    width = scores.shape[2]
    steps = tables.double().exp().unsqueeze(1) * (scores[:, 1:].double().exp().unsqueeze(2))
    unmoved = torch.eye(width, dtype=torch.double, device=scores.device)
    steps = torch.where(mask[:, 1:, None, None], steps, unmoved)
    whole = torch.zeros(len(scores), dtype=torch.double, device=scores.device)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, unmoved.expand(len(scores), 1, -1, -1)], dim=1)
        steps = steps[:, ::2] @ steps[:, 1::2]
        size = steps.detach().amax((2, 3), keepdim=True)
        steps, whole = steps / size, whole + size.log().sum((1, 2, 3))
    ends = (scores[:, 0].double().exp().unsqueeze(1) @ steps[:, 0]).sum((1, 2))
    return (whole + ends.log()).to(scores.dtype)


def marginals(scores: Tensor, mask: Tensor, transitions: Tensor) -> tuple[Tensor, Tensor]:
    """Return how likely each tag is at each piece [batch, length, 7], and how many moves are expected.

    The moves are [batch, 7, 7], from the tag of one piece to that of the next, summed over the window. Both
    are how the logarithm of all paths' worth changes with the scores and with the transitions.
    """
    scores = scores.detach().requires_grad_()
    tables = (transitions + forbidden().to(transitions)).detach().repeat(len(scores), 1, 1).requires_grad_()
    with torch.enable_grad():
        likely, moves = torch.autograd.grad(log_partition(scores, tables, mask).sum(), [scores, tables])
    return likely, moves
