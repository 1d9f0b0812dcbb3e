package io.github.deepfer.opencv.haar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Raw hits of a search, put together where they lie in nearly the same place, as OpenCV's {@code
 * groupRectangles} does, with its order and its roundings. Kept from search to search, since hits
 * are many and faces few. Not thread-safe.
 */
final class HitGroups {
  private static final int NONE = -1;

  private final IntList x = new IntList();
  private final IntList y = new IntList();
  private final IntList sides = new IntList();
  private int[] groups = {};
  private int[] reached = {};

  void clear() {
    x.clear();
    y.clear();
    sides.clear();
  }

  /** Adds a hit: a square. */
  void add(int left, int top, int side) {
    x.add(left);
    y.add(top);
    sides.add(side);
  }

  /**
   * The faces that hits agree on.
   *
   * @param minNeighbors only groups of more hits are kept; with 0 each hit stays a face
   */
  List<FaceGroup> faces(int minNeighbors) {
    if (minNeighbors <= 0) {
      return each();
    }
    List<FaceGroup> found = means(group());
    List<FaceGroup> faces = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      boolean isFace = found.get(i).neighbors() > minNeighbors;
      for (int k = 0; isFace && k < found.size(); k++) {
        isFace = k == i || !found.get(k).swallows(found.get(i), minNeighbors);
      }
      if (isFace) {
        faces.add(found.get(i));
      }
    }
    return faces;
  }

  private List<FaceGroup> each() {
    List<FaceGroup> each = new ArrayList<>(x.size());
    for (int i = 0; i < x.size(); i++) {
      each.add(new FaceGroup(x.get(i), y.get(i), sides.get(i), sides.get(i), 1));
    }
    return each;
  }

  /** Numbers the groups as their first hits come, and says how many there are. */
  private int group() {
    int size = x.size();
    if (groups.length < size) {
      groups = new int[2 * size];
      reached = new int[2 * size];
    }
    Arrays.fill(groups, 0, size, NONE);
    int count = 0;
    for (int first = 0; first < size; first++) {
      if (groups[first] != NONE) {
        continue;
      }
      int end = 0;
      reached[end++] = first;
      groups[first] = count;
      for (int at = 0; at < end; at++) {
        for (int i = 0; i < size; i++) {
          if (groups[i] == NONE && isSimilar(reached[at], i)) {
            groups[i] = count;
            reached[end++] = i;
          }
        }
      }
      count++;
    }
    return count;
  }

  private boolean isSimilar(int first, int second) {
    int dx = x.get(first) - x.get(second);
    int dy = y.get(first) - y.get(second);
    int wider = sides.get(first) - sides.get(second);
    double most = FaceGroup.TOLERANCE * Math.min(sides.get(first), sides.get(second));
    return Math.abs(dx) <= most
        && Math.abs(dy) <= most
        && Math.abs(dx + wider) <= most
        && Math.abs(dy + wider) <= most;
  }

  private List<FaceGroup> means(int count) {
    List<FaceGroup> means = new ArrayList<>(count);
    for (int group = 0; group < count; group++) {
      int left = 0;
      int top = 0;
      int side = 0;
      int hits = 0;
      for (int i = 0; i < x.size(); i++) {
        if (groups[i] == group) {
          left += x.get(i);
          top += y.get(i);
          side += sides.get(i);
          hits++;
        }
      }
      float share = 1f / hits;
      int width = round(side * share);
      means.add(new FaceGroup(round(left * share), round(top * share), width, width, hits));
    }
    return means;
  }

  /** Halves to the even neighbor, as OpenCV. */
  private static int round(float value) {
    return (int) Math.rint(value);
  }
}
