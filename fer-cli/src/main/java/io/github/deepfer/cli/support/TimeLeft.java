package io.github.deepfer.cli.support;

import io.github.deepfer.report.Wording;

/** How long work will take that goes on as it went so far. The clock starts with the object. */
public final class TimeLeft {
  private final long started = System.nanoTime();

  /** Starts the clock. */
  public TimeLeft() {}

  /**
   * The time until all is done.
   *
   * @param share of the work that is done since the start, above 0 and at most 1
   * @return for example {@code 1:30 left}
   */
  public String after(double share) {
    double seconds = (System.nanoTime() - started) / 1e9;
    return Wording.clock(seconds * (1 - share) / share) + " left";
  }
}
