package io.github.deepfer.report;

import java.util.Locale;
import java.util.Objects;

/** Counts, shares and times as people read them. */
public final class Wording {
  private Wording() {}

  /**
   * A share in whole per cent.
   *
   * @param fraction a value in [0, 1], or NaN
   * @return for example {@code 93 %}; {@code -} if it is undefined
   */
  public static String percent(double fraction) {
    return percent(fraction, 0);
  }

  /**
   * A share in per cent.
   *
   * @param fraction a value in [0, 1], or NaN
   * @param decimals how many, 0 or more
   * @return for example {@code 93.1 %}; {@code -} if it is undefined
   */
  public static String percent(double fraction, int decimals) {
    return number(100 * fraction, decimals) + (Double.isNaN(fraction) ? "" : " %");
  }

  /**
   * A number.
   *
   * @param value a finite value, or NaN
   * @param decimals how many, 0 or more
   * @return for example {@code 0.5000}; {@code -} if it is undefined
   */
  public static String number(double value, int decimals) {
    if (Double.isNaN(value)) {
      return "-";
    }
    String number = String.format(Locale.ROOT, "%." + decimals + "f", value);
    // What rounds to nothing has no sign.
    return number.matches("-[0.]+") ? number.substring(1) : number;
  }

  /**
   * A count with its noun.
   *
   * @param count how many
   * @param noun the noun in the singular
   * @return for example {@code 1 face} or {@code 2 faces}
   */
  public static String count(long count, String noun) {
    Objects.requireNonNull(noun, "noun");
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /**
   * A length of time, or a time of a video.
   *
   * @param seconds 0 or more
   * @return for example {@code 7.2 s}, {@code 3:07} or {@code 1:02:03}
   */
  public static String clock(double seconds) {
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
