package io.github.deepfer.cli.support;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether windows can be opened. */
public final class Display {
  private static final String HEADLESS = "java.awt.headless";

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

  /**
   * Keeps Java from asking a display, which may not be there, where only a picture is drawn. To be
   * called before anything is drawn; then this process can open no window any more.
   */
  public static void doWithout() {
    System.setProperty(HEADLESS, "true");
  }

  /**
   * As {@link #problem}, tried in a process of its own: this one can draw on afterwards, also where
   * the display is not there.
   *
   * @return a sentence without the fix; empty if one can be opened
   */
  public static Optional<String> problemElsewhere() {
    if (ModuleLayer.boot().findModule("java.desktop").isEmpty()) {
      return problem();
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String headless = System.getProperty(HEADLESS);
    if (headless != null) {
      command.add("-D" + HEADLESS + "=" + headless);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Display.class.getName()));
    try {
      Process probe =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String problem =
          new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    } catch (IOException e) {
      return Optional.of("no Java can be started to try it: " + Text.describe(e));
    }
  }

  /**
   * Prints why no window can be opened, and nothing if one can.
   *
   * @param args none
   */
  public static void main(String[] args) {
    System.out.println(problem().orElse(""));
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
