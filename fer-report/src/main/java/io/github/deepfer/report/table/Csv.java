package io.github.deepfer.report.table;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import java.util.List;
import java.util.Locale;

/** The forms of CSV (RFC 4180, but lines end in a line feed), the same in every table. */
final class Csv {
  /** The columns of probabilities; the schema does not change with the model. */
  static final List<Emotion> EMOTIONS =
      List.of(
          Emotion.ANGRY,
          Emotion.DISGUST,
          Emotion.FEAR,
          Emotion.HAPPY,
          Emotion.NEUTRAL,
          Emotion.SAD,
          Emotion.SURPRISE);

  private Csv() {}

  static String text(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }

  /** What {@link #text} wrote at the start of a row. */
  static String firstField(String row) {
    if (!row.startsWith("\"")) {
      return row.substring(0, row.indexOf(','));
    }
    StringBuilder value = new StringBuilder();
    for (int i = 1; ; i++) {
      if (row.charAt(i) == '"' && row.charAt(++i) != '"') {
        return value.toString();
      }
      value.append(row.charAt(i));
    }
  }

  static void header(StringBuilder line, String prefix) {
    EMOTIONS.forEach(emotion -> line.append(',').append(prefix).append(emotion.label()));
  }

  static void append(StringBuilder line, EmotionProbabilities probabilities) {
    EMOTIONS.forEach(
        each -> line.append(String.format(Locale.ROOT, ",%.6f", probabilities.get(each))));
  }
}
