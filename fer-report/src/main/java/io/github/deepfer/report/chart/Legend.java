package io.github.deepfer.report.chart;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.support.EmotionColors;
import io.github.deepfer.report.chart.Sheet.Letters;

/** Which colour is which emotion. */
final class Legend {
  private Legend() {}

  static void draw(Sheet sheet, Iterable<Emotion> emotions, int left, int top) {
    int x = left;
    for (Emotion emotion : emotions) {
      sheet.rounded(EmotionColors.rgb(emotion), x, top, 18);
      sheet.text(Letters.TEXT, Sheet.INK, emotion.label(), x + 26, top + 15);
      x += 60 + sheet.width(Letters.TEXT, emotion.label());
    }
  }
}
