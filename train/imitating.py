"""Make a trained network narrower and let what is left learn to say what the whole one says.

python -m train.imitating MODEL --encoder FOLDER --benchmark FOLDER --unlabelled CORPUS PIECES --out FOLDER

MODEL is a model.pt of `train.attributions`. It is narrowed by steps, to each --share of the multiplications
that its layers make, and learns anew after each. All it learns from is what the whole network's layers and
heads make of texts: those of the benchmark's part `train`, without gold, twice a pass, and those of corpora
(JSON Lines in gzip with "text"). Word pieces keep their vectors. The narrow network is written as model.pt.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, pairwise
from pathlib import Path

import torch
from torch import Tensor, nn

from onrecord.annotate.windows import Window
from onrecord.annotate.wordpieces import WordPieces
from train.attribution_data import Example
from train.attribution_network import AttributionNetwork, padded, start_from, vocabulary_of
from train.attributions import PAIRS, batches, loss_of
from train.narrowing import chosen, narrow, worths_of
from train.teaching import read_gold, read_windows

WEIGHED = (200, 512)
"""Batches, and word pieces of each, by which it is told what matters least in a network."""

AT_ONCE = 0.1
"""Share of the corpora's windows among which those of like length come together."""

WARMING = 100
"""Steps in which the rate grows."""


def main() -> None:
    """Read the network and the texts, narrow, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--unlabelled", nargs=2, action="append", default=[], metavar=("CORPUS", "PIECES"))
    parser.add_argument("--share", type=float, nargs="+", required=True, help="of the multiplications, kept")
    parser.add_argument("--passes", type=int, default=1, help="over the texts, after each narrowing")
    parser.add_argument("--batch", type=int, default=2048, help="word pieces, padding included")
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    vocabulary = vocabulary_of(given.encoder)
    gold = read_gold(given.benchmark, WordPieces(vocabulary))
    texts = [example.window for example in gold] * 2
    for corpus, most in given.unlabelled:
        texts += read_windows(Path(corpus), vocabulary, int(most))
    whole = start_from(given.encoder, given=given.model).to(given.device).eval()
    network = copy.deepcopy(whole)
    rng = random.Random(given.seed)
    for before, share in pairwise([1.0, *given.share]):
        narrow_by(network, gold, share / before)
        turns = [batch for _ in range(given.passes) for batch in mixed(texts, given.batch, rng)]
        imitate(network, whole, turns, given.rate)
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), given.out / "model.pt")


def narrow_by(network: AttributionNetwork, gold: list[Example], share: float) -> None:
    """Narrow a network in place to a share of the multiplications that its layers make."""
    many, size = WEIGHED
    some = islice(batches(gold, size, random.Random(1)), many)
    worths = worths_of(network, (partial(_whole_loss, network, batch) for batch in some))
    narrow(network, chosen(network, worths, share))


def _whole_loss(network: AttributionNetwork, batch: Sequence[Example]) -> Tensor:
    tags, sources, cues = loss_of(network, batch)
    return tags + PAIRS * (sources + cues)


def mixed(texts: Sequence[Window], size: int, rng: random.Random) -> Iterator[list[Window]]:
    """Yield all windows once in batches of at most `size` word pieces, windows of like length together."""
    order = list(texts)
    rng.shuffle(order)
    step = max(1, round(len(order) * AT_ONCE))
    for start in range(0, len(order), step):
        yield from batches(order[start : start + step], size, rng)


def imitate(
    network: AttributionNetwork, whole: AttributionNetwork, turns: Sequence[Sequence[Window]], rate: float
) -> None:
    """Train a network in place to make what the whole one makes; the rate falls evenly to nothing."""
    whole.requires_grad_(requires_grad=False)
    for kept in (network.encoder.embeddings, network.writing):
        kept.requires_grad_(requires_grad=False)
    if network.transitions.device.type == "cpu":
        # What torch has for attention takes a third of a step on a processor, most of it on the way back.
        network.encoder.set_attn_implementation("eager")
        whole.encoder.set_attn_implementation("eager")
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / WARMING) * (1 - step / len(turns))
    )
    started, told = time.monotonic(), 0.0
    for step, batch in enumerate(turns):
        loss = unlikeness(network, whole, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        told = 0.98 * told + 0.02 * loss.item() if step else loss.item()
        if step % 100 == 0:
            print(f"step {step} of {len(turns)}: {told:.4f}, {time.monotonic() - started:.0f} s", flush=True)


def unlikeness(network: AttributionNetwork, whole: AttributionNetwork, batch: Sequence[Window]) -> Tensor:
    """Return how far what a network makes of some windows is from what the whole one makes.

    The squared distances are by the square of what is wanted: the mean over layers, the last one twice, then
    those of the heads; and twice the divergence between tags, piece by piece.
    """
    device = network.transitions.device
    pieces, writing, held = (part.to(device) for part in padded(batch))
    with torch.autocast(device.type, dtype=torch.bfloat16):
        with torch.no_grad():
            wanted = whole.layer_by_layer(pieces, writing, held.long())
            heads_wanted = [part[held].float() for part in whole.told_by(wanted[-1])]
        made = network.layer_by_layer(pieces, writing, held.long())
        heads = [part[held].float() for part in network.told_by(made[-1])]
    layers = [
        _distance(one[held].float(), other[held].float()) for one, other in zip(made, wanted, strict=True)
    ]
    tags, vectors, sourceless = (
        _distance(one, other) for one, other in zip(heads, heads_wanted, strict=True)
    )
    divergence = nn.functional.kl_div(
        heads[0].log_softmax(-1), heads_wanted[0].log_softmax(-1), log_target=True, reduction="batchmean"
    )
    likeness = torch.stack([*layers, layers[-1]]).mean()
    return likeness + 2 * divergence + tags + vectors + 0.3 * sourceless


def _distance(made: Tensor, wanted: Tensor) -> Tensor:
    return (made - wanted).square().mean() / wanted.square().mean()


if __name__ == "__main__":
    main()
