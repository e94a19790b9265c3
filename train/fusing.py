"""Put the runtime's own attention in the place of the many steps that an export writes.

The export of each layer's attention masks, tests for numbers that are none, and copies: more time than the
products themselves. One window has no padding, so that nothing is masked: what is left is softmax(qkᵀ/√d)v,
which onnxruntime has as one step.
"""

from __future__ import annotations

from collections.abc import Sequence

import onnx
from onnx import ModelProto, helper


def fuse_attention(model: ModelProto, heads: Sequence[int]) -> ModelProto:
    """Return the model with one MultiHeadAttention a layer; what no output needs any more is left out.

    `heads` are how many each layer has.
    """
    graph = model.graph
    made = {output: node for node in graph.node for output in node.output}
    used: dict[str, list[onnx.NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            used.setdefault(name, []).append(node)
    found = [node for node in graph.node if node.op_type == "Softmax"]
    for number, (softmax, many) in enumerate(zip(found, heads, strict=True)):
        scores = _before(made, softmax.input[0], "MatMul")
        mixed = _after(used, softmax.output[0], "MatMul")
        query, key = (_projected(made, name) for name in scores.input)
        value = _projected(made, mixed.input[1])
        merged = _after(used, mixed.output[0], "Transpose")
        merged = _after(used, merged.output[0], "Reshape")
        attention = helper.make_node(
            "MultiHeadAttention", [query, key, value], [merged.output[0]],
            name=f"attention_{number}", domain="com.microsoft", num_heads=many,
        )  # fmt: skip
        at = next(index for index, node in enumerate(graph.node) if node.name == merged.name)
        graph.node.remove(merged)
        graph.node.insert(at, attention)
    return pruned(model)


def pruned(model: ModelProto) -> ModelProto:
    """Take away nodes and weights that no output is made from."""
    graph = model.graph
    made = {output: node for node in graph.node for output in node.output}
    needed: set[str] = set()
    waiting = [output.name for output in graph.output]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting.extend(made[name].input if name in made else ())
    kept = [node for node in graph.node if needed.intersection(node.output)]
    weights = [weight for weight in graph.initializer if weight.name in needed]
    del graph.node[:], graph.initializer[:], graph.value_info[:]
    graph.node.extend(kept)
    graph.initializer.extend(weights)
    return model


def _before(made: dict[str, onnx.NodeProto], name: str, kind: str) -> onnx.NodeProto:
    """Return the step of a kind that `name` is made from, through additions."""
    node = made[name]
    while node.op_type != kind:
        node = made[node.input[0]]
    return node


def _after(used: dict[str, list[onnx.NodeProto]], name: str, kind: str) -> onnx.NodeProto:
    """Return the next step of a kind that reads `name`, through tests, choices and changes of form."""
    for node in used[name]:
        if node.op_type == kind:
            return node
    passed = next(node for node in used[name] if node.op_type in ("Where", "Reshape"))
    return _after(used, passed.output[0], kind)


def _projected(made: dict[str, onnx.NodeProto], name: str) -> str:
    """Return the name of the query, key or value before it is cut into heads: [1, length, width]."""
    node = made[name]
    while node.op_type in ("Mul", "Transpose"):
        node = made[node.input[0]]
    if node.op_type != "Reshape":
        raise ValueError(f"{name} is made by {node.op_type}: the export has another form than was known.")
    return str(node.input[0])
