package io.github.deepfer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The default set as users deploy it, well and badly, each time in a JVM of its own. */
class DeploymentsTest {
  private static final String MAIN = Probe.class.getName();

  private static List<String> classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.asList(path.split(File.pathSeparator));
  }

  private static String join(List<String> entries) {
    return String.join(File.pathSeparator, entries);
  }

  private static String classPathWithout(Predicate<String> hidden) {
    return classPath().stream()
        .filter(entry -> !hidden.test(Path.of(entry).toString()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void worksOnTheClassPath() throws Exception {
    assertThat(ChildJvm.run(List.of("-cp", join(classPath()), MAIN)))
        .contains("faces 1 happy")
        .endsWith("exit 0");
  }

  /** As from Maven, Gradle or an IDE; a version of ONNX Runtime ended the JVM without a word. */
  @ParameterizedTest
  @ValueSource(strings = {"-Xss1m", "-Xss256k"})
  void worksWithALongCommandLineAndASmallStack(String stack) throws Exception {
    String padding = "y".repeat(10_000);
    assertThat(ChildJvm.run(List.of(stack, "-cp", join(classPath()), MAIN, padding)))
        .contains("faces 1 happy")
        .endsWith("exit 0");
  }

  @Test
  void leavesNothingInTheHomeDirectoryButItsNatives(@TempDir Path home) throws Exception {
    String output =
        ChildJvm.run(
            List.of("-Duser.home=" + home, "-cp", join(classPath()), MAIN),
            Map.of("HOME", home.toString(), "XDG_CACHE_HOME", home.resolve(".cache").toString()));
    assertThat(output).endsWith("exit 0");
    try (Stream<Path> entries = Files.list(home)) {
      assertThat(entries)
          .extracting(entry -> entry.getFileName().toString())
          .containsOnly(".javacpp");
    }
  }

  @Test
  void worksOnTheModulePath() throws Exception {
    List<String> modules = new ArrayList<>();
    List<String> tests = new ArrayList<>();
    for (String entry : classPath()) {
      boolean test =
          entry.contains("test-classes")
              || entry.contains("fer-testkit")
              || entry.contains("junit")
              || entry.contains("assertj");
      (test ? tests : modules).add(entry);
    }
    String output =
        ChildJvm.run(
            List.of(
                "-p", join(modules), "--add-modules", "ALL-MODULE-PATH", "-cp", join(tests), MAIN));
    assertThat(output)
        .contains("module io.github.deepfer.api")
        .contains("faces 1 happy")
        .endsWith("exit 0");
  }

  @Test
  void aMissingOpenCvNativeIsNamed() throws Exception {
    String path = classPathWithout(entry -> entry.matches(".*opencv-4.*-(linux|windows|macosx).*"));
    assertThat(ChildJvm.run(List.of("-cp", path, MAIN)))
        .contains("ProviderException")
        .containsIgnoringCase("opencv")
        .endsWith("exit 1");
  }

  @Test
  void withoutBackendsTheErrorSaysWhatToAdd() throws Exception {
    String path = classPathWithout(entry -> entry.contains("fer-opencv"));
    assertThat(ChildJvm.run(List.of("-cp", path, MAIN)))
        .contains("no detector can run here")
        .contains("io.github.deepfer:deepfer")
        .endsWith("exit 1");
  }
}
