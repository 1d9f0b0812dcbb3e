package io.github.deepfer.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ImageHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link ImageDecoderProvider} must do. The kit brings files of JPEG, and of WebP, which
 * DeepFER decodes itself; a decoder of other formats brings one of each.
 */
public abstract class ImageDecoderContract extends ProviderContract {
  private static final Set<String> OF_THE_KIT =
      Set.of(ImageDecoderProvider.JPEG, EncodedSample.WEBP);

  /** For subclasses. */
  protected ImageDecoderContract() {}

  @Override
  protected abstract ImageDecoderProvider provider();

  /**
   * A sound file of each format that is not JPEG.
   *
   * @return files by the names in {@link ImageDecoderProvider#formats()}; none unless overridden
   */
  protected Map<String, byte[]> ownFiles() {
    return Map.of();
  }

  /**
   * The files of the kit, for tests of one's own.
   *
   * @return sound files of JPEG and WebP, of every kind that these have
   */
  public static List<byte[]> sampleFiles() {
    return EncodedSample.ALL.stream().map(EncodedSample::file).toList();
  }

  @Test
  void formatsAreNamed() {
    assertThat(provider().formats()).isNotEmpty().allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(provider().formats()).as("second answer").isEqualTo(provider().formats());
  }

  @TestFactory
  Stream<DynamicTest> decodesWhatTheFilesHold() {
    return samples().map(sample -> DynamicTest.dynamicTest(sample.name(), () -> check(sample)));
  }

  private Stream<EncodedSample> samples() {
    Set<String> formats = provider().formats();
    return EncodedSample.ALL.stream().filter(sample -> formats.contains(sample.format()));
  }

  private void check(EncodedSample sample) {
    Image image = provider().decode(sample.file());
    assertThat(image.width()).as("width").isEqualTo(EncodedSample.WIDTH);
    assertThat(image.height()).as("height").isEqualTo(EncodedSample.HEIGHT);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int expected = sample.expected(x, y);
        int actual = EncodedSample.actual(image, x, y);
        for (int shift = expected >>> 24 == 0 ? 24 : 0; shift <= 24; shift += 8) {
          assertThat(actual >>> shift & 0xFF)
              .as("bits %s of pixel %s,%s of %s: %08x", shift, x, y, sample.name(), actual)
              .isBetween(
                  (expected >>> shift & 0xFF) - sample.tolerance(),
                  (expected >>> shift & 0xFF) + sample.tolerance());
        }
      }
    }
  }

  @Test
  void knowsTheHeadersOfItsOwnFormats() {
    for (String format : provider().formats()) {
      if (!OF_THE_KIT.contains(format)) {
        byte[] file = ownFiles().get(format);
        if (file == null) {
          throw new AssertionError("ownFiles() has no file of " + format);
        }
        ImageHeader header = provider().header(file);
        if (header == null) {
          throw new AssertionError("header(...) does not know the file of " + format);
        }
        Image image = provider().decode(file);
        assertThat(image.width()).as("width of %s", format).isEqualTo(header.width());
        assertThat(image.height()).as("height of %s", format).isEqualTo(header.height());
      }
    }
  }

  @Test
  void leavesOtherFilesToOthers() {
    byte[] noise = new byte[64];
    new Random(1).nextBytes(noise);
    for (byte[] other :
        List.of(noise, new byte[1], "Dear reader".getBytes(StandardCharsets.US_ASCII))) {
      assertThat(provider().header(other)).as("header of what is no picture").isNull();
    }
    EncodedSample.ALL.forEach(
        sample ->
            assertThat(provider().header(sample.file()))
                .as("header of %s, which DeepFER reads itself", sample.name())
                .isNull());
  }

  @Test
  void damagedDataIsAnErrorThatContinuesASentence() {
    for (byte[] file : files()) {
      for (byte[] damaged : List.of(Arrays.copyOf(file, 4), Arrays.copyOf(file, 20))) {
        assertThatThrownBy(() -> provider().decode(damaged))
            .as("what comes of %s bytes of a picture", damaged.length)
            .isInstanceOf(ImageException.class)
            .hasMessageMatching("(?s)[a-z].*");
      }
    }
  }

  private List<byte[]> files() {
    List<byte[]> files = new ArrayList<>(ownFiles().values());
    samples().map(EncodedSample::file).forEach(files::add);
    return files;
  }

  @Test
  void leavesTheFileAlone() {
    for (byte[] file : files()) {
      byte[] before = file.clone();
      provider().header(file);
      provider().decode(file);
      assertThat(file).as("bytes of the file after decoding").isEqualTo(before);
    }
  }

  @Test
  void anInterruptedThreadDecodesAndStaysInterrupted() {
    for (byte[] file : files()) {
      Thread.currentThread().interrupt();
      try {
        assertThat(provider().decode(file)).isNotNull();
      } finally {
        assertThat(Thread.interrupted()).as("interrupt flag after decoding").isTrue();
      }
    }
  }

  @Test
  void eightThreadsAgreeWithOne() throws Exception {
    ImageDecoderProvider subject = provider();
    List<Callable<List<Byte>>> calls = new ArrayList<>();
    for (byte[] file : files()) {
      calls.add(() -> bytes(subject.decode(file)));
    }
    Concurrency.assertThreadsAgree(
        calls, (actual, expected) -> assertThat(actual).isEqualTo(expected));
  }

  private static List<Byte> bytes(Image image) {
    List<Byte> bytes = new ArrayList<>();
    for (byte value : Pixels.bytes(image)) {
      bytes.add(value);
    }
    return bytes;
  }
}
