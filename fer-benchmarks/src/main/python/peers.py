"""Times ONNX Runtime and a whole pipeline in Python, on the files that Peers wrote, on one thread.

    python peers.py FOLDER

Prints a name and nanoseconds of processor time per line. Needs onnxruntime, numpy and cv2.
"""

import sys
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

BLOCK, BUDGET = 4e6, 2e9


def nanos_per_call(work) -> float:
    """As Turns.java: the lower decile of short blocks."""
    calls = 1
    while block(work, calls) < BLOCK:
        calls *= 2
    times, end = [], time.perf_counter_ns() + BUDGET
    while len(times) < 20 or time.perf_counter_ns() < end:
        times.append(block(work, calls) / calls)
    return sorted(times)[len(times) // 10]


def block(work, calls: int) -> int:
    start = time.thread_time_ns()
    for _ in range(calls):
        work()
    return time.thread_time_ns() - start


def open_session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def analyze(session, cascade, least: int, file: np.ndarray) -> list:
    picture = cv2.imdecode(file, cv2.IMREAD_COLOR)
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    found = cascade.detectMultiScale(gray, scaleFactor=1.1, minNeighbors=5, minSize=(least, least))
    faces = [cv2.resize(gray[y : y + h, x : x + w], (48, 48), interpolation=cv2.INTER_AREA) for x, y, w, h in found]
    if not faces:
        return []
    batch = np.stack(faces)[:, None].astype(np.float32) / 255
    return session.run(None, {"input": batch})[0]


SMALLEST_FACE, SEARCHED_FACE, STRIDES, LEAST_SCORE = 24, 16, (8, 16, 32), 0.7


def detect(session, picture: np.ndarray) -> np.ndarray:
    """The library's default search: faces of 24 pixels shrunk to 16; x, y, width, height per row."""
    scale = SEARCHED_FACE / SMALLEST_FACE
    height, width = round(picture.shape[0] * scale), round(picture.shape[1] * scale)
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    small = cv2.copyMakeBorder(small, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT)
    outputs = session.run(None, {"input": small.transpose(2, 0, 1)[None].astype(np.float32)})
    names = [output.name for output in session.get_outputs()]
    boxes, scores = [], []
    for stride in STRIDES:
        part = {kind: outputs[names.index(f"{kind}_{stride}")][0] for kind in ("cls", "obj", "bbox")}
        score = np.sqrt(part["cls"].clip(0, 1) * part["obj"].clip(0, 1))[:, 0]
        for cell in np.flatnonzero(score >= LEAST_SCORE):
            row, column = divmod(cell, small.shape[1] // stride)
            dx, dy, dw, dh = part["bbox"][cell]
            w, h = np.exp(dw) * stride, np.exp(dh) * stride
            boxes.append([(column + dx) * stride - w / 2, (row + dy) * stride - h / 2, w, h])
            scores.append(float(score[cell]))
    kept = cv2.dnn.NMSBoxes(boxes, scores, LEAST_SCORE, 0.3) if boxes else []
    return np.array([boxes[i] for i in kept]).reshape(-1, 4) / scale


def analyze_by_net(detector, session, file: np.ndarray) -> list:
    picture = cv2.imdecode(file, cv2.IMREAD_COLOR)
    faces = []
    for x, y, w, h in detect(detector, picture):
        side = max(w, h)
        left, top = max(0, int(x + (w - side) / 2)), max(0, int(y + (h - side) / 2))
        crop = cv2.cvtColor(picture[top : top + int(side), left : left + int(side)], cv2.COLOR_BGR2GRAY)
        faces.append(cv2.resize(crop, (48, 48), interpolation=cv2.INTER_AREA))
    if not faces:
        return []
    return session.run(["balanced"], {"input": np.stack(faces)[:, None].astype(np.float32) / 255})[0]


def main(folder: Path) -> None:
    cv2.setNumThreads(1)
    face = np.frombuffer((folder / "face.gray").read_bytes(), np.uint8).reshape(1, 1, 48, 48).astype(np.float32) / 255
    for file in sorted(folder.glob("*.onnx")):
        session = open_session(file)
        for batch in 1, 32:
            faces = np.repeat(face, batch, axis=0)
            print(f"{file.stem}-{batch}", nanos_per_call(lambda: session.run(None, {"input": faces})))
    detector, session = open_session(folder / "face.detector"), open_session(folder / "lite.onnx")
    for file in sorted(folder.glob("default-*.jpg")):
        encoded = np.frombuffer(file.read_bytes(), np.uint8)
        found = len(analyze_by_net(detector, session, encoded))
        print(f"{file.stem}-{found}", nanos_per_call(lambda: analyze_by_net(detector, session, encoded)))
    if not hasattr(cv2, "CascadeClassifier"):
        return  # OpenCV 5 has none
    session = open_session(folder / "lite-int8.onnx")
    cascade = cv2.CascadeClassifier(str(folder / "cascade.xml"))
    for file in sorted(folder.glob("[!d]*.jpg")):
        encoded = np.frombuffer(file.read_bytes(), np.uint8)
        least = int(file.stem.split("-")[-1])
        print(file.stem, nanos_per_call(lambda: analyze(session, cascade, least, encoded)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
