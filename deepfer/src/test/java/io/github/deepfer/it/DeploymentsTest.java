package io.github.deepfer.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.fixtures.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default set as users deploy it, well and badly, each time in a JVM of its own. */
class DeploymentsTest {
  private static final String MAIN = Probe.class.getName();

  /** What a starter may weigh that people ship. */
  private static final long MAX_BYTES = 150_000_000;

  /** The classes of the tests, which need the labelled pictures of the testkit. */
  private static final Predicate<String> TESTS =
      Pattern.compile("test-classes|fer-testkit|fer-fixtures|junit|assertj|byte-buddy|slf4j-simple")
          .asPredicate();

  /** What a user has who depends on the starter and nothing else. */
  private static List<String> starter() throws IOException {
    List<String> entries = new ArrayList<>();
    entries.add(Path.of("target", "classes").toAbsolutePath().toString());
    entries.addAll(split(Files.readString(Path.of("target", "runtime-class-path.txt")).strip()));
    return entries;
  }

  /** The starter and the tests. */
  private static List<String> classPath() throws IOException {
    return Stream.concat(starter().stream(), everything().stream().filter(TESTS)).toList();
  }

  /** The starter, the tests, and what they need beyond it: OpenCV, as a user may add it. */
  private static List<String> everything() {
    return split(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  private static List<String> split(String path) {
    return Arrays.asList(path.split(File.pathSeparator));
  }

  private static String join(List<String> entries) {
    return String.join(File.pathSeparator, entries);
  }

  private static String without(String pattern, List<String> entries) {
    return entries.stream()
        .filter(Pattern.compile(pattern).asPredicate().negate())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void theStarterIsSmallAndBringsNeitherOpenCvNorFfmpeg() throws Exception {
    assertThat(starter()).noneMatch(entry -> entry.matches(".*(opencv|openblas|javacpp|ffmpeg).*"));
    long bytes = 0;
    for (String entry : starter()) {
      try (Stream<Path> files = Files.walk(Path.of(entry))) {
        bytes += files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      }
    }
    assertThat(bytes).isBetween(40_000_000L, MAX_BYTES);
  }

  @Test
  void worksOnTheClassPath() throws Exception {
    assertThat(run(List.of("-cp", join(classPath()), MAIN)))
        .contains("faces 1 happy")
        .endsWith("exit 0");
  }

  /** As from Maven, Gradle or an IDE; a version of ONNX Runtime ended the JVM without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xss1m", "-Xss256k"})
  void worksWithALongCommandLineAndASmallStack(String stack) throws Exception {
    String padding = "y".repeat(10_000);
    assertThat(run(List.of(stack, "-cp", join(classPath()), MAIN, padding)))
        .contains("faces 1 happy")
        .endsWith("exit 0");
  }

  @Test
  void leavesNothingInTheHomeDirectoryButItsOwnCache(@TempDir Path home) throws Exception {
    String output =
        run(
            List.of("-Duser.home=" + home, "-cp", join(classPath()), MAIN),
            Map.of("HOME", home.toString(), "XDG_CACHE_HOME", home.resolve(".cache").toString()));
    assertThat(output).endsWith("exit 0");
    Path own = home.resolve(".cache").resolve("deepfer");
    try (Stream<Path> files = Files.walk(home).filter(Files::isRegularFile)) {
      assertThat(files).allMatch(file -> file.startsWith(own));
    }
  }

  @Test
  void worksOnTheModulePath() throws Exception {
    List<String> tests = everything().stream().filter(TESTS).toList();
    String output =
        run(
            List.of(
                "-p",
                join(starter()),
                "--add-modules",
                "ALL-MODULE-PATH",
                "-cp",
                join(tests),
                MAIN));
    assertThat(output)
        .contains("module io.github.deepfer.api")
        .contains("faces 1 happy")
        .endsWith("exit 0");
  }

  @Test
  void aMissingOpenCvNativeIsNamedWhereOpenCvIsAskedFor() throws Exception {
    String path = without("opencv-4.*-(linux|windows|macosx)", everything());
    assertThat(run(List.of("-Dfer.detector=haar", "-cp", path, MAIN)))
        .contains("ProviderException")
        .containsIgnoringCase("opencv")
        .endsWith("exit 1");
    assertThat(run(List.of("-cp", path, MAIN))).contains("faces 1 happy").endsWith("exit 0");
  }

  @Test
  void withoutBackendsTheErrorSaysWhatToAdd() throws Exception {
    String path = without("fer-onnx|fer-opencv", everything());
    assertThat(run(List.of("-cp", path, MAIN)))
        .contains("no detector can run here")
        .contains("io.github.deepfer:deepfer")
        .endsWith("exit 1");
  }

  private static String run(List<String> arguments) throws Exception {
    return run(arguments, Map.of());
  }

  /** What it printed, with no variable of ONNX Runtime in its environment but with these. */
  private static String run(List<String> arguments, Map<String, String> variables)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("-Xmx512m"));
    all.addAll(arguments);
    ProcessBuilder builder = ChildJvm.java(all).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("ORT_"));
    builder.environment().putAll(variables);
    ChildJvm child = ChildJvm.run(builder);
    return child.output() + "exit " + child.exitCode();
  }
}
