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
    try {
      return Probe.isHeadless() ? Optional.of("there is no display") : Optional.empty();
    } catch (RuntimeException | Error e) {
      // DISPLAY names an X server that is not there, or this Java came without windows.
      return Optional.of("there is no display (" + e + ")");
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
