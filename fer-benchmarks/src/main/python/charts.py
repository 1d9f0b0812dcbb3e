"""Draws what Growth printed.

    python charts.py growth.csv docs/images/performance.png

Needs matplotlib.
"""

import csv
import sys

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot

TITLES = {
    "faces": ("Faces in a 640x480 frame", "time (1: one face, lite)"),
    "pixels": ("Million pixels, one face", "time (1: 640x480, lite)"),
    "callers": ("Threads that call one pipeline", "throughput (1: one thread)"),
}


def main(source: str, target: str) -> None:
    with open(source, newline="") as file:
        rows = list(csv.DictReader(file))
    figure, axes = pyplot.subplots(1, len(TITLES), figsize=(12, 3.6), layout="constrained")
    for axis, (chart, (x_label, y_label)) in zip(axes, TITLES.items()):
        points = [row for row in rows if row["chart"] == chart]
        for line in dict.fromkeys(row["line"] for row in points):
            own = [row for row in points if row["line"] == line]
            unit = 1e6 if chart == "pixels" else 1
            axis.plot([int(row["x"]) / unit for row in own], [float(row["y"]) for row in own], marker="o", label=line)
        axis.set(xlabel=x_label, ylabel=y_label, xlim=(0, None), ylim=(0, None))
        axis.grid(alpha=0.3)
        axis.legend()
        if chart == "callers":
            axis.xaxis.get_major_locator().set_params(integer=True)
    figure.savefig(target, dpi=110)


if __name__ == "__main__":
    main(*sys.argv[1:])
