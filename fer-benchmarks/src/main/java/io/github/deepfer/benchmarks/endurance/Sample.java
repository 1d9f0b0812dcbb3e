package io.github.deepfer.benchmarks.endurance;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.bytedeco.javacpp.Pointer;

/**
 * What the process holds at one time, between two turns and after a garbage collection. Memory is
 * in MiB.
 *
 * @param minutes of running time since the start
 * @param turns of all works until then
 * @param values one per {@link Figure}, in its order
 */
record Sample(double minutes, long turns, List<Double> values) {
  private static final String NAMES =
      Arrays.stream(Figure.values()).map(Figure::column).collect(Collectors.joining(","));
  static final String HEADER = "minutes,turns," + NAMES;

  private static final double KIB_PER_MIB = 1024;
  private static final double MIB = 1 << 20;

  Sample {
    values = List.copyOf(values);
  }

  static Sample take(double minutes, long turns, Path temporary) throws IOException {
    System.gc();
    return new Sample(
        minutes,
        turns,
        List.of(
            status("VmRSS") / KIB_PER_MIB,
            status("RssAnon") / KIB_PER_MIB,
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB,
            committedByJvm(),
            Pointer.totalBytes() / MIB,
            status("Threads"),
            openFiles(),
            filesBelow(temporary)));
  }

  double value(Figure figure) {
    return values.get(figure.ordinal());
  }

  String row() {
    String numbers =
        values.stream()
            .map(value -> String.format(Locale.ROOT, "%.3f", value))
            .collect(Collectors.joining(","));
    return String.format(Locale.ROOT, "%.3f,%d,%s", minutes, turns, numbers);
  }

  static Sample parse(String row) {
    List<Double> numbers = Stream.of(row.split(",", -1)).map(Double::valueOf).toList();
    return new Sample(
        numbers.get(0), numbers.get(1).longValue(), numbers.subList(2, numbers.size()));
  }

  /** A number of Linux's status of the process (proc(5)). */
  private static double status(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static double openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count() - 1; // the one that lists them
    }
  }

  private static double filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** Heap, classes, code, stacks and the rest of the JVM's own; 0 without its tracking. */
  private static double committedByJvm() {
    try {
      Object answer =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "vmNativeMemory",
                  new Object[] {new String[] {"summary"}},
                  new String[] {String[].class.getName()});
      Matcher total = Pattern.compile("Total:.*committed=(\\d+)KB").matcher(answer.toString());
      return total.find() ? Double.parseDouble(total.group(1)) / KIB_PER_MIB : 0;
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }
}
