package io.github.deepfer.onnx.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureWriterTest {
  /**
   * Levels of 255: rows and columns are rounded once each, and the weights of rows to a 256th,
   * which random pixels show more than any picture.
   */
  private static final double MAX_DIFFERENCE = 2.5;

  private final PictureWriter writer = new PictureWriter();

  /** Against means computed pixel by pixel, in doubles, for each kind of pixel and of buffer. */
  @ParameterizedTest
  @CsvSource({
    "64, 48, 0.5", "65, 49, 0.5", "63, 47, 0.3333333333333333", "64, 48, 0.25", "64, 48, 1",
    "61, 37, 0.6666666666666666", "100, 80, 0.8", "97, 55, 0.413", "33, 21, 1.3", "20, 10, 2",
    "1, 1, 0.5", "1, 1, 2", "2, 300, 0.1", "300, 2, 0.1", "700, 5, 0.02"
  })
  void eachOutputIsTheMeanOfWhatItCovers(int width, int height, double scale) {
    InputSpec spec = spec(padded(width * scale), padded(height * scale), 0, 1, 1);
    for (PixelFormat format : PixelFormat.values()) {
      for (boolean direct : new boolean[] {false, true}) {
        Image image = noise(width, height, format, direct);
        float[] written = write(image, spec, scale);
        for (int channel = 0; channel < 3; channel++) {
          for (int y = 0; y < spec.height(); y++) {
            for (int x = 0; x < spec.width(); x++) {
              assertThat((double) written[(channel * spec.height() + y) * spec.width() + x])
                  .as("%s, channel %s at %s, %s", image, channel, x, y)
                  .isCloseTo(mean(image, scale, channel, x, y), offset(MAX_DIFFERENCE));
            }
          }
        }
      }
    }
  }

  /** The definition, channel 0 of the net being blue. */
  private static double mean(Image image, double scale, int channel, int x, int y) {
    double window = Math.max(1, 1 / scale);
    double wide = Math.min(window, image.width());
    double high = Math.min(window, image.height());
    double left = start((x + 0.5) / scale, wide, image.width());
    double top = start((y + 0.5) / scale, high, image.height());
    PixelFormat format = image.format();
    int from = List.of(format.blue(), format.green(), format.red()).get(channel);
    ByteBuffer pixels = image.pixels();
    double sum = 0;
    for (int row = (int) top; row < Math.min(image.height(), top + high); row++) {
      double rowShare = (Math.min(row + 1, top + high) - Math.max(row, top)) / high;
      for (int column = (int) left; column < Math.min(image.width(), left + wide); column++) {
        double share = (Math.min(column + 1, left + wide) - Math.max(column, left)) / wide;
        int at = row * image.stride() + column * format.bytesPerPixel() + from;
        sum += rowShare * share * (pixels.get(at) & 0xff);
      }
    }
    return sum;
  }

  private static double start(double center, double window, int size) {
    return Math.max(0, Math.min(size - window, center - window / 2));
  }

  @Test
  void levelsAreScaledAsTheNetWants() {
    Image image = uniform(40, 30, 191);
    for (double scale : new double[] {0.5, 0.7, 1, 1.5}) {
      assertThat(write(image, spec(64, 32, 127, 128, 1), scale)).containsOnly(0.5f);
      assertThat(write(image, spec(64, 32, 0, 0.5, 1 / 255.0), scale))
          .containsOnly((float) (191 * (1 / 255.0) / 0.5));
    }
  }

  /** Averaging must not shift brightness, however often it rounds. */
  @Test
  void brightnessStays() {
    Image image = noise(640, 480, PixelFormat.BGR, true);
    double expected = mean(write(image, spec(640, 480, 0, 1, 1), 1));
    for (double scale : new double[] {0.5, 1 / 3.0, 0.6, 0.11}) {
      InputSpec spec = spec((int) (640 * scale), (int) (480 * scale), 0, 1, 1);
      assertThat(mean(write(image, spec, scale)))
          .as("mean level at scale %s", scale)
          .isCloseTo(expected, offset(0.4));
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Test
  void onlyThreePlanesCanBeWritten() {
    InputSpec gray =
        new InputSpec(
            InputSpec.Layout.NCHW, 32, 32, PixelFormat.GRAY, 1, List.of(0.0), List.of(1.0));
    assertThatThrownBy(() -> writer.write(uniform(8, 8, 0), gray, 1, FloatBuffer.allocate(1024)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("three planes");
  }

  /** With a gap behind each row. */
  private static Image noise(int width, int height, PixelFormat format, boolean direct) {
    int stride = width * format.bytesPerPixel() + 5;
    byte[] bytes = new byte[stride * height];
    new Random(7).nextBytes(bytes);
    ByteBuffer pixels =
        direct ? ByteBuffer.allocateDirect(bytes.length) : ByteBuffer.allocate(bytes.length);
    return Image.wrap(pixels.put(0, bytes), width, height, stride, format);
  }

  private static Image uniform(int width, int height, int value) {
    byte[] pixels = new byte[3 * width * height];
    Arrays.fill(pixels, (byte) value);
    return Image.wrap(pixels, width, height, PixelFormat.RGB);
  }

  private float[] write(Image image, InputSpec spec, double scale) {
    FloatBuffer tensor =
        ByteBuffer.allocateDirect(spec.size() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    writer.write(image, spec, scale, tensor);
    float[] written = new float[spec.size()];
    tensor.get(0, written);
    return written;
  }

  private static int padded(double pixels) {
    return ((int) Math.ceil(pixels) + 7) / 8 * 8;
  }

  private static InputSpec spec(int width, int height, double mean, double std, double scale) {
    return new InputSpec(
        InputSpec.Layout.NCHW,
        width,
        height,
        PixelFormat.BGR,
        scale,
        List.of(mean, mean, mean),
        List.of(std, std, std));
  }
}
