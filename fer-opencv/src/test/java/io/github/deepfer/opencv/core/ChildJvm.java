package io.github.deepfer.opencv.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Java process of its own: what is loaded once cannot be hidden again in this one. */
public record ChildJvm(int exitCode, String output) {
  public static ChildJvm run(Map<String, String> environment, List<String> options, Class<?> main)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ChildJvm(process.waitFor(), output);
  }

  /** Tests may run on the module path; the child takes all of it as its class path. */
  private static String classPath() {
    String separator = System.getProperty("path.separator");
    return String.join(
        separator,
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        System.getProperty("jdk.module.path", ""),
        Path.of("target", "classes").toAbsolutePath().toString(),
        Path.of("target", "test-classes").toAbsolutePath().toString());
  }
}
