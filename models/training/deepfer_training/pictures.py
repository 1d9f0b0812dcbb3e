"""The project's sample pictures: scenes of average faces, in which nobody real is seen."""

from __future__ import annotations

import argparse
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from .average import average_face
from .data import read_faces

# Most faces that all annotators call sad are crying children; those like a neutral face are the calmer ones.
EMOTIONS = {"happy": None, "surprise": None, "neutral": None, "sad": "neutral", "angry": None}

# The box of a face, in widths of its 48x48 picture: from the upper forehead to the chin, and as wide.
BOX = (0.02, 0.01, 0.96, 0.96)


@dataclass(frozen=True)
class Person:
    """Where a face's 48x48 picture goes, in pixels of the scene, and the person's colours."""

    emotion: str
    x: int
    y: int
    side: int
    hair: str
    cloth: str
    skin: float = 0.5  # 0 pale, 1 dark

    def box(self) -> tuple[int, int, int, int]:
        x, y, width, height = (round(v * self.side) for v in BOX)
        return self.x + x, self.y + y, width, height


@dataclass(frozen=True)
class Scene:
    width: int
    height: int
    top: str
    bottom: str
    people: tuple[Person, ...]
    desk: int | None = None  # its upper edge; people whose chin is lower sit before it


SCENES = {
    "pair": Scene(640, 480, "#dfe9f0", "#8fa9bb", (
        Person("happy", 95, 120, 190, "#4a3226", "#3d6b8c", 0.35),
        Person("surprise", 365, 135, 180, "#2b2522", "#a8563f", 0.6),
    )),
    "team": Scene(1280, 720, "#f1e9dc", "#b9a88e", (
        Person("neutral", 250, 120, 180, "#231f1e", "#4d5a4b", 0.65),
        Person("angry", 840, 125, 180, "#3b2a20", "#7a3b3b", 0.5),
        Person("happy", 535, 155, 200, "#5b3a22", "#2f6b6b", 0.3),
        Person("sad", 60, 330, 190, "#6b4a2c", "#6c6a8f", 0.25),
        Person("surprise", 1025, 330, 190, "#2b2522", "#c08a3e", 0.55),
    )),
    "fullhd": Scene(1920, 1080, "#dce6e2", "#7f978f", (
        Person("neutral", 780, 170, 90, "#2b2522", "#5c6f7d", 0.5),
        Person("surprise", 1080, 190, 110, "#4a3226", "#8f6a4d", 0.4),
        Person("sad", 1470, 260, 160, "#231f1e", "#53617a", 0.6),
        Person("happy", 240, 300, 380, "#4a3226", "#9a4a4a", 0.35),
        Person("angry", 1000, 480, 240, "#3b2a20", "#3f5a46", 0.55),
    ), desk=560),
    "portrait-happy": Scene(480, 640, "#e9e4ef", "#a79bb8", (
        Person("happy", 110, 160, 260, "#3b2a20", "#4f5d94", 0.4),
    )),
    "nobody": Scene(640, 480, "#dfe9f0", "#8fa9bb", ()),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, help="fer2013.csv[.gz]: makes faces/ anew; without it they are kept")
    parser.add_argument("--votes", type=Path, help="fer2013new.csv, with --data")
    parser.add_argument("--out", type=Path, required=True, help="the directory pictures/")


