package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.fixtures.ChildJvm;
import io.github.deepfer.onnx.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Natives are loaded once per process, so a process of its own has to miss them. */
class MissingLibraryTest {
  private static final String LIBRARY = System.mapLibraryName("onnxruntime");

  @TempDir Path empty;

  @Test
  void aDirectoryWithoutTheLibraryIsNamed() throws Exception {
    assertThat(openInAnotherProcess("-Donnxruntime.native.path=" + empty))
        .contains("unavailable: ", LIBRARY, empty.toString())
        .containsPattern("first: ONNX Runtime cannot be loaded .*" + LIBRARY)
        .containsPattern("second: ONNX Runtime cannot be loaded .*" + LIBRARY);
  }

  @Test
  void aMissingDirectoryToUnpackToIsNamed() throws Exception {
    Path missing = empty.resolve("missing");
    assertThat(openInAnotherProcess("-Djava.io.tmpdir=" + missing))
        .contains("available")
        .containsPattern("first: ONNX Runtime cannot be loaded .*" + LIBRARY)
        .contains(missing.toString());
  }

  private static String openInAnotherProcess(String option)
      throws IOException, InterruptedException {
    ChildJvm child =
        ChildJvm.run(
            ChildJvm.of(List.of(option), MissingLibraryTest.class).redirectErrorStream(true));
    assertThat(child.exitCode()).as(child.output()).isZero();
    return child.output();
  }

  /** What the other process does. */
  public static void main(String[] args) {
    OnnxClassifierBackend provider = new OnnxClassifierBackend();
    System.out.println(
        provider.availability() instanceof Availability.Unavailable unavailable
            ? "unavailable: " + unavailable.reason()
            : "available");
    for (String attempt : List.of("first", "second")) {
      try {
        provider.open(TinyModel.gray("gray").model(), BackendOptions.DEFAULT).close();
      } catch (ProviderException e) {
        System.out.println(attempt + ": " + e.getMessage());
      }
    }
  }
}
