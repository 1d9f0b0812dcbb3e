package io.github.deepfer.benchmarks.endurance;

import com.sun.management.OperatingSystemMXBean;
import io.github.deepfer.api.Pipeline;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Lets one process do everything for a time, and says whether its memory, threads and files grow.
 * On Linux. A process that is stopped meanwhile goes on afterwards; the time does not count.
 *
 * <pre>
 * Endurance FOLDER [MINUTES [SHARE]]     runs; SHARE of one processor's time, all if not given
 * Endurance --judge FOLDER               judges and draws what is there, of a running process too
 * </pre>
 *
 * <p>In the folder are {@code samples.csv} and {@code chart.svg}. The exit status is 1 if something
 * grew or failed.
 */
public final class Endurance {
  private static final double DEFAULT_MINUTES = 120;
  private static final double SAMPLE_SECONDS = 20;
  private static final int MAX_FAILURES = 10;

  private final Path folder;
  private final double minutes;
  private final double share;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final RunningTime time = new RunningTime();
  private long turns;
  private int failures;

  private Endurance(Path folder, double minutes, double share) {
    this.folder = folder;
    this.minutes = minutes;
    this.share = share;
  }

  /**
   * Runs or judges.
   *
   * @param args as above
   * @throws IOException if the folder cannot be written or read
   * @throws InterruptedException if somebody interrupts it
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    int failures = 0;
    Path folder;
    if (args[0].equals("--judge")) {
      folder = Path.of(args[1]);
    } else {
      folder = Files.createDirectories(Path.of(args[0]));
      double minutes = args.length > 1 ? Double.parseDouble(args[1]) : DEFAULT_MINUTES;
      double share = args.length > 2 ? Double.parseDouble(args[2]) : Double.POSITIVE_INFINITY;
      Endurance endurance = new Endurance(folder, minutes, share);
      endurance.run();
      failures = endurance.failures;
    }
    boolean flat = judge(folder, System.out);
    System.exit(flat && failures == 0 ? 0 : 1);
  }

  private void run() throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
    Path files = Files.createTempDirectory("endurance");
    Encoded pair = Encoded.pair();
    try (PrintWriter samples =
            new PrintWriter(Files.newBufferedWriter(folder.resolve("samples.csv")), true);
        Pipeline pipeline = Pipeline.builder().threads(1).build();
        Served served = new Served(pipeline, pair)) {
      samples.println(Sample.HEADER);
      List<Work> works =
          List.of(
              new Pictures(pipeline, pair),
              new Videos(pipeline, files),
              new Live(pipeline),
              served,
              new Openings(pair, files));
      double next = 0;
      for (int turn = 0; time.seconds() < 60 * minutes; turn++) {
        for (Work work : works) {
          turn(work, turn);
        }
        if (time.seconds() >= next) {
          samples.println(Sample.take(time.seconds() / 60, turns, temporary).row());
          next = time.seconds() + SAMPLE_SECONDS;
        }
      }
    }
    Files.delete(files);
    System.out.printf(
        Locale.ROOT,
        "%.1f minutes, %d turns, %d failures; stopped %d times%n",
        time.seconds() / 60,
        turns,
        failures,
        time.gaps());
  }

  /** One turn, and the rest that it owes others. */
  private void turn(Work work, int turn) throws InterruptedException {
    long start = System.nanoTime();
    long cpu = system.getProcessCpuTime();
    int gaps = time.gaps();
    try {
      work.run(turn);
    } catch (Exception | AssertionError e) {
      // Deadlines pass while the process is stopped.
      if (gaps == time.gaps()) {
        failures++;
        System.out.println("turn " + turn + " of " + work.name() + " failed");
        e.printStackTrace(System.out);
        if (failures == MAX_FAILURES) {
          throw new IllegalStateException("too many failures", e);
        }
      }
    }
    turns++;
    long owed = (long) ((system.getProcessCpuTime() - cpu) / share);
    TimeUnit.NANOSECONDS.sleep(owed - (System.nanoTime() - start));
  }

  private static boolean judge(Path folder, PrintStream out) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("samples.csv"))) {
      if (!line.equals(Sample.HEADER)) {
        samples.add(Sample.parse(line));
      }
    }
    boolean flat = true;
    out.printf("%-32s %10s %10s %10s %10s%n", "", "first", "last", "per hour", "limit");
    for (Figure figure : Figure.values()) {
      Trend trend = Trend.of(samples, figure);
      boolean grows = trend.perHour() > figure.mostPerHour();
      flat &= !grows;
      out.printf(
          Locale.ROOT,
          "%-32s %10.2f %10.2f %10.2f %10.2f%s%n",
          figure.title(),
          trend.first(),
          trend.last(),
          trend.perHour(),
          figure.mostPerHour(),
          grows ? "  GROWS" : "");
    }
    Sample last = samples.get(samples.size() - 1);
    out.printf(
        Locale.ROOT,
        "%s after %.1f minutes, %d turns and %d samples, of which the last two thirds count%n",
        flat ? "flat" : "not flat",
        last.minutes(),
        last.turns(),
        samples.size());
    Files.writeString(folder.resolve("chart.svg"), Chart.svg(samples));
    return flat;
  }
}
