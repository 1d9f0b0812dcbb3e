"""Writes a model whose answer shows whether a processor adds products of bytes in 16 bits, where they saturate.

    python src/main/python/saturation_model.py src/main/resources/io/github/deepfer/onnx/runtime/saturation.onnx

It multiplies a matrix of unsigned bytes (8 x 64) with one of the largest signed bytes (64 x 32). Needs onnx and numpy.
"""

import sys

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

ROWS, INNER, COLUMNS = 8, 64, 32


def main(out: str) -> None:
    weights = np.full((INNER, COLUMNS), 127, np.int8)
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["input", "weights"], ["output"])],
        "saturation",
        [helper.make_tensor_value_info("input", TensorProto.UINT8, [ROWS, INNER])],
        [helper.make_tensor_value_info("output", TensorProto.INT32, [ROWS, COLUMNS])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    checker.check_model(model, full_check=True)
    save(model, out)


if __name__ == "__main__":
    main(sys.argv[1])
