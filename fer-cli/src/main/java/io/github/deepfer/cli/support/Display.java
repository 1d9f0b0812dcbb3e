package io.github.deepfer.cli.support;

import java.awt.GraphicsEnvironment;
import java.util.Optional;

/** Whether windows can be opened. */
public final class Display {
  private Display() {}

  /**
   * Why none can.
   *
   * @return a sentence without the fix; empty if one can be opened
   */
  public static Optional<String> problem() {
    if (ModuleLayer.boot().findModule("java.desktop").isEmpty()) {
      return Optional.of("this Java has no module java.desktop");
    }
    try {
      return Probe.isHeadless() ? Optional.of("there is no display") : Optional.empty();
    } catch (RuntimeException | Error e) {
      // AWT's own words are of classes that could not be initialized.
      return Optional.of("the display " + System.getenv("DISPLAY") + " cannot be reached");
    }
  }

  /** What is loaded only where it is tried. */
  private static final class Probe {
    static boolean isHeadless() {
      if (GraphicsEnvironment.isHeadless()) {
        return true;
      }
      GraphicsEnvironment.getLocalGraphicsEnvironment().getDefaultScreenDevice();
      return false;
    }
  }
}
