package io.github.deepfer.benchmarks.detectors;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.DetectedFace;
import io.github.deepfer.benchmarks.detectors.LabelledPicture.Face;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts which labelled faces a detector finds, and which of its boxes find none. */
final class Score {
  /** A box and a label that overlap so much, as intersection over union, are the same face. */
  private static final double MATCH = 0.4;

  private static final int LARGE = 40;
  private static final int MEDIUM = 20;

  private final Map<Group, Count> groups = new EnumMap<>(Group.class);
  private int boxes;
  private int unmatched;

  /** Faces that are counted apart. */
  enum Group {
    BARE_LARGE,
    BARE_MEDIUM,
    BARE_SMALL,
    MASKED_LARGE,
    MASKED_SMALLER;

    static Group of(Face face) {
      if (face.isMasked()) {
        return face.size() >= LARGE ? MASKED_LARGE : MASKED_SMALLER;
      }
      if (face.size() >= LARGE) {
        return BARE_LARGE;
      }
      return face.size() >= MEDIUM ? BARE_MEDIUM : BARE_SMALL;
    }
  }

  private record Count(int found, int all) {
    Count plus(boolean isFound) {
      return new Count(found + (isFound ? 1 : 0), all + 1);
    }
  }

  Score() {
    for (Group group : Group.values()) {
      groups.put(group, new Count(0, 0));
    }
  }

  /**
   * Adds a picture. Every label is found by one box at most, the surest.
   *
   * @param found what a detector gave, the surest first
   */
  void add(List<Face> labelled, List<DetectedFace> found) {
    List<Face> missed = new ArrayList<>(labelled);
    for (DetectedFace face : found) {
      boxes++;
      Face match = closest(missed, face.box());
      if (match == null) {
        unmatched++;
      } else {
        missed.remove(match);
        count(match, true);
      }
    }
    missed.forEach(face -> count(face, false));
  }

  private static @Nullable Face closest(List<Face> labelled, Box box) {
    Face closest = null;
    double most = MATCH;
    for (Face face : labelled) {
      double common = face.box().iou(box);
      if (common >= most) {
        most = common;
        closest = face;
      }
    }
    return closest;
  }

  private void count(Face face, boolean isFound) {
    groups.computeIfPresent(Group.of(face), (group, count) -> count.plus(isFound));
  }

  /** The share of a group's faces that were found, or NaN if there are none. */
  double recall(Group group) {
    Count count = groups.getOrDefault(group, new Count(0, 0));
    return (double) count.found() / count.all();
  }

  /** The share of the boxes that match no label. */
  double unmatched() {
    return (double) unmatched / Math.max(1, boxes);
  }

  /** The figures as cells of a table. */
  String cells() {
    StringBuilder cells = new StringBuilder();
    for (Group group : Group.values()) {
      cells.append(String.format(Locale.ROOT, " %.3f |", recall(group)));
    }
    return cells.append(String.format(Locale.ROOT, " %.3f |", unmatched())).toString();
  }
}
