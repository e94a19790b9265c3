"""Train the model behind attributed statements.

python -m train.attributions (--benchmark FOLDER | --lessons FILE) --encoder FOLDER --out FOLDER

FOLDER of the benchmark holds train.gold.jsonl and train/; that of the encoder config.json,
model.safetensors and vocab.txt. Lessons are what `train.teaching` wrote: the benchmark with what teachers
hold likely in it, and texts without gold. The network is written as model.pt.
"""

from __future__ import annotations

import argparse
import math
import pickle
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.annotate.attributions import KEYS, TAGS
from onrecord.annotate.windows import Window
from onrecord.annotate.wordpieces import WordPieces
from train.attribution_data import Example
from train.attribution_network import (
    MASK,
    AttributionNetwork,
    buckets,
    padded,
    path_loss,
    start_from,
    vocabulary_of,
)
from train.teaching import Lessons, read_gold

Held = TypeVar("Held", Example, Window)

PAIRS = 0.3
"""Weight of the pairing losses beside the tags'."""

HIDDEN = 0.08
"""Share of pieces that are hidden from the network in training, so that it leans on no single word."""

SHARES = 3
"""Parts of the texts without gold, of which an epoch reads one."""

SMOOTHED = 0.1
"""Share of the steps that the running mean of the weights reaches over, which is what is kept."""


