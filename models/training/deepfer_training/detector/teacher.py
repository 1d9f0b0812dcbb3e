"""The teacher: a face detector in YuNet's format, whose answers per cell the student learns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime

from .network import STRIDES


class Teacher:
    """Answers for pictures (height, width, BGR) of 0 to 255, whose sides are multiples of 32."""

    def __init__(self, model: Path | onnx.ModelProto):
        content = model.SerializeToString() if isinstance(model, onnx.ModelProto) else str(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        names = {output.name for output in self._session.get_outputs()}
        self._names = [f"{part}_{stride}" for stride in STRIDES for part in ("cls", "obj", "bbox", "kps")]
        missing = [name for name in self._names if name not in names]
        if missing:
            raise ValueError(f"{model} is no detector in YuNet's format: it lacks the outputs {', '.join(missing)}")

    def __call__(self, picture: np.ndarray) -> np.ndarray:
        """Score, box and points per cell: (cells, 15)."""
        x = np.ascontiguousarray(picture.transpose(2, 0, 1)[None], dtype=np.float32)
        outputs = self._session.run(self._names, {self._session.get_inputs()[0].name: x})
        parts = []
        for i in range(len(STRIDES)):
            klass, objectness, box, points = (a[0] for a in outputs[4 * i : 4 * i + 4])
            score = np.sqrt(np.clip(klass, 0, 1) * np.clip(objectness, 0, 1))
            parts.append(np.concatenate([score, box, points], axis=1))
        return np.concatenate(parts)
