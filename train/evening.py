"""Even out what layers are given: for eight bits, a channel far larger than the rest coarsens all.

Each product x W is made as (x / s) (s W), with one s a channel, from how large the channel gets in texts and
how large its weights are (SmoothQuant, Xiao et al. 2023, equation 4, with α = 0.5).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel

from onrecord.annotate.windows import Window
from train.attribution_network import AttributionNetwork, padded

_SHARE = 0.5
"""How much of the unevenness goes over to the weights."""

_LEAST = 1e-5
_TOGETHER = 32


class Evened(nn.Module):
    """A part of the network whose input is divided by `scale`, channel by channel, before it."""

    def __init__(self, part: nn.Module, scale: Tensor) -> None:
        super().__init__()
        self.part = part
        self.inverse = nn.Parameter(1 / scale)

    def forward(self, given: Tensor, *more: Any, **named: Any) -> Any:
        """Return what the part makes of the evened input."""
        return self.part(given * self.inverse, *more, **named)


def even_out(network: AttributionNetwork, windows: Sequence[Window]) -> None:
    """Change a BERT network in place: what it computes stays the same, its layers' inputs become more even.

    `windows` are those in which the size of each channel is measured.
    """
    encoder = network.encoder
    if not isinstance(encoder, BertModel):
        raise TypeError("Only a BERT encoder can be evened out.")
    largest = _largest_inputs(network, windows)
    for layer in encoder.encoder.layer:
        inner, mixed = layer.attention.self, layer.attention.output.dense
        first, second = layer.intermediate, layer.output.dense
        scale = _scale(largest[inner.query], inner.query, inner.key, inner.value)
        layer.attention.self = Evened(inner, scale)
        # What is mixed are the values: their own weights take the division.
        scale = _scale(largest[mixed], mixed)
        inner.value.weight.data /= scale.unsqueeze(1)
        inner.value.bias.data /= scale
        layer.intermediate = Evened(first, _scale(largest[first.dense], first.dense))
        layer.output.dense = Evened(second, _scale(largest[second], second))


def _scale(largest: Tensor, *products: nn.Linear) -> Tensor:
    """Return the scale of a channel each, and multiply the weights of the products with it."""
    weights = torch.stack([one.weight.detach().abs().amax(0) for one in products]).amax(0)
    scale = (largest.clamp(min=_LEAST) ** _SHARE / weights.clamp(min=_LEAST) ** (1 - _SHARE)).clamp(
        min=_LEAST
    )
    for one in products:
        one.weight.data *= scale
    return scale


def _largest_inputs(network: AttributionNetwork, windows: Sequence[Window]) -> dict[nn.Module, Tensor]:
    largest: dict[nn.Module, Tensor] = {}

    def see(part: nn.Module, given: tuple[Tensor, ...]) -> None:
        size = given[0].detach().abs().flatten(0, -2).amax(0)
        largest[part] = torch.maximum(largest[part], size) if part in largest else size

    hooks = [
        part.register_forward_pre_hook(see)
        for part in network.encoder.modules()
        if isinstance(part, nn.Linear)
    ]
    with torch.no_grad():
        for start in range(0, len(windows), _TOGETHER):
            pieces, writing, mask = padded(windows[start : start + _TOGETHER])
            network(pieces, writing, mask.long())
    for hook in hooks:
        hook.remove()
    return largest
