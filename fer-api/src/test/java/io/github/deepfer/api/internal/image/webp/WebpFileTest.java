package io.github.deepfer.api.internal.image.webp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.internal.image.SampleFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * WebP files by libwebp's encoder, each beside the pixels that libwebp's decoder makes of it (laid
 * over white, as a PNG): they are the same to the bit.
 */
class WebpFileTest {
  private static final String[] FILES = {
    "lossy",
    "lossy-coarse",
    "lossy-fine",
    "lossy-simple-filter",
    "lossy-sharp",
    "lossy-segments",
    "lossy-partitions",
    "lossy-1x1",
    "opacity-raw-none",
    "opacity-raw-fast",
    "opacity-raw-best",
    "opacity-packed-none",
    "opacity-packed-fast",
    "opacity-packed-best",
    "lossless",
    "lossless-fast",
    "lossless-opacity",
    "lossless-2-colours",
    "lossless-4-colours",
    "lossless-16-colours",
    "lossless-40-colours",
    "lossless-200-colours",
    "lossless-40-colours-opacity",
    "lossless-one-colour",
    "lossless-3x2",
    "animated",
    "animated-smaller-first-frame",
    "broken-profile"
  };

  static String[] files() {
    return FILES;
  }

  @ParameterizedTest
  @MethodSource("files")
  void pixelsAreThoseOfLibwebp(String name) throws Exception {
    Image actual = Image.decode(SampleFiles.resource("webp/" + name + ".webp"));
    Image expected = Image.decode(SampleFiles.resource("webp/" + name + ".png"));
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    assertThat(rgb(actual)).isEqualTo(rgb(expected));
  }

  private static int[] rgb(Image image) {
    PixelFormat format = image.format();
    ByteBuffer pixels = image.pixels();
    int[] rgb = new int[image.width() * image.height()];
    for (int i = 0; i < rgb.length; i++) {
      int at = i / image.width() * image.stride() + i % image.width() * format.bytesPerPixel();
      rgb[i] =
          format == PixelFormat.GRAY
              ? 0x010101 * (pixels.get(at) & 0xFF)
              : (pixels.get(at + format.red()) & 0xFF) << 16
                  | (pixels.get(at + format.green()) & 0xFF) << 8
                  | (pixels.get(at + format.blue()) & 0xFF);
    }
    return rgb;
  }

  /** Whatever is wrong is an error, and soon: no claim of a few bytes keeps it busy. */
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void damagedFilesArePicturesOrErrors() throws Exception {
    Random random = new Random(8);
    long longest = 0;
    for (String name : FILES) {
      byte[] whole = SampleFiles.resource("webp/" + name + ".webp");
      for (int i = 0; i < 300; i++) {
        byte[] damaged = whole.clone();
        for (int n = random.nextInt(6); n >= 0; n--) {
          damaged[20 + random.nextInt(damaged.length - 20)] = (byte) random.nextInt();
        }
        long start = System.nanoTime();
        try {
          Image.decode(damaged, new ImageLimits(1_000_000, 1_000_000));
        } catch (ImageException e) {
          assertThat(e).hasMessageMatching("(?s)picture (is|has) .*");
        }
        longest = Math.max(longest, System.nanoTime() - start);
      }
    }
    assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lossy", "lossless", "opacity-raw-none", "opacity-packed-best"})
  void whatEndsTooEarlyIsCutShort(String name) throws Exception {
    byte[] whole = SampleFiles.resource("webp/" + name + ".webp");
    for (int length = whole.length / 2; length < whole.length - 8; length += 11) {
      byte[] cut = Arrays.copyOf(whole, length);
      ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(4, length - 8);
      assertThatThrownBy(() -> Image.decode(cut))
          .as("%s of %s bytes", length, whole.length)
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("is cut short");
    }
  }

  @Test
  void aPictureThatIsTransparentEverywhereIsRefused() throws Exception {
    byte[] file = SampleFiles.resource("webp/opacity-raw-none.webp");
    int opacity = SampleFiles.indexOf(file, "ALPH");
    Arrays.fill(file, opacity + 9, opacity + 9 + 51 * 37, (byte) 0);
    assertThatThrownBy(() -> Image.decode(file))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is fully transparent");
  }
}