def main() -> None:
    """Read the data, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--benchmark", type=Path)
    source.add_argument("--lessons", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--layers", type=int, help="of the encoder, evenly chosen; without it, all")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--times", type=int, default=1, help="that an epoch goes through the texts with gold")
    parser.add_argument("--batch", type=int, default=4096, help="word pieces, padding included")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    if given.lessons:
        lessons = pickle.loads(given.lessons.read_bytes())  # written by train.teaching
    else:
        lessons = Lessons(read_gold(given.benchmark, WordPieces(vocabulary_of(given.encoder))), [])
    rng = random.Random(given.seed)
    rng.shuffle(lessons.taught)
    network = start_from(given.encoder, given.layers).to(given.device)
    turns = [
        [*lessons.gold * given.times, *lessons.taught[epoch % SHARES :: SHARES]]
        for epoch in range(given.epochs)
    ]
    train(network, turns, given.batch, given.rate, rng)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), given.out / "model.pt")


def train(
    network: AttributionNetwork, turns: Sequence[list[Example]], size: int, rate: float, rng: random.Random
) -> None:
    """Train in place with AdamW, a linear warm-up and decay, once through each turn; print the loss.

    `size` is how many word pieces a batch holds at most, padding included.
    """
    steps = sum(1 for turn in turns for _ in batches(turn, size, random.Random(0)))
    encoder = {id(weight) for weight in network.encoder.parameters()}
    heads = [weight for weight in network.parameters() if id(weight) not in encoder]
    optimizer = torch.optim.AdamW(
        [{"params": list(network.encoder.parameters()), "lr": rate}, {"params": heads, "lr": 5 * rate}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.06 * steps), max(0.0, (steps - step) / (0.94 * steps)))
    )
    network.train()
    mean = [weight.detach().clone() for weight in network.parameters()]
    done, started, losses = 0, time.monotonic(), [0.0, 0.0, 0.0]
    for epoch, turn in enumerate(turns):
        for batch in batches(turn, size, rng):
            parts = loss_of(network, batch, HIDDEN)
            loss = parts[0] + PAIRS * (parts[1] + parts[2])
            if not math.isfinite(loss.item()):
                raise SystemExit("The loss is no longer a number: lower --rate.")
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            done += 1
            keep = min(1 - 1 / (SMOOTHED * steps), done / (done + 10))
            for smooth, weight in zip(mean, network.parameters(), strict=True):
                smooth.lerp_(weight.detach(), 1 - keep)
            losses = [0.98 * old + 0.02 * part.item() for old, part in zip(losses, parts, strict=True)]
            if done % 50 == 0:
                spent = time.monotonic() - started
                told = " ".join(f"{value:.4f}" for value in losses)
                print(f"epoch {epoch} step {done} of {steps}: {told}, {spent:.0f} s", flush=True)
    for smooth, weight in zip(mean, network.parameters(), strict=True):
        weight.data.copy_(smooth)


def batches(held: Sequence[Held], size: int, rng: random.Random) -> Iterator[list[Held]]:
    """Yield batches of at most `size` word pieces in a new order, windows of like length together."""
    order = sorted(held, key=lambda one: (_length(one) + rng.randrange(4), rng.random()))
    groups: list[list[Held]] = [[]]
    for one in order:
        if (len(groups[-1]) + 1) * (_length(one) + 2) > size:
            groups.append([])
        groups[-1].append(one)
    rng.shuffle(groups)
    yield from filter(None, groups)


def _length(held: Example | Window) -> int:
    return len((held.window if isinstance(held, Example) else held).pieces)


def loss_of(
    network: AttributionNetwork, batch: Sequence[Example], hidden: float = 0.0
) -> tuple[Tensor, Tensor, Tensor]:
    """Return the losses of the tags, of the cues' sources and of the contents' cues.

    A share `hidden` of the pieces is replaced by the mask, at random.
    """
    device = network.transitions.device
    shown, writing, held = padded([example.window for example in batch])
    shown = torch.where((torch.rand(shown.shape) < hidden) & held, MASK, shown)
    wanted = np.zeros((*shown.shape, len(TAGS)), dtype=np.float32)
    for row, example in enumerate(batch):
        wanted[row, : len(example.wanted)] = example.wanted
    moves = torch.from_numpy(np.stack([example.moves for example in batch])).to(device)
    held = held.to(device)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        parts = network(shown.to(device), writing.to(device), held.long())
    scores, vectors, sourceless = (part.float() for part in parts)
    tag_loss = path_loss(scores, torch.from_numpy(wanted).to(device), moves, held, network.transitions)
    guessed = scores.argmax(-1).cpu().numpy()
    return tag_loss, *pair_losses(network, vectors, sourceless, batch, guessed)


def pair_losses(
    network: AttributionNetwork,
    vectors: Tensor,
    sourceless: Tensor,
    batch: Sequence[Example],
    guessed: np.ndarray,
) -> tuple[Tensor, Tensor]:
    """Return the mean, over the cues, of how unlikely its source was, and over the contents, its cue.

    What the network itself now tags as sources and cues stands among the choices, so that it learns to
    pass over its own mistakes.
    """
    asked = Asked.of(batch, guessed)
    if not asked.contents.rows:
        return torch.zeros((), device=vectors.device), torch.zeros((), device=vectors.device)
    device, parts = vectors.device, vectors.view(*vectors.shape[:2], 6, KEYS)
    cues, sources, contents = (one.on(device) for one in (asked.cues, asked.sources, asked.contents))
    scale = KEYS**-0.5
    own = torch.tensor(asked.own, device=device)
    keys = parts[sources[0], sources[1] + 1, 1] + parts[sources[0], sources[2] + 1, 2]
    table = parts[cues[0], cues[1] + 1, 0][own] @ keys.T * scale
    table = table + _worth(network.source_distance, _distance(cues[:, own], sources))
    table = table.masked_fill(cues[0, own].unsqueeze(1) != sources[0].unsqueeze(0), -math.inf)
    table = torch.cat([sourceless[cues[0], cues[1] + 1][own].unsqueeze(1), table], dim=1)
    source_loss = nn.functional.cross_entropy(table, torch.tensor(asked.source_of, device=device))
    keys = parts[contents[0], contents[1] + 1, 4] + parts[contents[0], contents[2] + 1, 5]
    table = keys @ parts[cues[0], cues[1] + 1, 3].T * scale
    table = table + _worth(network.content_distance, _distance(cues, contents)).T
    table = table.masked_fill(contents[0].unsqueeze(1) != cues[0].unsqueeze(0), -math.inf)
    return source_loss, nn.functional.cross_entropy(table, torch.tensor(asked.cue_of, device=device))


@dataclass
class Ranges:
    """Ranges of pieces of a batch: the window, the first and the last piece of each."""

    rows: list[tuple[int, int, int]]

    def on(self, device: torch.device) -> Tensor:
        """Return [3, ranges]."""
        return torch.tensor(self.rows, dtype=torch.long, device=device).reshape(-1, 3).T


@dataclass
class Asked:
    """The cues, sources and contents of a batch, and which belong together.

    `own` are the places of the cues that have gold; `source_of` is for each of them 0 for no source, else
    one more than its source's place; `cue_of` is the place of each content's cue.
    """

    cues: Ranges
    sources: Ranges
    contents: Ranges
    own: list[int]
    source_of: list[int]
    cue_of: list[int]

    @classmethod
    def of(cls, batch: Sequence[Example], guessed: np.ndarray) -> Asked:
        """Lay the examples of a batch side by side; `guessed` are the network's own tags."""
        asked = cls(Ranges([]), Ranges([]), Ranges([]), [], [], [])
        for row, example in enumerate(batch):
            if example.attributions:
                asked._add(row, example, guessed[row, 1 : len(example.tags) + 1])
        return asked

    def _add(self, row: int, example: Example, guessed: np.ndarray) -> None:
        cues = _with_guesses([cue for _, _, cue in example.attributions], guessed, "cue")
        known = [source for _, source, _ in example.attributions if source]
        sources = _with_guesses(list(dict.fromkeys(known)), guessed, "source")
        first_cue, first_source = len(self.cues.rows), len(self.sources.rows)
        self.cues.rows += [(row, *cue) for cue in cues]
        self.sources.rows += [(row, *source) for source in sources]
        for at, (contents, source, _) in enumerate(example.attributions):
            self.own.append(first_cue + at)
            self.source_of.append(1 + first_source + sources.index(source) if source else 0)
            self.contents.rows += [(row, *content) for content in contents]
            self.cue_of += [first_cue + at] * len(contents)


def _worth(learned: Tensor, distance: Tensor) -> Tensor:
    """Return what is learned of the bucket of each distance, as a product: indexing learns far slower."""
    return nn.functional.one_hot(buckets(distance), len(learned)).to(learned.dtype) @ learned


def _distance(cues: Tensor, spans: Tensor) -> Tensor:
    """Return [cues, spans]: pieces between a cue and a span, negative where the span stands before it.

    Both are [3, ranges]: window, first and last piece.
    """
    after = spans[1].unsqueeze(0) - cues[2].unsqueeze(1)
    before = spans[2].unsqueeze(0) - cues[1].unsqueeze(1)
    return torch.where(before < 0, before, after.clamp(min=0))


def _with_guesses(known: list[tuple[int, int]], guessed: np.ndarray, kind: str) -> list[tuple[int, int]]:
    begin, inside = TAGS.index(f"B-{kind}"), TAGS.index(f"I-{kind}")
    found = list(known)
    taken = {at for first, last in known for at in range(first, last + 1)}
    for first in np.flatnonzero(guessed == begin):
        last = int(first)
        while last + 1 < len(guessed) and guessed[last + 1] == inside:
            last += 1
        if not taken & set(range(int(first), last + 1)):
            found.append((int(first), last))
    return found


if __name__ == "__main__":
    main()
