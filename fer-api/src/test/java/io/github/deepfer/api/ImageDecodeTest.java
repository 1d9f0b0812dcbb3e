package io.github.deepfer.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.deepfer.api.internal.ServiceFiles;
import io.github.deepfer.api.internal.image.SampleFiles;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecodeTest {
  @TempDir static Path services;
  @TempDir Path folder;

  /** Counts its calls and gives what it was told to, whatever the file holds. */
  public static final class FakeDecoder implements ImageDecoderProvider {
    static Image result;
    static int calls;

    @Override
    public String id() {
      return "fake";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public Availability availability() {
      return Availability.AVAILABLE;
    }

    @Override
    public Image decode(byte[] encoded) {
      calls++;
      if (result == null) {
        throw new ImageException("is damaged: bad Huffman code");
      }
      return result;
    }
  }

  @BeforeEach
  void reset() {
    FakeDecoder.result = null;
    FakeDecoder.calls = 0;
  }

  private static Image decoding(Callable<Image> body) throws Exception {
    return new ServiceFiles(services)
        .with(ImageDecoderProvider.class, FakeDecoder.class)
        .call(body);
  }

  private static void assertRefused(Callable<Image> body, String... messageParts) {
    assertThatThrownBy(() -> decoding(body))
        .isInstanceOf(ImageException.class)
        .hasMessageContainingAll(messageParts);
    assertThat(FakeDecoder.calls).as("calls of the decoder").isZero();
  }

  @Test
  void everyDoorGivesThePicture() throws Exception {
    byte[] png = SampleFiles.imageIo("png", 3, 2);
    Path file = Files.write(folder.resolve("Fünf Gesichter 人.png"), png);
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThat(decoding(() -> Image.read(file))).isSameAs(FakeDecoder.result);
    assertThat(decoding(() -> Image.decode(png))).isSameAs(FakeDecoder.result);
    assertThat(decoding(() -> Image.decode(new ByteArrayInputStream(png))))
        .isSameAs(FakeDecoder.result);
  }

  @Test
  void missingFile() {
    Path file = folder.resolve("no such file.png");
    assertRefused(() -> Image.read(file), file.toString(), "does not exist", "check the path");
  }

  @Test
  void directory() {
    assertRefused(
        () -> Image.read(folder), folder.toString(), "is a directory", "name a picture file");
  }

  @Test
  void emptyFile() throws Exception {
    Path file = Files.createFile(folder.resolve("empty.png"));
    assertRefused(() -> Image.read(file), file.toString(), "is empty", "a picture was expected");
  }

  @Test
  void textNamedPng() throws Exception {
    Path file = Files.writeString(folder.resolve("text.png"), "Dear reader, no picture");
    assertRefused(
        () -> Image.read(file),
        file.toString(),
        "is not a picture",
        "\"Dear rea\"",
        "JPEG, PNG, GIF, BMP and WebP are");
  }

  @Test
  void truncatedJpeg() throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 300, 200);
    Path file = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(jpeg, jpeg.length / 2));
    assertRefused(() -> Image.read(file), file.toString(), "is cut short", "get the whole file");
  }

  @Test
  void whatTheDecoderFindsNamesTheFile() throws Exception {
    Path file = Files.write(folder.resolve("bad.png"), SampleFiles.imageIo("png", 3, 2));
    assertThatThrownBy(() -> decoding(() -> Image.read(file)))
        .isInstanceOf(ImageException.class)
        .hasMessage(file + " is damaged: bad Huffman code");
  }

  @Test
  void decodedSizeMustBeThatOfTheHeader() throws Exception {
    byte[] png = SampleFiles.imageIo("png", 4, 2);
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThatThrownBy(() -> decoding(() -> Image.decode(png)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("header says 4x2")
        .hasMessageContaining("data holds 3x2");
  }

  @Test
  void headerBombsNeverReachTheDecoder() throws Exception {
    byte[] tiff = SampleFiles.tiff(ByteOrder.BIG_ENDIAN, 1);
    byte[] gif = SampleFiles.imageIo("gif", 8, 8);
    ByteBuffer.wrap(gif)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(6, (short) 20_000)
        .putShort(8, (short) 20_000);
    byte[] bmp = SampleFiles.imageIo("bmp", 8, 8);
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 20_000).putInt(22, 20_000);
    for (byte[] bomb :
        List.of(
            SampleFiles.emptyPng(20_000, 20_000),
            SampleFiles.extendedWebp(20_000, 20_000, tiff),
            gif,
            bmp)) {
      assertRefused(
          () -> Image.decode(bomb),
          "20000x20000 = 400000000 pixels",
          "the limit is 100000000",
          "raise ImageLimits.maxPixels");
    }
    assertRefused(
        () -> Image.decode(SampleFiles.emptyPng(Integer.MAX_VALUE, Integer.MAX_VALUE)),
        "the limit is");
  }

  @Test
  void pixelLimitIsInclusive() throws Exception {
    byte[] png = SampleFiles.imageIo("png", 3, 2);
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThat(decoding(() -> Image.decode(png, new ImageLimits(6, 10_000)))).isNotNull();
    FakeDecoder.calls = 0;
    assertRefused(
        () -> Image.decode(png, new ImageLimits(5, 10_000)), "3x2 = 6 pixels", "limit is 5");
    assertThatThrownBy(() -> Image.decode(png, new ImageLimits(5, 10_000)))
        .isInstanceOf(ImageTooLargeException.class);
  }

  @Test
  void byteLimitHoldsAtEveryDoor() throws Exception {
    byte[] png = SampleFiles.imageIo("png", 3, 2);
    Path file = Files.write(folder.resolve("a.png"), png);
    ImageLimits exact = new ImageLimits(6, png.length);
    ImageLimits less = new ImageLimits(6, png.length - 1);
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    assertThat(decoding(() -> Image.read(file, exact))).isNotNull();
    assertThat(decoding(() -> Image.decode(png, exact))).isNotNull();
    assertThat(decoding(() -> Image.decode(new ByteArrayInputStream(png), exact))).isNotNull();
    FakeDecoder.calls = 0;
    assertRefused(() -> Image.read(file, less), file.toString(), "ImageLimits.maxBytes");
    assertRefused(() -> Image.decode(png, less), "ImageLimits.maxBytes");
    assertThatThrownBy(() -> Image.decode(png, less)).isInstanceOf(ImageTooLargeException.class);
    assertRefused(() -> Image.decode(new ByteArrayInputStream(png), less), "ImageLimits.maxBytes");
  }

  @Test
  void endlessStreamStopsAtTheLimit() {
    int[] read = new int[1];
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            read[0]++;
            return 0xFF;
          }
        };
    assertRefused(() -> Image.decode(endless, new ImageLimits(6, 1000)), "more than 1000 bytes");
    assertThat(read[0]).isLessThanOrEqualTo(1001);
  }

  @Test
  void brokenStream() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertRefused(() -> Image.decode(broken), "connection reset");
  }

  @Test
  void streamStaysOpen() throws Exception {
    FakeDecoder.result = Image.wrap(new byte[18], 3, 2, PixelFormat.RGB);
    boolean[] closed = new boolean[1];
    InputStream stream =
        new ByteArrayInputStream(SampleFiles.imageIo("png", 3, 2)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    decoding(() -> Image.decode(stream));
    assertThat(closed[0]).isFalse();
  }

  @Test
  void withoutADecoderTheErrorSaysWhatToAdd() throws Exception {
    byte[] png = SampleFiles.imageIo("png", 3, 2);
    assertThatThrownBy(() -> new ServiceFiles(folder).call(() -> Image.decode(png)))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("no image-decoder can run here")
        .hasMessageContaining("io.github.deepfer:deepfer");
  }

  /** CIPA DC-008, 4.6.4 A: which side of the upright picture row 0 and column 0 are on. */
  private enum Side {
    TOP,
    RIGHT,
    BOTTOM,
    LEFT
  }

  private static final Side[][] ROW_0_AND_COLUMN_0 = {
    {Side.TOP, Side.LEFT},
    {Side.TOP, Side.RIGHT},
    {Side.BOTTOM, Side.RIGHT},
    {Side.BOTTOM, Side.LEFT},
    {Side.LEFT, Side.TOP},
    {Side.RIGHT, Side.TOP},
    {Side.RIGHT, Side.BOTTOM},
    {Side.LEFT, Side.BOTTOM},
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void exifTurnsThePictureUpright(int tag) throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    byte[] png = SampleFiles.imageIo("png", 3, 2);
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      byte[] tiff = SampleFiles.tiff(order, tag);
      assertUpright(tag, SampleFiles.withExif(jpeg, tiff), PixelFormat.BGR);
      assertUpright(tag, SampleFiles.withChunk(png, "eXIf", tiff), PixelFormat.BGR);
      assertUpright(tag, SampleFiles.extendedWebp(3, 2, tiff), PixelFormat.BGR);
    }
  }

  @ParameterizedTest
  @EnumSource(PixelFormat.class)
  void exifTurnsEveryPixelFormat(PixelFormat format) throws Exception {
    byte[] jpeg = SampleFiles.imageIo("jpg", 3, 2);
    for (int tag = 1; tag <= 8; tag++) {
      byte[] tiff = SampleFiles.tiff(ByteOrder.BIG_ENDIAN, tag);
      assertUpright(tag, SampleFiles.withExif(jpeg, tiff), format);
    }
  }

  private static void assertUpright(int tag, byte[] file, PixelFormat format) throws Exception {
    int size = format.bytesPerPixel();
    int stride = 3 * size + 5;
    byte[] stored = new byte[2 * stride];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = (byte) i;
    }
    FakeDecoder.result = Image.wrap(ByteBuffer.wrap(stored), 3, 2, stride, format);
    Image upright = decoding(() -> Image.decode(file));
    Side row0 = ROW_0_AND_COLUMN_0[tag - 1][0];
    Side column0 = ROW_0_AND_COLUMN_0[tag - 1][1];
    boolean turned = row0 == Side.LEFT || row0 == Side.RIGHT;
    assertThat(upright.width()).isEqualTo(turned ? 2 : 3);
    assertThat(upright.height()).isEqualTo(turned ? 3 : 2);
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        int alongRow0 = row0 == Side.TOP || row0 == Side.LEFT ? row : 1 - row;
        int alongColumn0 = column0 == Side.TOP || column0 == Side.LEFT ? column : 2 - column;
        int x = turned ? alongRow0 : alongColumn0;
        int y = turned ? alongColumn0 : alongRow0;
        for (int i = 0; i < size; i++) {
          assertThat(upright.pixels().get(y * upright.stride() + x * size + i))
              .as("tag %s, stored row %s, column %s, byte %s", tag, row, column, i)
              .isEqualTo(stored[row * stride + column * size + i]);
        }
      }
    }
  }

  @Test
  void textStartsAreQuotedAndBytesAreHex() {
    assertRefused(
        () -> Image.decode(new byte[] {0, (byte) 0xFE, 7}), "its first bytes are 00 fe 07");
    assertRefused(
        () -> Image.decode("%PDF-1.7".getBytes(StandardCharsets.US_ASCII)), "\"%PDF-1.7\"");
  }
}
