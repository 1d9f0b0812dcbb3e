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


def main(folder: Path) -> None:
    cv2.setNumThreads(1)
    face = np.frombuffer((folder / "face.gray").read_bytes(), np.uint8).reshape(1, 1, 48, 48).astype(np.float32) / 255
    for file in sorted(folder.glob("*.onnx")):
        session = open_session(file)
        for batch in 1, 32:
            faces = np.repeat(face, batch, axis=0)
            print(f"{file.stem}-{batch}", nanos_per_call(lambda: session.run(None, {"input": faces})))
    session = open_session(folder / "lite-int8.onnx")
    cascade = cv2.CascadeClassifier(str(folder / "cascade.xml"))
    for file in sorted(folder.glob("*.jpg")):
        encoded = np.frombuffer(file.read_bytes(), np.uint8)
        least = int(file.stem.split("-")[-1])
        print(file.stem, nanos_per_call(lambda: analyze(session, cascade, least, encoded)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
