package io.github.deepfer.opencv.haar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A face that raw hits of a search agree on.
 *
 * @param x left edge, the mean of the hits'
 * @param y top edge, the mean of the hits'
 * @param width the mean of the hits'
 * @param height the mean of the hits'
 * @param neighbors how many hits agree
 */
record FaceGroup(int x, int y, int width, int height, int neighbors) {
  private static final double TOLERANCE = 0.2;
  private static final int MIN_TO_SWALLOW = 3;

  /** A raw hit. */
  static FaceGroup hit(int x, int y, int side) {
    return new FaceGroup(x, y, side, side, 1);
  }

  /**
   * Puts together what lies in nearly the same place, as OpenCV's {@code groupRectangles} does,
   * with its order and its roundings.
   *
   * @param hits raw hits
   * @param minNeighbors only groups of more hits are kept; with 0 each hit stays a face
   */
  static List<FaceGroup> of(List<FaceGroup> hits, int minNeighbors) {
    if (minNeighbors <= 0) {
      return hits;
    }
    List<FaceGroup> groups = means(hits, classes(hits));
    List<FaceGroup> faces = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      boolean isFace = groups.get(i).neighbors > minNeighbors;
      for (int k = 0; isFace && k < groups.size(); k++) {
        isFace = k == i || !groups.get(k).swallows(groups.get(i), minNeighbors);
      }
      if (isFace) {
        faces.add(groups.get(i));
      }
    }
    return faces;
  }

  /** The number of the group of each hit; groups are numbered as their first hits come. */
  private static int[] classes(List<FaceGroup> hits) {
    int[] classes = new int[hits.size()];
    Arrays.fill(classes, -1);
    int count = 0;
    int[] reached = new int[hits.size()];
    for (int first = 0; first < classes.length; first++) {
      if (classes[first] >= 0) {
        continue;
      }
      int end = 0;
      reached[end++] = first;
      classes[first] = count;
      for (int at = 0; at < end; at++) {
        FaceGroup hit = hits.get(reached[at]);
        for (int i = 0; i < classes.length; i++) {
          if (classes[i] < 0 && hit.isSimilar(hits.get(i))) {
            classes[i] = count;
            reached[end++] = i;
          }
        }
      }
      count++;
    }
    return classes;
  }

  private boolean isSimilar(FaceGroup other) {
    double most = TOLERANCE * (Math.min(width, other.width) + Math.min(height, other.height)) * 0.5;
    return Math.abs(x - other.x) <= most
        && Math.abs(y - other.y) <= most
        && Math.abs(x + width - other.x - other.width) <= most
        && Math.abs(y + height - other.y - other.height) <= most;
  }

  private static List<FaceGroup> means(List<FaceGroup> hits, int[] classes) {
    int count = Arrays.stream(classes).max().orElse(-1) + 1;
    int[][] sums = new int[count][5];
    for (int i = 0; i < classes.length; i++) {
      int[] sum = sums[classes[i]];
      FaceGroup hit = hits.get(i);
      sum[0] += hit.x;
      sum[1] += hit.y;
      sum[2] += hit.width;
      sum[3] += hit.height;
      sum[4]++;
    }
    List<FaceGroup> means = new ArrayList<>(count);
    for (int[] sum : sums) {
      float share = 1f / sum[4];
      means.add(
          new FaceGroup(
              round(sum[0] * share),
              round(sum[1] * share),
              round(sum[2] * share),
              round(sum[3] * share),
              sum[4]));
    }
    return means;
  }

  /** Halves to the even neighbor, as OpenCV. */
  private static int round(float value) {
    return (int) Math.rint(value);
  }

  /** Whether a smaller group lies within this one and is weaker. */
  private boolean swallows(FaceGroup small, int minNeighbors) {
    int dx = (int) Math.rint(width * TOLERANCE);
    int dy = (int) Math.rint(height * TOLERANCE);
    return neighbors > minNeighbors
        && small.x >= x - dx
        && small.y >= y - dy
        && small.x + small.width <= x + width + dx
        && small.y + small.height <= y + height + dy
        && (neighbors > Math.max(MIN_TO_SWALLOW, small.neighbors)
            || small.neighbors < MIN_TO_SWALLOW);
  }
}
