"""Does in Python what Peers and DefaultFrames compare the library with, when they say so.

    python peers.py FOLDER

Answers each line of its input with a line:

    time CALLS WORKERS THREADS WORK   nanoseconds of so many calls by so many workers, whose runs have so many threads;
                                      an empty line if this Python cannot do it
    faces WORK                        x, y, width and height of every face that a frame's work finds

    net MODEL BATCH                   a run of a model on so many faces
    haar FRAME SMALLEST               a frame with OpenCV's cascade and lite-int8
    frame FRAME DETECTOR              a frame with a net as detector and lite

One thread is timed by its processor time, more by the clock on the wall. Needs onnxruntime, numpy and cv2.
"""

import functools
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

SMALLEST_FACE, SEARCHED_FACE, STRIDES, LEAST_SCORE = 24, 16, (8, 16, 32), 0.7
OUTPUTS = [f"{kind}_{stride}" for stride in STRIDES for kind in ("cls", "obj", "bbox")]


def open_session(file: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
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


def detect(session, picture: np.ndarray) -> np.ndarray:
    """The library's default search: faces of 24 pixels shrunk to 16; x, y, width, height per row."""
    scale = SEARCHED_FACE / SMALLEST_FACE
    height, width = round(picture.shape[0] * scale), round(picture.shape[1] * scale)
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_LINEAR)
    small = cv2.copyMakeBorder(small, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT)
    outputs = session.run(OUTPUTS, {"input": small.transpose(2, 0, 1)[None].astype(np.float32)})
    boxes, scores = [], []
    for i, stride in enumerate(STRIDES):
        cls, obj, box = (output[0] for output in outputs[3 * i : 3 * i + 3])
        score = np.sqrt(cls.clip(0, 1) * obj.clip(0, 1))[:, 0]
        for cell in np.flatnonzero(score >= LEAST_SCORE):
            row, column = divmod(cell, small.shape[1] // stride)
            dx, dy, dw, dh = box[cell]
            w, h = np.exp(dw) * stride, np.exp(dh) * stride
            boxes.append([(column + dx) * stride - w / 2, (row + dy) * stride - h / 2, w, h])
            scores.append(float(score[cell]))
    kept = cv2.dnn.NMSBoxes(boxes, scores, LEAST_SCORE, 0.3) if boxes else []
    return np.array([boxes[i] for i in kept]).reshape(-1, 4) / scale


def analyze_by_net(detector, session, file: np.ndarray) -> np.ndarray:
    """Where the faces are; what they show is computed, and left."""
    picture = cv2.imdecode(file, cv2.IMREAD_COLOR)
    boxes = detect(detector, picture)
    faces = []
    for x, y, w, h in boxes:
        side = max(w, h)
        left, top = max(0, int(x + (w - side) / 2)), max(0, int(y + (h - side) / 2))
        crop = cv2.cvtColor(picture[top : top + int(side), left : left + int(side)], cv2.COLOR_BGR2GRAY)
        faces.append(cv2.resize(crop, (48, 48), interpolation=cv2.INTER_AREA))
    if faces:
        session.run(["balanced"], {"input": np.stack(faces)[:, None].astype(np.float32) / 255})
    return boxes


def net(folder: Path, threads: int, model: str, batch: str):
    face = np.frombuffer((folder / "face.gray").read_bytes(), np.uint8).reshape(1, 1, 48, 48).astype(np.float32) / 255
    session, faces = open_session(folder / model, threads), np.repeat(face, int(batch), axis=0)
    return lambda: session.run(None, {"input": faces})


def haar(folder: Path, threads: int, frame: str, smallest: str):
    if not hasattr(cv2, "CascadeClassifier"):
        return None  # OpenCV 5 has none
    session = open_session(folder / "lite-int8.onnx", threads)
    cascade = cv2.CascadeClassifier(str(folder / "cascade.xml"))
    encoded = np.frombuffer((folder / frame).read_bytes(), np.uint8)
    return lambda: analyze(session, cascade, int(smallest), encoded)


def frame(folder: Path, threads: int, frame: str, detector: str):
    detecting, session = open_session(folder / detector, threads), open_session(folder / "lite.onnx", threads)
    encoded = np.frombuffer((folder / frame).read_bytes(), np.uint8)
    return lambda: analyze_by_net(detecting, session, encoded)


@functools.cache
def prepare(folder: Path, threads: int, kind: str, *arguments: str):
    return {"net": net, "haar": haar, "frame": frame}[kind](folder, threads, *arguments)


@functools.cache
def pool(workers: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(workers)


def nanos(call, calls: int, workers: int, threads: int) -> int:
    clock = time.thread_time_ns if workers == threads == 1 else time.perf_counter_ns
    start = clock()
    if workers == 1:
        for _ in range(calls):
            call()
    else:
        for done in [pool(workers).submit(call) for _ in range(calls)]:
            done.result()
    return clock() - start


def answer(folder: Path, verb: str, *words: str) -> str:
    if verb == "faces":
        boxes = prepare(folder, 1, *words)()
        return " ".join(str(round(number)) for number in boxes.ravel())
    calls, workers, threads = map(int, words[:3])
    call = prepare(folder, threads, *words[3:])
    cv2.setNumThreads(threads)
    return "" if call is None else str(nanos(call, calls, workers, threads))


if __name__ == "__main__":
    for line in sys.stdin:
        print(answer(Path(sys.argv[1]), *line.split()), flush=True)
