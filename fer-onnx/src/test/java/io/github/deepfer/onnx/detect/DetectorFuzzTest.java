package io.github.deepfer.onnx.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.FaceDetector;
import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.fixtures.FuzzRun;
import io.github.deepfer.fixtures.Mutator;
import io.github.deepfer.models.face.FaceModelProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged detector files are model errors. More cases than in every build: {@code
 * -Dfer.fuzz.cases=N} and {@code -Dfer.fuzz.seed=N}.
 */
class DetectorFuzzTest {
  private static final long SEED = Long.getLong("fer.fuzz.seed", 20261126);
  private static final int CASES = Integer.getInteger("fer.fuzz.cases", 300);
  private static final long MAX_KIB = 1536 * 1024;

  @TempDir Path folder;

  @Test
  void loadingAndSearchingEndsWellOnAnything() throws Exception {
    FuzzRun run = FuzzRun.of(Loading.class, SEED, CASES, folder, Map.of());
    assertThat(run.exitCode())
        .as("case %s of seed %s: %s", run.lastCase(), SEED, run.output())
        .isZero();
    assertThat(run.output()).contains("cases=" + CASES);
    assertThat(run.peakKib()).isLessThan(MAX_KIB);
  }

  /** Opens damaged files as a user would, and searches with those that open nonetheless. */
  public static final class Loading implements FuzzRun.Target {
    private final byte[] sound = bytes(new FaceModelProvider().model());
    private final Image image = Image.wrap(new byte[64 * 64], 64, 64, PixelFormat.GRAY);

    /** For {@link FuzzRun}. */
    public Loading() {}

    @Override
    public void run(int number, Mutator mutator) {
      byte[] file = number % 8 < 6 ? mutator.overwrite(sound) : mutator.mutate(sound);
      Model fuzzed = new Model("fuzzed", "onnx", null, () -> new ByteArrayInputStream(file));
      try (FaceDetector detector =
          new OnnxDetectorBackend().open(fuzzed, BackendOptions.builder().threads(1).build())) {
        detector.detect(image);
      } catch (FerException e) {
        if (e.getMessage().length() > 4000) {
          throw new AssertionError("a message of " + e.getMessage().length() + " characters", e);
        }
      }
    }

    private static byte[] bytes(Model model) {
      try (InputStream stream = model.content().open()) {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
