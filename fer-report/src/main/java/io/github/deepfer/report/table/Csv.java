package io.github.deepfer.report.table;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.FaceQuality;
import io.github.deepfer.report.EmotionStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms of CSV (RFC 4180, but lines end in a line feed), the same in every table. */
final class Csv {
  /** The columns of probabilities; the schema does not change with the model. */
  static final List<Emotion> EMOTIONS = EmotionStatistics.EMOTIONS;

  /** What spreadsheets take for the start of a formula, and what is put before it. */
  private static final String FORMULA = "=+-@\t\r'";

  private static final char APOSTROPHE = '\'';

  private Csv() {}

  /** A value of a column; null is empty. */
  static String field(@Nullable Object value, int decimals) {
    if (value == null) {
      return "";
    }
    return value instanceof Double real
        ? String.format(Locale.ROOT, "%." + decimals + "f", real)
        : text(value.toString());
  }

  static String text(String value) {
    String harmless = isFormula(value) ? APOSTROPHE + value : value;
    boolean plain = harmless.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
  }

  /** A single character, such as the minus that stands for standard input, is none. */
  private static boolean isFormula(String value) {
    return value.length() > 1 && FORMULA.indexOf(value.charAt(0)) >= 0;
  }

  /** What {@link #text} wrote at the start of a row. */
  static String firstField(String row) {
    return original(row.startsWith("\"") ? quoted(row) : row.substring(0, row.indexOf(',')));
  }

  /** A field's text as it was before {@link #text}. */
  static String original(String field) {
    boolean marked = field.length() > 2 && field.charAt(0) == APOSTROPHE;
    return marked ? field.substring(1) : field;
  }

  private static String quoted(String row) {
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

  /** With spaces between, always in the same order. */
  static String flaws(FaceQuality quality) {
    return Arrays.stream(FaceQuality.Flaw.values())
        .filter(quality.flaws()::contains)
        .map(flaw -> flaw.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }
}
