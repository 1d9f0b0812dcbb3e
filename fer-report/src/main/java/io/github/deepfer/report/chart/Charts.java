package io.github.deepfer.report.chart;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Says before the work starts whether this Java can draw charts. It needs the module {@code
 * java.desktop}, and for the text of a chart a font. Thread-safe.
 */
public final class Charts {
  private Charts() {}

  /**
   * Why no chart can be drawn here.
   *
   * @return a sentence that names the fix; empty if charts can be drawn
   */
  public static Optional<String> problem() {
    try {
      Class.forName("java.awt.Graphics2D", false, Charts.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Optional.of(
          "this Java has no module java.desktop, which draws charts; use one that has it");
    }
    try {
      Probe.draw();
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      // Such as an X server that DISPLAY names and that is not there.
      return Optional.of(
          "this Java cannot draw charts ("
              + e
              + "); set the system property java.awt.headless=true");
    }
  }

  /** Throws what {@link #problem} says, before a class is loaded that this Java may not have. */
  static void require() {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      throw new IllegalStateException(problem.get());
    }
  }

  /**
   * Why charts that are drawn here have no text.
   *
   * @return a sentence that names the fix; empty if they have text, or cannot be drawn at all
   */
  public static Optional<String> textProblem() {
    if (problem().isPresent()) {
      return Optional.empty();
    }
    try {
      Probe.measureText();
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(
          "this Java finds no font, so that charts have no text; install fontconfig and a font,"
              + " such as Debian's fonts-dejavu-core");
    }
  }

  /** What is loaded only where it is tried. */
  private static final class Probe {
    static void draw() {
      graphics().dispose();
    }

    static void measureText() {
      Graphics2D g = graphics();
      try {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        if (g.getFontMetrics(font).stringWidth("happy") <= 0) {
          throw new IllegalStateException("the font has no letters");
        }
      } finally {
        g.dispose();
      }
    }

    private static Graphics2D graphics() {
      return new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    }
  }
}
