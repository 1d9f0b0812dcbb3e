package io.github.deepfer.awt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageTypeSpecifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BufferedImagesTest {
  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;

  static IntStream opaqueColorTypes() {
    return IntStream.of(
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_USHORT_555_RGB,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY);
  }

  private static BufferedImage noise(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    Random random = new Random(type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, 0xFF000000 | random.nextInt(1 << 24));
      }
    }
    return image;
  }

  private static int rgbAt(Image image, int x, int y) {
    ByteBuffer pixels = image.pixels();
    int at = y * image.stride() + x * image.format().bytesPerPixel();
    return (pixels.get(at + image.format().red()) & 0xFF) << 16
        | (pixels.get(at + image.format().green()) & 0xFF) << 8
        | (pixels.get(at + image.format().blue()) & 0xFF);
  }

  private static void assertSameColors(Image actual, BufferedImage expected) {
    assertThat(actual.width()).isEqualTo(expected.getWidth());
    assertThat(actual.height()).isEqualTo(expected.getHeight());
    for (int y = 0; y < expected.getHeight(); y++) {
      for (int x = 0; x < expected.getWidth(); x++) {
        assertThat(rgbAt(actual, x, y))
            .as("pixel %d,%d", x, y)
            .isEqualTo(expected.getRGB(x, y) & 0xFFFFFF);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("opaqueColorTypes")
  void keepsTheColorsThatAwtSees(int type) {
    BufferedImage image = noise(type);
    assertSameColors(BufferedImages.toImage(image), image);
  }

  @ParameterizedTest
  @MethodSource("opaqueColorTypes")
  void seesOnlyTheSubImage(int type) {
    BufferedImage part = noise(type).getSubimage(2, 1, 4, 3);
    assertSameColors(BufferedImages.toImage(part), part);
  }

  /** A bit per pixel fits where three bytes do not, and their count overflows an int. */
  @Test
  void whatDoesNotFitInAnArrayIsRefused() {
    BufferedImage huge = new BufferedImage(40_000, 40_000, BufferedImage.TYPE_BYTE_BINARY);
    assertThatThrownBy(() -> BufferedImages.toImage(huge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40000x40000");
  }

  @Test
  void graySamplesAreNotPutThroughAGammaCurve() {
    BufferedImage image = new BufferedImage(256, 2, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      image.getRaster().setSample(x, 1, 0, x);
    }
    Image gray = BufferedImages.toImage(image);
    assertThat(gray.format()).isEqualTo(PixelFormat.GRAY);
    for (int x = 0; x < 256; x++) {
      assertThat(gray.pixels().get(256 + x) & 0xFF).isEqualTo(x);
    }
  }

  @Test
  void sixteenBitGrayIsScaledToEight() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0);
    image.getRaster().setSample(1, 0, 0, 128 * 257);
    image.getRaster().setSample(2, 0, 0, 65535);
    ByteBuffer pixels = BufferedImages.toImage(image).pixels();
    assertThat(new int[] {pixels.get(0) & 0xFF, pixels.get(1) & 0xFF, pixels.get(2) & 0xFF})
        .containsExactly(0, 128, 255);
  }

  /** What ImageIO makes of a grey PNG with transparency. */
  @Test
  void transparentGrayKeepsItsSamplesToo() {
    BufferedImage image =
        ImageTypeSpecifier.createGrayscale(8, DataBuffer.TYPE_BYTE, false, false)
            .createBufferedImage(3, 1);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {128, 255, 0, 0, 100, 51});
    ByteBuffer pixels = BufferedImages.toImage(image).pixels();
    assertThat(new int[] {pixels.get(0) & 0xFF, pixels.get(1) & 0xFF, pixels.get(2) & 0xFF})
        .as("opaque, transparent, a fifth of 100 over white")
        .containsExactly(128, 255, 224);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void transparencyIsLaidOverWhite(int type) {
    BufferedImage image = new BufferedImage(3, 1, type);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0x80FF0000);
    image.setRGB(2, 0, 0xFF0000FF);
    BufferedImage drawn = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = drawn.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();

    Image flat = BufferedImages.toImage(image);

    for (int x = 0; x < 3; x++) {
      Color actual = new Color(rgbAt(flat, x, 0));
      Color expected = new Color(drawn.getRGB(x, 0));
      assertThat(Math.abs(actual.getRed() - expected.getRed())).isLessThanOrEqualTo(1);
      assertThat(Math.abs(actual.getGreen() - expected.getGreen())).isLessThanOrEqualTo(1);
      assertThat(Math.abs(actual.getBlue() - expected.getBlue())).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(PixelFormat.class)
  void comesBackUnchangedFromPaddedRowsOfAnyFormat(PixelFormat format) {
    int stride = WIDTH * format.bytesPerPixel() + 3;
    byte[] bytes = new byte[stride * HEIGHT];
    new Random(1).nextBytes(bytes);
    Image image = Image.wrap(ByteBuffer.wrap(bytes), WIDTH, HEIGHT, stride, format);

    Image back = BufferedImages.toImage(BufferedImages.toBufferedImage(image));

    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        assertThat(rgbAt(back, x, y)).isEqualTo(rgbAt(image, x, y));
      }
    }
  }

  /** White as {@link ComponentColorModel} has it, and a quarter of it. */
  @ParameterizedTest
  @CsvSource({
    DataBuffer.TYPE_BYTE + ", 8, 255",
    DataBuffer.TYPE_USHORT + ", 16, 65535",
    DataBuffer.TYPE_USHORT + ", 12, 4095",
    DataBuffer.TYPE_USHORT + ", 10, 1023",
    DataBuffer.TYPE_SHORT + ", 16, 32767",
    DataBuffer.TYPE_INT + ", 32, 4294967295",
    DataBuffer.TYPE_INT + ", 32, 2147483647",
    DataBuffer.TYPE_INT + ", 20, 1048575",
    DataBuffer.TYPE_FLOAT + ", 32, 1",
    DataBuffer.TYPE_DOUBLE + ", 64, 1"
  })
  void greyOfEveryKindOfSampleHasItsBrightness(int type, int bits, double white) {
    for (boolean alpha : new boolean[] {false, true}) {
      int[] sizes = alpha ? new int[] {bits, bits} : new int[] {bits};
      int transparency = alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE;
      ColorSpace space = ColorSpace.getInstance(ColorSpace.CS_GRAY);
      ColorModel model = new ComponentColorModel(space, sizes, alpha, false, transparency, type);
      WritableRaster raster = model.createCompatibleWritableRaster(4, 1);
      double[] parts = {0, 0.25, 0.75, 1};
      for (int x = 0; x < parts.length; x++) {
        set(raster, x, 0, parts[x] * white);
        if (alpha) {
          set(raster, x, 1, white);
        }
      }
      Image image = BufferedImages.toImage(new BufferedImage(model, raster, false, null));
      assertThat(image.format()).isEqualTo(PixelFormat.GRAY);
      int[] expected = {0, 64, 191, 255};
      for (int x = 0; x < parts.length; x++) {
        assertThat(image.pixels().get(x) & 0xFF)
            .as("%s of white, alpha %s", parts[x], alpha)
            .isBetween(expected[x] - 1, expected[x] + 1);
      }
    }
  }

  /** AWT itself cannot show some of these. */
  @ParameterizedTest
  @CsvSource({
    DataBuffer.TYPE_BYTE + ", 255",
    DataBuffer.TYPE_USHORT + ", 65535",
    DataBuffer.TYPE_SHORT + ", 32767",
    DataBuffer.TYPE_INT + ", 2147483647",
    DataBuffer.TYPE_INT + ", 4294967295",
    DataBuffer.TYPE_FLOAT + ", 1",
    DataBuffer.TYPE_DOUBLE + ", 1"
  })
  void coloursOfEveryKindOfSampleAreThoseOfBytes(int type, double full) {
    double[] parts = {1, 0.5, 0};
    for (int opacity = 0; opacity < 3; opacity++) {
      boolean alpha = opacity > 0;
      boolean multiplied = opacity == 2;
      ColorModel model =
          new ComponentColorModel(
              ColorSpace.getInstance(ColorSpace.CS_sRGB),
              alpha,
              multiplied,
              alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
              type);
      WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
      for (int band = 0; band < 3; band++) {
        set(raster, 0, band, parts[band] * full * (multiplied ? 0.5 : 1));
        set(raster, 1, band, full);
      }
      if (alpha) {
        set(raster, 0, 3, 0.5 * full);
        set(raster, 1, 3, full);
      }
      Image image = BufferedImages.toImage(new BufferedImage(model, raster, multiplied, null));
      int[] expected = alpha ? new int[] {255, 191, 127} : new int[] {255, 128, 0};
      ByteBuffer pixels = image.pixels();
      int[] channels = {image.format().red(), image.format().green(), image.format().blue()};
      for (int i = 0; i < 3; i++) {
        assertThat(pixels.get(channels[i]) & 0xFF)
            .as("channel %s, alpha %s, multiplied %s", i, alpha, multiplied)
            .isBetween(expected[i] - 1, expected[i] + 1);
        assertThat(pixels.get(3 + channels[i])).isEqualTo((byte) 255);
      }
    }
  }

  @Test
  void coloursOutOfRangeAreNoneOrFull() {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new float[] {1.7f, -0.5f, Float.NaN});
    ByteBuffer pixels =
        BufferedImages.toImage(new BufferedImage(model, raster, false, null)).pixels();
    assertThat(new byte[] {pixels.get(0), pixels.get(1), pixels.get(2)})
        .containsExactly((byte) 255, 0, 0);
  }

  private static void set(WritableRaster raster, int x, int band, double sample) {
    if (raster.getTransferType() == DataBuffer.TYPE_INT) {
      raster.setSample(x, 0, band, (int) (long) sample);
    } else {
      raster.setSample(x, 0, band, sample);
    }
  }

  @Test
  void samplesOutOfRangeAreBlackOrWhite() {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    WritableRaster raster = model.createCompatibleWritableRaster(3, 1);
    raster.setSample(0, 0, 0, -5f);
    raster.setSample(1, 0, 0, 7f);
    raster.setSample(2, 0, 0, Float.NaN);
    ByteBuffer pixels =
        BufferedImages.toImage(new BufferedImage(model, raster, false, null)).pixels();
    assertThat(new int[] {pixels.get(0) & 0xFF, pixels.get(1) & 0xFF, pixels.get(2) & 0xFF})
        .containsExactly(0, 255, 0);
  }

  @Test
  void greyThatIsMultipliedByItsOpacityIsLaidOverWhiteAsItIs() {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            true,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
    raster.setPixels(0, 0, 2, 1, new int[] {100, 255, 20, 51});
    ByteBuffer pixels =
        BufferedImages.toImage(new BufferedImage(model, raster, true, null)).pixels();
    assertThat(new int[] {pixels.get(0) & 0xFF, pixels.get(1) & 0xFF})
        .as("opaque, a fifth of 100 over white")
        .containsExactly(100, 224);
  }
}
