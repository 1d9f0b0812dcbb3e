package io.github.deepfer.fuzz;

import io.github.deepfer.fixtures.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A target fuzzed for a time in a process of its own. What reached new code stays in the folder,
 * and the next one goes on from there.
 *
 * @param exitCode of the process; 0 if nothing was found
 * @param cases how many inputs were read
 * @param branches of the instrumented code that were reached
 * @param peakMib the most memory that was resident
 */
record Campaign(int exitCode, long cases, long branches, long peakMib) {
  private static final int CASE_SECONDS = 120;
  private static final int HEAP_MIB = 384;

  /** Heap, code and what native libraries hold, at any time. */
  private static final int RESIDENT_MIB = 1400;

  /** What a process takes to start and to read what there is already. */
  private static final int SPARE_SECONDS = 300;

  private static final Pattern STATUS =
      Pattern.compile("^#(\\d+)\\s.* cov: (\\d+) .* rss: (\\d+)Mb", Pattern.MULTILINE);

  static Campaign run(Targets target, Path folder, int seconds)
      throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    Path findings = Files.createDirectories(folder.resolve("findings"));
    Path current = folder.resolve("current");
    writeSeeds(target, seeds);
    ProcessBuilder builder =
        ChildJvm.of(
            List.of(
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-Dfer.root=" + Seeds.root()),
            com.code_intelligence.jazzer.Jazzer.class,
            "--target_class=" + JazzerEntry.class.getName(),
            "--target_args=" + target.name() + " " + current,
            "--instrumentation_includes=io.github.deepfer.**:org.eclipse.jetty.http.MultiPart*",
            "--instrumentation_excludes=io.github.deepfer.fuzz.**:io.github.deepfer.fixtures.**",
            // Which forbids the connections to the server that is fuzzed.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery",
            "--reproducer_path=" + findings,
            "-artifact_prefix=" + findings + "/",
            // The same inputs in every build, as far as time and threads go; a corpus leads on.
            "-seed=1",
            "-max_total_time=" + seconds,
            "-timeout=" + CASE_SECONDS,
            "-rss_limit_mb=" + RESIDENT_MIB,
            "-max_len=" + Seeds.MAX_BYTES,
            "-print_final_stats=1",
            corpus.toString(),
            seeds.toString());
    Path log = folder.resolve("log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(seconds + SPARE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        keep(current, findings.resolve("last-input"));
      }
      return of(exitCode, Files.readString(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private static void writeSeeds(Targets target, Path folder) throws IOException {
    try (Target open = target.open()) {
      int number = 0;
      for (byte[] seed : open.seeds()) {
        Files.write(folder.resolve("seed-" + number++), seed);
      }
    }
  }

  private static void keep(Path current, Path to) throws IOException {
    if (Files.exists(current)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(current));
      byte[] input = new byte[bytes.getInt()];
      bytes.get(input);
      Files.write(to, input);
    }
  }

  private static Campaign of(int exitCode, String log) {
    List<MatchResult> lines = STATUS.matcher(log).results().toList();
    Matcher executed = Pattern.compile("number_of_executed_units: (\\d+)").matcher(log);
    Matcher peak = Pattern.compile("peak_rss_mb: +(\\d+)").matcher(log);
    MatchResult last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
    return new Campaign(
        exitCode,
        executed.find() ? Long.parseLong(executed.group(1)) : number(last, 1),
        number(last, 2),
        peak.find() ? Long.parseLong(peak.group(1)) : number(last, 3));
  }

  private static long number(@Nullable MatchResult line, int group) {
    return line == null ? 0 : Long.parseLong(line.group(group));
  }
}
