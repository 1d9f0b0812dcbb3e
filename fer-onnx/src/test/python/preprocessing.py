"""Writes the reference for FacePreprocessorTest with PyTorch, Pillow and OpenCV.

    python src/test/python/preprocessing.py src/test/resources/io/github/deepfer/onnx/tensor

preprocessing.csv has a line per case, preprocessing.bin its tensors one after the other as
little-endian float32. Needs torch, pillow, opencv-python-headless and numpy.
"""

import csv
import sys
from pathlib import Path

import cv2
import numpy as np
import torch
from PIL import Image

# name, picture width, picture height, crop x, y, width, height, layout, colour, tensor width, height, scale, mean, std
UNIT = (1 / 255, "0", "1")
IMAGENET = (1 / 255, "0.485,0.456,0.406", "0.229,0.224,0.225")
CASES = [
    ("whole, shrunk", 61, 47, 0, 0, 61, 47, "NCHW", "gray", 8, 8, *UNIT),
    ("whole, one to one", 16, 12, 0, 0, 16, 12, "NCHW", "gray", 16, 12, *UNIT),
    ("whole, enlarged", 9, 7, 0, 0, 9, 7, "NCHW", "gray", 24, 20, *UNIT),
    ("inner, shrunk", 61, 47, 20, 10, 30, 30, "NCHW", "gray", 7, 9, *UNIT),
    ("inner, one to one", 61, 47, 50, 3, 8, 8, "NCHW", "gray", 8, 8, *UNIT),
    ("inner, enlarged", 61, 47, 5, 5, 4, 3, "NCHW", "gray", 12, 12, *UNIT),
    ("wider but lower", 61, 47, 1, 2, 50, 4, "NCHW", "gray", 10, 10, *UNIT),
    ("narrower but higher", 61, 47, 1, 2, 4, 40, "NCHW", "gray", 10, 10, *UNIT),
    ("rgb planes", 61, 47, 3, 4, 40, 40, "NCHW", "rgb", 8, 6, *IMAGENET),
    ("rgb pixels", 61, 47, 3, 4, 40, 40, "NHWC", "rgb", 8, 6, *IMAGENET),
    ("bgr planes", 61, 47, 3, 4, 40, 40, "NCHW", "bgr", 8, 6, *IMAGENET),
    ("bgr pixels", 61, 47, 3, 4, 40, 40, "NHWC", "bgr", 8, 6, 1, "103.94,116.78,123.68", "57.5"),
    ("reaches out top left", 61, 47, -17, -15, 40, 30, "NCHW", "gray", 9, 9, *UNIT),
    ("reaches out bottom right", 61, 47, 40, 30, 50, 60, "NCHW", "rgb", 9, 9, *IMAGENET),
    ("reaches out on all sides", 61, 47, -300, -200, 700, 500, "NCHW", "gray", 10, 10, *UNIT),
    ("lies outside", 61, 47, -100, 60, 30, 30, "NCHW", "gray", 4, 4, *UNIT),
    ("one pixel", 1, 1, 0, 0, 1, 1, "NCHW", "gray", 4, 4, *UNIT),
    ("one pixel, crop around it", 1, 1, -3, -3, 7, 7, "NCHW", "rgb", 4, 4, *IMAGENET),
    ("large", 3001, 1999, 100, 50, 1900, 1900, "NCHW", "gray", 48, 48, *UNIT),
    ("fractions, shrunk", 61, 47, 3.25, 2.625, 25.375, 19.75, "NCHW", "gray", 8, 8, *UNIT),
    ("fractions, enlarged", 61, 47, 30.5, 20.125, 5.75, 6.5, "NCHW", "gray", 12, 12, *UNIT),
    ("fractions, colour", 61, 47, 10.875, 4.5, 33.3125, 29.0625, "NHWC", "rgb", 8, 8, *IMAGENET),
    ("fractions, reaches out", 61, 47, -8.375, 30.5, 33.5, 31.25, "NCHW", "gray", 8, 8, *UNIT),
]


def picture(width: int, height: int) -> np.ndarray:
    """RGB pixels that a line of Java can make too."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((3 * x * x + 5 * y * y + 7 * x * y + 11 * x + 83 * c) & 255).astype(np.uint8)


def cut(plane: np.ndarray, x: float, y: float, width: float, height: float) -> np.ndarray:
    """The whole pixels that the crop touches; outside the picture the nearest one counts."""
    rows = np.arange(int(np.floor(y)), int(np.ceil(y + height))).clip(0, plane.shape[0] - 1)
    columns = np.arange(int(np.floor(x)), int(np.ceil(x + width))).clip(0, plane.shape[1] - 1)
    return plane[np.ix_(rows, columns)]


def resize(plane: np.ndarray, x: float, y: float, width: float, height: float, size: tuple[int, int]) -> np.ndarray:
    pixels = cut(plane, x, y, width, height)
    if all(float(v).is_integer() for v in (x, y, width, height)):
        return torch.nn.functional.interpolate(
            torch.from_numpy(pixels.astype(np.float64))[None, None],
            size=size,
            mode="bilinear",
            align_corners=False,
            antialias=True,
        )[0, 0].numpy()
    left, top = x - np.floor(x), y - np.floor(y)
    return np.asarray(
        Image.fromarray(pixels.astype(np.float32), "F").resize(
            (size[1], size[0]), Image.Resampling.BILINEAR, box=(left, top, left + width, top + height)
        )
    )


def tensor(case: tuple) -> np.ndarray:
    _, w, h, x, y, cw, ch, layout, color, tw, th, scale, mean, std = case
    rgb = picture(w, h)
    if color == "gray":
        planes = [cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).reshape(h, w)]
    else:
        planes = [rgb[..., c] for c in ((0, 1, 2) if color == "rgb" else (2, 1, 0))]
    means, stds = (np.broadcast_to([float(v) for v in s.split(",")], len(planes)) for s in (mean, std))
    resized = [(resize(p, x, y, cw, ch, (th, tw)) * scale - m) / s for p, m, s in zip(planes, means, stds)]
    return np.stack(resized, axis=0 if layout == "NCHW" else -1).astype("<f4")


def main(out: Path) -> None:
    with (out / "preprocessing.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=";", lineterminator="\n").writerows(CASES)
    (out / "preprocessing.bin").write_bytes(b"".join(tensor(case).tobytes() for case in CASES))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
