package io.github.deepfer.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a program printed that ran in a process of its own.
 *
 * @param exitCode of the process
 * @param output of the program
 * @param errors whatever came on the standard error stream, also from native code
 */
record ChildJvm(int exitCode, String output, String errors) {
  /** Runs a class on the test's class path. */
  static ChildJvm run(Class<?> main, Path folder, List<String> options, String... args)
      throws Exception {
    return run("", main, folder, options, args);
  }

  /** As {@link #run(Class, Path, List, String...)}, after commands of a shell. */
  static ChildJvm run(
      String before, Class<?> main, Path folder, List<String> options, String... args)
      throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of("sh", "-c", before + "exec \"$@\"", "sh", java));
    // From 22 on the JVM prints a warning when natives are loaded, unless told.
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(List.of(args));
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      boolean ended = process.waitFor(2, TimeUnit.MINUTES);
      return new ChildJvm(ended ? process.exitValue() : -1, text(output), text(errors));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static String text(Path file) throws Exception {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
