package io.github.deepfer.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts faces in the order in which people read a group photo: rows from the top, each from left to
 * right. A row is the uppermost face that is left and all whose vertical centre is at most half a
 * face's height below its own. The order depends on the faces alone, not on the order they come in.
 */
final class ReadingOrder {
  /** Total but for faces that are the same in all that orders them. */
  private static final Comparator<DetectedFace> DOWNWARDS =
      Comparator.comparingLong(ReadingOrder::twiceCenterY)
          .thenComparingLong(ReadingOrder::twiceCenterX)
          .thenComparingInt(face -> face.box().width())
          .thenComparingInt(face -> face.box().height())
          .thenComparing(DetectedFace::score, Comparator.reverseOrder());

  private static final Comparator<DetectedFace> RIGHTWARDS =
      Comparator.comparingLong(ReadingOrder::twiceCenterX).thenComparing(DOWNWARDS);

  private ReadingOrder() {}

  static List<DetectedFace> of(List<DetectedFace> faces) {
    List<DetectedFace> downwards = new ArrayList<>(faces);
    downwards.sort(DOWNWARDS);
    List<DetectedFace> read = new ArrayList<>(faces.size());
    for (int from = 0; from < downwards.size(); from = read.size()) {
      int to = from + 1;
      while (to < downwards.size() && isOneRow(downwards.get(from), downwards.get(to))) {
        to++;
      }
      List<DetectedFace> row = downwards.subList(from, to);
      row.sort(RIGHTWARDS);
      read.addAll(row);
    }
    return read;
  }

  /** A face's height is the mean of the two. */
  private static boolean isOneRow(DetectedFace upper, DetectedFace lower) {
    long heights = (long) upper.box().height() + lower.box().height();
    return 2 * (twiceCenterY(lower) - twiceCenterY(upper)) <= heights;
  }

  private static long twiceCenterX(DetectedFace face) {
    return 2L * face.box().x() + face.box().width();
  }

  private static long twiceCenterY(DetectedFace face) {
    return 2L * face.box().y() + face.box().height();
  }
}
