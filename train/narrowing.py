"""Take from a trained network the attention heads and neurons that matter least; what is left learns on.

What a head or a neuron matters is read off the square of how the loss changes with a mask on it, summed over
batches: the diagonal of Fisher's information (Kwon et al. 2022, "A fast post-training pruning framework for
transformers", section 4.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertModel

from train.attribution_network import AttributionNetwork

TYPICAL = 100
"""Word pieces of a window at which the cost of attention is reckoned."""

FEWEST = {"heads": 3, "neurons": 256}
"""What each layer keeps."""

TOGETHER = 32
"""Neurons that go or stay at once, so that products keep sizes in which a processor multiplies well."""

Kept = list[dict[str, list[int]]]
"""For each layer, numbers of the heads and of the neurons that stay."""


@dataclass(frozen=True)
class _Unit:
    """A head, or some neurons of a layer; `cost` is in multiplications a word piece."""

    layer: int
    kind: str
    members: list[int]
    worth: float
    cost: int


def narrow(network: AttributionNetwork, kept: Kept) -> None:
    """Take away in place all heads and neurons that are not in `kept`."""
    size = _head_size(network)
    for layer, stays in zip(layers_of(network), kept, strict=True):
        inner, mixed = layer.attention.self, layer.attention.output
        channels = torch.tensor([head * size + at for head in stays["heads"] for at in range(size)])
        for name in ("query", "key", "value"):
            setattr(inner, name, _rows(getattr(inner, name), channels))
        mixed.dense = _columns(mixed.dense, channels)
        neurons = torch.tensor(stays["neurons"])
        layer.intermediate.dense = _rows(layer.intermediate.dense, neurons)
        layer.output.dense = _columns(layer.output.dense, neurons)


def shape_like(network: AttributionNetwork, state: Mapping[str, Tensor]) -> None:
    """Give the layers of a network the widths that a saved state has, whatever they hold then."""
    size, start = _head_size(network), "encoder.encoder.layer"
    kept: Kept = []
    for at, _ in enumerate(layers_of(network)):
        channels = len(state[f"{start}.{at}.attention.self.query.bias"])
        neurons = len(state[f"{start}.{at}.intermediate.dense.bias"])
        kept.append({"heads": list(range(channels // size)), "neurons": list(range(neurons))})
    narrow(network, kept)


def chosen(network: AttributionNetwork, worths: list[dict[str, Tensor]], share: float) -> Kept:
    """Return what stays so that `share` of the layers' multiplications is left: the most worth a cost.

    `worths` are what `worths_of` returns.
    """
    units = sorted(_units(network, worths), key=lambda unit: unit.worth / unit.cost, reverse=True)
    kept: Kept = [{"heads": [], "neurons": []} for _ in worths]
    left = share * sum(unit.cost for unit in units)
    for unit in units:
        if unit.worth < float("inf") and unit.cost > left:
            break
        kept[unit.layer][unit.kind] += unit.members
        left -= unit.cost
    return [{kind: sorted(members) for kind, members in one.items()} for one in kept]


def _units(network: AttributionNetwork, worths: list[dict[str, Tensor]]) -> Iterator[_Unit]:
    width, size = network.encoder.config.hidden_size, _head_size(network)
    costs = {"heads": 4 * width * size + 2 * size * TYPICAL, "neurons": 2 * width}
    for layer, held in enumerate(worths):
        for kind, worth in held.items():
            order, step = worth.argsort(descending=True), TOGETHER if kind == "neurons" else 1
            for at, group in enumerate(order.split(step)):
                must = at * step < FEWEST[kind]
                summed = float("inf") if must else worth[group].sum().item()
                yield _Unit(layer, kind, group.tolist(), summed, costs[kind] * len(group))


def worths_of(network: AttributionNetwork, losses: Iterable[Callable[[], Tensor]]) -> list[dict[str, Tensor]]:
    """Return how much each head and neuron of each layer matters in some batches.

    Each of `losses` makes the loss of one batch, a few windows, with the network.
    """
    size = _head_size(network)
    masks: dict[nn.Module, Tensor] = {}
    hooks = []
    for layer in layers_of(network):
        for part, each in ((layer.attention.output.dense, size), (layer.output.dense, 1)):
            masks[part] = torch.ones(part.in_features // each, device=part.weight.device, requires_grad=True)
            hooks.append(part.register_forward_pre_hook(_masking(masks[part], each)))
    summed = {part: torch.zeros_like(mask) for part, mask in masks.items()}
    for loss in losses:
        changes = torch.autograd.grad(loss(), list(masks.values()))
        for part, change in zip(masks, changes, strict=True):
            summed[part] += change.square()
    for hook in hooks:
        hook.remove()
    return [
        {"heads": summed[layer.attention.output.dense], "neurons": summed[layer.output.dense]}
        for layer in layers_of(network)
    ]


def _masking(mask: Tensor, each: int) -> Callable[[nn.Module, tuple[Tensor, ...]], tuple[Tensor, ...]]:
    def masked(_: nn.Module, given: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        return (given[0] * mask.repeat_interleave(each).to(given[0].dtype), *given[1:])

    return masked


def layers_of(network: AttributionNetwork) -> nn.ModuleList:
    """Return the layers of a network that stands on BERT."""
    if not isinstance(network.encoder, BertModel):
        raise TypeError("Only a BERT encoder can be made narrower.")
    return network.encoder.encoder.layer


def heads_of(network: AttributionNetwork) -> list[int]:
    """Return how many heads each layer has."""
    size = _head_size(network)
    return [layer.attention.output.dense.in_features // size for layer in layers_of(network)]


def _head_size(network: AttributionNetwork) -> int:
    config = network.encoder.config
    return int(config.hidden_size // config.num_attention_heads)


def _rows(whole: nn.Linear, rows: Tensor) -> nn.Linear:
    part = nn.Linear(whole.in_features, len(rows)).to(whole.weight)
    part.weight.data, part.bias.data = whole.weight.data[rows].clone(), whole.bias.data[rows].clone()
    return part


def _columns(whole: nn.Linear, columns: Tensor) -> nn.Linear:
    part = nn.Linear(len(columns), whole.out_features).to(whole.weight)
    part.weight.data, part.bias.data = whole.weight.data[:, columns].clone(), whole.bias.data.clone()
    return part
