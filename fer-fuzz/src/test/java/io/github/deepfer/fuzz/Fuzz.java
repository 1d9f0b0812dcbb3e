package io.github.deepfer.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Fuzzes targets one after the other: {@code Fuzz FOLDER SECONDS TARGETS}, where the seconds are
 * those of all, and the targets their labels with commas between, or {@code all}. The exit status
 * is 1 if something was found; the inputs are in {@code FOLDER/TARGET/findings} then.
 */
public final class Fuzz {
  /** What a process takes to start, of the seconds of its target. */
  private static final int START_SECONDS = 4;

  private Fuzz() {}

  /**
   * Fuzzes.
   *
   * @param args as above
   * @throws IOException if the folder cannot be written
   * @throws InterruptedException if somebody interrupts it
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]).toAbsolutePath();
    List<Targets> targets = Targets.of(args[2]);
    int seconds = Math.max(1, Integer.parseInt(args[1]) / targets.size() - START_SECONDS);
    boolean found = false;
    System.out.printf(
        "%-10s %12s %10s %10s %10s%n", "", "cases", "branches", "peak MiB", "seconds");
    for (Targets target : targets) {
      long start = System.nanoTime();
      Path own = folder.resolve(target.label());
      Campaign campaign = Campaign.run(target, own, seconds);
      System.out.printf(
          Locale.ROOT,
          "%-10s %12d %10d %10d %10d%s%n",
          target.label(),
          campaign.cases(),
          campaign.branches(),
          campaign.peakMib(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
          campaign.exitCode() == 0 ? "" : "  FOUND something, see " + own.resolve("log"));
      found |= campaign.exitCode() != 0;
    }
    System.exit(found ? 1 : 0);
  }
}
