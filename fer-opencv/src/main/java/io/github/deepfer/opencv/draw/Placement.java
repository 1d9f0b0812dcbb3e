package io.github.deepfer.opencv.draw;

import io.github.deepfer.api.Box;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where labels and bars go, so that they hide little. A label goes above its box, else below, else
 * inside; bars go beside it or nowhere.
 */
final class Placement {
  private static final double LABEL_WEIGHT = 4;

  private final int width;
  private final int height;
  private final List<Box> faces;
  private final List<Box> taken = new ArrayList<>();

  Placement(int width, int height, List<Box> faces) {
    this.width = width;
    this.height = height;
    this.faces = faces;
  }

  /** Keeps others off a place. */
  void take(Box place) {
    taken.add(place);
  }

  Box label(Label label, Box face) {
    int margin = Frame.margin(face, label.textHeight());
    int gap = margin + Math.max(1, label.textHeight() / 6);
    int bottom = face.y() + face.height();
    int left = face.x() - margin;
    int right = face.x() + face.width() + margin - label.width();
    int above = face.y() - gap - label.height();
    int below = bottom + gap;
    Box[] places = {
      inside(left, above, label.width(), label.height()),
      inside(right, above, label.width(), label.height()),
      inside(left, below, label.width(), label.height()),
      inside(right, below, label.width(), label.height()),
      inside(face.x() + gap, bottom - gap - label.height(), label.width(), label.height()),
      inside(face.x() + gap, face.y() + gap, label.width(), label.height())
    };
    Box best = places[0];
    double least = Double.POSITIVE_INFINITY;
    for (Box candidate : places) {
      double cost = cost(candidate);
      if (cost < least) {
        least = cost;
        best = candidate;
      }
    }
    take(best);
    return best;
  }

  /** Null where they would hide something. */
  @Nullable Box bars(Bars bars, Box face, int textHeight) {
    int gap = Frame.margin(face, textHeight) + Math.max(1, textHeight / 3);
    int right = face.x() + face.width() + gap;
    int left = face.x() - gap - bars.width();
    for (int x : new int[] {right, left}) {
      Box place = inside(x, face.y(), bars.width(), bars.height());
      boolean fits =
          place.x() == x && place.width() <= width && place.y() + place.height() <= height;
      if (fits && cost(place) == 0) {
        take(place);
        return place;
      }
    }
    return null;
  }

  /** Pushed into the picture. */
  private Box inside(int x, int y, int boxWidth, int boxHeight) {
    return new Box(
        Math.max(0, Math.min(width - boxWidth, x)),
        Math.max(0, Math.min(height - boxHeight, y)),
        boxWidth,
        boxHeight);
  }

  /** Hidden pixels of faces, and of labels, which count more. */
  private double cost(Box place) {
    double hidden = 0;
    for (Box face : faces) {
      hidden += overlap(place, face);
    }
    for (Box label : taken) {
      hidden += LABEL_WEIGHT * overlap(place, label);
    }
    return hidden;
  }

  private static double overlap(Box a, Box b) {
    double iou = a.iou(b);
    return iou * (a.area() + b.area()) / (1 + iou);
  }
}
