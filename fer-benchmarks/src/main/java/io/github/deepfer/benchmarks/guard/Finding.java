package io.github.deepfer.benchmarks.guard;

import java.util.Locale;

/**
 * One measurement against its limit.
 *
 * @param what was measured
 * @param limit which limit it is held to
 * @param measured the value
 * @param most the most that is allowed; the limit's value unless what was seen of the machine in
 *     the same run calls for another
 * @param seen the figures behind it
 */
record Finding(String what, Limit limit, double measured, double most, String seen) {
  boolean kept() {
    return measured <= most;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-6s %-14s %-36s %9.3f, at most %9.3f   %s",
        kept() ? "ok" : "BROKEN",
        limit,
        what,
        measured,
        most,
        seen);
  }
}
