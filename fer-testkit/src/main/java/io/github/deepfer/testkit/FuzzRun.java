package io.github.deepfer.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java process of its own for input that may crash native code, hang it, or make it eat memory.
 * The child calls {@link #main}, which names a {@link Target}; whatever ends the child badly is
 * reported with the number of the case that it was at, from which the input can be made again.
 *
 * @param exitCode of the child
 * @param lastCase the case that it was at when it ended
 * @param output what it wrote
 */
public record FuzzRun(int exitCode, int lastCase, String output) {
  private static final int HUNG = 70;
  private static final long CASE_DEADLINE_MILLIS = 30_000;

  /** From this version on the JVM prints a warning when natives are loaded, unless told. */
  private static final int WARNS_OF_NATIVES = 22;

  private static final int HEAP_MEBIBYTES = 512;

  /** What is tried; has a public constructor without parameters. */
  public interface Target {
    /**
     * Tries one case. Whatever is documented must be caught here; anything thrown ends the run.
     *
     * @param number of the case; together with the seed all that the case may depend on
     * @param mutator to be used for this case alone
     * @throws Exception if the case went wrong
     */
    void run(int number, Mutator mutator) throws Exception;
  }

  /**
   * Runs cases in a child process, whose heap is 512 MiB and which ends a case after 30 seconds.
   *
   * @param target a class on the class path
   * @param seed what the cases depend on
   * @param cases how many
   * @param folder for a file of the run's own
   * @param environment variables beside the inherited ones
   * @return how it ended
   * @throws IOException if the child cannot be started
   * @throws InterruptedException if the caller is
   */
  public static FuzzRun of(
      Class<? extends Target> target,
      long seed,
      int cases,
      Path folder,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    Path position = folder.resolve("position");
    Files.write(position, new byte[Integer.BYTES]);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + HEAP_MEBIBYTES + "m");
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:ErrorFile=" + folder.resolve("crash.log"));
    if (Runtime.version().feature() >= WARNS_OF_NATIVES) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(classPath());
    command.addAll(
        List.of(FuzzRun.class.getName(), target.getName(), "" + seed, "" + cases, "" + position));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      try (FileChannel channel = FileChannel.open(position)) {
        MappedByteBuffer number = channel.map(FileChannel.MapMode.READ_ONLY, 0, Integer.BYTES);
        return new FuzzRun(exitCode, number.getInt(0), output);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * The most memory that the child had resident.
   *
   * @return KiB; 0 if it ended early or the system does not tell
   */
  public long peakKib() {
    Matcher peak = Pattern.compile("peakKib=(\\d+)").matcher(output);
    return peak.find() ? Long.parseLong(peak.group(1)) : 0;
  }

  /** Tests may run on the module path; the child takes all of it as its class path. */
  private static String classPath() {
    return String.join(
        System.getProperty("path.separator"),
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        System.getProperty("jdk.module.path", ""),
        Path.of("target", "classes").toAbsolutePath().toString(),
        Path.of("target", "test-classes").toAbsolutePath().toString());
  }

  /**
   * The child process: runs the cases, and prints how many there were and, on Linux, the peak of
   * its resident memory as {@code peakKib=N}.
   *
   * @param args the target's class, the seed, the number of cases, the file of the position
   * @throws Exception what the target throws
   */
  public static void main(String[] args) throws Exception {
    Target target = Class.forName(args[0]).asSubclass(Target.class).getConstructor().newInstance();
    long seed = Long.parseLong(args[1]);
    int cases = Integer.parseInt(args[2]);
    Deadline deadline = new Deadline();
    try (FileChannel channel =
        FileChannel.open(Path.of(args[3]), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer position = channel.map(FileChannel.MapMode.READ_WRITE, 0, Integer.BYTES);
      for (int i = 0; i < cases; i++) {
        // Written through to the file's pages, so it outlives a crash.
        position.putInt(0, i);
        deadline.begin();
        target.run(i, new Mutator(seed * 1_000_003 + i));
      }
    }
    System.out.printf(Locale.ROOT, "cases=%d peakKib=%d%n", cases, ownPeakKib());
    System.out.flush();
    // Threads of native libraries must not keep a finished run alive.
    Runtime.getRuntime().halt(0);
  }

  private static long ownPeakKib() {
    Path status = Path.of("/proc/self/status");
    try {
      return Files.exists(status)
          ? Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process when a case takes too long, which native code gives no other way to. */
  private static final class Deadline extends Thread {
    private volatile long began = System.nanoTime();

    Deadline() {
      super("deadline");
      setDaemon(true);
      start();
    }

    void begin() {
      began = System.nanoTime();
    }

    @Override
    public void run() {
      try {
        while (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) < CASE_DEADLINE_MILLIS) {
          Thread.sleep(CASE_DEADLINE_MILLIS / 10);
        }
      } catch (InterruptedException e) {
        return;
      }
      System.out.println("a case took more than " + CASE_DEADLINE_MILLIS + " ms");
      System.out.flush();
      Runtime.getRuntime().halt(HUNG);
    }
  }
}
