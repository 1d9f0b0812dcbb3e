package io.github.deepfer.opencv.draw;

import io.github.deepfer.api.Box;
import io.github.deepfer.opencv.draw.Remembered.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where labels and bars go, so that they hide little. A label goes above its box, else below, else
 * inside; bars go beside it or nowhere.
 */
final class Placement {
  private static final double LABEL_WEIGHT = 4;

  /** A label moves if that saves so much of its area, and bars go if they hide so much. */
  private static final double TOLERATED = 1 / 8.0;

  /** Bars are left out where they would be so much higher than the face. */
  private static final double MAX_BARS = 1.6;

  /** Those that are there may be so much higher still. */
  private static final double MAX_OLD_BARS = 1.8;

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

  Box label(Label label, Mark mark) {
    Box face = mark.box();
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
    int best = 0;
    for (int i = 1; i < places.length; i++) {
      best = cost(places[i]) < cost(places[best]) ? i : best;
    }
    int before = mark.before().labelPlace();
    if (before >= 0
        && cost(places[before]) - cost(places[best]) <= TOLERATED * places[before].area()) {
      best = before;
    }
    mark.before().label(best);
    take(places[best]);
    return places[best];
  }

  /** Null where they would hide something. */
  @Nullable Box bars(Bars bars, Mark mark, int textHeight, Duration time) {
    int gap = Frame.margin(mark.box(), textHeight) + Math.max(1, textHeight / 3);
    Map<Side, Box> places = new EnumMap<>(Side.class);
    for (Side side : new Side[] {Side.RIGHT, Side.LEFT}) {
      int x =
          side == Side.RIGHT
              ? mark.box().x() + mark.box().width() + gap
              : mark.box().x() - gap - bars.width();
      Box place = inside(x, mark.box().y(), bars.width(), bars.height());
      if (place.x() == x && fits(place, mark, side)) {
        places.put(side, place);
      }
    }
    Side fitting =
        places.keySet().stream()
            .filter(mark.before()::hasBarsOn)
            .findFirst()
            .or(() -> places.keySet().stream().findFirst())
            .orElse(Side.NOWHERE);
    Box place = places.get(mark.before().bars(fitting, time));
    if (place != null) {
      take(place);
    }
    return place;
  }

  private boolean fits(Box place, Mark mark, Side side) {
    boolean isOld = mark.before().hasBarsOn(side);
    return place.width() <= width
        && place.y() + place.height() <= height
        && place.height() <= mark.box().height() * (isOld ? MAX_OLD_BARS : MAX_BARS)
        && cost(place) <= (isOld ? TOLERATED * place.area() : 0);
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