def main(args: argparse.Namespace) -> None:
    faces_dir = args.out / "faces"
    if args.data is not None:
        faces_dir.mkdir(parents=True, exist_ok=True)
        training = read_faces(args.data, args.votes)["Training"]
        for emotion, like in EMOTIONS.items():
            face = np.rint(average_face(training, emotion, like=like)).astype(np.uint8)
            Image.fromarray(face).save(faces_dir / f"{emotion}.png", optimize=True)
    faces = {emotion: Image.open(faces_dir / f"{emotion}.png") for emotion in EMOTIONS}
    with open(args.out / "scenes.csv", "w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("scene", "x", "y", "width", "height", "emotion"))
        for name, scene in SCENES.items():
            compose(scene, faces).save(args.out / f"{name}.png", optimize=True)
            writer.writerows((name, *person.box(), person.emotion) for person in scene.people)


def compose(scene: Scene, faces: dict[str, Image.Image]) -> Image.Image:
    """Draws the scene, its people in the order given: those behind come first."""
    canvas = _backdrop(scene)
    desk = scene.height if scene.desk is None else scene.desk
    for person in scene.people:
        if person.y + person.side <= desk:
            _draw(canvas, person, faces[person.emotion])
    if scene.desk is not None:
        draw = ImageDraw.Draw(canvas)
        draw.rectangle((0, desk, scene.width, scene.height), fill="#b48a63")
        draw.rectangle((0, desk, scene.width, desk + 14), fill="#cda67f")
    for person in scene.people:
        if person.y + person.side > desk:
            _draw(canvas, person, faces[person.emotion])
    return canvas


def _backdrop(scene: Scene) -> Image.Image:
    ramp = Image.linear_gradient("L").resize((scene.width, scene.height))
    top, bottom = (Image.new("RGB", ramp.size, colour) for colour in (scene.top, scene.bottom))
    return Image.composite(bottom, top, ramp)


def _draw(canvas: Image.Image, person: Person, face: Image.Image) -> None:
    s = person.side
    tint = _tint(face.resize((s, s), Image.Resampling.LANCZOS), person.skin)
    pixels = np.asarray(tint)
    chin = tuple(int(v) for v in np.median(pixels[int(0.88 * s) : int(0.94 * s), int(0.4 * s) : int(0.6 * s)], (0, 1)))
    brow = tuple(int(v) for v in np.median(pixels[int(0.05 * s) : int(0.12 * s), int(0.4 * s) : int(0.6 * s)], (0, 1)))
    neck = tuple(int(0.8 * v) for v in chin)

    def oval(colour, cx, cy, rx, ry, soft) -> None:
        """Coordinates in widths of the face picture, from its top left corner."""
        box = [person.x + (cx - rx) * s, person.y + (cy - ry) * s, person.x + (cx + rx) * s, person.y + (cy + ry) * s]
        canvas.paste(Image.new("RGB", canvas.size, colour), mask=_oval(canvas.size, box, soft * s))

    oval(person.hair, 0.5, 0.42, 0.54, 0.68, 0.015)
    oval(neck, 0.5, 1.08, 0.20, 0.34, 0.02)
    oval(person.cloth, 0.5, 1.92, 0.88, 0.72, 0.012)
    shoulder = person.y + round(1.92 * s)
    canvas.paste(person.cloth, (person.x - round(0.38 * s), shoulder, person.x + round(1.38 * s), canvas.height))
    oval(neck, 0.5, 1.14, 0.19, 0.20, 0.03)
    oval(chin, 0.5, 0.55, 0.385, 0.53, 0.025)
    oval(brow, 0.5, 0.36, 0.40, 0.42, 0.05)
    canvas.paste(tint, (person.x, person.y), _face_mask(s))


def _face_mask(side: int) -> Image.Image:
    """An oval that fades out towards the picture's upper and lower edge."""
    oval = _oval((side, side), [0.14 * side, -0.16 * side, 0.86 * side, 1.0 * side], 0.035 * side)
    y = (np.arange(side) + 0.5) / side
    fade = np.clip(np.minimum(y / 0.16, (1 - y) / 0.10), 0, 1)
    smooth = fade * fade * (3 - 2 * fade)
    return Image.fromarray(np.rint(np.asarray(oval) * smooth[:, None]).astype(np.uint8))


def _oval(size: tuple[int, int], box: list[float], soft: float) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    return mask.filter(ImageFilter.GaussianBlur(soft))


def _tint(grey: Image.Image, skin: float) -> Image.Image:
    """Colours grey pixels like skin: the blue falls behind the red most in the middle tones."""
    v = np.asarray(grey, dtype=np.float32) / 255
    dark = 1 - 0.25 * skin
    rgb = np.stack([v**0.80 * (1 - 0.06 * skin), v ** (1.12 + 0.1 * skin) * dark**0.5 * 0.94, v**1.4 * dark * 0.86], -1)
    return Image.fromarray(np.rint(rgb * 255).clip(0, 255).astype(np.uint8))
