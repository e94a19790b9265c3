"""Train the model behind attributed statements and write it where the package reads it.

python -m train.attributions --benchmark FOLDER --encoder FOLDER --out FOLDER
    [--teacher MODEL ENCODER] [--unlabelled CORPUS PIECES]…

FOLDER of the benchmark holds train.gold.jsonl and train/; that of the encoder config.json,
model.safetensors and vocab.txt. The network is written as model.pt.

With a teacher, a network trained before on a larger encoder, the network learns from what that one holds
likely too, in the benchmark's texts and in so many word pieces of texts without gold. Those are shared out
over the epochs.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.annotate.attributions import KEYS, TAGS
from onrecord.annotate.wordpieces import WordPieces
from train.attribution_data import Example, examples, read_texts
from train.attribution_network import (
    MASK,
    AttributionNetwork,
    buckets,
    padded,
    path_loss,
    start_from,
    vocabulary_of,
)
from train.teaching import completed, read_windows, taught

BATCH = 4096
"""Word pieces a batch, padding included."""
PAIRS = 0.3
"""Weight of the pairing losses beside the tags'."""

HIDDEN = 0.08
"""Share of pieces that are hidden from the network in training, so that it leans on no single word."""

SHARES = 3
"""Parts of the unlabelled texts, of which an epoch reads one."""

SMOOTHED = 0.1
"""Share of the steps that the running mean of the weights reaches over, which is what is kept."""


def main() -> None:
    """Read the data, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--extra", nargs=2, type=Path, action="append", default=[])
    parser.add_argument("--teacher", nargs=2, type=Path, metavar=("MODEL", "ENCODER"))
    parser.add_argument("--unlabelled", nargs=2, action="append", default=[], metavar=("CORPUS", "PIECES"))
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--layers", type=int, help="of the encoder; without it, all")
    parser.add_argument("--texts", type=int, default=None, help="use only so many texts, to try the script")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    pieces_of = WordPieces(vocabulary_of(given.encoder))
    texts = read_texts(given.benchmark / "train.gold.jsonl", given.benchmark / "train")[: given.texts]
    for gold, folder in given.extra:
        texts += read_texts(gold, folder)
    held = [example for text in texts for example in examples(text, pieces_of)]
    more: list[Example] = []
    if given.teacher:
        model, encoder = given.teacher
        teacher = start_from(encoder)
        teacher.load_state_dict(torch.load(model))
        held = list(completed(teacher, held))
        for corpus, most in given.unlabelled:
            more += taught(teacher, list(read_windows(Path(corpus), pieces_of, int(most))))
            print(f"taught {len(more)} windows", flush=True)
        random.Random(given.seed).shuffle(more)
    network = start_from(given.encoder, given.layers)
    train(network, Lessons(held, more), given.epochs, given.rate, random.Random(given.seed))
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), given.out / "model.pt")


@dataclass(frozen=True)
class Lessons:
    """What a network learns from: examples with gold, and examples that only a teacher has read."""

    gold: list[Example]
    taught: list[Example]

    def of_epoch(self, epoch: int) -> list[Example]:
        """Return all examples with gold and the epoch's share of the others."""
        return [*self.gold, *self.taught[epoch % SHARES :: SHARES]]


def train(
    network: AttributionNetwork, lessons: Lessons, epochs: int, rate: float, rng: random.Random
) -> None:
    """Train in place with AdamW, a linear warm-up and decay; print the loss as it goes."""
    turns = [lessons.of_epoch(epoch) for epoch in range(epochs)]
    steps = sum(1 for turn in turns for _ in batches(turn, random.Random(0)))
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
    mean = {name: value.clone() for name, value in network.state_dict().items()}
    done, started, losses = 0, time.monotonic(), [0.0, 0.0, 0.0]
    for epoch, turn in enumerate(turns):
        for batch in batches(turn, rng):
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
            for name, value in network.state_dict().items():
                if value.is_floating_point():
                    mean[name].lerp_(value, 1 - keep)
            losses = [0.98 * old + 0.02 * part.item() for old, part in zip(losses, parts, strict=True)]
            if done % 50 == 0:
                spent = time.monotonic() - started
                told = " ".join(f"{value:.4f}" for value in losses)
                print(f"epoch {epoch} step {done} of {steps}: {told}, {spent:.0f} s", flush=True)
    network.load_state_dict(mean)


