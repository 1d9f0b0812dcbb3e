"""Writes a model that computes next to nothing, so that what a classifier does around a run can be timed.

    python src/main/python/empty_model.py src/main/resources/io/github/deepfer/benchmarks/empty.onnx

Its outputs are the first seven pixels of a 48x48 grey face. Needs onnx and numpy.
"""

import base64
import sys

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

SIDE, LABELS = 48, "angry,disgust,fear,happy,sad,surprise,neutral"


def main(out: str) -> None:
    outputs = len(LABELS.split(","))
    constants = {"start": [0, 0, 0], "end": [1, 1, outputs], "axes": [1, 2, 3], "shape": [-1, outputs]}
    graph = helper.make_graph(
        [
            helper.make_node("Slice", ["input", "start", "end", "axes"], ["row"]),
            helper.make_node("Reshape", ["row", "shape"], ["output"]),
        ],
        "empty",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["batch", 1, SIDE, SIDE])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", outputs])],
        [numpy_helper.from_array(np.array(values, np.int64), name) for name, values in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    zeros = ",".join(["0"] * outputs)
    metadata = {
        "schema": "1", "id": "empty", "version": "1", "task": "emotion-classification", "license": "Apache-2.0",
        "input.layout": "NCHW", "input.width": str(SIDE), "input.height": str(SIDE), "input.color": "gray",
        "input.scale": str(1 / 255), "input.mean": "0", "input.std": "1", "crop.scale": "1",
        "labels": LABELS, "output": "logits", "temperature": "1",
        "selftest.input": base64.b64encode(bytes(SIDE * SIDE)).decode(), "selftest.output": zeros,
        "selftest.tolerance": "1e-6",
    }
    helper.set_model_props(model, {f"fer.{key}": value for key, value in metadata.items()})
    checker.check_model(model, full_check=True)
    save(model, out)


if __name__ == "__main__":
    main(sys.argv[1])
