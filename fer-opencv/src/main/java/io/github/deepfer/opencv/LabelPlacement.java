package io.github.deepfer.opencv;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Face;
import java.util.List;

/** Where a label goes: above its box, else below, else inside, where it hides least. */
final class LabelPlacement {
  private static final double LABEL_WEIGHT = 4;

  private LabelPlacement() {}

  static Box choose(Label label, Box face, Analysis analysis, List<Box> taken) {
    int margin = Frame.margin(face, label.textHeight());
    int gap = margin + Math.max(1, label.textHeight() / 6);
    int bottom = face.y() + face.height();
    int left = face.x() - margin;
    int right = face.x() + face.width() + margin - label.width();
    int above = face.y() - gap - label.height();
    int below = bottom + gap;
    Box[] places = {
      place(label, analysis, left, above),
      place(label, analysis, right, above),
      place(label, analysis, left, below),
      place(label, analysis, right, below),
      place(label, analysis, face.x() + gap, bottom - gap - label.height()),
      place(label, analysis, face.x() + gap, face.y() + gap)
    };
    Box best = places[0];
    double least = Double.POSITIVE_INFINITY;
    for (Box candidate : places) {
      double cost = cost(candidate, analysis, taken);
      if (cost < least) {
        least = cost;
        best = candidate;
      }
    }
    return best;
  }

  /** Pushed into the picture. */
  private static Box place(Label label, Analysis analysis, int x, int y) {
    return new Box(
        Math.max(0, Math.min(analysis.width() - label.width(), x)),
        Math.max(0, Math.min(analysis.height() - label.height(), y)),
        label.width(),
        label.height());
  }

  /** Hidden pixels of faces, and of labels, which count more. */
  private static double cost(Box place, Analysis analysis, List<Box> taken) {
    double hidden = 0;
    for (Face face : analysis.faces()) {
      hidden += overlap(place, face.box());
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
