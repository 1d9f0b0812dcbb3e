"""Preparing pictures: folders of any pictures become one folder of shrunk ones with `pictures.csv` and `boxes.csv`."""

from __future__ import annotations

import argparse
import csv
import re
from pathlib import Path

import cv2

from .pictures import read_pictures


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folders", type=Path, nargs="+", help="each a set, named as the folder; boxes.csv is taken along"
    )
    parser.add_argument("--nobody", nargs="*", default=[], help="sets that show no face")
    parser.add_argument("--side", type=int, default=640, help="longest side after shrinking")
    parser.add_argument("--quality", type=int, default=85, help="of the JPEG files, 1 to 100")
    parser.add_argument("--out", type=Path, required=True)


def main(args: argparse.Namespace) -> None:
    args.out.mkdir(parents=True, exist_ok=True)
    pictures, boxes = [], []
    for folder in args.folders:
        name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower())
        for number, picture in enumerate(read_pictures(folder)):
            file = f"{name}-{number:04}.jpg"
            scale = _shrink(picture.read(), args.out / file, args.side, args.quality)
            known = "no faces" if name in args.nobody else "yes" if len(picture.boxes) else "no"
            pictures.append((file, name, known))
            for label, box in zip(picture.labels, picture.boxes, strict=True):
                boxes.append((file, label, *(f"{v * scale:.1f}" for v in box)))
    _write(args.out / "pictures.csv", ("picture", "set", "boxed"), pictures)
    _write(args.out / "boxes.csv", ("picture", "label", "xmin", "ymin", "xmax", "ymax"), boxes)
    print(f"{len(pictures)} pictures, {len(boxes)} boxes in {args.out}")


def _shrink(pixels, into: Path, side: int, quality: int) -> float:
    scale = min(1.0, side / max(pixels.shape[:2]))
    if scale < 1:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    if not cv2.imwrite(str(into), pixels, [cv2.IMWRITE_JPEG_QUALITY, quality]):
        raise ValueError(f"{into} cannot be written")
    return scale


def _write(path: Path, header: tuple[str, ...], rows: list[tuple]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
