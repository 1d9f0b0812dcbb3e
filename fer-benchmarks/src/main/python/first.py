"""Analyzes one frame from a cold start, as ColdStart does with the library.

    python first.py FOLDER
"""

import sys
from pathlib import Path

import cv2
import numpy as np
from peers import analyze_by_net, open_session

folder = Path(sys.argv[1])
cv2.setNumThreads(1)
detector, session = open_session(folder / "face.onnx"), open_session(folder / "lite.onnx")
frame = np.frombuffer((folder / "frame.jpg").read_bytes(), np.uint8)
if len(analyze_by_net(detector, session, frame)) != 1:
    sys.exit("one face expected")
