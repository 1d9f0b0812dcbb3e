package io.github.deepfer.opencv.draw;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.support.EmotionColors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A plate with a bar per emotion, beside a face. */
final class Bars {
  private static final int PLATE_WEIGHT = 190;
  private static final int TRACK_WEIGHT = 50;
  private static final int OPAQUE = 255;

  /** In heights of capitals. */
  private static final int BAR_WIDTH = 6;

  private final EmotionProbabilities probabilities;
  private final List<Label> names = new ArrayList<>();
  private final int textHeight;
  private final int namesWidth;

  Bars(EmotionProbabilities probabilities, int textHeight) {
    this.probabilities = probabilities;
    this.textHeight = textHeight;
    int widest = 0;
    for (Emotion emotion : probabilities.asMap().keySet()) {
      Label name = Label.of(emotion.label(), Palette.INK, textHeight, Integer.MAX_VALUE);
      names.add(name);
      widest = Math.max(widest, name.width());
    }
    namesWidth = widest;
  }

  int width() {
    return namesWidth + BAR_WIDTH * textHeight + padding();
  }

  int height() {
    return names.size() * rowHeight() + padding();
  }

  private int rowHeight() {
    return names.get(0).height();
  }

  private int padding() {
    return textHeight / 2;
  }

  void paint(Canvas canvas, Box place) {
    canvas.fill(
        place.x(), place.y(), place.x() + width(), place.y() + height(), Palette.INK, PLATE_WEIGHT);
    int left = place.x() + namesWidth;
    int top = place.y() + padding() / 2;
    int row = 0;
    for (Map.Entry<Emotion, Float> entry : probabilities.asMap().entrySet()) {
      Label name = names.get(row);
      name.paintText(canvas, place.x(), top + row * rowHeight());
      int barTop = top + row * rowHeight() + (rowHeight() - textHeight) / 2;
      int barBottom = barTop + textHeight;
      int right = left + BAR_WIDTH * textHeight;
      canvas.fill(left, barTop, right, barBottom, Palette.PAPER, TRACK_WEIGHT);
      int filled = left + Math.round(BAR_WIDTH * textHeight * entry.getValue());
      canvas.fill(left, barTop, filled, barBottom, EmotionColors.rgb(entry.getKey()), OPAQUE);
      row++;
    }
  }
}
