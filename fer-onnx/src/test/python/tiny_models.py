"""Writes the graphs that TinyModel of the tests puts metadata on.

    python src/test/python/tiny_models.py src/test/resources/io/github/deepfer/onnx

Output k is four times value k of the flattened input, and output `opposite` of heads its negative. Needs onnx and numpy.
"""

import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

LABELS = 7
FLOAT, DOUBLE, HALF, BYTE = TensorProto.FLOAT, TensorProto.DOUBLE, TensorProto.FLOAT16, TensorProto.UINT8


def graph(shape: list, dtype: int = FLOAT, then: str | None = None, extra_input: bool = False, outputs: int = LABELS, features: bool = False, heads: bool = False):
    size = int(np.prod(shape[1:]))
    computed = FLOAT if dtype == BYTE else dtype
    weights = np.eye(size, outputs, dtype=helper.tensor_dtype_to_np_dtype(computed)) * 4
    nodes = [
        *([helper.make_node("Cast", ["input"], ["cast"], to=FLOAT)] if dtype == BYTE else []),
        helper.make_node("Flatten", ["cast" if dtype == BYTE else "input"], ["flat"], axis=1),
        helper.make_node("MatMul", ["flat", "weights"], ["scores" if then else "output"]),
    ]
    if then == "Softmax":
        nodes.append(helper.make_node("Softmax", ["scores"], ["output"], axis=-1))
    elif then == "Log of negative":
        nodes.append(helper.make_node("Neg", ["scores"], ["negative"]))
        nodes.append(helper.make_node("Log", ["negative"], ["output"]))
    inputs = [helper.make_tensor_value_info("input", dtype, shape)]
    if extra_input:
        inputs.append(helper.make_tensor_value_info("age", FLOAT, ["batch"]))
    results = [helper.make_tensor_value_info("output", computed, [shape[0], outputs])]
    if features:
        results.insert(0, helper.make_tensor_value_info("flat", computed, [shape[0], size]))
    if heads:
        nodes.append(helper.make_node("Neg", ["output"], ["opposite"]))
        results.append(helper.make_tensor_value_info("opposite", computed, [shape[0], outputs]))
    model = helper.make_model(
        helper.make_graph(
            nodes,
            "tiny",
            inputs,
            results,
            [numpy_helper.from_array(weights, "weights")],
        ),
        opset_imports=[helper.make_opsetid("", 18)],
        ir_version=10,
    )
    checker.check_model(model, full_check=True)
    return model


def main(out: Path) -> None:
    for name, model in {
        "gray": graph(["batch", 1, 4, 4]),
        "gray-batch1": graph([1, 1, 4, 4]),
        "gray-batch3": graph([3, 1, 4, 4]),
        "gray-probabilities": graph(["batch", 1, 4, 4], then="Softmax"),
        "gray-double": graph(["batch", 1, 4, 4], dtype=DOUBLE),
        "gray-nan": graph(["batch", 1, 4, 4], then="Log of negative"),
        "gray-two-inputs": graph(["batch", 1, 4, 4], extra_input=True),
        "gray-eight": graph(["batch", 1, 4, 4], outputs=8),
        "gray-half": graph(["batch", 1, 4, 4], dtype=HALF),
        "gray-bytes": graph(["batch", 1, 4, 4], dtype=BYTE),
        "gray-five": graph(["batch", 1, 4, 4], outputs=5),
        "gray-two-outputs": graph(["batch", 1, 4, 4], features=True),
        "gray-heads": graph(["batch", 1, 4, 4], heads=True),
        "gray-heads-half-batch2": graph([2, 1, 4, 4], dtype=HALF, heads=True),
        "color-half-batch2": graph([2, 4, 4, 3], dtype=HALF),
        "color-nchw": graph(["batch", 3, 4, 4]),
        "color-nhwc": graph(["batch", 4, 4, 3]),
    }.items():
        (out / f"{name}.onnx").write_bytes(model.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
