package io.github.deepfer.opencv.yunet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderException;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Availability.Unavailable;
import io.github.deepfer.api.spi.DetectorOptions;
import io.github.deepfer.api.spi.ModelCache;
import io.github.deepfer.opencv.core.Sha256;
import io.github.deepfer.opencv.haar.HaarFaceDetectorProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What happens without a good model file. */
final class YuNetModelFileTest {
  @TempDir Path folder;

  @AfterEach
  void forgetTheFile() {
    System.clearProperty(YuNetFaceDetectorProvider.MODEL_PROPERTY);
    System.clearProperty(ModelCache.PROPERTY);
  }

  @Test
  void takesTheNewestReleaseOfTheCacheIfItIsAskedFor() throws Exception {
    System.setProperty(ModelCache.PROPERTY, folder.toString());
    YuNetFaceDetectorProvider provider = new YuNetFaceDetectorProvider();
    assertThat(provider.availability()).isInstanceOf(Unavailable.class);
    Files.createFile(folder.resolve("face_detection_yunet_2023mar.onnx"));
    Files.createFile(folder.resolve("face_detection_yunet_2026may.onnx"));
    Files.createFile(folder.resolve("face_detection_yunet_2099jan.onnx"));
    assertThat(provider.availability()).isEqualTo(Availability.AVAILABLE);
    assertThat(provider.priority()).isLessThan(new HaarFaceDetectorProvider().priority());
    // The name alone is not believed.
    assertThatThrownBy(() -> provider.open(DetectorOptions.DEFAULT))
        .isInstanceOf(ModelException.class)
        .hasMessageContainingAll("face_detection_yunet_2026may", "SHA-256");
    System.setProperty(YuNetFaceDetectorProvider.MODEL_PROPERTY, "own.onnx");
    assertThat(provider.priority()).isGreaterThan(new HaarFaceDetectorProvider().priority());
  }

  @Test
  void isUnavailableWithoutAFileAndSaysHowToGiveOne() {
    YuNetFaceDetectorProvider provider = new YuNetFaceDetectorProvider();
    assertThat(provider.availability())
        .isInstanceOfSatisfying(
            Unavailable.class,
            answer -> assertThat(answer.reason()).contains("fer.yunet.model", "opencv_zoo"));
    assertThatThrownBy(() -> provider.open(DetectorOptions.DEFAULT))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("yunet")
        .hasMessageContaining("fer.yunet.model");
    assertThat(Pipeline.providers())
        .filteredOn(status -> status.id().equals("yunet"))
        .singleElement()
        .satisfies(status -> assertThat(status.availability()).isInstanceOf(Unavailable.class));
  }

  @Test
  void isUnavailableWhereTheNamedFileIsMissing() throws Exception {
    String missing = folder.resolve("missing.onnx").toString();
    System.setProperty(YuNetFaceDetectorProvider.MODEL_PROPERTY, missing);
    assertThat(new YuNetFaceDetectorProvider().availability())
        .isInstanceOfSatisfying(
            Unavailable.class, answer -> assertThat(answer.reason()).contains(missing));
    Files.createFile(Path.of(missing));
    assertThat(new YuNetFaceDetectorProvider().availability()).isEqualTo(Availability.AVAILABLE);
  }

  @Test
  void whatIsNoModelIsAModelErrorThatNamesIt() throws Exception {
    byte[] noise = new byte[10_000];
    new Random(7).nextBytes(noise);
    for (byte[] bytes :
        new byte[][] {{}, {0}, "no model".getBytes(StandardCharsets.UTF_8), noise}) {
      assertModelError(bytes);
    }
    assertThatThrownBy(() -> YuNetFaceDetector.builder(folder.resolve("missing.onnx")).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("missing.onnx");
  }

  /** OpenCV itself dies of some of these. */
  @Test
  @EnabledIfEnvironmentVariable(
      named = YuNetFaceDetectorTest.FILE,
      matches = ".+",
      disabledReason = "set FER_YUNET_MODEL to a face_detection_yunet_*.onnx of the OpenCV zoo")
  void aDamagedModelIsAModelError() throws Exception {
    byte[] whole = Files.readAllBytes(YuNetFaceDetectorTest.file());
    for (int parts = 1; parts < 8; parts++) {
      assertModelError(Arrays.copyOf(whole, whole.length * parts / 8));
    }
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[damaged.length - 1 - random.nextInt(30_000)] ^= (byte) (1 + random.nextInt(255));
      assertModelError(damaged);
    }
  }

  @Test
  void aFileIsTriedOnlyWithItsRightHash() throws Exception {
    byte[] bytes = "no model".getBytes(StandardCharsets.UTF_8);
    Path file = Files.write(folder.resolve("own.onnx"), bytes);
    assertThatThrownBy(() -> YuNetFaceDetector.builder(file).sha256("0".repeat(64)).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("SHA-256");
    assertThatThrownBy(() -> YuNetFaceDetector.builder(file).sha256(Sha256.of(bytes)).build())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("not a YuNet");
  }

  @Test
  void refusesBadOptions() {
    YuNetFaceDetector.Builder builder = YuNetFaceDetector.builder(folder);
    assertThatThrownBy(() -> builder.minFaceSize(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.minScore(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.minScore(1.1f)).isInstanceOf(IllegalArgumentException.class);
  }

  private void assertModelError(byte[] bytes) throws Exception {
    Path file = Files.write(folder.resolve("broken.onnx"), bytes);
    assertThatThrownBy(() -> YuNetFaceDetector.builder(file).build())
        .as("a file of %s bytes", bytes.length)
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("broken");
  }
}
