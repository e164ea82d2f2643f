"""Moonshine tiny's encoder in JAX, with the weights of the wheel, to be trained further.

The layers are those of Jeffries et al. (2024, arXiv 2410.15608): three convolutions, six
transformer layers with rotary positions. Parameters have the names that ONNX Runtime knows them
by. The wheel's matrices are bytes; here they are floats again, and stay as they are.
"""

import tempfile
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import onnxruntime
from jax import Array
from onnx import numpy_helper

from voicecoach.hearing.moonshine import model_folder

LAYERS, HEADS, HEAD_SIZE, ROTARY = 6, 8, 36, 32
_BASE = 10_000
_TINY = 1e-5
Parameters = dict[str, Any]


def read_encoder() -> Parameters:
    """Every weight of the encoder by its name; matrices by the name of their place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "encoder.onnx"
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.optimized_model_filepath = str(path)
        options.add_session_config_entry("session.save_model_format", "ONNX")
        model = model_folder() / "encoder_model.ort"
        onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        graph = onnx.load(path).graph
    known = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    weights = {n: a for n, a in known.items() if a.dtype == np.float32 and a.size > 200}
    for node in graph.node:
        place = node.name.strip("/").removesuffix("/MatMul_quant")
        match node.op_type:
            case "MatMulIntegerToFloat":
                weights[place] = _floats(known, node.input[1], node.input[3], node.input[5])
            case "DynamicQuantizeMatMul":
                weights[place] = _floats(known, *node.input[1:4])
            case _:
                pass
    return weights


def _floats(known: Parameters, matrix: str, scale: str, zero: str) -> Any:
    centred = known[matrix].astype(np.float32) - known[zero].astype(np.float32)
    return (centred * known[scale]).astype(np.float32)


def encode(weights: Parameters, sound: Array) -> Array:
    """(windows, samples) to (windows, frames, 288)."""
    x = jnp.tanh(_convolved(sound[..., None], weights["conv1.weight_add_tensor"], 64))
    mean = x.mean((1, 2), keepdims=True)
    x = (x - mean) * jax.lax.rsqrt(((x - mean) ** 2).mean((1, 2), keepdims=True) + _TINY)
    x = x * weights["onnx::Mul_2080"].ravel() + weights["onnx::Add_2081"].ravel()
    for name, stride in (("conv2", 3), ("conv3", 2)):
        x = _convolved(x, weights[f"{name}.weight_add_tensor"], stride) + weights[f"{name}.bias"]
        x = jax.nn.gelu(x, approximate=False)
    for layer in range(LAYERS):
        x = x + _attention(weights, f"layers.{layer}", x)
        x = x + _feed_forward(weights, f"layers.{layer}", x)
    return _normal(weights, "layer_norm", x)


def _convolved(x: Array, kernel: Any, stride: int) -> Array:
    # As a product of matrices: convolutions are slow on a processor.
    length = kernel.shape[2]
    starts = np.arange((x.shape[1] - length) // stride + 1) * stride
    columns = x[:, starts[:, None] + np.arange(length), :]
    flat = columns.reshape(*columns.shape[:2], -1)
    return flat @ kernel.transpose(2, 1, 0).reshape(flat.shape[-1], -1)


def _normal(weights: Parameters, place: str, x: Array) -> Array:
    mean = x.mean(-1, keepdims=True)
    spread = jax.lax.rsqrt(((x - mean) ** 2).mean(-1, keepdims=True) + _TINY)
    gain, offset = (weights[name] for name in norm_names(place))
    return (x - mean) * spread * gain + offset


def norm_names(place: str) -> tuple[str, str]:
    """What a layer norm multiplies by, and what it adds: nothing, in the wheel."""
    return f"{place.replace('/', '.')}.weight", f"/{place}/Constant_output_0"


def _attention(weights: Parameters, layer: str, x: Array) -> Array:
    batch, frames, width = x.shape
    h = _normal(weights, f"{layer}/input_layernorm", x)

    def headed(which: str) -> Array:
        y = h @ weights[f"{layer}/self_attn/{which}_proj"]
        return y.reshape(batch, frames, HEADS, HEAD_SIZE).transpose(0, 2, 1, 3)

    q, k, v = _turned(headed("q")), _turned(headed("k")), headed("v")
    attention = jax.nn.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(HEAD_SIZE), -1)
    together = (attention @ v).transpose(0, 2, 1, 3).reshape(batch, frames, width)
    return together @ weights[f"{layer}/self_attn/o_proj"]


def _feed_forward(weights: Parameters, layer: str, x: Array) -> Array:
    h = _normal(weights, f"{layer}/post_attention_layernorm", x)
    h = h @ weights[f"{layer}/mlp/fc1"] + weights[f"{layer}.mlp.fc1.bias"]
    h = jax.nn.gelu(h, approximate=False)
    return h @ weights[f"{layer}/mlp/fc2"] + weights[f"{layer}.mlp.fc2.bias"]


def _turned(x: Array) -> Array:
    """Rotary positions (Su et al., 2021), over the first part of each head, in pairs."""
    angles = np.arange(x.shape[2])[:, None] / _BASE ** (np.arange(0, ROTARY, 2) / ROTARY)
    cos, sin = (np.repeat(f(angles), 2, -1).astype(np.float32) for f in (np.cos, np.sin))
    turned, rest = x[..., :ROTARY], x[..., ROTARY:]
    other = jnp.stack([-turned[..., 1::2], turned[..., 0::2]], -1).reshape(turned.shape)
    return jnp.concatenate([turned * cos + other * sin, rest], -1)
