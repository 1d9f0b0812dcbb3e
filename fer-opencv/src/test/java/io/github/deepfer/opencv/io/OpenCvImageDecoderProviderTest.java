package io.github.deepfer.opencv.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageException;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.testkit.ImageDecoderContract;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntBinaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pixels are known from formulas, and the files are written by Java's own codecs. */
final class OpenCvImageDecoderProviderTest extends ImageDecoderContract {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 23;

  @Override
  protected ImageDecoderProvider provider() {
    return new OpenCvImageDecoderProvider();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void losslessColourComesOutExactly(String format) throws Exception {
    BufferedImage picture = picture(BufferedImage.TYPE_3BYTE_BGR, (x, y) -> 0xFF000000 | rgb(x, y));
    Image image = decode(encoded(picture, format));
    assertThat(image.format()).isEqualTo(PixelFormat.BGR);
    assertPixels(image, OpenCvImageDecoderProviderTest::rgb, 0);
  }

  @Test
  void greyPngStaysGrey() throws Exception {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.getRaster().setSample(x, y, 0, 7 * x % 256);
      }
    }
    Image image = decode(encoded(picture, "png"));
    assertThat(image.format()).isEqualTo(PixelFormat.GRAY);
    assertPixels(image, (x, y) -> 0x010101 * (7 * x % 256), 0);
  }

  @Test
  void sixteenBitPngIsDividedBy257() throws Exception {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.getRaster().setSample(x, y, 0, deep(x, y));
      }
    }
    assertPixels(
        decode(encoded(picture, "png")),
        (x, y) -> 0x010101 * (int) Math.round(deep(x, y) / 257.0),
        0);
  }

  private static int deep(int x, int y) {
    return x == 0 ? 65535 : (1777 * x + 2593 * y) % 65536;
  }

  @Test
  void transparencyIsLaidOverWhite() throws Exception {
    BufferedImage picture =
        picture(BufferedImage.TYPE_INT_ARGB, (x, y) -> alpha(x) << 24 | rgb(x, y));
    Image image = decode(encoded(picture, "png"));
    assertThat(image.format()).isEqualTo(PixelFormat.BGR);
    assertPixels(
        image,
        (x, y) -> {
          int over = 0;
          for (int shift = 0; shift <= 16; shift += 8) {
            int value = rgb(x, y) >> shift & 0xFF;
            over |= (int) Math.round((value * alpha(x) + 255.0 * (255 - alpha(x))) / 255) << shift;
          }
          return over;
        },
        0);
  }

  private static int alpha(int x) {
    return Math.min(255, x * 8);
  }

  @Test
  void palettePngHasItsColours() throws Exception {
    byte[] red = {0, (byte) 200, 30};
    byte[] green = {10, 20, (byte) 220};
    byte[] blue = {(byte) 250, 40, 50};
    BufferedImage picture =
        new BufferedImage(
            WIDTH,
            HEIGHT,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 3, red, green, blue));
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.getRaster().setSample(x, y, 0, (x + y) % 3);
      }
    }
    int[] colors = {0x000AFA, 0xC81428, 0x1EDC32};
    assertPixels(decode(encoded(picture, "png")), (x, y) -> colors[(x + y) % 3], 0);
  }

  @Test
  void ofAnAnimatedGifTheFirstFrameCounts() throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    javax.imageio.ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int color : new int[] {0xFF2040C0, 0xFFC04020}) {
        BufferedImage frame = picture(BufferedImage.TYPE_INT_RGB, (x, y) -> color);
        writer.writeToSequence(new IIOImage(frame, null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    assertPixels(decode(file.toByteArray()), (x, y) -> 0x2040C0, 0);
  }

  @Test
  void jpegComesOutWithinItsLoss() throws Exception {
    assertPixels(
        decode(encoded(picture(BufferedImage.TYPE_INT_RGB, (x, y) -> smooth(x, y)), "jpg")),
        OpenCvImageDecoderProviderTest::smooth,
        16);
  }

  private static int smooth(int x, int y) {
    return 5 * x << 16 | (255 - 8 * y) << 8 | 120;
  }

  @Test
  void cmykJpegHasTheRightColours() {
    // Four plain quarters, encoded by the JPEG codec of the JDK as Adobe CMYK (inverted).
    byte[] file = cmykJpeg();
    Image image = decode(file);
    assertThat(image.format()).isEqualTo(PixelFormat.BGR);
    int[] quarters = {0xFF0000, 0x00FF00, 0x0000FF, 0x808080};
    for (int i = 0; i < 4; i++) {
      int actual = color(image, i % 2 * 32 + 16, i / 2 * 32 + 16);
      assertClose(actual, quarters[i], 12, "quarter " + i);
    }
  }

  /** Java writes four bands without a colour space; the Adobe marker is put in by hand. */
  private static byte[] cmykJpeg() {
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 64, 4, null);
    // Cyan, magenta, yellow, black; Adobe files hold 255 minus the ink.
    int[][] inks = {{0, 255, 255, 0}, {255, 0, 255, 0}, {255, 255, 0, 0}, {0, 0, 0, 127}};
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        int[] ink = inks[y / 32 * 2 + x / 32];
        for (int band = 0; band < 4; band++) {
          raster.setSample(x, y, band, 255 - ink[band]);
        }
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    javax.imageio.ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionQuality(1);
      writer.write(null, new IIOImage(raster, null, (IIOMetadata) null), param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    byte[] plain = file.toByteArray();
    byte[] adobe = {
      (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };
    byte[] marked = Arrays.copyOf(plain, plain.length + adobe.length);
    System.arraycopy(adobe, 0, marked, 2, adobe.length);
    System.arraycopy(plain, 2, marked, 2 + adobe.length, plain.length - 2);
    return marked;
  }

  @Test
  void damagedDataIsAnImageErrorThatContinuesASentence() throws Exception {
    byte[] png = encoded(picture(BufferedImage.TYPE_INT_RGB, (x, y) -> rgb(x, y)), "png");
    byte[] noise = new byte[4096];
    new Random(1).nextBytes(noise);
    byte[] header = Arrays.copyOf(png, 40);
    for (byte[] damaged :
        List.of(noise, header, new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF})) {
      assertThatThrownBy(() -> provider().decode(damaged))
          .isInstanceOf(ImageException.class)
          .hasMessageStartingWith("is damaged: ");
    }
  }

  @Test
  void aHundredMegapixelsAreNoProblem() throws Exception {
    int side = 10_000;
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
    Image image = Image.decode(encoded(picture, "png"), ImageLimits.DEFAULT);
    assertThat(image.width()).isEqualTo(side);
    assertThat(image.height()).isEqualTo(side);
  }

  @Test
  void eightThreadsAgreeWithOne() throws Exception {
    byte[] png = encoded(picture(BufferedImage.TYPE_INT_RGB, (x, y) -> rgb(x, y)), "png");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Void>> futures = new ArrayList<>();
      Callable<Void> task =
          () -> {
            for (int i = 0; i < 50; i++) {
              assertPixels(decode(png), OpenCvImageDecoderProviderTest::rgb, 0);
            }
            return null;
          };
      for (int i = 0; i < 8; i++) {
        futures.add(threads.submit(task));
      }
      for (Future<Void> future : futures) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Image decode(byte[] file) {
    return Image.decode(file);
  }

  private static int rgb(int x, int y) {
    return (7 * x % 256) << 16 | (11 * y % 256) << 8 | (13 * (x + y) % 256);
  }

  private static BufferedImage picture(int type, IntBinaryOperator argb) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, argb.applyAsInt(x, y));
      }
    }
    return picture;
  }

  private static byte[] encoded(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    assertThat(ImageIO.write(picture, format, file)).as("a writer for %s", format).isTrue();
    return file.toByteArray();
  }

  private static void assertPixels(Image image, IntBinaryOperator rgb, int tolerance) {
    assertThat(image.width()).isEqualTo(WIDTH);
    assertThat(image.height()).isEqualTo(HEIGHT);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        assertClose(color(image, x, y), rgb.applyAsInt(x, y) & 0xFFFFFF, tolerance, x + "," + y);
      }
    }
  }

  private static void assertClose(int actual, int expected, int tolerance, String place) {
    for (int shift = 0; shift <= 16; shift += 8) {
      if (Math.abs((actual >> shift & 0xFF) - (expected >> shift & 0xFF)) > tolerance) {
        assertThat(Integer.toHexString(actual))
            .as("pixel %s", place)
            .isEqualTo(Integer.toHexString(expected));
      }
    }
  }

  private static int color(Image image, int x, int y) {
    int at = y * image.stride() + x * image.format().bytesPerPixel();
    ByteBuffer pixels = image.pixels();
    return (pixels.get(at + image.format().red()) & 0xFF) << 16
        | (pixels.get(at + image.format().green()) & 0xFF) << 8
        | (pixels.get(at + image.format().blue()) & 0xFF);
  }
}
