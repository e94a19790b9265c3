"""Write a trained network as the package reads it: model.onnx (int8), pairing.json, vocabulary.txt.

python -m train.export TRAINED… --encoder FOLDER --benchmark FOLDER --out FOLDER

TRAINED are model.pt files of one shape; of several the mean of the weights is written. In texts of the
benchmark it is measured how large numbers get, so that eight bits hold them (`train.evening`).
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from onrecord.annotate.wordpieces import WordPieces
from train.attribution_network import AttributionNetwork, start_from, vocabulary_of
from train.evening import even_out
from train.fusing import fuse_attention
from train.narrowing import heads_of, shape_like
from train.teaching import read_gold

WINDOWS = 600
"""Windows of the benchmark, drawn at random, in which the size of numbers is measured."""


class _Exported(nn.Module):
    """The network for one window: nothing is padded, so that it needs no mask."""

    def __init__(self, network: AttributionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, writing: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        tags, vectors, sourceless = self.network(pieces, writing, torch.ones_like(pieces))
        return tags, vectors, sourceless


def main() -> None:
    """Read the weights, export, quantize."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("trained", type=Path, nargs="+")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--layers", type=int, help="that were trained, where they are not all")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    state = mean_of([torch.load(path, map_location="cpu") for path in given.trained])
    network = start_from(given.encoder, given.layers)
    shape_like(network, state)
    network.load_state_dict(state)
    network.eval()
    gold = read_gold(given.benchmark, WordPieces(vocabulary_of(given.encoder)))
    even_out(network, [example.window for example in random.Random(1).sample(gold, WINDOWS)])
    given.out.mkdir(parents=True, exist_ok=True)
    write_onnx(network, given.out / "model.onnx")
    pairing = {
        name: getattr(network, name).detach().tolist()
        for name in ("transitions", "source_distance", "content_distance")
    }
    (given.out / "pairing.json").write_text(json.dumps(pairing) + "\n", "utf-8")
    (given.out / "vocabulary.txt").write_bytes((given.encoder / "vocab.txt").read_bytes())


def mean_of(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return the mean of several states of one network."""
    return {
        name: torch.stack([state[name].float() for state in states]).mean(0).to(value.dtype)
        for name, value in states[0].items()
    }


def write_onnx(network: AttributionNetwork, out: Path) -> None:
    """Export with a free length, quantize the weights to eight bits, channel by channel, fuse attention."""
    example = (torch.full((1, 12), 2000), torch.zeros((1, 12), dtype=torch.long))
    free = {1: "length"}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        torch.onnx.export(
            _Exported(network), example, str(plain), dynamo=False, opset_version=17,
            input_names=["pieces", "writing"], output_names=["tags", "vectors", "sourceless"],
            dynamic_axes=dict.fromkeys(("pieces", "writing", "tags", "vectors", "sourceless"), free),
        )  # fmt: skip
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(ready, out, weight_type=QuantType.QInt8, per_channel=True)
        onnx.save(fuse_attention(onnx.load(out), heads_of(network)), out)


if __name__ == "__main__":
    main()
