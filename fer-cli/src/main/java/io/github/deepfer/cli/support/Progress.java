package io.github.deepfer.cli.support;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * A progress bar on a terminal; elsewhere nothing, or a line now and then if that is asked for.
 * Java cannot tell whether stderr is a terminal, so the launcher says it by the system property
 * {@code fer.terminal}.
 */
public final class Progress implements AutoCloseable {
  private static final int CELLS = 30;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final long LINE_NANOS = 10_000_000_000L;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final boolean lines;
  private long lastDrawn;
  private long lastLine = System.nanoTime();
  private boolean drawn;

  /**
   * Starts without drawing.
   *
   * @param err stderr
   */
  public Progress(PrintWriter err) {
    this(err, false);
  }

  /**
   * Starts without drawing.
   *
   * @param err stderr
   * @param lines whether to write a line every ten seconds where stderr is no terminal
   */
  public Progress(PrintWriter err, boolean lines) {
    this(err, Boolean.getBoolean("fer.terminal"), lines);
  }

  Progress(PrintWriter err, boolean terminal, boolean lines) {
    this.err = err;
    this.terminal = terminal;
    this.lines = lines;
  }

  /**
   * Shows how far the work is, at most ten times a second.
   *
   * @param fraction done, in [0, 1]
   * @param note what to write after the bar
   */
  public void update(double fraction, String note) {
    long now = System.nanoTime();
    if (!terminal && lines && now - lastLine >= LINE_NANOS) {
      lastLine = now;
      err.println("fer: " + String.format(Locale.ROOT, "%.0f %%, ", 100 * fraction) + note);
      err.flush();
    }
    if (!terminal || (drawn && now - lastDrawn < REDRAW_NANOS)) {
      return;
    }
    lastDrawn = now;
    drawn = true;
    err.print(
        ERASE_LINE
            + Text.bar(fraction, CELLS)
            + String.format(Locale.ROOT, " %3.0f %%  %s", 100 * fraction, note));
    err.flush();
  }

  /**
   * Writes a line to stderr without tearing the bar.
   *
   * @param line the line; control characters in it, as names of files may have, become spaces
   */
  public void print(String line) {
    erase();
    err.println(Text.printable(line));
    err.flush();
  }

  /** Removes the bar. */
  @Override
  public void close() {
    erase();
  }

  /** Removes the bar, so that stdout can be written to when it is the same terminal. */
  public void erase() {
    if (drawn) {
      err.print(ERASE_LINE);
      err.flush();
      drawn = false;
    }
  }
}