def batches(held: list[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Yield batches in a new order, windows of like length together."""
    order = sorted(held, key=lambda example: (len(example.tags) + rng.randrange(4), rng.random()))
    groups: list[list[Example]] = [[]]
    for example in order:
        if (len(groups[-1]) + 1) * (len(example.tags) + 2) > BATCH:
            groups.append([])
        groups[-1].append(example)
    rng.shuffle(groups)
    yield from filter(None, groups)


def loss_of(
    network: AttributionNetwork, batch: Sequence[Example], hidden: float = 0.0
) -> tuple[Tensor, Tensor, Tensor]:
    """Return the losses of the tags, of the cues' sources and of the contents' cues.

    A share `hidden` of the pieces is replaced by the mask, at random.
    """
    shown, writing, held = padded([example.window for example in batch])
    shown = torch.where((torch.rand(shown.shape) < hidden) & held, MASK, shown)
    wanted = np.zeros((*shown.shape, len(TAGS)), dtype=np.float32)
    for row, example in enumerate(batch):
        wanted[row, : len(example.wanted)] = example.wanted
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, vectors, sourceless = network(shown, writing, held.long())
    scores, vectors, sourceless = scores.float(), vectors.float(), sourceless.float()
    moves = torch.from_numpy(np.stack([example.moves for example in batch]))
    tag_loss = path_loss(scores, torch.from_numpy(wanted), moves, held, network.transitions)
    guessed = scores.argmax(-1).numpy()
    sources, cues = [], []
    for row, example in enumerate(batch):
        if example.attributions:
            one, other = pair_losses(
                network, vectors[row], sourceless[row], example, guessed[row, 1 : len(example.tags) + 1]
            )
            sources.append(one)
            cues.append(other)
    nothing = torch.zeros(())
    return (
        tag_loss,
        torch.cat(sources).mean() if sources else nothing,
        torch.cat(cues).mean() if cues else nothing,
    )


def pair_losses(
    network: AttributionNetwork, vectors: Tensor, sourceless: Tensor, example: Example, guessed: np.ndarray
) -> tuple[Tensor, Tensor]:
    """Return for each cue how unlikely its source was, and for each content how unlikely its cue was.

    What the network itself now tags as sources and cues stands among the choices, so that it learns to
    pass over its own mistakes.
    """
    cues = _with_guesses([cue for _, _, cue in example.attributions], guessed, "cue")
    known = [source for _, source, _ in example.attributions if source]
    sources = _with_guesses(list(dict.fromkeys(known)), guessed, "source")
    contents = [(part, at) for at, held in enumerate(example.attributions) for part in held[0]]
    parts = vectors.view(vectors.shape[0], 6, KEYS)
    cue_at = torch.tensor([first + 1 for first, _ in cues])
    scale = KEYS**-0.5
    own = cue_at[: len(example.attributions)]
    none = sourceless[own].unsqueeze(1)
    if sources:
        ends = torch.tensor(sources) + 1
        keys = parts[ends[:, 0], 1] + parts[ends[:, 1], 2]
        near = buckets(_distance(torch.tensor(cues[: len(own)]), torch.tensor(sources)))
        table = parts[own, 0] @ keys.T * scale + network.source_distance[near]
        table = torch.cat([none, table], dim=1)
    else:
        table = none
    wanted = torch.tensor(
        [1 + sources.index(source) if source else 0 for _, source, _ in example.attributions]
    )
    source_loss = nn.functional.cross_entropy(table, wanted, reduction="none")
    spans = torch.tensor([part for part, _ in contents])
    keys = parts[spans[:, 0] + 1, 4] + parts[spans[:, 1] + 1, 5]
    near = buckets(_distance(torch.tensor(cues), spans)).T
    table = keys @ parts[cue_at, 3].T * scale + network.content_distance[near]
    cue_loss = nn.functional.cross_entropy(table, torch.tensor([at for _, at in contents]), reduction="none")
    return source_loss, cue_loss


def _distance(cues: Tensor, spans: Tensor) -> Tensor:
    """Return [cues, spans]: pieces between a cue and a span, negative where the span stands before it."""
    after = spans[:, 0].unsqueeze(0) - cues[:, 1].unsqueeze(1)
    before = spans[:, 1].unsqueeze(0) - cues[:, 0].unsqueeze(1)
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
