package io.github.deepfer.api.internal.image.vp8;

/** Smooths the edges between blocks (RFC 6386, section 15). */
final class LoopFilter {
  private final Plane plane;

  LoopFilter(Plane plane) {
    this.plane = plane;
  }

  /**
   * Smooths an edge.
   *
   * @param at the first sample behind the edge
   * @param across from a sample to the next across the edge
   * @param along from one to the next along it
   * @param length in samples
   * @param limit of the step at the edge
   */
  void simple(int at, int across, int along, int length, int limit) {
    for (int i = 0; i < length; i++, at += along) {
      if (isStep(at, across, limit)) {
        two(at, across);
      }
    }
  }

  /**
   * Smooths an edge by what is beside it.
   *
   * @param interior limit of the steps beside the edge
   * @param variance beyond which only the two samples at the edge change
   * @param outer whether it is one between macroblocks
   */
  void normal(
      int at,
      int across,
      int along,
      int length,
      int limit,
      int interior,
      int variance,
      boolean outer) {
    for (int i = 0; i < length; i++, at += along) {
      if (!isStep(at, across, limit) || !isSmooth(at, across, interior)) {
        continue;
      }
      if (distance(at - 2 * across, at - across) > variance
          || distance(at + across, at) > variance) {
        two(at, across);
      } else if (outer) {
        six(at, across);
      } else {
        four(at, across);
      }
    }
  }

  private int distance(int first, int second) {
    return Math.abs(plane.get(first) - plane.get(second));
  }

  private boolean isStep(int at, int across, int limit) {
    int near = distance(at - across, at);
    return 4 * near + distance(at - 2 * across, at + across) <= 2 * limit + 1;
  }

  private boolean isSmooth(int at, int across, int interior) {
    return distance(at - 4 * across, at - 3 * across) <= interior
        && distance(at - 3 * across, at - 2 * across) <= interior
        && distance(at - 2 * across, at - across) <= interior
        && distance(at + 3 * across, at + 2 * across) <= interior
        && distance(at + 2 * across, at + across) <= interior
        && distance(at + across, at) <= interior;
  }

  private int step(int at, int across) {
    return 3 * (plane.get(at) - plane.get(at - across));
  }

  private int outerStep(int at, int across) {
    return clamp(plane.get(at - 2 * across) - plane.get(at + across), 127);
  }

  private static int clamp(int value, int most) {
    return Math.max(-most - 1, Math.min(most, value));
  }

  private void two(int at, int across) {
    int step = step(at, across) + outerStep(at, across);
    move(at, -clamp((step + 4) >> 3, 15));
    move(at - across, clamp((step + 3) >> 3, 15));
  }

  private void four(int at, int across) {
    int step = step(at, across);
    int behind = clamp((step + 4) >> 3, 15);
    int before = clamp((step + 3) >> 3, 15);
    int outer = (behind + 1) >> 1;
    move(at - 2 * across, outer);
    move(at - across, before);
    move(at, -behind);
    move(at + across, -outer);
  }

  private void six(int at, int across) {
    int step = clamp(step(at, across) + outerStep(at, across), 127);
    for (int i = 0; i < 3; i++) {
      int part = ((27 - 9 * i) * step + 63) >> 7;
      move(at - (i + 1) * across, part);
      move(at + i * across, -part);
    }
  }

  private void move(int at, int by) {
    plane.set(at, plane.get(at) + by);
  }
}
