package io.github.deepfer.api.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.spi.ClassifierBackend;
import io.github.deepfer.api.spi.FaceDetectorProvider;
import io.github.deepfer.api.spi.ModelProvider;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** A program with providers of its own runs in a JVM of its own, both ways that Java deploys it. */
class ModulePathTest {
  @TempDir static Path program;
  private static String path;

  @BeforeAll
  static void compile() throws Exception {
    path =
        Stream.of(
                program,
                locationOf(Pipeline.class),
                locationOf(Logger.class),
                locationOf(NullMarked.class))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    Path sources = Path.of(ModulePathTest.class.getResource("/fake-provider").toURI());
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--module-path",
                path,
                "-d",
                program.toString(),
                sources.resolve("module-info.java").toString(),
                sources.resolve("fake/provider/Fakes.java").toString());
    assertThat(status).as("exit status of javac").isZero();
    new ServiceFiles(program)
        .with(FaceDetectorProvider.class, "fake.provider.Fakes$Detector")
        .with(ClassifierBackend.class, "fake.provider.Fakes$Backend")
        .with(ModelProvider.class, "fake.provider.Fakes$TinyModel");
  }

  private static Path locationOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void providersAreFoundOnTheModulePath() throws Exception {
    assertThat(java("--module-path", path, "--module", "fake.provider/fake.provider.Fakes"))
        .isEqualTo("true tiny surprise");
  }

  @Test
  void providersAreFoundOnTheClassPath() throws Exception {
    assertThat(java("--class-path", path, "fake.provider.Fakes")).isEqualTo("false tiny surprise");
  }

  private static String java(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("program ended").isTrue();
    assertThat(process.exitValue()).as("exit status; it printed %s", output).isZero();
    return output.strip();
  }
}
