package io.github.deepfer.report.chart;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** An SVG 1.1 document, which needs neither fonts nor {@code java.desktop}. */
final class SvgSheet implements Sheet {
  /** Of an average letter of the fonts that are asked for, in their size. */
  private static final double LETTER_WIDTH = 0.56;

  /** What XML 1.0 cannot hold, escaped or not. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");

  private final StringBuilder svg = new StringBuilder();

  private SvgSheet() {}

  /** Draws an SVG document. */
  static String of(int width, int height, Consumer<Sheet> drawing) {
    SvgSheet sheet = new SvgSheet();
    sheet.add(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d'"
            + " font-family='DejaVu Sans, Verdana, sans-serif'>",
        width, height, width, height);
    sheet.rectangle(WHITE, 0, 0, width, height);
    drawing.accept(sheet);
    sheet.add("</svg>");
    return sheet.svg.toString();
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  @Override
  public void rectangle(int color, int x, int y, int width, int height) {
    add("<rect fill='#%06x' x='%d' y='%d' width='%d' height='%d'/>", color, x, y, width, height);
  }

  @Override
  public void rounded(int color, int x, int y, int side) {
    add(
        "<rect fill='#%06x' x='%d' y='%d' width='%d' height='%d' rx='2'/>",
        color, x, y, side, side);
  }

  @Override
  public void line(int color, int x1, int y1, int x2, int y2) {
    add("<line stroke='#%06x' x1='%d' y1='%d' x2='%d' y2='%d'/>", color, x1, y1, x2, y2);
  }

  @Override
  public void curve(int color, double[] x, double[] y) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x[i], y[i]));
    }
    if (x.length == 1) {
      // A curve of one point is a dot.
      points.append(points);
    }
    add(
        "<polyline fill='none' stroke='#%06x' stroke-width='2.5' stroke-linecap='round'"
            + " stroke-linejoin='round' points='%s'/>",
        color, points.toString().strip());
  }

  @Override
  public void text(Letters letters, int color, String text, int x, int y) {
    text(letters, color, text, "x='" + x + "' y='" + y + "'");
  }

  @Override
  public void centered(Letters letters, int color, String text, int x, int y) {
    text(letters, color, text, "text-anchor='middle' x='" + x + "' y='" + y + "'");
  }

  @Override
  public void upward(Letters letters, int color, String text, int x, int y) {
    text(
        letters,
        color,
        text,
        "text-anchor='middle' transform='translate(" + x + "," + y + ") rotate(-90)'");
  }

  @Override
  public void before(Letters letters, int color, String text, int x, int y) {
    text(letters, color, text, "text-anchor='end' x='" + x + "' y='" + y + "'");
  }

  private void text(Letters letters, int color, String text, String where) {
    add(
        "<text fill='#%06x' font-size='%d'%s %s>%s</text>",
        color, letters.size(), letters.bold() ? " font-weight='bold'" : "", where, escaped(text));
  }

  private static String escaped(String text) {
    return UNPRINTABLE
        .matcher(text)
        .replaceAll("\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  @Override
  public int width(Letters letters, String text) {
    double bold = letters.bold() ? 1.12 : 1;
    return (int) Math.ceil(text.length() * letters.size() * LETTER_WIDTH * bold);
  }
}
