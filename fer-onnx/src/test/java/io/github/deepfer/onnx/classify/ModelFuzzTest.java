package io.github.deepfer.onnx.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.deepfer.api.EmotionClassifier;
import io.github.deepfer.api.FaceCrop;
import io.github.deepfer.api.FerException;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.BackendOptions;
import io.github.deepfer.fixtures.FuzzRun;
import io.github.deepfer.fixtures.Mutator;
import io.github.deepfer.models.lite.quantized.LiteInt8ModelProvider;
import io.github.deepfer.onnx.OnnxMessage;
import io.github.deepfer.onnx.TinyModel;
import io.github.deepfer.onnx.file.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged model files are model errors. More cases than in every build: {@code -Dfer.fuzz.cases=N}
 * and {@code -Dfer.fuzz.seed=N}.
 */
class ModelFuzzTest {
  private static final long SEED = Long.getLong("fer.fuzz.seed", 20261124);
  private static final int CASES = Integer.getInteger("fer.fuzz.cases", 2000);
  private static final int CHECKS_PER_CASE = 10;
  private static final long MAX_KIB = 1536 * 1024;

  @TempDir Path folder;

  @Test
  void theLookThroughEndsWellOnAnything() {
    List<byte[]> files = files();
    for (int i = 0; i < CASES * CHECKS_PER_CASE; i++) {
      // The large file is damaged less often, for it takes longest to copy.
      byte[] file = files.get(i % 100 == 0 ? 0 : 1 + i % (files.size() - 1));
      try {
        ModelFile.read(fuzzed(new Mutator(SEED + i).mutate(file)));
      } catch (ModelException e) {
        assertThat(e.getMessage()).as("case %s", i).startsWith("model fuzzed ");
      }
    }
  }

  @Test
  void loadingAndRunningEndsWellOnAnything() throws Exception {
    FuzzRun run = FuzzRun.of(Loading.class, SEED, CASES, folder, Map.of());
    assertThat(run.exitCode())
        .as("case %s of seed %s: %s", run.lastCase(), SEED, run.output())
        .isZero();
    assertThat(run.output()).contains("cases=" + CASES);
    assertThat(run.peakKib()).isLessThan(MAX_KIB);
  }

  private static List<byte[]> files() {
    return List.of(
        bytes(new LiteInt8ModelProvider().model()),
        bytes(TinyModel.gray("gray").model()),
        bytes(TinyModel.gray("gray-batch3").model()),
        bytes(TinyModel.gray("gray-probabilities").with("output", "probabilities").model()),
        OnnxMessage.model(OnnxMessage.adding(OnnxMessage.tensor(16, 4))).bytes());
  }

  private static byte[] bytes(Model model) {
    try (InputStream stream = model.content().open()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Model fuzzed(byte[] file) {
    return new Model("fuzzed", "onnx", null, () -> new ByteArrayInputStream(file));
  }

  /** Opens damaged files as a user would, and classifies with those that open nonetheless. */
  public static final class Loading implements FuzzRun.Target {
    private final List<byte[]> files = files();
    private final Image image = Image.wrap(new byte[64 * 64], 64, 64, PixelFormat.GRAY);

    /** For {@link FuzzRun}. */
    public Loading() {}

    @Override
    public void run(int number, Mutator mutator) {
      byte[] sound = files.get(number % files.size());
      byte[] file = number % 8 < 6 ? mutator.overwrite(sound) : mutator.mutate(sound);
      try (EmotionClassifier classifier =
          new OnnxClassifierBackend()
              .open(fuzzed(file), BackendOptions.builder().threads(1).build())) {
        classifier.classify(image, List.of(FaceCrop.whole(image)));
      } catch (FerException e) {
        if (e.getMessage().length() > 4000) {
          throw new AssertionError("a message of " + e.getMessage().length() + " characters", e);
        }
      }
    }
  }
}
